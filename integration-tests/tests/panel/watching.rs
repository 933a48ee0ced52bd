//! The watch, which is one for the process: tests that need it on run side by side, those that need another one alone.

use querent::watch::{Mode, Watch};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

static WATCH: RwLock<bool> = RwLock::const_new(false);

fn settings() -> Watch {
    Watch::new().keep_requests(1_000)
}

/// Keeps the watch on, with the requests, for as long as the guard lives.
pub(crate) async fn on() -> RwLockReadGuard<'static, bool> {
    loop {
        let guard = WATCH.read().await;
        if *guard {
            return guard;
        }
        drop(guard);
        let mut guard = WATCH.write().await;
        settings().install();
        *guard = true;
    }
}

/// Nobody else sees the watch, and it is turned on again by the next one who needs it.
pub(crate) struct Alone(RwLockWriteGuard<'static, bool>);

/// Turns the watch off for as long as the guard lives.
pub(crate) async fn off() -> Alone {
    alone(Watch::new().mode(Mode::Off)).await
}

/// Sets the watch so for as long as the guard lives.
pub(crate) async fn alone(watch: Watch) -> Alone {
    let guard = WATCH.write().await;
    watch.install();
    Alone(guard)
}

impl Drop for Alone {
    fn drop(&mut self) {
        *self.0 = false;
    }
}
