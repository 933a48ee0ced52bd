//! One statement in a block.

use std::sync::Arc;

use futures::future::{join, join_all};

use super::lease::Lease;
use super::level::{Level, Opening};
use super::transaction::{NOTHING_CHANGED, could_not_begin};
use crate::error::{Error, Result};

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
        let mut openings = std::mem::take(&mut self.openings);
        let opened = join_all(openings.iter_mut().map(|opening| &mut opening.answer));
        let (opened, result) = join(opened, statement).await;
        let failed = opened
            .into_iter()
            .zip(&openings)
            .find_map(|(opened, opening)| Some((opened.err()?, opening.reach)));
        match failed {
            Some((error, reach)) => Err(self.not_opened(error, reach, result.is_ok())),
            None => result.map_err(|error| self.fail(error)),
        }
    }

    /// The answer is complete.
    pub(super) fn land(mut self) {
        self.end();
        self.lease.arrive();
    }

    /// Leaves it to the caller to tell the block and the lease how the statement ends.
    pub(super) fn hand_over(mut self) {
        self.over = true;
    }

    /// The statement failed.
    pub(super) fn fail(&mut self, error: tokio_postgres::Error) -> Error {
        let answered = error.as_db_error().is_some();
        if answered || self.lease.client.is_closed() {
            self.level.fail();
        }
        self.level.transaction.set_lost(&error);
        if !self.over {
            self.end();
            if answered { self.lease.arrive() } else { self.lease.lose() }
        }
        error.into()
    }

    /// What opens the block failed, and `reach` blocks around it, or all, fail with it. After a failed BEGIN the server
    /// has run the statement by itself.
    fn not_opened(&mut self, error: tokio_postgres::Error, reach: Option<usize>, ran: bool) -> Error {
        let mut failed = self.level;
        failed.fail();
        let mut left = reach.unwrap_or(usize::MAX);
        while left > 0
            && let Some(parent) = &failed.parent
        {
            failed = parent;
            failed.fail();
            left -= 1;
        }
        self.end();
        if reach.is_some() && error.as_db_error().is_some() {
            self.lease.arrive()
        } else {
            self.lease.lose()
        }
        let outcome = match ran {
            true => "its first statement has run outside of any transaction and cannot be undone",
            false => NOTHING_CHANGED,
        };
        could_not_begin(failed.began, &failed.settings, outcome, error)
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
