//! What is written.

use benches_harness::{NewRow, Result, Sum, batch, new_row, new_rows, user_key};
use toasty::{Db, Executor};

use crate::models::{Deleted, Inserted, Updated, User};

async fn insert(db: &mut dyn Executor, number: u64) -> Result<Inserted> {
    let NewRow { name, amount, score, note } = new_row(number);
    Ok(toasty::create!(Inserted { name, amount, score, note }).exec(db).await?)
}

pub(crate) async fn insert1(db: &mut Db, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&insert(db, number).await?, Inserted::counts);
    Ok(())
}

pub(crate) async fn bulk(db: &mut Db, count: u64, sum: &mut Sum) -> Result<()> {
    let many = new_rows(count).fold(Inserted::create_many(), |many, NewRow { name, amount, score, note }| {
        many.item(toasty::create!(Inserted { name, amount, score, note }))
    });
    sum.rows(&many.exec(db).await?, Inserted::counts);
    Ok(())
}

/// An update does not tell how many rows it has changed, so they are counted, but only where the checksum needs it.
pub(crate) async fn update(db: &mut Db, number: u64, sum: &mut Sum) -> Result<()> {
    let batch = batch(number);
    toasty::update!(Updated::filter_by_batch(batch) { value.increment() }).exec(db).await?;
    if sum.is_wanted() {
        let changed = Updated::filter_by_batch(batch).count().exec(db).await?;
        sum.row(&changed, |changed| [*changed as i64]);
    }
    Ok(())
}

/// Neither does a deletion.
pub(crate) async fn delete(db: &mut Db, number: u64, sum: &mut Sum) -> Result<()> {
    let batch = i32::try_from(number)?;
    if sum.is_wanted() {
        let before = Deleted::filter_by_batch(batch).count().exec(db).await?;
        sum.row(&before, |before| [*before as i64]);
    }
    Ok(Deleted::filter_by_batch(batch).delete().exec(db).await?)
}

pub(crate) async fn tx(db: &mut Db, number: u64, sum: &mut Sum) -> Result<()> {
    let key = user_key(number);
    let mut tx = db.transaction().await?;
    toasty::update!(Updated::filter_by_id(key) { value.increment() }).exec(&mut tx).await?;
    let inserted = insert(&mut tx, number).await?;
    let user = User::get_by_id(&mut tx, key).await?;
    tx.commit().await?;
    if sum.is_wanted() {
        let changed = Updated::filter_by_id(key).count().exec(db).await?;
        sum.row(&changed, |changed| [*changed as i64]);
    }
    sum.row(&inserted, Inserted::counts);
    sum.row(&user, User::counts);
    Ok(())
}
