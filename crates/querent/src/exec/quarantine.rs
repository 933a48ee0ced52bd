//! What happens to a connection that comes back in an unknown state.

use std::sync::Arc;
use std::time::Duration;

use deadpool::managed::Object;

use super::conn::Conn;
use super::manager::Manager;
use super::pool::Pool;
use super::settle::Undo;

/// A connection on its way back to the pool that must not be used before it is known to be idle.
///
/// It keeps its place in the pool meanwhile, so that there are never more connections than the pool may have. Dropped
/// before it is [released](Self::release), by a runtime that shuts down for instance, it is closed.
pub(super) struct Quarantine {
    object: Option<Object<Manager>>,
    pool: Arc<Pool>,
}

/// How a connection is brought to rest.
pub(super) struct Treatment {
    /// How long what is in flight may go on before it is cancelled; `None`: it never is.
    pub(super) grace: Option<Duration>,
    pub(super) undo: Undo,
}

impl Quarantine {
    pub(super) fn new(object: Object<Manager>, pool: Arc<Pool>) -> Self {
        pool.counters.quarantined.add_one();
        Quarantine { object: Some(object), pool }
    }

    /// Examines the connection in the background, on the runtime of its own task.
    pub(super) fn begin(self, treatment: Treatment) {
        let Some(object) = &self.object else { return };
        if object.client.is_closed() {
            return; // drops it
        }
        let runtime = object.runtime.clone();
        runtime.spawn(self.examine(treatment));
    }

    async fn examine(mut self, treatment: Treatment) {
        let Some(object) = &self.object else { return };
        if object.settle(treatment.undo, treatment.grace, &self.pool.counters).await {
            self.release();
        } else if let Some(conn) = self.discard() {
            // Its place is free already. One more request, so that the server does not work for nobody.
            if treatment.grace.is_some() {
                let _ = conn.cancel().await;
            }
            conn.kill();
        }
    }

    fn release(mut self) {
        if let Some(object) = self.object.take() {
            object.holder.release();
        }
    }

    /// Takes the connection out of the pool for good.
    fn discard(&mut self) -> Option<Box<Conn>> {
        let object = self.object.take()?;
        self.pool.counters.discarded.add_one();
        tracing::debug!(target: "querent::pool", "a connection that did not come to rest is closed");
        object.holder.release();
        Some(Object::take(object))
    }
}

impl Drop for Quarantine {
    fn drop(&mut self) {
        if let Some(conn) = self.discard() {
            conn.kill();
        }
    }
}
