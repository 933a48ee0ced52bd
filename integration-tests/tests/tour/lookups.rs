//! The tour: every lookup, in Django's spelling.

use querent::prelude::*;
use rust_decimal::dec;

use crate::models::{Product, ProductFields, Tag};

type P = ProductFields<querent::model::Root<Product>>;

/// Each lookup as a condition on products, under its name.
pub fn all(db: &Db) -> Vec<(&'static str, Q<Product>)> {
    let p: P = Product::fields();
    let names = Tag::objects(db).values(|t| t.label);
    vec![
        ("eq", p.name.eq("Radio")),
        ("eq a None is IS NULL", p.supplier.name.eq(None)),
        ("ne", p.name.ne("Lamp")),
        ("gt", p.price.gt(19)), // decimal columns compare with integers
        ("gte", p.price.gte(dec!(19.99))),
        ("lt", p.price.lt(20)),
        ("lte", p.price.lte(p.price)),
        ("between", p.price.between(19, 20)),
        ("is_in a list", p.name.is_in(["Radio", "Lamp"])),
        ("not_in a queryset", p.name.not_in(names)),
        ("is_null", p.supplier.is_null()),
        ("is_not_null", p.category.is_not_null()),
        ("contains", p.name.contains("adi")),
        ("icontains", p.name.icontains("ADI")),
        ("startswith", p.name.startswith("Ra")),
        ("istartswith", p.name.istartswith("ra")),
        ("endswith", p.name.endswith("io")),
        ("iendswith", p.name.iendswith("IO")),
        ("iexact", p.name.iexact("rADIO")),
        ("regex", p.name.regex("^R.*o$")),
        ("iregex", p.name.iregex("^r.*O$")),
        ("year", p.created_at.year().gte(2024)),
        ("month", p.created_at.month().between(1, 12)),
        ("day", p.created_at.day().lte(31)),
        ("hour", p.created_at.hour().lt(24)),
        ("minute", p.created_at.minute().lt(60)),
        ("second", p.created_at.second().lt(60)),
        ("date", p.created_at.date().eq(p.updated_at.date())),
        ("time", p.created_at.time().eq(p.updated_at.time())),
        ("a boolean column", p.is_active.into()),
        ("& | !", p.stock.eq(0) & (p.is_active | !p.is_active)),
        ("^", p.is_active ^ p.stock.gt(0)),
    ]
}
