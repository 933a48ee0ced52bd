//! A shop of few columns, so that its statements are short.

use querent::prelude::*;
use rust_decimal::Decimal;
use time::{Date, OffsetDateTime};

#[derive(Model, Debug, Clone)]
pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) name: String,
    #[relation(on_delete = SetNull)]
    pub(crate) parent: ForeignKey<Option<Category>>,
    #[relation(by = category)]
    pub(crate) products: HasMany<Product>,
}

#[derive(Model, Debug, Clone)]
pub(crate) struct Supplier {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    #[relation(by = supplier)]
    pub(crate) products: HasMany<Product>,
}

#[derive(Model, Debug, Clone)]
pub(crate) struct Product {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
    #[relation(on_delete = SetNull)]
    pub(crate) supplier: ForeignKey<Option<Supplier>>,
    pub(crate) name: String,
    #[field(max_digits = 8, decimal_places = 2)]
    pub(crate) price: Decimal,
    #[field(default = 0)]
    pub(crate) stock: i32,
    #[field(default = true)]
    pub(crate) active: bool,
    pub(crate) note: Option<String>,
    pub(crate) tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub(crate) reviews: HasMany<Review>,
}

/// A model with an order of its own.
#[derive(Model, Debug, Clone)]
#[model(ordering = [name])]
pub(crate) struct Tag {
    pub(crate) id: i64,
    #[field(unique)]
    pub(crate) name: String,
    #[relation(by = tags)]
    pub(crate) products: ManyToMany<Product>,
}

#[derive(Model, Debug, Clone)]
pub(crate) struct Review {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) product: ForeignKey<Product>,
    pub(crate) rating: i32,
    pub(crate) day: Date,
    pub(crate) written_at: OffsetDateTime,
}

/// A few rows: what is loaded for them is sent only if they are there.
pub(crate) const ROWS: &str = "
    INSERT INTO category (name, parent_id) VALUES ('Electronics', NULL), ('Audio', 1);
    INSERT INTO supplier (name, country) VALUES ('Acme', 'Norway');
    INSERT INTO product (category_id, supplier_id, name, price, stock) VALUES
        (2, 1, 'Radio', 20, 5), (1, NULL, 'Lamp', 35.5, 0), (2, 1, 'Headset', 99.9, 2);
    INSERT INTO tag (name) VALUES ('new'), ('sale');
    INSERT INTO product_tags VALUES (1, 1), (1, 2), (3, 1);
    INSERT INTO review (product_id, rating, day, written_at) VALUES
        (1, 3, '2024-05-01', '2024-05-01 12:00Z'), (1, 5, '2025-05-01', '2025-05-01 12:00Z')";
