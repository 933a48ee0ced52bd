//! Which relations of a result were loaded with it, and which of them somebody has looked at.

use std::sync::atomic::{AtomicU64, Ordering};

/// How a relation was loaded with the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Method {
    SelectRelated,
    PrefetchRelated,
}

/// Which relations of a result were loaded with it, and which of them somebody has looked at: one bit each.
///
/// A relation beyond the 64th of its model is not watched.
#[derive(Default)]
pub(super) struct Eager {
    selected: AtomicU64,
    prefetched: AtomicU64,
    looked_at: AtomicU64,
}

impl Eager {
    pub(super) fn loaded(&self, relation: usize, method: Method) {
        set(method.of(self), relation);
    }

    pub(super) fn looked_at(&self, relation: usize) {
        set(&self.looked_at, relation);
    }

    /// Whether no relation was.
    pub(super) fn is_empty(&self) -> bool {
        self.selected.load(Ordering::Relaxed) | self.prefetched.load(Ordering::Relaxed) == 0
    }

    /// Whether a relation was prefetched.
    pub(super) fn is_prefetched(&self, relation: usize) -> bool {
        numbers(self.prefetched.load(Ordering::Relaxed)).any(|number| number == relation)
    }

    /// Makes it say nothing any more.
    pub(super) fn forget(&self) {
        self.selected.store(0, Ordering::Relaxed);
        self.prefetched.store(0, Ordering::Relaxed);
    }

    /// Each relation that was loaded, by which method, and whether somebody has looked at it.
    pub(super) fn judged(&self) -> impl Iterator<Item = (usize, &'static str, bool)> {
        let looked_at = self.looked_at.load(Ordering::Relaxed);
        [Method::SelectRelated, Method::PrefetchRelated].into_iter().flat_map(move |method| {
            let loaded = numbers(method.of(self).load(Ordering::Relaxed));
            loaded.map(move |relation| (relation, method.as_str(), looked_at >> relation & 1 == 1))
        })
    }
}

impl Method {
    fn of(self, eager: &Eager) -> &AtomicU64 {
        match self {
            Method::SelectRelated => &eager.selected,
            Method::PrefetchRelated => &eager.prefetched,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Method::SelectRelated => "select_related",
            Method::PrefetchRelated => "prefetch_related",
        }
    }
}

/// The numbers of the bits that are set.
fn numbers(bits: u64) -> impl Iterator<Item = usize> {
    let without_lowest = |bits: &u64| Some(bits & (bits - 1)).filter(|rest| *rest != 0);
    std::iter::successors(Some(bits).filter(|bits| *bits != 0), without_lowest)
        .map(|bits| bits.trailing_zeros() as usize)
}

/// Sets a bit. Most of the time it is set, and then the memory is only read, which several threads can do at once.
fn set(bits: &AtomicU64, relation: usize) {
    let Some(bit) = u32::try_from(relation).ok().and_then(|relation| 1_u64.checked_shl(relation)) else {
        return;
    };
    if bits.load(Ordering::Relaxed) & bit == 0 {
        bits.fetch_or(bit, Ordering::Relaxed);
    }
}
