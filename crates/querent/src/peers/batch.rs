//! One load for several rows, which whoever waits for it drives.

use std::any::Any;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt, Shared, WeakShared};
use parking_lot::Mutex;

use crate::error::{Error, Result};

/// A load for several rows. Every clone drives it when it is polled: it ends whoever is dropped, or not polled any more,
/// as long as one of those who wait for it is polled. With the last one it is dropped itself.
pub(crate) type Load = Shared<BoxFuture<'static, Result<(), Failure>>>;

/// A load under way, which nobody waits for because of this.
pub(super) type WeakLoad = WeakShared<BoxFuture<'static, Result<(), Failure>>>;

/// The load that does this work.
pub(super) fn load(work: impl Future<Output = Result<()>> + Send + 'static) -> Load {
    // A panic is caught here, since `Shared` would have all who wait panic. What it leaves half done is nobody's: the rows
    // that it has not filled wait again.
    let work = AssertUnwindSafe(work).catch_unwind().map(|done| {
        let reason = match done {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => Reason::Error(error),
            Err(panic) => Reason::Panic(panic),
        };
        Err(Failure(Arc::new(Mutex::new(Some(reason)))))
    });
    work.boxed().shared()
}

/// Why a load for several rows failed.
#[derive(Clone, Debug)]
pub(crate) struct Failure(Arc<Mutex<Option<Reason>>>);

#[derive(Debug)]
enum Reason {
    Error(Error),
    Panic(Box<dyn Any + Send>),
}

impl Failure {
    /// The error, for the first who asks. The others try it by themselves.
    ///
    /// # Panics
    ///
    /// For the first who asks, if the load did.
    pub(crate) fn take(&self) -> Option<Error> {
        let reason = self.0.lock().take();
        match reason? {
            Reason::Error(error) => Some(error),
            Reason::Panic(panic) => resume_unwind(panic),
        }
    }
}
