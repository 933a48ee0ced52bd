//! The locks of a transaction, all of them before its first statement.

use std::collections::BTreeMap;

use querent::Db;
use querent_schema::quote_identifier;

use super::patience::Asking;
use crate::ddl::{Lock, LockMode, Step};
use crate::plan::PlannedOperation;
use crate::session;

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
///
/// `LOCK TABLE` wants more rights than some statements do, a key to somebody else's table for one. Those lock it themselves.
pub(super) async fn take(tx: &Db, locks: &[Lock], asking: Asking) -> querent::Result<()> {
    let names: Vec<_> = locks.iter().map(|lock| quote_identifier(&lock.table)).collect();
    let lockable = match names.is_empty() {
        true => Vec::new(),
        false => {
            let sql = "SELECT coalesce(has_table_privilege(to_regclass(name)::oid, 'UPDATE, DELETE, TRUNCATE'), false)
                         FROM unnest($1::text[]) WITH ORDINALITY AS n (name, place) ORDER BY place";
            session::rows(tx, sql, &[&names]).await?
        }
    };
    let nowait = match asking {
        Asking::NoWait => " NOWAIT",
        Asking::Within(_) => "",
    };
    let mut script = asking.as_sql();
    for ((lock, name), _) in locks.iter().zip(&names).zip(&lockable).filter(|(_, lockable)| lockable.get(0)) {
        script.push_str(&format!("; LOCK TABLE {name} IN {} MODE{nowait}", lock.mode.as_sql()));
    }
    tx.batch_execute(&script).await
}
