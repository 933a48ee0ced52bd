//! What is common to everything that writes or reads the row of an instance.

use smallvec::SmallVec;

use crate::ast::Plan;
use crate::error::{Error, Kind, Result};
use crate::exec::Db;
use crate::lookup::Columns;
use crate::meta::ColumnMeta;
use crate::model::{Key, Model, Reader, Root};
use crate::sql::{self, RowKey, Statement};
use crate::watch::{Call, Origin, Site, Write};

use super::rows::exists;

pub(super) fn is_gone<M: Model>() -> Error {
    let (model, table) = (M::META.name, M::META.table);
    let text = format!(
        "the row of this `{model}` is gone: nothing in `{table}` has its key, unless a trigger or policy kept it back; \
         `{model}::draft()` makes a new one"
    );
    Error::new(Kind::DoesNotExist, text)
}

/// What `verb` says of a deferred field that it is to write.
pub(super) fn not_loaded<M: Model>(verb: &str, column: usize) -> Error {
    let field = M::META.columns[column].field;
    Error::misuse(format!(
        "`{verb}` of `{}.{field}`, which is deferred and not loaded: there is nothing to write; give it a value with \
         `.{field}.set(…)`",
        M::META.name
    ))
}

/// The indices of the columns that a closure names, each once.
pub(super) fn named<M: Model>(columns: impl Columns<M>) -> Vec<usize> {
    let mut named = Vec::new();
    columns.columns(&mut named);
    places::<M>(&named)
}

/// The indices of columns, each once.
pub(super) fn places<M: Model>(columns: &[&'static ColumnMeta]) -> Vec<usize> {
    let place =
        |column: &&'static ColumnMeta| M::META.columns.iter().position(|own| std::ptr::eq(own, *column));
    let mut places: Vec<usize> = columns.iter().filter_map(place).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Where the row of an instance comes from.
pub(super) fn origin<M: Model>(instance: &M) -> Origin {
    instance.origin().cloned().unwrap_or_default()
}

pub(super) fn row_key<M: Model>(instance: &M) -> RowKey {
    let version = M::META.version().and_then(|version| instance.param(version));
    RowKey { key: instance.key().key_param(), version }
}

/// Writes columns of an instance, and reads back those that the database keeps.
pub(super) async fn write<M: Model>(instance: &mut M, db: Db, columns: Vec<usize>, site: Site) -> Result<()> {
    let values = columns.into_iter().filter(|column| !M::META.columns[*column].default.is_computed());
    let value = |column| match instance.param(column) {
        Some(value) => Ok((column, value)),
        None => Err(not_loaded::<M>("save_only", column)),
    };
    let values = values.map(value).collect::<Result<_>>()?;
    let statement = sql::update_row(M::META, values, row_key(instance))?;
    let mut call = Call::begin(site);
    call.writes(db.pool_number(), M::META, Write::Save)?;
    read_back(instance, &db, &statement, M::META.computed(), call).await.map_err(unread)
}

/// What a write says that has written a row, if it cannot read back what is there now.
pub(super) fn unread(error: Error) -> Error {
    but_written(error, "the statement has written the row, and the instance is as it was before")
}

/// What a statement says of new rows, if it cannot read them back.
pub(super) fn new_unread(error: Error) -> Error {
    but_written(error, "the statement has written all the same")
}

/// The error, with what has become of the statement if that was no more than not read back.
fn but_written(error: Error, outcome: &str) -> Error {
    if error.kind() == Kind::Decode { error.followed_by(outcome) } else { error }
}

/// Runs a statement that answers with the key of the instance's row, if it is there, and `columns` of it.
pub(super) async fn read_back<M: Model>(
    instance: &mut M,
    db: &Db,
    statement: &Statement,
    columns: impl Iterator<Item = usize>,
    call: Call,
) -> Result<()> {
    let site = call.site();
    let row = db.connection(call).await?.query_first(statement).await?;
    let Some(row) = row else {
        return Err(not_found::<M>(db, instance.key(), site).await);
    };
    let origin = origin(instance);
    let columns: SmallVec<[usize; 16]> = std::iter::once(M::META.key).chain(columns).collect();
    let mut reader = Reader::new(&row, M::META, origin.row()).some(&columns);
    reader.skip(1);
    instance.assign(&mut reader)
}

/// Why a row was not found: it is gone, or it has another version.
pub(super) async fn not_found<M: Model>(db: &Db, key: M::Key, site: Site) -> Error {
    if M::META.version().is_none() {
        return is_gone::<M>();
    }
    let plan = Plan::of(M::META, M::ordering::<Root<M>>).with_key(key.key_param());
    match exists(db, &plan, site).await {
        Ok(true) => is_stale::<M>(),
        Ok(false) => is_gone::<M>(),
        Err(error) => error,
    }
}

fn is_stale<M: Model>() -> Error {
    let model = M::META.name;
    let version = M::META.version().map_or("version", |version| M::META.columns[version].field);
    let text = format!(
        "the row of this `{model}` has another `{version}`: somebody else has saved it since it was read, a save of this \
         instance was rolled back, or a trigger or policy kept this one back; read it again with `.refresh(&db)`, and \
         repeat what is to be changed"
    );
    Error::new(Kind::Stale, text)
}
