//! One way to load for the rows of one query.

use querent::FetchMode;

use super::modes::MODES;
use super::shape::Shape;
use super::spot::Spot;
use crate::meaning::Dice;

/// The most keys that one query is sent with.
const KEYS: usize = 1_000;

/// Where rows come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Query,
    Stream,
    /// They are prefetched for those of a query.
    Prefetch,
}

/// By what loads are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handle {
    Pool,
    /// The transaction that has found the rows.
    Transaction,
    /// The pool for some of the rows, and then a transaction that has changed what is loaded.
    Both,
}

/// One way to load for the rows of one query.
#[derive(Debug)]
pub(super) struct Round {
    pub(super) mode: FetchMode,
    /// The mode of the pool: where it is another one, the query says its own.
    pub(super) pool: FetchMode,
    pub(super) source: Source,
    pub(super) handle: Handle,
    pub(super) spot: Spot,
    pub(super) shape: Shape,
    /// Whether the server refuses the loads at first.
    pub(super) is_refused: bool,
    /// Whether some futures are dropped.
    pub(super) is_dropped: bool,
    /// Whether some rows are dropped, copied, or have their keys set by hand.
    pub(super) is_changed: bool,
}

impl Round {
    pub(super) fn draw(dice: &mut Dice) -> Round {
        let most = 1 + dice.below(9);
        let handle = *dice.one_of(&[Handle::Pool, Handle::Pool, Handle::Transaction, Handle::Both]);
        let shapes = [Shape::OneByOne, Shape::JoinAll, Shape::BufferUnordered(most), Shape::Tasks];
        Round {
            mode: *dice.one_of(&MODES),
            pool: *dice.one_of(&MODES),
            source: *dice.one_of(&[Source::Query, Source::Query, Source::Stream, Source::Prefetch]),
            handle,
            spot: *dice.one_of(&Spot::ALL),
            shape: *dice.one_of(&shapes),
            is_refused: handle != Handle::Both && dice.once_in(6),
            // A transaction in which a statement was dropped can only be rolled back.
            is_dropped: handle == Handle::Pool && dice.once_in(2),
            is_changed: dice.once_in(2),
        }
    }

    /// After how many polls a load is dropped.
    pub(super) fn limit(&self, dice: &mut Dice) -> Option<usize> {
        match self.handle {
            Handle::Pool if self.is_dropped && dice.once_in(3) => Some(dice.below(8)),
            Handle::Both if dice.once_in(2) => Some(0),
            _ => None,
        }
    }

    /// How many statements there may be.
    pub(super) fn most(&self, rows: usize, set: usize, dropped: usize) -> usize {
        let each = rows + dropped;
        let together = rows.div_ceil(KEYS) * (1 + dropped);
        let most = match (self.mode, self.shape, self.handle) {
            (FetchMode::Peers, _, Handle::Pool | Handle::Transaction) => together + set, // whose rows are for themselves
            (FetchMode::Coalesce, Shape::JoinAll, Handle::Pool | Handle::Transaction) => 2 * together,
            _ => each,
        };
        most.min(each) * self.spot.levels()
    }

    /// Takes away what is loaded.
    pub(super) fn rename(&self) -> String {
        format!("ALTER TABLE {} RENAME TO away", self.spot.column().0)
    }

    /// Puts it back.
    pub(super) fn rename_back(&self) -> String {
        format!("ALTER TABLE away RENAME TO {}", self.spot.column().0)
    }
}
