//! The other side of a one-to-one: read from a joined row, prefetched for many instances, or loaded for one.

use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};

use crate::ast::{Joined, Prefetch};
use crate::error::Result;
use crate::exec::{Connection, Db, Run};
use crate::model::{Model, OwnerKey, Reader, Slot};
use crate::peers::Peer;
use crate::relation::HasOne;
use crate::watch::{Origin, Site};

use super::alone::load_owned;
use super::children::children;
use super::fetch::{prefetch, prefetched};
use super::owners::Owners;
use super::to_one::{read, slots_of};
use super::together::{Place, Together, as_prefetched, together};

impl<T: Model> Slot for HasOne<T> {
    fn origin(&self) -> &Origin {
        self.of().origin()
    }

    fn read_joined(&self, step: &Joined, reader: &mut Reader<'_>) -> Result<()> {
        self.fill(read(step, reader, self.of().origin())?);
        Ok(())
    }

    fn prefetch<'a>(
        &self,
        connection: &'a Connection,
        step: &'a Prefetch,
        slots: Vec<&'a dyn Slot>,
        origin: Origin,
    ) -> BoxFuture<'a, Result<()>> {
        prefetch_has_one(connection, step, slots_of::<HasOne<T>>(&slots), origin).boxed()
    }
}

async fn prefetch_has_one<T: Model>(
    connection: &Connection,
    step: &Prefetch,
    slots: Vec<&HasOne<T>>,
    origin: Origin,
) -> Result<()> {
    let missing = || slots.iter().filter(|slot| !slot.is_loaded());
    if let Some(owners) = Owners::of(missing().map(|slot| slot.of().owner())) {
        let found = children::<T>(connection, step, &owners, &origin).await?;
        if !found.rows.is_empty() {
            prefetched(step, &origin);
        }
        let mut rows: Vec<Option<Arc<T>>> = vec![None; owners.len()];
        for (owner, row) in found.owners.into_iter().zip(found.rows) {
            rows[owner].get_or_insert_with(|| Arc::new(row));
        }
        for slot in missing() {
            slot.fill(owners.place(slot.of().owner()).and_then(|place| rows[place].clone()));
        }
    }
    let loaded = slots.iter().filter_map(|slot| slot.row()).collect();
    prefetch(connection, &step.plan.prefetch_related, loaded).await
}

impl<T: Model> HasOne<T> {
    /// The row that points here: from memory, or by one query, and remembered.
    ///
    /// Loading it for one row after another is what the N+1 watch warns of; `select_related` loads it for all, and so does
    /// [`FetchMode::Peers`](crate::FetchMode::Peers).
    #[track_caller]
    pub fn load<'a>(&'a self, db: &Db) -> Run<'a, Option<&'a T>> {
        let site = std::panic::Location::caller();
        let db = db.clone();
        Run::new(async move {
            if self.is_loaded() {
                return self.loaded();
            }
            if let Some(peers) = self.of().origin().peers()
                && let Some(peer) = Box::pin(together(self, peers, &db, site)).await?
            {
                self.take(peer.slot());
            } else {
                self.load_alone(&db, site).await?;
            }
            self.loaded()
        })
    }

    async fn load_alone(&self, db: &Db, site: Site) -> Result<()> {
        let rows = load_owned::<T>(db, self.of(), site).await?;
        self.fill(rows.into_iter().next().map(Arc::new));
        Ok(())
    }
}

impl<T: Model> Together for HasOne<T> {
    type Key = OwnerKey;

    fn key(&self) -> OwnerKey {
        self.of().owner().clone()
    }

    fn place(&self) -> Option<Place> {
        Place::of_owned(self.of())
    }

    fn shared(&self) -> Option<&Arc<Peer<Self>>> {
        self.peer()
    }

    fn empty(&self) -> Self {
        self.twin()
    }

    fn fill_all<'a>(connection: &'a Connection, slots: Vec<&'a Self>) -> BoxFuture<'a, Result<()>> {
        let place = slots.first().and_then(|slot| slot.place());
        as_prefetched::<T, _>(place, |step, origin| async move {
            prefetch_has_one(connection, &step, slots, origin).await
        })
    }
}
