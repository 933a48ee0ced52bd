//! What was found before at the same lines: its texts are made once.

use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::eager::Method;
use super::fix::Source;
use super::lazy::{Lazy, TooMany};
use super::problem::What;

/// What the texts about loads for the rows of one result depend on. What is static is told by its address.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) model: usize,
    pub(super) path: Box<[usize]>,
    pub(super) query_at: usize,
    pub(super) loaded_at: usize,
    pub(super) source: Source,
    pub(super) loaded: Option<Method>,
    pub(super) lazy: Lazy,
    pub(super) of: TooMany,
    pub(super) queried: Option<Queried>,
}

/// What they depend on of a manager's query.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Queried {
    pub(super) refined: Option<&'static str>,
    /// Whether the rows have what it asks for.
    pub(super) is_prefetched: bool,
}

/// How many places are known. There are not more than there are lines that load.
const PLACES: usize = 1_024;

/// What was found, with its id.
pub(super) type Known = (u32, Arc<What>);

static KNOWN: LazyLock<Mutex<FxHashMap<Place, Known>>> = LazyLock::new(Mutex::default);

/// What was found at a place, with its id; `what` makes it, the first time.
pub(super) fn known(place: Place, what: impl FnOnce() -> What) -> Known {
    if let Some(known) = KNOWN.lock().get(&place) {
        return known.clone();
    }
    let what = what();
    let known = (what.id(), Arc::new(what));
    let mut all = KNOWN.lock();
    if all.len() < PLACES {
        all.insert(place, known.clone());
    }
    known
}
