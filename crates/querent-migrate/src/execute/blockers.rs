//! Who is in the way.

use std::fmt;

use crate::ddl::{Lock, LockMode};
use crate::session::{self, Session};

/// A session that has a lock which a migration needs.
#[derive(Debug)]
pub(super) struct Blocker {
    table: String,
    pid: i32,
    name: String,
    state: String,
    seconds: i64,
}

/// Who has locks on tables that exclude these. What they run is not told: it may hold values.
pub(super) async fn blockers(session: &Session, locks: &[Lock]) -> Vec<Blocker> {
    let sql = "SELECT l.pid, coalesce(a.application_name, ''), coalesce(a.state, a.backend_type, 'unknown'), l.mode,
                      coalesce(extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.state_change)), 0)::bigint
                 FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
                WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid()
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND l.relation = to_regclass($1)
                ORDER BY 5 DESC, 1";
    let mut found = Vec::new();
    for lock in locks {
        let table = querent_schema::quote_identifier(&lock.table);
        // Nothing is lost but a few words of an error.
        let rows = session::rows(&session.db, sql, &[&table]).await.unwrap_or_default();
        let in_the_way = rows.iter().filter(|row| excludes(lock.mode, row.get(3)));
        found.extend(in_the_way.map(|row| Blocker {
            table: lock.table.clone(),
            pid: row.get(0),
            name: row.get(1),
            state: row.get(2),
            seconds: row.get(4),
        }));
    }
    found
}

/// Whether a mode excludes another one, as `pg_locks` calls it (PostgreSQL manual, "Table-Level Locks").
fn excludes(wanted: LockMode, held: &str) -> bool {
    let free: &[&str] = match wanted {
        LockMode::AccessExclusive => &[],
        LockMode::RowExclusive => {
            &["AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock"]
        }
        LockMode::ShareUpdateExclusive => &["AccessShareLock", "RowShareLock", "RowExclusiveLock"],
        LockMode::Share => &["AccessShareLock", "RowShareLock", "ShareLock"],
        LockMode::ShareRowExclusive => &["AccessShareLock", "RowShareLock"],
    };
    !free.contains(&held)
}

/// All of them, in words.
pub(super) fn list(blockers: &[Blocker]) -> String {
    if blockers.is_empty() {
        return "nobody has them at this moment".to_owned();
    }
    let each: Vec<_> = blockers.iter().map(Blocker::to_string).collect();
    format!("in the way: {}", each.join("; "))
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Blocker { table, pid, name, state, seconds } = self;
        write!(
            f,
            "process {pid} (`{name}`, {state}) has a lock on `{table}`, in a transaction of {seconds} s"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::excludes;
    use crate::ddl::LockMode;

    #[test]
    fn modes_exclude_each_other_as_the_manual_says() {
        assert!(excludes(LockMode::AccessExclusive, "AccessShareLock"));
        assert!(!excludes(LockMode::ShareRowExclusive, "AccessShareLock"));
        assert!(excludes(LockMode::ShareRowExclusive, "RowExclusiveLock"));
        assert!(!excludes(LockMode::Share, "ShareLock"));
        assert!(excludes(LockMode::ShareUpdateExclusive, "ShareUpdateExclusiveLock"));
    }
}
