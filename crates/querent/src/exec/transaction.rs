//! What the blocks of one transaction share: its connection, and the names of its savepoints and cursors.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use futures::future::{BoxFuture, join};
use parking_lot::Mutex;
use tokio::sync::{Mutex as Queue, Notify, OwnedMutexGuard};
use tokio_postgres::error::SqlState;

use super::characteristics::Characteristics;
use super::inside::Around;
use super::lease::Lease;
use super::opening::{Opening, Step};
use super::pool::Pool;
use super::send::sent;
use super::settings::Settings;
use crate::error::{Error, Kind, Result, is_lost, is_outdated};
use crate::watch::{By, Site};

/// One transaction.
pub(super) struct Transaction {
    pub(super) pool: Arc<Pool>,
    characteristics: Characteristics,
    /// Those that hold from its beginning.
    settings: Settings,
    lease: Mutex<Held>,
    /// Held by the statement that takes the connection.
    taking: Queue<()>,
    savepoints: AtomicU32,
    cursors: Mutex<Vec<bool>>,
    /// Whether the user's own SQL may have ended or aborted the transaction unseen.
    unproven: AtomicBool,
    /// Whether a statement has failed only because other transactions ran at the same time.
    lost: AtomicBool,
    /// Whenever a statement or a nested block is over, or a block has failed.
    pub(super) news: Notify,
    /// Statements that are being sent in this moment.
    departing: AtomicU32,
    repairs: AtomicU32,
    repairing: Arc<Queue<()>>,
    /// The lines that have used another connection to its database.
    strays: Mutex<Vec<Site>>,
}

impl Around for Transaction {
    fn pool(&self) -> usize {
        Arc::as_ptr(&self.pool).addr()
    }

    fn database(&self) -> &str {
        &self.pool.database
    }

    fn is_first(&self, site: Site) -> bool {
        let mut strays = self.strays.lock();
        let first = !strays.contains(&site);
        if first {
            strays.push(site);
        }
        first
    }
}

/// The connection of a transaction, which is taken by its first statement.
enum Held {
    NotYet,
    Lease(Arc<Lease>),
    GivenBack,
}

impl Transaction {
    pub(super) fn new(pool: Arc<Pool>, characteristics: Characteristics, settings: Settings) -> Arc<Self> {
        Arc::new(Transaction {
            pool,
            characteristics,
            settings,
            lease: Mutex::new(Held::NotYet),
            taking: Queue::new(()),
            savepoints: AtomicU32::new(0),
            cursors: Mutex::default(),
            unproven: AtomicBool::new(false),
            lost: AtomicBool::new(false),
            news: Notify::new(),
            departing: AtomicU32::new(0),
            repairs: AtomicU32::new(0),
            repairing: Arc::default(),
            strays: Mutex::default(),
        })
    }

    /// The transaction's connection, taken now if this is its first statement; `None` if it is given back.
    pub(super) async fn lease(&self, began: Site) -> Result<Option<Arc<Lease>>> {
        self.repaired().await;
        if let Some(lease) = self.held() {
            return Ok(Some(lease));
        }
        Box::pin(self.take_lease(began)).await // once in a transaction
    }

    async fn take_lease(&self, began: Site) -> Result<Option<Arc<Lease>>> {
        let _one = self.taking.lock().await;
        match &*self.lease.lock() {
            Held::NotYet => {}
            Held::Lease(lease) => return Ok(Some(lease.clone())),
            Held::GivenBack => return Ok(None),
        }
        let lease = Arc::new(Lease::take(&self.pool, began, Some(self.id())).await?);
        if !self.is_glued() {
            self.begin(&lease, began).await?;
        }
        let mut held = self.lease.lock();
        if matches!(*held, Held::GivenBack) {
            return Ok(None);
        }
        *held = Held::Lease(lease.clone());
        Ok(Some(lease))
    }

    /// Whether BEGIN travels with the first statement: if BEGIN fails, the server runs that one all the same.
    ///
    /// Settings may be what keeps a statement off the rows of others, so nothing is sent before they are known to hold.
    pub(super) fn is_glued(&self) -> bool {
        self.pool.glued && self.settings.is_empty()
    }

    /// Sends BEGIN, for a statement in a block that is `depth` blocks inside. Nobody has been told of it.
    pub(super) fn post_begin(&self, lease: &Arc<Lease>, began: Site, depth: usize) -> Opening {
        lease.set_in_transaction(true);
        Opening::post(lease, Step::Begin, self.characteristics.begin(), began, depth)
    }

    /// Begins with the settings, in one flight, and waits until they hold.
    async fn begin(&self, lease: &Arc<Lease>, began: Site) -> Result<()> {
        let flight = lease.flight();
        let mut begin = self.post_begin(lease, began, 0);
        begin.tell(lease);
        let set = (!self.settings.is_empty()).then(|| {
            let statement = self.settings.statement();
            let departure = lease.departs(&statement, By::Line(began));
            lease.post_statement(statement, departure)
        });
        let set = async {
            match set {
                Some(set) => set.await,
                None => Ok(()),
            }
        };
        let (begin, set) = join(begin.answer, set).await;
        let Err(error) = begin.and(set) else {
            flight.land();
            return Ok(());
        };
        flight.fail(&error);
        Err(could_not_begin(began, &self.settings, NOTHING_CHANGED, error))
    }

    /// The transaction's connection, if it has one.
    pub(super) fn held(&self) -> Option<Arc<Lease>> {
        match &*self.lease.lock() {
            Held::Lease(lease) => Some(lease.clone()),
            Held::NotYet | Held::GivenBack => None,
        }
    }

    /// Takes the connection out for good: a handle that outlives its block keeps none.
    pub(super) fn give_back(&self) -> Option<Arc<Lease>> {
        match std::mem::replace(&mut *self.lease.lock(), Held::GivenBack) {
            Held::Lease(lease) => Some(lease),
            Held::NotYet | Held::GivenBack => None,
        }
    }

    /// What tells this transaction from others.
    pub(super) fn id(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// A number no other savepoint of this transaction has.
    pub(super) fn next_savepoint(&self) -> u32 {
        self.savepoints.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The lowest number that no open cursor has, so that the statements' texts repeat.
    pub(super) fn open_cursor(&self) -> usize {
        let mut cursors = self.cursors.lock();
        let number = cursors.iter().position(|open| !open).unwrap_or(cursors.len());
        match cursors.get_mut(number) {
            Some(open) => *open = true,
            None => cursors.push(true),
        }
        number
    }

    /// Notes that a cursor's CLOSE has been sent.
    pub(super) fn close_cursor(&self, number: usize) {
        if let Some(open) = self.cursors.lock().get_mut(number) {
            *open = false;
        }
    }

    /// Notes that SQL whose outcome we do not see has run, so that COMMIT needs proof.
    pub(super) fn set_unproven(&self) {
        self.unproven.store(true, Ordering::Release);
    }

    pub(super) fn is_unproven(&self) -> bool {
        self.unproven.load(Ordering::Acquire)
    }

    /// Notes a failure that is one of two transactions at the same time, so that running it again may help.
    ///
    /// It stays noted whatever fails later: which of its failures has made the block fail is not known, and to run again
    /// what was rolled back does no harm.
    pub(super) fn note_loss(&self, error: &tokio_postgres::Error) {
        let lost = [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED];
        if error.code().is_some_and(|code| lost.contains(&code)) || is_outdated(error) {
            self.lost.store(true, Ordering::Release);
        }
    }

    /// Forgets what has failed before COMMIT.
    pub(super) fn forget_loss(&self) {
        self.lost.store(false, Ordering::Release);
    }

    pub(super) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Acquire)
    }

    /// Notes that a statement is being sent.
    pub(super) fn depart(&self) -> Departing<'_> {
        self.departing.fetch_add(1, Ordering::SeqCst);
        Departing(&self.departing)
    }

    /// Waits until every statement is sent that is being sent on another thread.
    pub(super) async fn departed(&self) {
        while self.departing.load(Ordering::SeqCst) > 0 {
            tokio::task::yield_now().await;
        }
    }

    /// Waits until the remains of dropped blocks are removed.
    pub(super) async fn repaired(&self) {
        while self.is_under_repair() {
            drop(self.repairing.lock().await);
        }
    }

    /// Whether a dropped block has left something that is being removed.
    pub(super) fn is_under_repair(&self) -> bool {
        self.repairs.load(Ordering::Acquire) > 0
    }

    /// Makes the next statement wait for a repair, behind other repairs.
    pub(super) fn begin_repair(self: &Arc<Self>) -> Repair {
        self.repairs.fetch_add(1, Ordering::AcqRel);
        Repair { transaction: self.clone(), turn: Some(sent(Box::pin(self.repairing.clone().lock_owned()))) }
    }
}

/// What is said of a block that could not begin, if that is certain.
pub(super) const NOTHING_CHANGED: &str = "nothing has been changed";

/// The error of a block that began at `began` and could not begin, or not with its settings.
pub(super) fn could_not_begin(
    began: Site,
    settings: &Settings,
    outcome: &str,
    error: tokio_postgres::Error,
) -> Error {
    let with = match settings.is_empty() {
        true => String::new(),
        false => format!(" with its settings, {}", settings.names()),
    };
    let message = format!("the atomic() block that began at {began} could not begin{with}; {outcome}");
    // Otherwise the server has refused to begin.
    let kind = if is_lost(&error) { Kind::Connection } else { Kind::BeginFailed };
    Error::new(kind, message).caused_by(error)
}

/// A statement that is being sent, while this value lives: it spans no await.
pub(super) struct Departing<'a>(&'a AtomicU32);

impl Drop for Departing<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The removal of what a dropped block has left. Statements of the outer block wait for it.
pub(super) struct Repair {
    transaction: Arc<Transaction>,
    /// In the queue since the block was dropped.
    turn: Option<BoxFuture<'static, OwnedMutexGuard<()>>>,
}

impl Repair {
    /// Runs `work` when its turn has come.
    pub(super) async fn run(mut self, work: impl Future<Output = ()>) {
        let Some(turn) = self.turn.take() else { return };
        let _turn = turn.await;
        work.await;
        drop(self); // no later than the turn ends
    }
}

impl Drop for Repair {
    fn drop(&mut self) {
        self.transaction.repairs.fetch_sub(1, Ordering::AcqRel);
    }
}
