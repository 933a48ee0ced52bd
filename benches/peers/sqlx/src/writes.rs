//! What is written.

use benches_harness::{NewRow, Result, Sum, batch, new_row, new_rows, user_key};
use sqlx::{PgExecutor, PgPool, query, query_scalar};

use crate::models::{Inserted, User};
use crate::reads::by_key;

async fn insert(db: impl PgExecutor<'_>, number: u64) -> sqlx::Result<Inserted> {
    let new = new_row(number);
    let id =
        query_scalar("INSERT INTO inserted (name, amount, score, note) VALUES ($1, $2, $3, $4) RETURNING id")
            .bind(&new.name)
            .bind(new.amount)
            .bind(new.score)
            .bind(&new.note)
            .fetch_one(db)
            .await?;
    Ok(Inserted::of(id, new))
}

pub(crate) async fn insert1(pool: &PgPool, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&insert(pool, number).await?, Inserted::counts);
    Ok(())
}

pub(crate) async fn bulk(pool: &PgPool, count: u64, sum: &mut Sum) -> Result<()> {
    let new = new_rows(count);
    let (mut names, mut amounts) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
    let (mut scores, mut notes) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
    for NewRow { name, amount, score, note } in new {
        names.push(name);
        amounts.push(amount);
        scores.push(score);
        notes.push(note);
    }
    let keys = query_scalar(
        "INSERT INTO inserted (name, amount, score, note) \
         SELECT * FROM UNNEST($1::text[], $2::int4[], $3::float8[], $4::text[]) RETURNING id",
    );
    let keys: Vec<i64> = keys.bind(&names).bind(&amounts).bind(&scores).bind(&notes).fetch_all(pool).await?;
    let rows = keys.into_iter().zip(names).zip(amounts).zip(scores).zip(notes);
    let row = |((((id, name), amount), score), note)| Inserted { id, name, amount, score, note };
    let rows: Vec<Inserted> = rows.map(row).collect();
    sum.rows(&rows, Inserted::counts);
    Ok(())
}

pub(crate) async fn update(pool: &PgPool, number: u64, sum: &mut Sum) -> Result<()> {
    let change = query("UPDATE updated SET value = value + 1 WHERE batch = $1").bind(batch(number));
    let changed = change.execute(pool).await?.rows_affected();
    sum.row(&changed, |changed| [*changed as i64]);
    Ok(())
}

pub(crate) async fn delete(pool: &PgPool, number: u64, sum: &mut Sum) -> Result<()> {
    let batch = i32::try_from(number)?;
    let gone = query("DELETE FROM deleted WHERE batch = $1").bind(batch).execute(pool).await?;
    sum.row(&gone.rows_affected(), |gone| [*gone as i64]);
    Ok(())
}

pub(crate) async fn tx(pool: &PgPool, number: u64, sum: &mut Sum) -> Result<()> {
    let key = user_key(number);
    let mut tx = pool.begin().await?;
    let change = query("UPDATE updated SET value = value + 1 WHERE id = $1").bind(key);
    let changed = change.execute(&mut *tx).await?.rows_affected();
    let inserted = insert(&mut *tx, number).await?;
    let user = by_key(&mut *tx, key).await?;
    tx.commit().await?;
    sum.row(&changed, |changed| [*changed as i64]);
    sum.row(&inserted, Inserted::counts);
    sum.row(&user, User::counts);
    Ok(())
}
