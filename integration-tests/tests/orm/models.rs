//! A shop: the models and rows that most tests of this binary share.

use querent::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use time::OffsetDateTime;

/// A tree of categories; `cheap` is a second slot for the relation that `products` is.
#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "categories", ordering = [name])]
pub(crate) struct Category {
    pub(crate) id: i64,
    #[field(max_length = 100)]
    pub(crate) name: String,
    #[relation(on_delete = SetNull)]
    pub(crate) parent: ForeignKey<Option<Category>>,
    #[relation(by = parent)]
    pub(crate) children: HasMany<Category>,
    #[relation(by = category)]
    pub(crate) products: HasMany<Product>,
    #[relation(by = category)]
    pub(crate) cheap: HasMany<Product>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "countries")]
pub(crate) struct Country {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "suppliers")]
pub(crate) struct Supplier {
    pub(crate) id: i64,
    pub(crate) name: String,
    #[relation(on_delete = Restrict)]
    pub(crate) country: ForeignKey<Option<Country>>,
    #[relation(by = supplier)]
    pub(crate) products: HasMany<Product>,
    #[relation(by = backup)]
    pub(crate) backs_up: HasMany<Product>,
}

/// A model without an order of its own.
#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "products")]
pub(crate) struct Product {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
    #[relation(on_delete = SetNull)]
    pub(crate) supplier: ForeignKey<Option<Supplier>>,
    #[relation(on_delete = SetNull)]
    pub(crate) backup: ForeignKey<Option<Supplier>>,
    #[field(max_length = 20)]
    pub(crate) name: String,
    #[field(max_digits = 6, decimal_places = 2)]
    pub(crate) price: Decimal,
    #[field(default = 0)]
    pub(crate) stock: i32,
    #[field(default = true)]
    pub(crate) is_active: bool,
    pub(crate) note: Option<String>,
    #[field(auto_now_add)]
    pub(crate) created_at: OffsetDateTime,
    #[field(auto_now)]
    pub(crate) updated_at: OffsetDateTime,
    pub(crate) tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub(crate) reviews: HasMany<Review>,
    #[relation(by = product)]
    pub(crate) detail: HasOne<Detail>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "tags", ordering = [name])]
pub(crate) struct Tag {
    pub(crate) id: i64,
    #[field(max_length = 20, unique)]
    pub(crate) name: String,
    #[relation(by = tags)]
    pub(crate) products: ManyToMany<Product>,
}

/// A model whose order goes through a relation.
#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "reviews", ordering = [product.name, -rating])]
pub(crate) struct Review {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) product: ForeignKey<Product>,
    pub(crate) rating: i32,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "details")]
pub(crate) struct Detail {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) product: OneToOne<Product>,
    pub(crate) text: String,
}

#[queryset]
impl QuerySet<Product> {
    pub(crate) fn active(self) -> Self {
        self.filter(|p| p.is_active)
    }

    pub(crate) fn at_most(self, price: i32) -> Self {
        self.filter(|p| p.price.lte(price))
    }
}

/// Fills the tables; keys count from 1 in the order of the rows.
///
/// | key | product | category | supplier | backup | price | stock | note | reviews | tags |
/// |---|---|---|---|---|---|---|---|---|---|
/// | 1 | Radio | Audio | Acme | Bolt | 20.00 | 5 | small | 3, 5, 1 | new, sale |
/// | 2 | Lamp | Electronics | Bolt | | 35.50 | 0 | | 4 | sale |
/// | 3 | Atlas, not active | Books | | Acme | 15.00 | 9 | (empty) | | |
/// | 4 | Headset | Audio | Acme | Acme | 99.99 | 2 | | 2, 2 | new, sale |
/// | 5 | Novel | Books | | | 9.90 | 40 | paper | | |
pub(crate) async fn shop(db: &Db) {
    db.batch_execute(
        "INSERT INTO categories (name, parent_id)
             VALUES ('Electronics', NULL), ('Audio', 1), ('Books', NULL), ('Empty', NULL);
         INSERT INTO countries (name) VALUES ('Norway'), ('Peru');
         INSERT INTO suppliers (name, country_id) VALUES ('Acme', 1), ('Bolt', NULL);
         INSERT INTO products (category_id, supplier_id, backup_id, name, price, stock, is_active, note) VALUES
             (2, 1, 2, 'Radio', 20.00, 5, true, 'small'),
             (1, 2, NULL, 'Lamp', 35.50, 0, true, NULL),
             (3, NULL, 1, 'Atlas', 15.00, 9, false, ''),
             (2, 1, 1, 'Headset', 99.99, 2, true, NULL),
             (3, NULL, NULL, 'Novel', 9.90, 40, true, 'paper');
         INSERT INTO tags (name) VALUES ('new'), ('sale'), ('rare');
         INSERT INTO products_tags VALUES (1, 1), (1, 2), (2, 2), (4, 1), (4, 2);
         INSERT INTO reviews (product_id, rating) VALUES (1, 3), (1, 5), (1, 1), (2, 4), (4, 2), (4, 2);
         INSERT INTO details (product_id, text) VALUES (1, 'with antenna'), (3, 'with maps')",
    )
    .await
    .unwrap();
}

/// The names of products, in the order of the rows.
pub(crate) fn names(products: &[Product]) -> Vec<&str> {
    products.iter().map(|product| product.name.as_str()).collect()
}
