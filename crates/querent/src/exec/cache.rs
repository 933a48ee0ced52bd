//! The prepared statements of one connection.

use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use parking_lot::Mutex;
use tokio_postgres::{Client, Error, Statement as Prepared};

use super::status::StatementCounters;
use crate::sql::Statement;
use crate::types::Param;

/// The statements prepared on one connection, the least recently used ones forgotten first.
///
/// A statement that is forgotten is closed on the server by the driver, with the next message.
pub(super) struct Cache {
    statements: Mutex<LruCache<Box<str>, Prepared>>,
    counters: Arc<StatementCounters>,
}

impl Cache {
    pub(super) fn new(capacity: NonZeroUsize, counters: Arc<StatementCounters>) -> Self {
        Cache { statements: Mutex::new(LruCache::new(capacity)), counters }
    }

    /// The prepared form of `statement`. Two requests at once may prepare it twice; the later one stays.
    pub(super) async fn prepared(&self, client: &Client, statement: &Statement) -> Result<Prepared, Error> {
        if let Some(prepared) = self.statements.lock().get(&*statement.text)
            && fits(prepared, statement)
        {
            self.counters.hits.add_one();
            return Ok(prepared.clone());
        }
        self.counters.misses.add_one();
        let prepared = Box::pin(client.prepare_typed(&statement.text, &statement.types())).await?;
        let evicted = self.statements.lock().push((&*statement.text).into(), prepared.clone());
        self.counters.kept.add_one();
        self.counters.forgotten.add(evicted.is_some().into());
        drop(evicted); // sends its Close, after the lock
        Ok(prepared)
    }

    /// Whether `statement` is prepared.
    pub(super) fn has(&self, statement: &Statement) -> bool {
        self.statements.lock().peek(&*statement.text).is_some_and(|prepared| fits(prepared, statement))
    }

    /// Forgets all statements: where the server no longer accepts one, it may accept none.
    pub(super) fn clear(&self) {
        let mut statements = self.statements.lock();
        let forgotten = LruCache::new(statements.cap());
        let forgotten = std::mem::replace(&mut *statements, forgotten);
        drop(statements);
        self.counters.forgotten.add(forgotten.len() as u64);
        drop(forgotten); // sends a Close for each, after the lock
    }
}

/// What a connection has prepared goes with it.
impl Drop for Cache {
    fn drop(&mut self) {
        self.counters.forgotten.add(self.statements.lock().len() as u64);
    }
}

/// Whether `prepared`, a statement of the same text, takes values of the same types.
fn fits(prepared: &Prepared, statement: &Statement) -> bool {
    prepared.params().iter().cloned().eq(statement.params.iter().map(Param::ty))
}
