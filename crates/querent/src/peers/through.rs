//! By which handle rows are loaded.

use std::any::Any;
use std::sync::{Arc, Weak};

/// What tells a pool, or a block of a transaction, from all others: what one sees need not be what another one sees.
///
/// It keeps neither open, and no other one gets the same address while this value lives.
#[derive(Clone)]
pub(crate) struct Through(Weak<dyn Any + Send + Sync>);

impl Through {
    /// The pool or block that a handle leads to.
    pub(crate) fn of<T: Any + Send + Sync>(handle: &Arc<T>) -> Through {
        let handle: Arc<dyn Any + Send + Sync> = handle.clone();
        Through(Arc::downgrade(&handle))
    }
}

impl PartialEq for Through {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(self.0.as_ptr(), other.0.as_ptr())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_told_from_others_by_what_it_leads_to() {
        let (one, other) = (Arc::new(1), Arc::new(1));
        assert!(Through::of(&one) == Through::of(&one.clone()));
        assert!(Through::of(&one) != Through::of(&other));
        let gone = Through::of(&Arc::new(1));
        assert!(gone != Through::of(&Arc::new(1)));
        assert_eq!(Arc::strong_count(&one), 1);
    }
}
