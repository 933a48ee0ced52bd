//! Keys of several columns beside what is no such key; the text names `Account`.

use querent::prelude::*;

#[derive(Model)]
#[model(primary_key = [tenant, number])]
struct Account {
    tenant: i64,
    number: i64,
}

async fn mistakes(db: &Db) -> querent::Result<()> {
    Account::objects(db).by_key((1, 2, 3)).await?;
    Account::objects(db).by_key(1).await?;
    Account::objects(db).in_bulk([("one", 2)]).await?;
    Account::objects(db).filter(|a| a.pk().eq((1, 2, 3))).await?;
    Account::objects(db).filter(|a| a.pk().gt((1, "two"))).await?;
    Account::objects(db).filter(|a| a.pk().is_in([1, 2])).await?;
    Ok(())
}

fn main() {}
