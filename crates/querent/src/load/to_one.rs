//! Keys of one row: read from a joined row, prefetched for many instances, or loaded for one.

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};

use crate::ast::{Distinct, Joined, Plan, Prefetch, Source};
use crate::error::{Error, Kind, Result};
use crate::exec::{Connection, Db, Run};
use crate::meta::RelationMeta;
use crate::model::{Key, Model, Reader, Root, Slot};
use crate::peers::Peer;
use crate::queryset::{Plain, instance};
use crate::relation::{ForeignKey, Known, OneToOne, Target};
use crate::watch::{Origin, Site};

use super::alone::{Lone, load_alone};
use super::fetch::{decode, prefetch, prefetched, related};
use super::together::{Place, Together, What, as_prefetched, together};

/// What a loaded to-one slot lends: `&T`, or `Option<&T>`.
pub type Loaded<'a, T> = <T as Target>::Loaded<'a>;

/// How many columns a joined row has, those of the rows joined to it included.
fn width(step: &Joined) -> usize {
    (step.relation.target)().always().count() + step.nested.iter().map(width).sum::<usize>()
}

/// Reads a joined row; `None` where the join found none.
pub(super) fn read<M: Model>(
    step: &Joined,
    reader: &mut Reader<'_>,
    origin: &Origin,
) -> Result<Option<Arc<M>>> {
    let key = M::META.always().position(|column| std::ptr::eq(column, M::META.key_column()));
    if key.is_some_and(|key| reader.is_null(key)) {
        reader.skip(width(step));
        return Ok(None);
    }
    let row = origin.selected(step.relation);
    let row = reader.inside(M::META, row, &[], |reader| instance(reader, &step.nested))?;
    Ok(Some(Arc::new(row)))
}

/// The slots of one relation as what they are.
pub(super) fn slots_of<'a, T: Slot>(slots: &[&'a dyn Slot]) -> Vec<&'a T> {
    slots.iter().filter_map(|slot| (*slot as &dyn Any).downcast_ref()).collect()
}

impl<T: Target> Slot for ForeignKey<T> {
    fn origin(&self) -> &Origin {
        self.origin()
    }

    fn read_joined(&self, step: &Joined, reader: &mut Reader<'_>) -> Result<()> {
        self.fill(read(step, reader, self.origin())?);
        Ok(())
    }

    fn prefetch<'a>(
        &self,
        connection: &'a Connection,
        step: &'a Prefetch,
        slots: Vec<&'a dyn Slot>,
        origin: Origin,
    ) -> BoxFuture<'a, Result<()>> {
        prefetch_targets(connection, step, slots_of::<ForeignKey<T>>(&slots), origin).boxed()
    }
}

impl<T: Target> Slot for OneToOne<T> {
    fn origin(&self) -> &Origin {
        (**self).origin()
    }

    fn read_joined(&self, step: &Joined, reader: &mut Reader<'_>) -> Result<()> {
        (**self).read_joined(step, reader)
    }

    fn prefetch<'a>(
        &self,
        connection: &'a Connection,
        step: &'a Prefetch,
        slots: Vec<&'a dyn Slot>,
        origin: Origin,
    ) -> BoxFuture<'a, Result<()>> {
        let keys = slots_of::<OneToOne<T>>(&slots).into_iter().map(|slot| &**slot).collect();
        prefetch_targets(connection, step, keys, origin).boxed()
    }
}

/// One query for the distinct keys that are not loaded yet; equal keys share one row.
async fn prefetch_targets<T: Target>(
    connection: &Connection,
    step: &Prefetch,
    slots: Vec<&ForeignKey<T>>,
    origin: Origin,
) -> Result<()> {
    let picks = matches!(step.plan.distinct, Distinct::On(_));
    if picks || step.plan.is_sliced() || matches!(step.plan.source, Source::Slice(_)) {
        return Err(Error::misuse(format!(
            "`{}` leads to one row, and its prefetch cannot be {}",
            step.relation.path(),
            if picks { "chosen by `distinct_on`" } else { "sliced" }
        )));
    }
    let keys: HashSet<_> = slots.iter().filter_map(|slot| unloaded(slot)).cloned().collect();
    if !keys.is_empty() {
        let keys = <T::Model as Model>::Key::key_list(keys.into_iter().collect());
        let plan = step.plan.clone().with_keys(keys);
        let rows = decode::<T::Model, Plain>(connection, &plan, &related(step, &origin)).await?;
        let rows: HashMap<_, _> = rows.into_iter().map(|row| (row.key(), Arc::new(row))).collect();
        if !rows.is_empty() {
            prefetched(step, &origin);
        }
        for slot in &slots {
            if let Some(key) = unloaded(slot) {
                slot.fill(rows.get(key).cloned());
            }
        }
    }
    let mut seen = HashSet::new();
    let loaded =
        slots.iter().filter_map(|slot| slot.row()).filter(|row| seen.insert(std::ptr::from_ref(*row).addr()));
    let loaded = loaded.collect();
    prefetch(connection, &step.plan.prefetch_related, loaded).await
}

/// The key of the row that a slot does not know yet.
fn unloaded<T: Target>(slot: &ForeignKey<T>) -> Option<&<T::Model as Model>::Key> {
    match slot.known() {
        Known::Unloaded(key) => Some(key),
        Known::Row(_) | Known::Absent(_) | Known::Missing => None,
    }
}

impl<T: Target> ForeignKey<T> {
    /// The related row: from memory, or by one query, and remembered.
    ///
    /// Loading it for one row after another is what the N+1 watch warns of; `select_related` loads it for all, and so does
    /// [`FetchMode::Peers`](crate::FetchMode::Peers).
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`] under [`FetchMode::Raise`](crate::FetchMode::Raise), unless it is in memory;
    /// [`Kind::DoesNotExist`] if the key leads to no row, which a foreign key constraint rules out, or if a prefetch
    /// has left the row out: what was asked for once is not asked for again.
    #[track_caller]
    pub fn load<'a>(&'a self, db: &Db) -> Run<'a, Loaded<'a, T>> {
        let site = std::panic::Location::caller();
        let db = db.clone();
        Run::new(async move {
            if unloaded(self).is_none() {
                return self.loaded();
            }
            if let Some(peers) = self.origin().peers()
                && let Some(peer) = Box::pin(together(self, peers, &db, site)).await?
            {
                self.take(peer.slot());
            } else {
                self.load_alone(&db, site).await?;
            }
            match self.row() {
                Some(_) => self.loaded(),
                None => Err(gone(self.relation(), T::Model::META.name)),
            }
        })
    }

    async fn load_alone(&self, db: &Db, site: Site) -> Result<()> {
        let Some(key) = unloaded(self) else { return Ok(()) };
        let plan =
            Plan::of(T::Model::META, T::Model::ordering::<Root<T::Model>>).with_key(key.clone().key_param());
        let lone = Lone { origin: self.origin(), relation: self.relation(), site };
        let rows = load_alone::<T::Model>(db, &plan, lone).await?;
        if let Some(row) = rows.into_iter().next() {
            self.fill(Some(Arc::new(row)));
        }
        Ok(())
    }
}

impl<T: Target> Together for ForeignKey<T> {
    type Key = T::Key;

    fn key(&self) -> T::Key {
        ForeignKey::key(self)
    }

    fn place(&self) -> Option<Place> {
        Some(Place { row: self.origin().clone(), what: What::Relation(self.relation()?) })
    }

    fn shared(&self) -> Option<&Arc<Peer<Self>>> {
        self.peer()
    }

    fn empty(&self) -> Self {
        self.twin()
    }

    fn fill_all<'a>(connection: &'a Connection, slots: Vec<&'a Self>) -> BoxFuture<'a, Result<()>> {
        let place = slots.first().and_then(|slot| slot.place());
        as_prefetched::<T::Model, _>(place, |step, origin| async move {
            prefetch_targets(connection, &step, slots, origin).await
        })
    }
}

fn gone(relation: Option<&'static RelationMeta>, target: &str) -> Error {
    let from = relation
        .map_or_else(|| "this key".to_owned(), |relation| format!("the key of `{}`", relation.path()));
    Error::new(Kind::DoesNotExist, format!("{from} leads to no `{target}`"))
}
