//! What is written.

use benches_harness::{NewRow, Sum, batch, new_row, new_rows, user_key};
use futures::try_join;
use querent::prelude::*;
use querent::{Db, Result};

use crate::models::{Deleted, Inserted, Updated, User};

/// The draft of a row, with all fields that it may have.
macro_rules! draft {
    ($new:expr) => {{
        let NewRow { name, amount, score, note } = $new;
        Inserted::draft().name(name).amount(amount).score(score).note(note)
    }};
}

pub(crate) async fn insert1(db: &Db, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&draft!(new_row(number)).create(db).await?, Inserted::counts);
    Ok(())
}

pub(crate) async fn bulk(db: &Db, count: u64, sum: &mut Sum) -> Result<()> {
    let drafts = new_rows(count).map(|new| draft!(new));
    sum.rows(&Inserted::objects(db).bulk_create(drafts).await?, Inserted::counts);
    Ok(())
}

pub(crate) async fn update(db: &Db, number: u64, sum: &mut Sum) -> Result<()> {
    let changed = Updated::objects(db)
        .filter(|u| u.batch.eq(batch(number)))
        .update(|u| u.value.set(u.value + 1))
        .await?;
    sum.row(&changed, |changed| [*changed as i64]);
    Ok(())
}

pub(crate) async fn delete(db: &Db, number: u64, sum: &mut Sum) -> Result<()> {
    let deleted = Deleted::objects(db).filter(|d| d.batch.eq(number as i32)).delete().await?;
    sum.row(&deleted, |deleted| [*deleted as i64]);
    Ok(())
}

pub(crate) async fn tx(db: &Db, number: u64, sum: &mut Sum) -> Result<()> {
    let key = user_key(number);
    let (changed, inserted, user) = db
        .atomic(async |tx| -> Result<_> {
            // None of them needs the answer of another: they are sent together.
            let changed = Updated::objects(tx).filter(|u| u.id.eq(key)).update(|u| u.value.set(u.value + 1));
            let inserted = draft!(new_row(number)).create(tx);
            try_join!(changed.into_future(), inserted, User::objects(tx).by_key(key))
        })
        .await?;
    sum.row(&changed, |changed| [*changed as i64]);
    sum.row(&inserted, Inserted::counts);
    sum.row(&user, User::counts);
    Ok(())
}
