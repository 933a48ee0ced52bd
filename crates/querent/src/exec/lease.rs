//! A connection that is taken from the pool, and what is known of its state.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use deadpool::managed::Object;

use super::conn::Conn;
use super::inside;
use super::manager::Manager;
use super::pool::Pool;
use super::quarantine::{Quarantine, Treatment};
use super::settle::{LIMIT, Undo};
use crate::error::{Result, is_fatal};
use crate::watch::Site;

/// How long a statement outside a transaction may go on when nobody waits for it any more: most are over by then, and
/// a cancel request costs more than they do.
const GRACE: Duration = Duration::from_millis(2);

/// How long what the driver's client was used for may go on.
const GRACE_OF_LENT: Duration = Duration::from_millis(200);

/// A connection that is taken from the pool.
///
/// The driver does not tell in which state the server is, so it is kept here. When the lease is dropped the state
/// decides: idle and out of any transaction, the connection goes back; otherwise it goes into quarantine first.
pub(super) struct Lease {
    /// `None` only inside `drop`.
    object: Option<Object<Manager>>,
    pub(super) pool: Arc<Pool>,
    /// Statements sent and not yet answered.
    in_flight: AtomicU32,
    /// Whether the state of the server is not known for sure.
    dirty: AtomicBool,
    in_transaction: AtomicBool,
    committing: AtomicBool,
    /// Whether the user's own code had the driver's client.
    lent: AtomicBool,
    /// How many have it at this moment.
    lending: AtomicU32,
    /// Whether its transaction may have altered tables.
    altering: AtomicBool,
}

impl Lease {
    /// Takes a connection for the code at `site`. `own` is the transaction it is for.
    pub(super) async fn take(pool: &Arc<Pool>, site: Site, own: Option<usize>) -> Result<Lease> {
        let address = Arc::as_ptr(pool).addr();
        let object = match inside::of(address, &pool.database, own) {
            None => pool.take(site).await?,
            Some(outer) if outer.transaction.pool() == address => pool.take_inside(site, outer).await?,
            Some(outer) => {
                outer.warn(site, "");
                pool.take(site).await?
            }
        };
        Ok(Lease::of(object, pool))
    }

    /// Takes a connection if one is free, for work that nobody waits for.
    pub(super) async fn take_free(pool: &Arc<Pool>, site: Site) -> Option<Lease> {
        pool.take_free(site).await.map(|object| Lease::of(object, pool))
    }

    fn of(object: Object<Manager>, pool: &Arc<Pool>) -> Lease {
        Lease {
            object: Some(object),
            pool: pool.clone(),
            in_flight: AtomicU32::new(0),
            dirty: AtomicBool::new(false),
            in_transaction: AtomicBool::new(false),
            committing: AtomicBool::new(false),
            lent: AtomicBool::new(false),
            lending: AtomicU32::new(0),
            altering: AtomicBool::new(false),
        }
    }

    /// Notes that a statement is about to be sent.
    pub(super) fn depart(&self) {
        self.in_flight.fetch_add(1, Ordering::AcqRel);
    }

    /// Notes that a statement has been answered.
    pub(super) fn arrive(&self) {
        self.in_flight.fetch_sub(1, Ordering::AcqRel);
    }

    /// Notes that nobody waits for a statement's answer any more, or that the answer made no sense.
    pub(super) fn lose(&self) {
        self.soil();
        self.arrive();
    }

    /// Notes that the state of the server is not known for sure.
    pub(super) fn soil(&self) {
        self.dirty.store(true, Ordering::Release);
    }

    /// Notes that the connection has been brought to rest.
    pub(super) fn cleaned(&self) {
        self.dirty.store(false, Ordering::Release);
    }

    /// Whether something may still be running.
    pub(super) fn is_busy(&self) -> bool {
        self.dirty.load(Ordering::Acquire) || self.in_flight.load(Ordering::Acquire) > 0
    }

    /// How many statements are sent and not yet answered.
    pub(super) fn in_flight(&self) -> u32 {
        self.in_flight.load(Ordering::Acquire)
    }

    /// Notes that BEGIN is being sent, or that COMMIT or ROLLBACK has been answered.
    pub(super) fn set_in_transaction(&self, open: bool) {
        self.in_transaction.store(open, Ordering::Release);
    }

    pub(super) fn is_in_transaction(&self) -> bool {
        self.in_transaction.load(Ordering::Acquire)
    }

    /// Notes that COMMIT is being sent: from now on nothing may be cancelled.
    pub(super) fn set_committing(&self) {
        self.committing.store(true, Ordering::Release);
    }

    /// Notes that a statement has failed. An answer that is not the server's leaves the connection in doubt.
    pub(super) fn fail(&self, error: &tokio_postgres::Error) {
        self.take_leave(error);
        if error.as_db_error().is_some() { self.arrive() } else { self.lose() }
    }

    /// Lets nobody use a connection that the server ends with this error: that it is closed is seen a moment later.
    pub(super) fn take_leave(&self, error: &tokio_postgres::Error) {
        if is_fatal(error) {
            self.spend();
        }
    }

    /// Notes whether code that we do not know may have left anything behind.
    pub(super) fn set_lent(&self, lent: bool) {
        self.lent.store(lent, Ordering::Release);
    }

    pub(super) fn is_lent(&self) -> bool {
        self.lent.load(Ordering::Acquire)
    }

    /// Lends the driver's client, while the value lives that this returns.
    pub(super) fn lend(&self) -> Lending<'_> {
        self.set_lent(true);
        self.lending.fetch_add(1, Ordering::AcqRel);
        Lending(self)
    }

    /// Whether somebody has the driver's client, and can send what nobody sees.
    pub(super) fn is_lending(&self) -> bool {
        self.lending.load(Ordering::Acquire) > 0
    }

    /// Notes that its transaction may alter tables.
    pub(super) fn set_altering(&self) {
        self.altering.store(true, Ordering::Release);
    }

    /// Forgets what is prepared, if tables may have been altered in its transaction.
    pub(super) fn forget_altered(&self) {
        if self.altering.load(Ordering::Acquire)
            && let Some(cache) = &self.cache
        {
            cache.clear();
        }
    }

    /// A guard for one statement.
    pub(super) fn flight(&self) -> Flight<'_> {
        self.depart();
        Flight { lease: self, landed: false }
    }

    /// What must be done before the connection can be used again; `None` if nothing.
    fn treatment(&mut self) -> Option<Treatment> {
        let in_transaction = *self.in_transaction.get_mut();
        let lent = *self.lent.get_mut();
        let busy = *self.dirty.get_mut() || *self.in_flight.get_mut() > 0;
        if !in_transaction && !lent && !busy {
            return None;
        }
        let grace = match busy {
            _ if *self.committing.get_mut() => None,
            true if in_transaction => Some(Duration::ZERO),
            true => Some(GRACE),
            false if lent => Some(GRACE_OF_LENT),
            false => Some(LIMIT),
        };
        let undo = match (in_transaction, lent) {
            (true, _) => Undo::Transaction,
            (false, true) => Undo::AnyTransaction,
            (false, false) => Undo::Nothing,
        };
        Some(Treatment { grace, undo })
    }
}

impl Deref for Lease {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        self.object.as_ref().expect("only `drop` takes the connection out")
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.forget_altered();
        let treatment = self.treatment();
        let Some(object) = self.object.take() else { return };
        match treatment {
            None => object.holder.release(), // and then goes back to the pool
            Some(treatment) => Quarantine::new(object, self.pool.clone()).begin(treatment),
        }
    }
}

/// The driver's client in the hands of the user's own code.
pub(super) struct Lending<'a>(&'a Lease);

impl Drop for Lending<'_> {
    fn drop(&mut self) {
        self.0.lending.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A statement that is on its way. Dropped before it has landed, its answer is lost.
pub(super) struct Flight<'a> {
    lease: &'a Lease,
    landed: bool,
}

impl Flight<'_> {
    /// The answer is complete.
    pub(super) fn land(mut self) {
        self.landed = true;
        self.lease.arrive();
    }

    /// Leaves it to the caller to tell the lease how the statement ends.
    pub(super) fn hand_over(mut self) {
        self.landed = true;
    }

    /// The statement failed.
    pub(super) fn fail(mut self, error: &tokio_postgres::Error) {
        self.landed = true;
        self.lease.fail(error);
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        if !self.landed {
            self.lease.lose();
        }
    }
}
