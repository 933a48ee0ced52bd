//! Something to sell: the same few hundred products on every machine.

mod dice;
mod words;
mod goods;
mod sales;

use std::time::Instant;

use querent::prelude::*;

use crate::models::Category;
use dice::Dice;

/// Fills the tables, unless there is something in them.
///
/// It is one transaction: what is interrupted leaves an empty shop, to be filled by the next start.
pub async fn fill(db: &Db) -> querent::Result<()> {
    if Category::objects(db).exists().await? {
        return Ok(());
    }
    let began = Instant::now();
    tracing::info!("the shop is empty; filling it");
    db.atomic(async |tx| -> querent::Result<()> {
        let mut dice = Dice::new(1990);
        let products = goods::make(tx, &mut dice).await?;
        sales::make(tx, &mut dice, &products).await
    })
    .await?;
    tracing::info!("filled in {} ms", began.elapsed().as_millis());
    Ok(())
}
