//! To-many relations: prefetched for many instances, or loaded for one.

use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};

use crate::ast::{Joined, Prefetch};
use crate::error::{Error, Result};
use crate::exec::{Connection, Db, Run};
use crate::model::{Model, OwnerKey, Reader, Slot};
use crate::peers::Peer;
use crate::queryset::QuerySet;
use crate::relation::{HasMany, ManyToMany, Rows};
use crate::watch::{Origin, Site, Watched};

use super::alone::load_owned;
use super::children::children;
use super::fetch::{prefetch, prefetched};
use super::owners::Owners;
use super::to_one::slots_of;
use super::together::{Place, Together, as_prefetched, together};

async fn prefetch_rows<T: Model>(
    connection: &Connection,
    step: &Prefetch,
    slots: Vec<&Rows<T>>,
    origin: Origin,
) -> Result<()> {
    let missing: Vec<&Rows<T>> = slots.iter().copied().filter(|slot| !slot.is_loaded()).collect();
    if let Some(owners) = Owners::of(missing.iter().map(|slot| slot.of().owner())) {
        let found = children::<T>(connection, step, &owners, &origin).await?;
        prefetch(connection, &step.plan.prefetch_related, found.rows.iter().collect()).await?;
        if !found.rows.is_empty() {
            prefetched(step, &origin);
        }
        let (mut rows, ranges) = found.by_owner(owners.len());
        rows.shrink_to_fit();
        let rows = Arc::new(rows);
        for slot in &missing {
            if let Some(place) = owners.place(slot.of().owner()) {
                slot.fill(&rows, ranges[place].clone())?;
            }
        }
        if missing.len() == slots.len() {
            return Ok(());
        }
    }
    let loaded_before = slots.iter().filter_map(|slot| slot.rows()).flatten().collect();
    prefetch(connection, &step.plan.prefetch_related, loaded_before).await
}

macro_rules! to_many_slots {
    ($($slot:ident),*) => { $(
        impl<T: Model> Slot for $slot<T> {
            fn origin(&self) -> &Origin {
                self.of().origin()
            }

            /// The builder lets only to-one relations be joined in.
            fn read_joined(&self, step: &Joined, _: &mut Reader<'_>) -> Result<()> {
                Err(Error::misuse(format!("`{}` leads to many rows and cannot be joined in", step.relation.path())))
            }

            fn prefetch<'a>(
                &self,
                connection: &'a Connection,
                step: &'a Prefetch,
                slots: Vec<&'a dyn Slot>,
                origin: Origin,
            ) -> BoxFuture<'a, Result<()>> {
                let rows = slots_of::<$slot<T>>(&slots).into_iter().map(|slot| &**slot).collect();
                prefetch_rows(connection, step, rows, origin).boxed()
            }
        }
    )* };
}
to_many_slots!(HasMany, ManyToMany);

impl<T: Model> Rows<T> {
    /// The related rows as a queryset: Django's related manager.
    ///
    /// The first `filter` or `exclude` on it speaks of the same pairs that relate the rows to this instance. What it
    /// updates or deletes is not known here: rows that are loaded stay as they were read.
    #[track_caller]
    pub fn objects(&self, db: &Db) -> QuerySet<T> {
        let of = self.of();
        let mut watched = Watched::made(std::panic::Location::caller());
        if let Ok(relation) = of.relation() {
            watched = watched.of_one(of.origin().clone(), relation);
        }
        let mut plan = of.plan::<T>();
        plan.fetch_mode = of.origin().fetch_mode();
        QuerySet::related(db, plan, watched)
    }

    /// The related rows: from memory, or by one query, and remembered.
    ///
    /// Loading them for one row after another is what the N+1 watch warns of; `prefetch_related` loads them for all, and so
    /// does [`FetchMode::Peers`](crate::FetchMode::Peers).
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`](crate::Kind::NotLoaded) under [`FetchMode::Raise`](crate::FetchMode::Raise), unless they are in
    /// memory.
    #[track_caller]
    pub fn load<'a>(&'a self, db: &Db) -> Run<'a, &'a [T]> {
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
                return self.loaded();
            }
            self.load_alone(db, site).await
        })
    }

    async fn load_alone(&self, db: Db, site: Site) -> Result<&[T]> {
        let rows = load_owned::<T>(&db, self.of(), site).await?;
        let all = 0..rows.len();
        self.fill(&Arc::new(rows), all)
    }
}

impl<T: Model> Together for Rows<T> {
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
            prefetch_rows(connection, &step, slots, origin).await
        })
    }
}
