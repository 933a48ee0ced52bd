//! Whether the database answers a case as the rules do.

use querent::Db;

use super::evaluate::answer;
use super::generate::Case;
use super::placed::Rules;
use super::tables::Tables;
use super::value::Value;

/// What the database has answered instead of what the rules say.
#[derive(Clone, Debug)]
pub(super) struct Found(pub(super) String);

/// The database's answer, if it is another one than expected.
pub(super) async fn differs(db: &Db, case: &Case, expected: &[Value]) -> Option<Found> {
    let found = match case.subject.keys(db, &case.calls).await {
        Ok(mut keys) => {
            keys.sort_unstable();
            keys
        }
        Err(error) => return Some(Found(format!("an error: {error:?}"))),
    };
    let same = found.iter().map(|key| Value::Number(*key)).eq(expected.iter().cloned());
    (!same).then(|| Found(format!("{found:?}")))
}

/// The number of rows that the database counts, if it is another one than expected.
pub(super) async fn miscounts(db: &Db, case: &Case, expected: &[Value]) -> Option<Found> {
    match case.subject.count(db, &case.calls).await {
        Ok(count) if count == expected.len() as i64 => None,
        Ok(count) => Some(Found(format!("a count of {count}"))),
        Err(error) => Some(Found(format!("an error of a count: {error:?}"))),
    }
}

/// The database's answer to a case on rows that are written first, and what is expected; `None` if they are the same,
/// or the rows cannot be written.
pub(super) async fn differs_on(db: &Db, tables: &Tables, case: &Case) -> Option<(Found, Vec<Value>)> {
    db.batch_execute(&tables.statements()).await.ok()?;
    let expected = answer(Rules::Django, tables, case.subject.model, &case.calls);
    let found = match differs(db, case, &expected).await {
        Some(found) => Some(found),
        None => miscounts(db, case, &expected).await,
    };
    Some((found?, expected))
}
