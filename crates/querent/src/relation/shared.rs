//! Loaded rows, behind a type that does not hold theirs.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// Something loaded that clones share.
///
/// It hides its type from rustc, which would else find out whether a model is `Send` by following every chain of
/// relations from it, and give up at some thirty of them.
pub(super) struct Shared<T> {
    loaded: Arc<dyn Any + Send + Sync>,
    of: PhantomData<fn() -> T>,
}

impl<T: Send + Sync + 'static> Shared<T> {
    pub(super) fn new(loaded: Arc<T>) -> Self {
        Shared { loaded, of: PhantomData }
    }

    pub(super) fn get(&self) -> &T {
        self.loaded.downcast_ref().expect("`new` takes nothing but a `T`")
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared { loaded: self.loaded.clone(), of: PhantomData }
    }
}
