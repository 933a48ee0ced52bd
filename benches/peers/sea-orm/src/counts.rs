//! What rows count for in a checksum.

use benches_harness::Sum;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::entities::{inserted, product, user, wide};

pub(crate) fn user(user: &user::Model) -> [i64; 3] {
    [user.id, Sum::text(&user.name), Sum::nullable(user.hair_color.as_deref())]
}

pub(crate) fn product(product: &product::Model) -> [i64; 8] {
    [
        product.id,
        product.category_id,
        Sum::text(&product.name),
        Sum::text(&product.description),
        product.price.into(),
        product.stock.into(),
        Sum::eighths(product.rating),
        product.is_active.into(),
    ]
}

pub(crate) fn wide(row: &wide::Model) -> [i64; 12] {
    [
        row.id,
        (row.price * Decimal::ONE_HUNDRED).to_i64().unwrap_or_default(),
        (row.created_at.unix_timestamp_nanos() / 1_000) as i64,
        i64::from(row.day.to_julian_day() - time::UtcDateTime::UNIX_EPOCH.date().to_julian_day()),
        row.token.as_u128() as i64,
        row.facts.n,
        Sum::text(&row.facts.label),
        row.numbers.iter().copied().map(i64::from).sum(),
        row.words.iter().map(|word| Sum::text(word)).sum(),
        row.is_active.into(),
        Sum::eighths(row.ratio),
        Sum::nullable(row.note.as_deref()),
    ]
}

pub(crate) fn inserted(row: &inserted::Model) -> [i64; 5] {
    [
        (row.id > 0).into(),
        Sum::text(&row.name),
        row.amount.into(),
        Sum::eighths(row.score),
        Sum::nullable(row.note.as_deref()),
    ]
}
