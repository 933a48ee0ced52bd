//! The locks of a transaction, all of them before its first statement.

use std::collections::BTreeMap;

use querent::Db;
use querent_schema::quote_identifier;

use super::patience::Asking;
use crate::ddl::{Lock, LockMode, Step};
use crate::plan::PlannedOperation;
use crate::session;

/// How long what is not known beforehand, a statement of the user's for instance, may wait for a lock.
const LATER: &str = "1s";

/// The locks of all operations, each table once with the strongest mode, in the order of names: two that lock the same
/// tables do it in the same order.
pub(super) fn locks(operations: &[PlannedOperation]) -> Vec<Lock> {
    let mut strongest: BTreeMap<&str, LockMode> = BTreeMap::new();
    let steps = operations.iter().flat_map(|operation| &operation.steps);
    let statements = steps.filter_map(|step| match step {
        Step::Sql(statement) => Some(statement),
        Step::Rust { .. } => None,
    });
    for lock in statements.flat_map(|statement| &statement.locks) {
        let mode = strongest.entry(&lock.table).or_insert(lock.mode);
        *mode = (*mode).max(lock.mode);
    }
    strongest.into_iter().map(|(table, mode)| Lock { table: table.to_owned(), mode }).collect()
}

/// Takes the locks on those of the tables that are there: others are only made by the operations.
pub(super) async fn take(tx: &Db, locks: &[Lock], asking: Asking) -> querent::Result<()> {
    let names: Vec<_> = locks.iter().map(|lock| quote_identifier(&lock.table)).collect();
    let there = match names.is_empty() {
        true => Vec::new(),
        false => {
            let sql = "SELECT to_regclass(name) IS NOT NULL FROM unnest($1::text[]) WITH ORDINALITY AS n (name, place) ORDER BY place";
            session::rows(tx, sql, &[&names]).await?
        }
    };
    let (within, nowait) = match asking {
        Asking::NoWait => (LATER.to_owned(), " NOWAIT"),
        Asking::Within(time) => (format!("{}ms", time.as_millis()), ""),
    };
    let mut script = format!("SET LOCAL lock_timeout = '{within}'");
    for ((lock, name), _) in locks.iter().zip(&names).zip(&there).filter(|(_, there)| there.get(0)) {
        script.push_str(&format!("; LOCK TABLE {name} IN {} MODE{nowait}", lock.mode.as_sql()));
    }
    tx.batch_execute(&script).await
}
