//! A small shop, whose relations go every way.

use querent::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(ordering = [id])]
pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) name: String,
    #[relation(by = category)]
    pub(crate) products: HasMany<Product>,
}

#[derive(Model, Debug, Clone)]
#[model(ordering = [id])]
pub(crate) struct Supplier {
    pub(crate) id: i64,
    pub(crate) name: String,
    #[relation(by = supplier)]
    pub(crate) products: HasMany<Product>,
    #[relation(by = supplier)]
    pub(crate) contract: HasOne<Contract>,
}

#[derive(Model, Debug, Clone)]
#[model(ordering = [id])]
pub(crate) struct Product {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
    #[relation(on_delete = SetNull)]
    pub(crate) supplier: ForeignKey<Option<Supplier>>,
    #[field(unique)]
    pub(crate) name: String,
    #[field(default = 0)]
    pub(crate) stock: i32,
    pub(crate) tags: ManyToMany<Tag>,
}

#[derive(Model, Debug, Clone)]
pub(crate) struct Contract {
    #[field(primary_key)]
    pub(crate) number: String,
    #[relation(on_delete = Cascade)]
    pub(crate) supplier: OneToOne<Supplier>,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
}

#[derive(Model, Debug, Clone)]
#[model(ordering = [id])]
pub(crate) struct Tag {
    pub(crate) id: i64,
    #[field(unique)]
    pub(crate) name: String,
    #[relation(by = tags)]
    pub(crate) products: ManyToMany<Product>,
}

/// Two categories and suppliers, four products of the first category, and three tags.
pub(crate) const ROWS: &str = "
    INSERT INTO category (name) VALUES ('audio'), ('video');
    INSERT INTO supplier (name) VALUES ('north'), ('south');
    INSERT INTO product (category_id, supplier_id, name) VALUES
        (1, 1, 'radio'), (1, 1, 'speaker'), (1, 2, 'amplifier'), (1, NULL, 'cable');
    INSERT INTO tag (name) VALUES ('new'), ('sale'), ('old');
    INSERT INTO product_tags (product_id, tag_id) VALUES (1, 1), (1, 2), (2, 2);";

pub(crate) async fn category(db: &Db, key: i64) -> Category {
    Category::objects(db).by_key(key).await.unwrap()
}

pub(crate) async fn supplier(db: &Db, key: i64) -> Supplier {
    Supplier::objects(db).by_key(key).await.unwrap()
}

pub(crate) async fn product(db: &Db, key: i64) -> Product {
    Product::objects(db).by_key(key).await.unwrap()
}
