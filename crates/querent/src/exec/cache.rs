//! The prepared statements of one connection.

use std::num::NonZeroUsize;
use std::sync::Mutex;

use lru::LruCache;
use tokio_postgres::{Client, Error, Statement as Prepared};

use crate::locks::lock;
use crate::sql::Statement;
use crate::types::Param;

/// The statements prepared on one connection, the least recently used ones forgotten first.
///
/// A statement that is forgotten is closed on the server by the driver, with the next message.
pub(super) struct Cache(Mutex<LruCache<Box<str>, Prepared>>);

impl Cache {
    pub(super) fn new(capacity: NonZeroUsize) -> Self {
        Cache(Mutex::new(LruCache::new(capacity)))
    }

    /// The prepared form of `statement`. Two requests at once may prepare it twice; the later one stays.
    pub(super) async fn prepared(&self, client: &Client, statement: &Statement) -> Result<Prepared, Error> {
        if let Some(prepared) = lock(&self.0).get(&*statement.text)
            && fits(prepared, statement)
        {
            return Ok(prepared.clone());
        }
        let prepared = Box::pin(client.prepare_typed(&statement.text, &statement.types())).await?;
        let evicted = lock(&self.0).push(statement.text.as_str().into(), prepared.clone());
        drop(evicted); // sends its Close, after the lock
        Ok(prepared)
    }

    /// Forgets all statements: where the server no longer accepts one, it may accept none.
    pub(super) fn clear(&self) {
        let mut statements = lock(&self.0);
        let forgotten = LruCache::new(statements.cap());
        let forgotten = std::mem::replace(&mut *statements, forgotten);
        drop(statements);
        drop(forgotten); // sends a Close for each, after the lock
    }
}

/// Whether `prepared`, a statement of the same text, takes values of the same types.
fn fits(prepared: &Prepared, statement: &Statement) -> bool {
    prepared.params().iter().cloned().eq(statement.params.iter().map(Param::ty))
}
