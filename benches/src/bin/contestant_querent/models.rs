//! The tables as models, and what their rows count for in a checksum.

use benches_harness::Sum;
use querent::Jsonb;
use querent::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

#[derive(Model, Debug)]
#[model(table = "users")]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) hair_color: Option<String>,
    #[relation(by = user)]
    pub(crate) posts: HasMany<Post>,
}

impl User {
    pub(crate) fn counts(&self) -> [i64; 3] {
        [self.id, Sum::text(&self.name), Sum::nullable(self.hair_color.as_deref())]
    }
}

#[derive(Model, Debug)]
#[model(table = "posts")]
pub(crate) struct Post {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) user: ForeignKey<User>,
    pub(crate) title: String,
    #[relation(by = post)]
    pub(crate) comments: HasMany<Comment>,
}

#[derive(Model, Debug)]
#[model(table = "comments")]
pub(crate) struct Comment {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) post: ForeignKey<Post>,
    pub(crate) text: String,
}

#[derive(Model, Debug)]
#[model(table = "categories")]
pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Model, Debug)]
#[model(table = "products")]
pub(crate) struct Product {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) price: i32,
    pub(crate) stock: i32,
    pub(crate) rating: f64,
    pub(crate) is_active: bool,
    pub(crate) tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub(crate) images: HasMany<Image>,
    #[relation(by = product)]
    pub(crate) reviews: HasMany<Review>,
}

impl Product {
    pub(crate) fn counts(&self) -> [i64; 8] {
        [
            self.id,
            self.category.key(),
            Sum::text(&self.name),
            Sum::text(&self.description),
            self.price.into(),
            self.stock.into(),
            Sum::eighths(self.rating),
            self.is_active.into(),
        ]
    }
}

#[derive(Model, Debug)]
#[model(table = "tags")]
pub(crate) struct Tag {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Model, Debug)]
#[model(table = "images")]
pub(crate) struct Image {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) product: ForeignKey<Product>,
    pub(crate) url: String,
}

#[derive(Model, Debug)]
#[model(table = "reviews")]
pub(crate) struct Review {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) product: ForeignKey<Product>,
    pub(crate) rating: i32,
    pub(crate) text: String,
}

#[derive(Model, Debug)]
#[model(table = "wide")]
pub(crate) struct Wide {
    pub(crate) id: i64,
    #[field(max_digits = 12, decimal_places = 2)]
    pub(crate) price: Decimal,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) day: Date,
    pub(crate) token: Uuid,
    pub(crate) facts: Jsonb<Facts>,
    pub(crate) numbers: Vec<i32>,
    pub(crate) words: Vec<String>,
    pub(crate) is_active: bool,
    pub(crate) ratio: f64,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Facts {
    n: i64,
    label: String,
}

impl Wide {
    pub(crate) fn counts(&self) -> [i64; 12] {
        [
            self.id,
            (self.price * Decimal::ONE_HUNDRED).to_i64().unwrap_or_default(),
            (self.created_at.unix_timestamp_nanos() / 1_000) as i64,
            i64::from(self.day.to_julian_day() - time::UtcDateTime::UNIX_EPOCH.date().to_julian_day()),
            self.token.as_u128() as i64,
            self.facts.0.n,
            Sum::text(&self.facts.0.label),
            self.numbers.iter().copied().map(i64::from).sum(),
            self.words.iter().map(|word| Sum::text(word)).sum(),
            self.is_active.into(),
            Sum::eighths(self.ratio),
            Sum::nullable(self.note.as_deref()),
        ]
    }
}

#[derive(Model, Debug)]
#[model(table = "narrow")]
pub(crate) struct Narrow {
    pub(crate) id: i64,
    pub(crate) v: i64,
    pub(crate) label: String,
}

#[derive(Model, Debug)]
#[model(table = "inserted")]
pub(crate) struct Inserted {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) amount: i32,
    pub(crate) score: f64,
    pub(crate) note: Option<String>,
}

impl Inserted {
    pub(crate) fn counts(&self) -> [i64; 5] {
        [
            (self.id > 0).into(),
            Sum::text(&self.name),
            self.amount.into(),
            Sum::eighths(self.score),
            Sum::nullable(self.note.as_deref()),
        ]
    }
}

#[derive(Model, Debug)]
#[model(table = "updated")]
pub(crate) struct Updated {
    id: i64,
    batch: i32,
    value: i64,
}

#[derive(Model, Debug)]
#[model(table = "deleted")]
pub(crate) struct Deleted {
    id: i64,
    batch: i32,
    value: i64,
}
