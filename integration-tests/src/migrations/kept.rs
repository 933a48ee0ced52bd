//! What rows hold before operations, and what must be there afterwards.

use querent::Db;
use querent_schema::{Default, Operation, Renames, Schema, SqlType, State, quote_identifier};

use super::failure::Failure;

/// The rows that go through operations, by what their tables and columns are called by then.
pub(super) struct Kept {
    tables: Vec<KeptTable>,
}

struct KeptTable {
    name: String,
    count: i64,
    columns: Vec<KeptColumn>,
}

struct KeptColumn {
    name: String,
    sql_type: SqlType,
    /// Its values without NULLs, in order.
    values: Vec<String>,
}

impl Kept {
    /// Reads all rows of a schema.
    pub(super) async fn read(db: &Db, schema: &Schema) -> Result<Kept, Failure> {
        let mut tables = Vec::new();
        for table in &schema.tables {
            let mut columns = Vec::new();
            for column in &table.columns {
                if !matches!(column.default, Some(Default::Generated(_))) {
                    let values = values(db, &table.name, &column.name).await?;
                    columns.push(KeptColumn {
                        name: column.name.clone(),
                        sql_type: column.sql_type.clone(),
                        values,
                    });
                }
            }
            tables.push(KeptTable {
                name: table.name.clone(),
                count: count(db, &table.name).await?,
                columns,
            });
        }
        Ok(Kept { tables })
    }

    /// Follows an operation, on the models of `app`, from one state to the other.
    pub(super) fn follow(
        &mut self,
        (before, after): (&State, &State),
        app: &str,
        operation: &Operation,
    ) -> Result<(), Failure> {
        let renames = Renames::between(before, after, app, operation);
        let schema = after.schema()?;
        for table in &mut self.tables {
            for column in &mut table.columns {
                let rename = renames
                    .columns
                    .iter()
                    .find(|rename| rename.table.from == table.name && rename.column.from == column.name);
                if let Some(rename) = rename {
                    column.name.clone_from(&rename.column.to);
                }
            }
            if let Some(rename) = renames.tables.iter().find(|rename| rename.from == table.name) {
                table.name.clone_from(&rename.to);
            }
        }
        self.tables.retain_mut(|kept| {
            let table = schema.tables.iter().find(|table| table.name == kept.name);
            kept.columns.retain_mut(|kept| {
                let column = table.and_then(|table| table.columns.iter().find(|own| own.name == kept.name));
                column.is_some_and(|column| {
                    let alike = alike(&schema, kept, &column.sql_type);
                    kept.sql_type.clone_from(&column.sql_type);
                    alike
                })
            });
            table.is_some()
        });
        Ok(())
    }

    /// Whether the rows are there, with their values.
    pub(super) async fn check(&self, db: &Db) -> Result<(), Failure> {
        for table in &self.tables {
            let count = count(db, &table.name).await?;
            if count != table.count {
                let text = format!("of {} rows of `{}` there are {count}", table.count, table.name);
                return Err(Failure::new(text));
            }
            for column in &table.columns {
                let now = values(db, &table.name, &column.name).await?;
                if let Some(lost) = column.values.iter().find(|value| !now.contains(value)) {
                    let place = format!("`{}`.`{}`", table.name, column.name);
                    return Err(Failure::new(format!("{place} has lost {lost} and holds {now:?}")));
                }
            }
        }
        Ok(())
    }
}

/// Whether values of the type that a column gets have the same text.
fn alike(schema: &Schema, kept: &KeptColumn, now: &SqlType) -> bool {
    let is_text = |sql_type: &SqlType| matches!(sql_type, SqlType::Text | SqlType::Varchar(_));
    let places = |sql_type: &SqlType| match sql_type {
        SqlType::Numeric(Some((_, places))) => Some(*places),
        _ => None,
    };
    match (&kept.sql_type, now) {
        (SqlType::Enum(_), SqlType::Enum(name)) => {
            let labels = schema.enums.iter().find(|own| own.name == *name).map(|own| &own.labels);
            labels.is_some_and(|labels| kept.values.iter().all(|value| labels.contains(value)))
        }
        (was, now) => {
            was == now
                || (was.is_integer() && now.is_integer())
                || (is_text(was) && is_text(now))
                || (places(was).is_some() && places(was) == places(now))
        }
    }
}

async fn count(db: &Db, table: &str) -> Result<i64, Failure> {
    let sql = format!("SELECT count(*) FROM {}", quote_identifier(table));
    let count = async |client: &querent::driver::Client| -> querent::Result<_> {
        Ok(client.query_one(&sql, &[]).await?.get(0))
    };
    Ok(db.with_client(count).await?)
}

async fn values(db: &Db, table: &str, column: &str) -> Result<Vec<String>, Failure> {
    let (table, column) = (quote_identifier(table), quote_identifier(column));
    let sql = format!("SELECT {column}::text FROM {table} WHERE {column} IS NOT NULL ORDER BY 1");
    let values = async |client: &querent::driver::Client| -> querent::Result<_> {
        Ok(client.query(&sql, &[]).await?.iter().map(|row| row.get(0)).collect())
    };
    Ok(db.with_client(values).await?)
}
