//! One statement in a block.

use std::sync::Arc;

use futures::future::{join, join_all};

use super::lease::Lease;
use super::level::{Level, Opening};
use crate::error::{Error, Kind, Result};

/// One statement in a block, from before it is sent until it is answered.
///
/// Dropped before that, the block is interrupted: what the statement has done is not known.
pub(super) struct Turn<'a> {
    level: &'a Level,
    pub(super) lease: Arc<Lease>,
    /// What opens the block, if this is its first statement; sent already.
    openings: Vec<Opening>,
    over: bool,
}

impl<'a> Turn<'a> {
    /// A turn in `level`, once it has its connection.
    pub(super) async fn take(level: &'a Level) -> Result<Turn<'a>> {
        level.check_usable()?;
        let Some(lease) = level.transaction.lease(level.began).await? else {
            return Err(level.is_given_back());
        };
        let openings = level.enter(&lease)?;
        lease.depart();
        Ok(Turn { level, lease, openings, over: false })
    }

    /// Runs `statement`, together with what opens the block. After an error the turn is over.
    pub(super) async fn run<T>(
        &mut self,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T> {
        if self.openings.is_empty() {
            return statement.await.map_err(|error| self.fail(error));
        }
        Box::pin(self.run_first(statement)).await // once in a block
    }

    async fn run_first<T>(
        &mut self,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T> {
        let opened = join_all(std::mem::take(&mut self.openings));
        let (opened, result) = if self.lease.pool.glued {
            let (opened, result) = join(opened, statement).await;
            (opened, Some(result))
        } else {
            let opened = opened.await;
            let ready = opened.iter().all(Result::is_ok);
            (opened, if ready { Some(statement.await) } else { None })
        };
        if let Some(error) = opened.into_iter().find_map(Result::err) {
            return Err(self.not_opened(error, matches!(result, Some(Ok(_)))));
        }
        result.expect("a block that is open runs its statement").map_err(|error| self.fail(error))
    }

    /// The answer is complete.
    pub(super) fn land(mut self) {
        self.end();
        self.lease.arrive();
    }

    /// The statement failed.
    pub(super) fn fail(&mut self, error: tokio_postgres::Error) -> Error {
        let answered = error.as_db_error().is_some();
        if answered || self.lease.client.is_closed() {
            self.level.fail();
        }
        if !self.over {
            self.end();
            if answered { self.lease.arrive() } else { self.lease.lose() }
        }
        error.into()
    }

    /// BEGIN or SAVEPOINT failed. After a failed BEGIN the server has run the statement by itself.
    fn not_opened(&mut self, error: tokio_postgres::Error, ran: bool) -> Error {
        self.level.fail();
        let mut level = self.level;
        while let Some(parent) = &level.parent {
            level = parent;
            level.fail();
        }
        self.end();
        self.lease.lose();
        let outcome = if ran {
            "its first statement has run outside of any transaction and cannot be undone"
        } else {
            "nothing has been changed"
        };
        let message =
            format!("the atomic() block that began at {} could not begin; {outcome}", self.level.began);
        Error::new(Kind::BeginFailed, message).caused_by(error)
    }

    fn end(&mut self) {
        self.over = true;
        self.level.leave();
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.level.interrupt();
            self.level.leave();
            self.lease.lose();
        }
    }
}
