//! Loads for several rows at once, as the fetch mode of these rows has it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};

use crate::ast::{self, Plan, Prefetch};
use crate::error::{Error, Result};
use crate::exec::{Connection, Db};
use crate::fetch_mode::FetchMode;
use crate::meta::{ColumnMeta, RelationMeta};
use crate::model::{Model, Root};
use crate::peers::{Callers, Joined, Loadable, Members, Peer, Peers, Spot};
use crate::relation::Owned;
use crate::watch::{Call, Origin, Site};

/// The most keys that one query is sent with.
const KEYS: usize = 1_000;

/// How often a load that waits for others waits once more because some have come.
const ROUNDS: usize = 16;

/// A slot that can be loaded together with the same slot of other rows.
pub(super) trait Together: Loadable + Sized {
    /// What is found in the database by it; equal ones are sent once.
    type Key: Eq + Hash;
    fn key(&self) -> Self::Key;

    /// Where the row of the slot comes from, and which of its slots it is; `None` where it is of no row.
    fn place(&self) -> Option<Place>;

    /// The slot that it shares with other rows, if it does.
    fn shared(&self) -> Option<&Arc<Peer<Self>>>;

    /// A slot like this one in which nothing is loaded.
    fn empty(&self) -> Self;

    /// Fills slots, all of one relation or field, by one query.
    fn fill_all<'a>(connection: &'a Connection, slots: Vec<&'a Self>) -> BoxFuture<'a, Result<()>>;
}

/// Fills slots of the relation of one `place` as a prefetch of it does that asks for no more; none if they are of no row.
pub(super) fn as_prefetched<'a, M: Model, F>(
    place: Option<Place>,
    fill: impl FnOnce(Prefetch, Origin) -> F,
) -> BoxFuture<'a, Result<()>>
where
    F: Future<Output = Result<()>> + Send + 'a,
{
    match place {
        Some(Place { what: What::Relation(relation), row }) => {
            let plan = Plan::of(M::META, M::ordering::<Root<M>>);
            fill(Prefetch { relation, plan, asked: ast::Asked::ForOne }, row).boxed()
        }
        Some(Place { what: What::Field(_), .. }) | None => std::future::ready(Ok(())).boxed(),
    }
}

/// The place of a slot.
#[derive(Clone)]
pub(super) struct Place {
    /// Where its row comes from.
    pub(super) row: Origin,
    pub(super) what: What,
}

/// What of a row is loaded.
#[derive(Clone, Copy)]
pub(super) enum What {
    Relation(&'static RelationMeta),
    Field(&'static ColumnMeta),
}

impl Place {
    /// That of a slot whose key is on the other side.
    pub(super) fn of_owned(of: &Owned) -> Option<Place> {
        Some(Place { row: of.origin().clone(), what: What::Relation(of.relation().ok()?) })
    }

    fn spot(&self) -> Spot {
        match self.what {
            What::Relation(relation) => Spot::Relation(relation.index),
            What::Field(column) => Spot::Field(column.name),
        }
    }

    /// The error of a load at `site` under `FetchMode::Raise`.
    fn refused(&self, site: Site) -> Option<Error> {
        match self.what {
            What::Relation(relation) => self.row.refused(relation, site),
            What::Field(column) => self.row.refused_field(column, site),
        }
    }

    /// The call that loads it at `site` for so many rows. For one of them it is what it would be in any other mode.
    fn call(&self, rows: usize, site: Site) -> Result<Call> {
        match (rows, self.what) {
            (0 | 1, What::Relation(relation)) => self.row.loading(relation, site),
            (0 | 1, What::Field(column)) => self.row.loading_field(column, site),
            (_, What::Relation(relation)) => Ok(self.row.loading_together(relation, rows, site)),
            (_, What::Field(column)) => Ok(self.row.loading_field_together(column, rows, site)),
        }
    }
}

/// Loads a slot as the fetch mode of its row has it: what is loaded is in the slot of the peer. `None`: it is to be
/// loaded by a query of its own.
///
/// Dropped, it leaves the load to the others who wait for it. One of those who wait for a load that fails is told why,
/// and each of the others tries it for itself: so none waits for more than one failure of another one.
pub(super) async fn together<S: Together>(
    slot: &S,
    peers: &Peers,
    db: &Db,
    site: Site,
) -> Result<Option<Arc<Peer<S>>>> {
    let Some(place) = slot.place() else { return Ok(None) };
    let through = db.through();
    let begin = {
        let (db, place) = (db.clone(), place.clone());
        move |members| load(db, place, site, members)
    };
    let (peer, load) = match peers.mode() {
        FetchMode::One => return Ok(None),
        FetchMode::Raise => return place.refused(site).map_or(Ok(None), Err),
        FetchMode::Peers => {
            let Some(peer) = slot.shared() else { return Ok(None) };
            match peer.join(&through, begin) {
                Joined::Filled => return Ok(Some(peer.clone())),
                Joined::Alone => return Ok(None),
                Joined::By(load) => (peer.clone(), load),
            }
        }
        FetchMode::Coalesce => {
            let peer = peers.circle(place.spot()).beside(slot.empty());
            let (load, callers) = peer.gather(through, begin);
            for_others(&callers).await;
            (peer, load)
        }
    };
    match load.await {
        Ok(()) => Ok(Some(peer)),
        Err(failure) => failure.take().map_or(Ok(None), Err),
    }
}

/// Waits until all who are about to ask have asked: as long as each round of the runtime brings others.
async fn for_others<S>(callers: &Callers<S>) {
    let mut count = callers.count();
    for _ in 0..ROUNDS {
        tokio::task::yield_now().await;
        if callers.count() == std::mem::replace(&mut count, callers.count()) {
            break;
        }
    }
}

/// One query for each thousand distinct keys. Who asks while it waits for a connection is among the members.
async fn load<S: Together>(db: Db, place: Place, site: Site, members: Members<S>) -> Result<()> {
    let connection = match place.call(members.count(), site) {
        Ok(call) => db.connection(call).await,
        Err(found) => Err(found),
    };
    let peers = members.close();
    let connection = connection?;
    for slots in by_keys(&peers) {
        S::fill_all(&connection, slots).await?;
    }
    Ok(())
}

fn by_keys<S: Together>(peers: &[Arc<Peer<S>>]) -> Vec<Vec<&S>> {
    let mut places = HashMap::new();
    let mut queries: Vec<Vec<&S>> = Vec::new();
    for slot in peers.iter().map(|peer| peer.slot()) {
        let next = places.len();
        let query = *places.entry(slot.key()).or_insert(next) / KEYS;
        if query == queries.len() {
            queries.push(Vec::new());
        }
        queries[query].push(slot);
    }
    queries
}
