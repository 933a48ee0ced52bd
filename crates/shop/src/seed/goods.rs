//! Categories, suppliers, products, tags and reviews.

use querent::Result;
use querent::prelude::*;
use rust_decimal::Decimal;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::dice::Dice;
use super::words::{FIRST_NAMES, LAST_NAMES, OPINIONS, SHELVES, SUPPLIERS, Shelf, TAGS};
use crate::models::{Category, Product, Review, Supplier, Tag};

/// The day on which the shop is seen: what is made up happened before it.
const TODAY: OffsetDateTime = datetime!(2026-01-01 12:00 UTC);

/// Fills the shelves. Each table is one statement, whatever the number of its rows.
pub(super) async fn make(tx: &Db, dice: &mut Dice) -> Result<Vec<Product>> {
    let suppliers = SUPPLIERS.map(|(name, country)| Supplier::draft().name(name).country(country));
    let suppliers = Supplier::objects(tx).bulk_create(suppliers).await?;
    let categories = SHELVES.map(|shelf| Category::draft().name(shelf.category));
    let categories = Category::objects(tx).bulk_create(categories).await?;
    tracing::info!("{} categories and {} suppliers", categories.len(), suppliers.len());

    let mut drafts = Vec::new();
    for (category, shelf) in categories.iter().zip(&SHELVES) {
        for (name, price) in goods(shelf, dice) {
            let supplier = dice.percent(90).then(|| dice.pick(&suppliers).id);
            let stock = if dice.percent(12) { 0 } else { dice.below(60) as i32 };
            let draft = Product::draft().category(category).name(name).price(price);
            drafts.push(draft.supplier(supplier).stock(stock).is_active(dice.percent(97)));
        }
    }
    let products = Product::objects(tx).bulk_create(drafts).await?;
    tracing::info!("{} products", products.len());

    tag(tx, dice, &products).await?;
    review(tx, dice, &products).await?;
    Ok(products)
}

/// What is on a shelf: five kinds of each thing, and what each costs.
fn goods(shelf: &Shelf, dice: &mut Dice) -> Vec<(String, Decimal)> {
    let mut goods = Vec::new();
    for (thing, price) in shelf.things {
        for kind in dice.pick_many(&shelf.kinds, 5) {
            let euros = price * (80 + dice.below(40) as i64) / 100;
            let cents = 100 * euros + dice.pick(&[0, 50, 90, 99]);
            goods.push((format!("{kind} {thing}"), Decimal::new(cents, 2)));
        }
    }
    goods
}

/// A statement for each tag, from the tag's side: its products all at once.
async fn tag(tx: &Db, dice: &mut Dice, products: &[Product]) -> Result<()> {
    let mut tags = Tag::objects(tx).bulk_create(TAGS.map(|name| Tag::draft().name(name))).await?;
    for tag in &mut tags {
        let share = products.len() / (6 + dice.below(12));
        tag.products.add(tx, dice.pick_many(products, share)).await?;
    }
    tracing::info!("{} tags", tags.len());
    Ok(())
}

async fn review(tx: &Db, dice: &mut Dice, products: &[Product]) -> Result<()> {
    let mut drafts = Vec::new();
    for product in products {
        for _ in 0..dice.below(7) {
            let rating = *dice.pick(&[1, 2, 3, 3, 4, 4, 4, 5, 5, 5]);
            let author = person(dice);
            let text = *dice.pick(OPINIONS[rating - 1]);
            let draft = Review::draft().product(product).author(author).rating(rating as i16).text(text);
            drafts.push(draft.written_at(some_time_ago(dice)));
        }
    }
    let reviews = Review::objects(tx).bulk_create(drafts).await?;
    tracing::info!("{} reviews", reviews.len());
    Ok(())
}

pub(super) fn person(dice: &mut Dice) -> String {
    format!("{} {}", dice.pick(&FIRST_NAMES), dice.pick(&LAST_NAMES))
}

/// Within the last two years.
pub(super) fn some_time_ago(dice: &mut Dice) -> OffsetDateTime {
    TODAY - Duration::minutes(dice.below(2 * 365 * 24 * 60) as i64)
}
