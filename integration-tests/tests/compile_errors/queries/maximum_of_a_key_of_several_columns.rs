//! Functions of a key of several columns; the text names `max` `cast`.

use querent::prelude::*;

#[derive(Model)]
#[model(primary_key = [tenant, number])]
struct Account {
    tenant: i64,
    number: i64,
}

async fn mistakes(db: &Db) -> querent::Result<()> {
    Account::objects(db).aggregate(|a| a.pk().max()).await?;
    Account::objects(db).values(|a| a.pk().cast::<String>()).await?;
    Ok(())
}

fn main() {}
