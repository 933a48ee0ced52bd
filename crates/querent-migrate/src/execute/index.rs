//! What the catalog says of an index that is built while writes go on.

use querent::Db;
use querent_schema::{Index, quote_identifier};

use crate::ddl;
use crate::error::{Error, Kind, Result};
use crate::session::{self, Session};

/// An index that is there.
struct Found {
    /// The table that it is of, if that is another one.
    stranger: Option<String>,
    is_valid: bool,
    /// Its table, method, elements and so on as the server writes them.
    definition: String,
}

/// Whether the table has an index of this name.
///
/// # Errors
///
/// [`Kind::DifferentIndex`] if another table has.
pub(super) async fn is_there(session: &Session, table: &str, name: &str) -> Result<bool> {
    match find(&session.db, table, name).await? {
        None => Ok(false),
        Some(Found { stranger: Some(other), .. }) => Err(of_another_table(table, name, &other)),
        Some(_) => Ok(true),
    }
}

/// Whether the index is there as it shall be. One that was left halfway is dropped.
///
/// # Errors
///
/// [`Kind::DifferentIndex`] if another one has its name.
pub(super) async fn is_built(session: &Session, table: &str, index: &Index) -> Result<bool> {
    match find(&session.db, table, &index.name).await? {
        None => Ok(false),
        Some(Found { stranger: Some(other), .. }) => Err(of_another_table(table, &index.name, &other)),
        Some(Found { is_valid: false, .. }) => {
            drop_invalid(session, table, &index.name).await?;
            Ok(false)
        }
        Some(found) => {
            let expected = expected(session, table, index).await?;
            match found.definition == expected {
                true => Ok(true),
                false => Err(Error::new(
                    Kind::DifferentIndex,
                    format!(
                        "there is an index `{}` already, and it is {} instead of {expected}; rename or drop it, or fake the \
                         migration if it shall stay",
                        index.name, found.definition
                    ),
                )),
            }
        }
    }
}

/// Drops an index that was left halfway.
pub(super) async fn drop_invalid(session: &Session, table: &str, name: &str) -> Result<()> {
    if let Some(Found { is_valid: false, stranger: None, .. }) = find(&session.db, table, name).await? {
        let sql = format!("DROP INDEX CONCURRENTLY {}", quote_identifier(name));
        session.db.batch_execute(&sql).await?;
    }
    Ok(())
}

fn of_another_table(table: &str, name: &str, other: &str) -> Error {
    Error::new(
        Kind::DifferentIndex,
        format!(
            "the index `{name}` is there, and is one of `{other}` instead of `{table}`; rename or drop it, or fake the \
             migration if it shall stay"
        ),
    )
}

/// The index of this name in the schema of the table.
async fn find(db: &Db, table: &str, name: &str) -> Result<Option<Found>> {
    let sql = "SELECT i.indisvalid AND i.indisready, pg_get_indexdef(i.indexrelid),
                      CASE WHEN i.indrelid <> to_regclass($2) THEN i.indrelid::regclass::text END
                 FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
                WHERE c.relname = $1
                  AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass($2))";
    let rows = session::rows(db, sql, &[&name, &quote_identifier(table)]).await?;
    Ok(rows.first().map(|row| Found {
        is_valid: row.get(0),
        definition: essence(row.get(1)),
        stranger: row.get(2),
    }))
}

/// What the server would say of the index, which it says of one on an empty table with the same columns.
async fn expected(session: &Session, table: &str, index: &Index) -> Result<String> {
    let quoted = quote_identifier(table);
    // The temporary table is found before others of its name, whatever `search_path` says, and the index is made beside it.
    let script = format!(
        "CREATE TEMPORARY TABLE {quoted} (LIKE {quoted}) ON COMMIT DROP; \
         SELECT set_config('search_path', concat_ws(', ', 'pg_temp', nullif(current_setting('search_path'), '')), true); {}",
        ddl::create_index(table, index)
    );
    let (script, name, table) = (&script, &index.name, table);
    let found = session
        .db
        .atomic_send(|tx| async move {
            tx.batch_execute(script).await?;
            find(&tx, table, name).await
        })
        .await?;
    Ok(found.map(|found| found.definition).unwrap_or_default())
}

/// A definition without the names of the index and its table: `UNIQUE btree (name)`.
fn essence(definition: &str) -> String {
    let unique = if definition.starts_with("CREATE UNIQUE ") { "UNIQUE " } else { "" };
    let rest = definition.split_once(" USING ").map_or(definition, |(_, rest)| rest);
    format!("{unique}{rest}")
}

#[cfg(test)]
mod tests {
    use super::essence;

    #[test]
    fn two_indexes_are_alike_whatever_their_tables_are_called() {
        assert_eq!(essence("CREATE INDEX i ON public.t USING btree (a)"), "btree (a)");
        assert_eq!(
            essence("CREATE UNIQUE INDEX i ON pg_temp_3.t USING btree (a) WHERE (b > 0)"),
            "UNIQUE btree (a) WHERE (b > 0)"
        );
    }
}
