//! What is written.

use benches_harness::{Result, Sum, batch, new_row, new_rows, user_key};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use futures::try_join;

use crate::models::{Inserted, NewInserted, User};
use crate::schema::{deleted, inserted, updated, users};

async fn insert(db: &mut AsyncPgConnection, number: u64) -> QueryResult<Inserted> {
    let new = NewInserted::from(new_row(number));
    let id = diesel::insert_into(inserted::table).values(&new).returning(inserted::id).get_result(db).await?;
    Ok(Inserted::of(id, new))
}

pub(crate) async fn insert1(db: &mut AsyncPgConnection, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&insert(db, number).await?, Inserted::counts);
    Ok(())
}

pub(crate) async fn bulk(db: &mut AsyncPgConnection, count: u64, sum: &mut Sum) -> Result<()> {
    let new: Vec<NewInserted> = new_rows(count).map(NewInserted::from).collect();
    let keys: Vec<i64> =
        diesel::insert_into(inserted::table).values(&new).returning(inserted::id).get_results(db).await?;
    let rows: Vec<Inserted> = keys.into_iter().zip(new).map(|(id, new)| Inserted::of(id, new)).collect();
    sum.rows(&rows, Inserted::counts);
    Ok(())
}

pub(crate) async fn update(db: &mut AsyncPgConnection, number: u64, sum: &mut Sum) -> Result<()> {
    let changed = diesel::update(updated::table.filter(updated::batch.eq(batch(number))))
        .set(updated::value.eq(updated::value + 1))
        .execute(db)
        .await?;
    sum.row(&changed, |changed| [*changed as i64]);
    Ok(())
}

pub(crate) async fn delete(db: &mut AsyncPgConnection, number: u64, sum: &mut Sum) -> Result<()> {
    let batch = i32::try_from(number)?;
    let gone = diesel::delete(deleted::table.filter(deleted::batch.eq(batch))).execute(db).await?;
    sum.row(&gone, |gone| [*gone as i64]);
    Ok(())
}

pub(crate) async fn tx(db: &mut AsyncPgConnection, number: u64, sum: &mut Sum) -> Result<()> {
    let key = user_key(number);
    let (changed, inserted, user) = db
        .transaction::<_, diesel::result::Error, _>(async |tx| {
            let tx = &*tx; // what is asked of it by this reference goes in one flight
            let new = NewInserted::from(new_row(number));
            let (changed, id, user) = try_join!(
                diesel::update(updated::table.find(key))
                    .set(updated::value.eq(updated::value + 1))
                    .execute(&mut &*tx),
                diesel::insert_into(inserted::table)
                    .values(&new)
                    .returning(inserted::id)
                    .get_result::<i64>(&mut &*tx),
                users::table.find(key).select(User::as_select()).first::<User>(&mut &*tx),
            )?;
            Ok((changed, Inserted::of(id, new), user))
        })
        .await?;
    sum.row(&changed, |changed| [*changed as i64]);
    sum.row(&inserted, Inserted::counts);
    sum.row(&user, User::counts);
    Ok(())
}
