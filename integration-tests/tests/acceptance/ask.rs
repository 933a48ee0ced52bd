//! What the cases ask for: keys and names of rows, and the joins of a query.

use querent::prelude::*;

use crate::models::Named;

/// The rows of a query, which takes one statement.
pub(crate) async fn rows<M: Model>(db: &Db, query: QuerySet<M>) -> Vec<M> {
    let recording = db.record_statements();
    let rows = query.await.unwrap();
    assert_eq!(recording.statements().len(), 1, "{:?}", recording.statements());
    rows
}

/// The keys of the rows, sorted, duplicates kept.
pub(crate) async fn ids<M: Model<Key = i64>>(db: &Db, query: QuerySet<M>) -> Vec<i64> {
    let mut ids: Vec<_> = rows(db, query).await.iter().map(Model::key).collect();
    ids.sort_unstable();
    ids
}

/// The keys of the rows in the order of the query.
pub(crate) async fn ids_in_order<M: Model<Key = i64>>(db: &Db, query: QuerySet<M>) -> Vec<i64> {
    rows(db, query).await.iter().map(Model::key).collect()
}

/// The names of the rows, sorted, duplicates kept.
pub(crate) async fn names<M: Named>(db: &Db, query: QuerySet<M>) -> Vec<String> {
    let mut names = names_in_order(db, query).await;
    names.sort_unstable();
    names
}

/// The names of the rows in the order of the query.
pub(crate) async fn names_in_order<M: Named>(db: &Db, query: QuerySet<M>) -> Vec<String> {
    rows(db, query).await.iter().map(|row| row.name().to_owned()).collect()
}

/// How many joins a query has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Joins {
    pub(crate) inner: usize,
    pub(crate) left: usize,
}

/// The joins of the statement of a query.
pub(crate) fn joins<M: Model>(query: &QuerySet<M>) -> Joins {
    let sql = query.sql().unwrap();
    Joins { inner: sql.matches(" INNER JOIN ").count(), left: sql.matches(" LEFT JOIN ").count() }
}
