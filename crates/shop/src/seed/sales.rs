//! Orders that were placed before anybody came.

use querent::Result;
use querent::prelude::*;

use super::dice::Dice;
use super::goods::{person, some_time_ago};
use crate::models::{Order, OrderLine, Product};

const ORDERS: usize = 150;

pub(super) async fn make(tx: &Db, dice: &mut Dice, products: &[Product]) -> Result<()> {
    let drafts: Vec<_> =
        (0..ORDERS).map(|_| Order::draft().customer(person(dice)).placed_at(some_time_ago(dice))).collect();
    let orders = Order::objects(tx).bulk_create(drafts).await?;
    let mut drafts = Vec::new();
    for order in &orders {
        let count = 1 + dice.below(4);
        for product in dice.pick_many(products, count) {
            let draft = OrderLine::draft().order(order).product(product).unit_price(product.price);
            drafts.push(draft.quantity(1 + dice.below(3) as i32));
        }
    }
    let lines = OrderLine::objects(tx).bulk_create(drafts).await?;
    tracing::info!("{} orders of {} lines", orders.len(), lines.len());
    Ok(())
}
