//! One load for several rows, which whoever waits for it drives.

use std::sync::{Arc, Mutex};

use futures::future::{BoxFuture, FutureExt, Shared, WeakShared};

use crate::error::{Error, Result};
use crate::locks::lock;

/// A load for several rows. Every clone drives it when it is polled: it ends whoever is dropped, or not polled any more,
/// as long as one of those who wait for it is polled. With the last one it is dropped itself.
pub(crate) type Load = Shared<BoxFuture<'static, Result<(), Failure>>>;

/// A load under way, which nobody waits for because of this.
pub(super) type WeakLoad = WeakShared<BoxFuture<'static, Result<(), Failure>>>;

/// The load that does this work.
pub(super) fn load(work: impl Future<Output = Result<()>> + Send + 'static) -> Load {
    let work = async move { work.await.map_err(|error| Failure(Arc::new(Mutex::new(Some(error))))) };
    work.boxed().shared()
}

/// Why a load for several rows failed.
#[derive(Clone, Debug)]
pub(crate) struct Failure(Arc<Mutex<Option<Error>>>);

impl Failure {
    /// The error, for the first who asks. The others try it by themselves.
    pub(crate) fn take(&self) -> Option<Error> {
        lock(&self.0).take()
    }
}
