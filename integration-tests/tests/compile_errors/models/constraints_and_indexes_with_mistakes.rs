//! Constraints and indexes that are named; the text names `index(product_recent = [-created_at])`.

use querent::prelude::*;

#[derive(Model)]
#[model(
    unique(product_slug = [slugg]),
    unique(product_tags = [tags]),
    unique(product_order = [-stock]),
    unique(product_later = [stock], where = "stock > 0", deferrable),
    index(product_stock = [stock], wher = "stock > 0"),
    index(product_stock = [stock]),
    index(product_none = []),
    index(product_sql = [""]),
    exclude(product_once = [stock]),
)]
struct Product {
    id: i64,
    stock: i32,
    tags: ManyToMany<Tag>,
}

#[derive(Model)]
#[model(index(stock))]
struct Tag {
    id: i64,
    #[relation(by = tags, renamed_from = "goods", comment = "none")]
    products: HasMany<Product>,
}

fn main() {}
