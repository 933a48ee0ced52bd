//! The lock that lets one process at a time migrate a database.

use std::time::{Duration, Instant};

use querent::Db;

use crate::chance::jitter;
use crate::error::{Error, Kind, Result};
use crate::event::{Event, Listener};
use crate::session::{self, Session};

const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// What is said of a transaction that is not the session's.
const NO_FENCE: &str = "the session does not have the lock that it took; if a pooler stands before the server, give migrations an \
                        address that leads to the server itself";

/// Takes the lock for as long as the session lives.
///
/// It is asked for again and again: whoever waits for it in the server has a snapshot of the database, which an index that is
/// built concurrently waits for, and both are deadlocked.
///
/// # Errors
///
/// [`Kind::Locked`] if somebody else had it for all of `wait`.
pub(crate) async fn take(session: &Session, wait: Duration, listener: &Listener) -> Result<()> {
    let began = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        let taken = session::one(&session.db, "SELECT pg_try_advisory_lock($1)", &[&session.key]).await?;
        if taken.get(0) {
            return Ok(());
        }
        let left = wait.saturating_sub(began.elapsed());
        if left.is_zero() {
            return Err(locked(session).await);
        }
        listener.tell(&Event::Waiting { elapsed: began.elapsed() });
        tokio::time::sleep(jitter(pause).min(left)).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Gives the lock back before the session ends, so that others need not wait for the server to notice that.
pub(crate) async fn give_back(session: &Session) {
    let _ = session::one(&session.db, "SELECT pg_advisory_unlock($1)", &[&session.key]).await;
}

/// Proves that the session which answers is the one that has the lock: the pool connects again by itself, and a pooler gives a
/// transaction whichever session it likes.
///
/// # Errors
///
/// [`Kind::LockLost`].
pub(crate) async fn fence(tx: &Db, key: i64) -> Result<()> {
    let (high, low) = halves(key);
    let sql = "SELECT EXISTS (
                 SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()
                    AND classid = $1 AND objid = $2 AND objsubid = 1
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";
    match session::one(tx, sql, &[&high, &low]).await?.get(0) {
        true => Ok(()),
        false => Err(Error::new(Kind::LockLost, NO_FENCE)),
    }
}

/// The halves that a key of 64 bits is shown in (PostgreSQL manual, "pg_locks").
fn halves(key: i64) -> (u32, u32) {
    ((key as u64 >> 32) as u32, key as u32)
}

/// Somebody else migrates; who it is.
async fn locked(session: &Session) -> Error {
    let (high, low) = halves(session.key);
    let sql = "SELECT l.pid, a.application_name, coalesce(host(a.client_addr), 'this machine')
                 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1 AND l.objid = $2 AND l.objsubid = 1
                  AND a.datname = current_database() LIMIT 1";
    let holder = session::rows(&session.db, sql, &[&high, &low]).await.unwrap_or_default();
    let who = match holder.first() {
        Some(row) => {
            let (pid, name, host): (i32, String, String) = (row.get(0), row.get(1), row.get(2));
            format!(" (`{name}` from {host}, process {pid} of the server)")
        }
        None => String::new(),
    };
    Error::new(
        Kind::Locked,
        format!(
            "another process migrates the database{who}, and nothing was changed; wait longer for it, or look at what it does"
        ),
    )
}
