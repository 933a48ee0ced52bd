//! New rows, changed rows, deleted rows, and a transaction.

use benches_harness::{NewRow, Result, Sum, batch, new_row, new_rows, user_key};
use tokio_postgres::types::ToSql;

use crate::connection::Connection;
use crate::manner::Manner;
use crate::reading::each;
use crate::users::{self, User};

pub(crate) const INSERT: &str =
    "INSERT INTO inserted (name, amount, score, note) VALUES ($1, $2, $3, $4) RETURNING id";
pub(crate) const BULK: &str = "INSERT INTO inserted (name, amount, score, note) \
     SELECT * FROM unnest($1::text[], $2::int[], $3::float8[], $4::text[]) RETURNING id";
pub(crate) const UPDATE: &str = "UPDATE updated SET value = value + 1 WHERE batch = $1";
pub(crate) const DELETE: &str = "DELETE FROM deleted WHERE batch = $1";
pub(crate) const TX: &[&str] = &["UPDATE updated SET value = value + 1 WHERE id = $1", INSERT, users::BY_KEY];

struct Inserted {
    id: i64,
    name: String,
    amount: i32,
    score: f64,
    note: Option<String>,
}

impl Inserted {
    fn of(id: i64, NewRow { name, amount, score, note }: NewRow) -> Inserted {
        Inserted { id, name, amount, score, note }
    }

    fn fields(&self) -> [i64; 5] {
        [
            (self.id > 0).into(),
            Sum::text(&self.name),
            self.amount.into(),
            Sum::eighths(self.score),
            Sum::nullable(self.note.as_deref()),
        ]
    }
}

/// The parameters of [`INSERT`].
fn values(new: &NewRow) -> [&(dyn ToSql + Sync); 4] {
    [&new.name, &new.amount, &new.score, &new.note]
}

pub(crate) async fn insert1(connection: &Connection, number: u64, sum: &mut Sum) -> Result<()> {
    let new = new_row(number);
    let row = connection.client.query_one(&connection.statements[0], &values(&new)).await?;
    sum.row(&Inserted::of(row.try_get(0)?, new), Inserted::fields);
    Ok(())
}

pub(crate) async fn bulk(connection: &Connection, manner: Manner, count: u64, sum: &mut Sum) -> Result<()> {
    let rows = match manner {
        Manner::Best => by_unnest(connection, count).await?,
        Manner::Plain => by_values(connection, count).await?,
    };
    sum.rows(&rows, Inserted::fields);
    Ok(())
}

async fn by_unnest(connection: &Connection, count: u64) -> Result<Vec<Inserted>> {
    let new = new_rows(count);
    let (mut names, mut amounts) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
    let (mut scores, mut notes) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
    for NewRow { name, amount, score, note } in new {
        names.push(name);
        amounts.push(amount);
        scores.push(score);
        notes.push(note);
    }
    let mut keys: Vec<i64> = Vec::with_capacity(names.len());
    each(connection, 0, &[&names, &amounts, &scores, &notes], |row| {
        keys.push(row.try_get(0)?);
        Ok(())
    })
    .await?;
    let rows = keys.into_iter().zip(names).zip(amounts).zip(scores).zip(notes);
    let row = |((((id, name), amount), score), note)| Inserted { id, name, amount, score, note };
    Ok(rows.map(row).collect())
}

/// The text for so many rows by VALUES.
pub(crate) fn text_of_values(count: u64) -> String {
    let rows = (0..count)
        .map(|row| format!("(${}, ${}, ${}, ${})", 4 * row + 1, 4 * row + 2, 4 * row + 3, 4 * row + 4));
    let rows: Vec<_> = rows.collect();
    format!("INSERT INTO inserted (name, amount, score, note) VALUES {} RETURNING id", rows.join(", "))
}

async fn by_values(connection: &Connection, count: u64) -> Result<Vec<Inserted>> {
    let new: Vec<NewRow> = new_rows(count).collect();
    let params: Vec<_> = new.iter().flat_map(values).collect();
    let mut keys: Vec<i64> = Vec::with_capacity(new.len());
    each(connection, 0, &params, |row| {
        keys.push(row.try_get(0)?);
        Ok(())
    })
    .await?;
    Ok(keys.into_iter().zip(new).map(|(id, new)| Inserted::of(id, new)).collect())
}

pub(crate) async fn update(connection: &Connection, number: u64, sum: &mut Sum) -> Result<()> {
    let changed = connection.client.execute(&connection.statements[0], &[&batch(number)]).await?;
    sum.row(&changed, |changed| [*changed as i64]);
    Ok(())
}

pub(crate) async fn delete(connection: &Connection, number: u64, sum: &mut Sum) -> Result<()> {
    let batch = i32::try_from(number)?;
    let deleted = connection.client.execute(&connection.statements[0], &[&batch]).await?;
    sum.row(&deleted, |deleted| [*deleted as i64]);
    Ok(())
}

pub(crate) async fn tx(connection: &mut Connection, number: u64, sum: &mut Sum) -> Result<()> {
    let Connection { client, statements } = connection;
    let key = user_key(number);
    let tx = client.transaction().await?;
    let changed = tx.execute(&statements[0], &[&key]).await?;
    let new = new_row(number);
    let row = tx.query_one(&statements[1], &values(&new)).await?;
    let inserted = Inserted::of(row.try_get(0)?, new);
    let user = User::read(&tx.query_one(&statements[2], &[&key]).await?)?;
    tx.commit().await?;
    sum.row(&changed, |changed| [*changed as i64]);
    sum.row(&inserted, Inserted::fields);
    sum.row(&user, User::fields);
    Ok(())
}
