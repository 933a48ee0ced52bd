//! Rows of one result that are loaded for together.
//!
//! An instance is its owner's, so nothing reaches its slots from outside. Under [`FetchMode::Peers`] each slot shares a
//! second slot, its [`Peer`], with the [`Circle`] of its relation: a load for all fills these, and each row takes its own
//! from there when it is asked. Circles refer to peers weakly. What a row was not asked for goes with the row.

mod through;
mod batch;
mod circle;

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

pub(crate) use circle::{Callers, Circle, Joined, Loadable, Members, Peer};
use parking_lot::Mutex;
pub(crate) use through::Through;

use crate::fetch_mode::FetchMode;

/// What of a row is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Spot {
    /// The relation with this index.
    Relation(usize),
    /// The field with this column.
    Field(&'static str),
}

/// The circles of a result whose fetch mode is not `One`.
pub(crate) struct Peers {
    mode: FetchMode,
    circles: Mutex<HashMap<Spot, Arc<dyn Any + Send + Sync>>>,
}

impl Peers {
    /// None, where each load is for one row.
    #[inline]
    pub(crate) fn of(mode: FetchMode) -> Option<Peers> {
        (mode != FetchMode::One).then(|| Peers { mode, circles: Mutex::default() })
    }

    /// The mode of the result.
    pub(crate) fn mode(&self) -> FetchMode {
        self.mode
    }

    /// The circle of the slots of one relation or field.
    pub(crate) fn circle<S: Loadable>(&self, spot: Spot) -> Arc<Circle<S>> {
        let mut circles = self.circles.lock();
        let circle = circles.entry(spot).or_insert_with(|| Arc::new(Circle::<S>::new()));
        circle.clone().downcast().expect("the slots of one relation of one model are of one type")
    }

    /// The slot that a row shares with its circle; none where rows are not loaded for unless they ask.
    #[inline(never)] // out of the way of rows that are each for themselves, as most are
    pub(crate) fn enter<S: Loadable>(&self, spot: Spot, slot: impl FnOnce() -> S) -> Option<Arc<Peer<S>>> {
        (self.mode == FetchMode::Peers).then(|| self.circle(spot).enter(slot()))
    }
}

impl fmt::Debug for Peers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Peers").field("mode", &self.mode).finish_non_exhaustive()
    }
}
