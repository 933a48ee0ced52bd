//! What is written.

use benches_harness::{NewRow, Result, Sum, batch, new_row, new_rows, user_key};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::TransactionTrait;
use sea_orm::entity::prelude::*;

use crate::counts;
use crate::entities::{deleted, inserted, updated};
use crate::reads::by_key;

fn active(NewRow { name, amount, score, note }: NewRow) -> inserted::ActiveModel {
    inserted::ActiveModel {
        id: NotSet,
        name: Set(name),
        amount: Set(amount),
        score: Set(score),
        note: Set(note),
    }
}

pub(crate) async fn insert1(db: &DatabaseConnection, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&active(new_row(number)).insert(db).await?, counts::inserted);
    Ok(())
}

pub(crate) async fn bulk(db: &DatabaseConnection, count: u64, sum: &mut Sum) -> Result<()> {
    let new = new_rows(count).map(active);
    let rows = inserted::Entity::insert_many(new).exec_with_returning(db).await?;
    sum.rows(&rows, counts::inserted);
    Ok(())
}

pub(crate) async fn update(db: &DatabaseConnection, number: u64, sum: &mut Sum) -> Result<()> {
    let result = updated::Entity::update_many()
        .col_expr(updated::Column::Value, updated::COLUMN.value.add(1))
        .filter(updated::COLUMN.batch.eq(batch(number)))
        .exec(db)
        .await?;
    sum.row(&result.rows_affected, |changed| [*changed as i64]);
    Ok(())
}

pub(crate) async fn delete(db: &DatabaseConnection, number: u64, sum: &mut Sum) -> Result<()> {
    let batch = i32::try_from(number)?;
    let result = deleted::Entity::delete_many().filter(deleted::COLUMN.batch.eq(batch)).exec(db).await?;
    sum.row(&result.rows_affected, |gone| [*gone as i64]);
    Ok(())
}

pub(crate) async fn tx(db: &DatabaseConnection, number: u64, sum: &mut Sum) -> Result<()> {
    let key = user_key(number);
    let tx = db.begin().await?;
    let result = updated::Entity::update_many()
        .col_expr(updated::Column::Value, updated::COLUMN.value.add(1))
        .filter(updated::COLUMN.id.eq(key))
        .exec(&tx)
        .await?;
    let inserted = active(new_row(number)).insert(&tx).await?;
    let user = by_key(&tx, key).await?;
    tx.commit().await?;
    sum.row(&result.rows_affected, |changed| [*changed as i64]);
    sum.row(&inserted, counts::inserted);
    sum.row(&user, counts::user);
    Ok(())
}
