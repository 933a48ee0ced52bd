//! One block of `atomic`: a transaction, or a savepoint in one.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::timeout;

use super::characteristics::Characteristics;
use super::hooks::Hook;
use super::inside::Mark;
use super::lease::Lease;
use super::opening::{Opening, Step};
use super::pool::Pool;
use super::settings::Settings;
use super::transaction::{Departing, Transaction};
use crate::error::{Error, Kind, Result};
use crate::watch::Site;

/// How long a statement that was refused waits for another one to tell why.
const PATIENCE: Duration = Duration::from_millis(100);

/// One block of `atomic`.
pub(super) struct Level {
    pub(super) transaction: Arc<Transaction>,
    pub(super) parent: Option<Arc<Level>>,
    /// The number of its savepoint; unused by the outermost block.
    savepoint: u32,
    /// Where it began.
    pub(super) began: Site,
    /// Those that a savepoint begins with; the outermost block's are its transaction's.
    pub(super) settings: Settings,
    progress: Mutex<Progress>,
}

/// How far a block has come.
struct Progress {
    state: State,
    /// Whether BEGIN or SAVEPOINT has been sent.
    opened: bool,
    /// Statements that somebody waits for.
    running: u32,
    /// Where a nested block began that is still open.
    child: Option<Site>,
    /// The server has aborted the block.
    failed: bool,
    /// A statement has told why the block failed.
    told: bool,
    /// A statement was dropped before its answer.
    interrupted: bool,
    /// What waits for COMMIT.
    hooks: Vec<Hook>,
}

impl Progress {
    /// Of a block that has sent nothing.
    const NONE: Progress = Progress {
        state: State::Open,
        opened: false,
        running: 0,
        child: None,
        failed: false,
        told: false,
        interrupted: false,
        hooks: Vec::new(),
    };
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Committed,
    RolledBack,
    Dropped,
}

impl Level {
    /// The outermost block of a new transaction.
    pub(super) fn outermost(
        pool: Arc<Pool>,
        began: Site,
        characteristics: Characteristics,
        settings: Settings,
    ) -> Arc<Level> {
        let transaction = Transaction::new(pool, characteristics, settings);
        Arc::new(Level {
            transaction,
            parent: None,
            savepoint: 0,
            began,
            settings: Settings::default(),
            progress: Mutex::new(Progress::NONE),
        })
    }

    /// A block inside this one, which cannot be used before that is over.
    pub(super) fn nested(self: &Arc<Level>, began: Site, settings: Settings) -> Result<Arc<Level>> {
        self.check_ancestors()?;
        let mut progress = self.progress.lock();
        self.check(&progress)?;
        progress.child = Some(began);
        Ok(Arc::new(Level {
            transaction: self.transaction.clone(),
            parent: Some(self.clone()),
            savepoint: self.transaction.next_savepoint(),
            began,
            settings,
            progress: Mutex::new(Progress::NONE),
        }))
    }

    /// This block and those around it.
    pub(super) fn outwards(&self) -> impl Iterator<Item = &Level> {
        std::iter::successors(Some(self), |level| level.parent.as_deref())
    }

    /// Marks the code inside this block.
    pub(super) fn mark(&self) -> Mark {
        Mark { transaction: self.transaction.clone(), began: self.began }
    }

    /// Whether a statement may be sent.
    pub(super) fn check_usable(&self) -> Result<()> {
        self.check_ancestors()?;
        self.check(&self.progress.lock())
    }

    fn check(&self, progress: &Progress) -> Result<()> {
        if progress.state != State::Open {
            return Err(self.is_over(progress.state));
        }
        if let Some(opened) = progress.child {
            let message = format!(
                "a handle was used while a nested block, which began at {opened}, is open: use the handle that an `atomic` was \
                 given, and await one after the other what needs a savepoint, such as `set` and writes of several statements"
            );
            return Err(Error::new(Kind::SavepointOpen, message));
        }
        match (progress.interrupted, progress.failed) {
            (true, _) => Err(self.was_interrupted()),
            (_, true) => Err(self.is_aborted()),
            _ => Ok(()),
        }
    }

    /// Whether the blocks around this one are still there.
    pub(super) fn check_ancestors(&self) -> Result<()> {
        for ancestor in self.outwards().skip(1) {
            let state = ancestor.progress.lock().state;
            if state != State::Open {
                return Err(ancestor.is_over(state));
            }
        }
        Ok(())
    }

    /// Lets a statement of this block be sent, in the same poll; `None` while a nested block is open.
    pub(super) fn departs(&self) -> Result<Option<Departing<'_>>> {
        let departing = self.transaction.depart(); // before we look, for who ends a block
        self.check_ancestors()?;
        let progress = self.progress.lock();
        match (progress.state, progress.child) {
            (State::Open, None) => Ok(Some(departing)),
            (State::Open, Some(_)) => Ok(None),
            (state, _) => Err(self.is_over(state)),
        }
    }

    /// Counts a statement that is about to be sent on `lease`, and sends what opens this block and those around it. Nobody
    /// has been told of that.
    pub(super) fn enter(&self, lease: &Arc<Lease>) -> Result<Vec<Opening>> {
        self.check_ancestors()?;
        let mut progress = self.progress.lock();
        self.check(&progress)?;
        progress.running += 1;
        let mut openings = Vec::new();
        self.open(&mut progress, lease, 0, &mut openings);
        Ok(openings)
    }

    /// Sends BEGIN or SAVEPOINT, under the lock of `progress`: nothing can be sent before it. This block is `depth`
    /// blocks around that of the statement.
    fn open(&self, progress: &mut Progress, lease: &Arc<Lease>, depth: usize, openings: &mut Vec<Opening>) {
        if progress.opened {
            return;
        }
        progress.opened = true;
        let Some(parent) = &self.parent else {
            if self.transaction.is_glued() {
                openings.push(self.transaction.post_begin(lease, self.began, depth));
            }
            return; // otherwise it had to begin before there was a lease
        };
        parent.open(&mut parent.progress.lock(), lease, depth + 1, openings);
        let sql = format!("SAVEPOINT {}", self.name());
        openings.push(Opening::post(lease, Step::Savepoint, sql, self.began, depth));
        if !self.settings.is_empty() {
            // Behind a savepoint nothing escapes: if they fail, so does whatever follows.
            openings.push(Opening::post_settings(lease, self.settings.statement(), self.began, depth));
        }
    }

    /// The name of its savepoint.
    pub(super) fn name(&self) -> String {
        format!("querent_{}", self.savepoint)
    }

    /// Notes that a statement is over.
    pub(super) fn leave(&self) {
        self.progress.lock().running -= 1;
        self.transaction.news.notify_waiters();
    }

    /// Notes that the server has aborted the block, and that somebody is told why.
    pub(super) fn fail(&self) {
        let mut progress = self.progress.lock();
        progress.failed = true;
        progress.told = true;
        drop(progress);
        self.transaction.news.notify_waiters();
    }

    /// Notes that the server refuses the block's statements, since one of them has failed.
    pub(super) fn refuse(&self) {
        self.progress.lock().failed = true;
    }

    /// The error of a statement that is not sent. Where another one has failed, and is not polled yet, that is told first.
    pub(super) async fn refused(&self, error: Error) -> Error {
        if error.kind() == Kind::Aborted {
            self.reason_told().await;
        }
        error
    }

    /// Waits until another statement, whose answer was the first, has told why this one was refused.
    ///
    /// The answers of statements that are joined may be there together, and `try_join!` polls them in any order: it would
    /// tell what the second one heard, and drop the reason unread. A statement that nobody polls is not waited for long.
    pub(super) async fn reason_told(&self) {
        let told = async {
            loop {
                let news = self.transaction.news.notified(); // before we look
                let told = self.outwards().any(|level| level.progress.lock().told);
                if told || self.outwards().all(|level| level.progress.lock().running == 0) {
                    return;
                }
                news.await;
            }
        };
        if timeout(PATIENCE, told).await.is_err() {
            tokio::task::yield_now().await; // on a busy machine its answer is there, and it is polled after us
        }
    }

    /// Notes that a statement was dropped before its answer.
    pub(super) fn interrupt(&self) {
        self.progress.lock().interrupted = true;
    }

    /// Notes that the nested block is over.
    pub(super) fn child_is_over(&self) {
        self.progress.lock().child = None;
        self.transaction.news.notify_waiters();
    }

    pub(super) fn is_opened(&self) -> bool {
        self.progress.lock().opened
    }

    /// How many statements of this block and those around it somebody waits for.
    pub(super) fn running(&self) -> u32 {
        self.outwards().map(|level| level.progress.lock().running).sum()
    }

    /// Whether a statement of this block was dropped before its answer.
    pub(super) fn is_interrupted(&self) -> bool {
        self.progress.lock().interrupted
    }

    /// Ends the block, as committed if that is still possible: no statement may be sent from now on.
    pub(super) fn commit(&self) -> Result<()> {
        let mut progress = self.progress.lock();
        let obstacle = match &*progress {
            Progress { interrupted: true, .. } => Some(self.was_interrupted()),
            Progress { failed: true, .. } => Some(self.is_aborted()),
            Progress { child: Some(child), .. } => {
                Some(self.is_still_running(format!("the nested block that began at {child} was still open")))
            }
            // It was open when the block ended, and another task has dropped it since.
            _ if self.transaction.is_under_repair() => {
                Some(self.is_still_running("a nested block was still open".to_owned()))
            }
            Progress { running: 1.., .. } => Some(
                self.is_still_running(format!("{} of its statements were still running", progress.running)),
            ),
            _ => None,
        };
        progress.state = if obstacle.is_none() { State::Committed } else { State::RolledBack };
        obstacle.map_or(Ok(()), Err)
    }

    /// Ends the block without committing it: its hooks are forgotten. Returns how it stood before.
    pub(super) fn abandon(&self, state: State) -> State {
        let mut progress = self.progress.lock();
        let forgotten = std::mem::take(&mut progress.hooks);
        let before = std::mem::replace(&mut progress.state, state);
        drop(progress);
        drop(forgotten); // after the lock, for what they hold may use this block
        before
    }

    /// Notes what is to run once the transaction is committed.
    pub(super) fn register(&self, hook: Hook) -> Result<()> {
        self.check_ancestors()?;
        let mut progress = self.progress.lock();
        self.check(&progress)?;
        progress.hooks.push(hook);
        Ok(())
    }

    /// Takes the hooks of a block that has ended well; those of a nested one wait for the outer block's end.
    pub(super) fn hooks_to_run(&self) -> Vec<Hook> {
        let mut hooks = std::mem::take(&mut self.progress.lock().hooks);
        if let Some(parent) = &self.parent {
            parent.progress.lock().hooks.append(&mut hooks);
        }
        hooks
    }

    fn is_over(&self, state: State) -> Error {
        let how = match state {
            State::Open | State::Dropped => "dropped before its end, and rolled back",
            State::Committed => "committed",
            State::RolledBack => "rolled back",
        };
        let message = format!(
            "a handle was used after its block was over: the atomic() block that began at {} was {how}; use the \
             handle that atomic() was called on, or move the work into the block",
            self.began,
        );
        Error::new(Kind::TransactionOver, message)
    }

    /// The error of a handle whose transaction has given its connection back.
    pub(super) fn is_given_back(&self) -> Error {
        self.is_over(self.progress.lock().state)
    }

    fn was_interrupted(&self) -> Error {
        let message = format!(
            "a statement of the atomic() block that began at {} was dropped before its answer, so the block can only \
             roll back; put what may be dropped into a nested atomic() block",
            self.began,
        );
        Error::new(Kind::Interrupted, message)
    }

    pub(super) fn is_aborted(&self) -> Error {
        let message = format!(
            "a statement of the atomic() block that began at {} has failed, so the block can only roll back; return \
             the error from the block, or put what may fail into a nested atomic() block",
            self.began,
        );
        Error::new(Kind::Aborted, message)
    }

    fn is_still_running(&self, what: String) -> Error {
        let message = format!(
            "the atomic() block that began at {} was rolled back: {what} when it ended; await all its work inside it",
            self.began,
        );
        Error::new(Kind::StillRunning, message)
    }
}
