//! The models, and what their rows count for in a checksum.

use benches_harness::Sum;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use toasty::{Deferred, Json, Model};
use uuid::Uuid;

#[derive(Debug, Model)]
#[table = "users"]
pub(crate) struct User {
    #[key]
    #[auto]
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) hair_color: Option<String>,
    #[has_many]
    pub(crate) posts: Deferred<Vec<Post>>,
}

impl User {
    pub(crate) fn counts(&self) -> [i64; 3] {
        [self.id, Sum::text(&self.name), Sum::nullable(self.hair_color.as_deref())]
    }
}

#[derive(Debug, Model)]
#[table = "posts"]
pub(crate) struct Post {
    #[key]
    #[auto]
    pub(crate) id: i64,
    #[index]
    pub(crate) user_id: i64,
    #[belongs_to(key = user_id, references = id)]
    pub(crate) user: Deferred<User>,
    pub(crate) title: String,
    #[has_many]
    pub(crate) comments: Deferred<Vec<Comment>>,
}

#[derive(Debug, Model)]
#[table = "comments"]
pub(crate) struct Comment {
    #[key]
    #[auto]
    pub(crate) id: i64,
    #[index]
    pub(crate) post_id: i64,
    #[belongs_to(key = post_id, references = id)]
    pub(crate) post: Deferred<Post>,
    pub(crate) text: String,
}

#[derive(Debug, Model)]
#[table = "categories"]
pub(crate) struct Category {
    #[key]
    #[auto]
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Debug, Model)]
#[table = "products"]
pub(crate) struct Product {
    #[key]
    #[auto]
    pub(crate) id: i64,
    #[index]
    pub(crate) category_id: i64,
    #[belongs_to(key = category_id, references = id)]
    pub(crate) category: Deferred<Category>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) price: i32,
    pub(crate) stock: i32,
    pub(crate) rating: f64,
    pub(crate) is_active: bool,
    #[has_many]
    pub(crate) product_tags: Deferred<Vec<ProductTag>>,
    #[has_many(via = product_tags.tag)]
    pub(crate) tags: Deferred<Vec<Tag>>,
    #[has_many]
    pub(crate) images: Deferred<Vec<Image>>,
    #[has_many]
    pub(crate) reviews: Deferred<Vec<Review>>,
}

impl Product {
    pub(crate) fn counts(&self) -> [i64; 8] {
        [
            self.id,
            self.category_id,
            Sum::text(&self.name),
            Sum::text(&self.description),
            self.price.into(),
            self.stock.into(),
            Sum::eighths(self.rating),
            self.is_active.into(),
        ]
    }
}

#[derive(Debug, Model)]
#[table = "tags"]
pub(crate) struct Tag {
    #[key]
    #[auto]
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Debug, Model)]
#[table = "products_tags"]
#[key(product_id, tag_id)]
pub(crate) struct ProductTag {
    #[index]
    pub(crate) product_id: i64,
    #[belongs_to(key = product_id, references = id)]
    pub(crate) product: Deferred<Product>,
    #[index]
    pub(crate) tag_id: i64,
    #[belongs_to(key = tag_id, references = id)]
    pub(crate) tag: Deferred<Tag>,
}

#[derive(Debug, Model)]
#[table = "images"]
pub(crate) struct Image {
    #[key]
    #[auto]
    pub(crate) id: i64,
    #[index]
    pub(crate) product_id: i64,
    #[belongs_to(key = product_id, references = id)]
    pub(crate) product: Deferred<Product>,
    pub(crate) url: String,
}

#[derive(Debug, Model)]
#[table = "reviews"]
pub(crate) struct Review {
    #[key]
    #[auto]
    pub(crate) id: i64,
    #[index]
    pub(crate) product_id: i64,
    #[belongs_to(key = product_id, references = id)]
    pub(crate) product: Deferred<Product>,
    pub(crate) rating: i32,
    pub(crate) text: String,
}

#[derive(Debug, Model)]
#[table = "wide"]
pub(crate) struct Wide {
    #[key]
    #[auto]
    pub(crate) id: i64,
    #[column(type = numeric(12, 2))]
    pub(crate) price: Decimal,
    pub(crate) created_at: Timestamp,
    pub(crate) day: Date,
    pub(crate) token: Uuid,
    #[column(type = jsonb)]
    pub(crate) facts: Json<Facts>,
    pub(crate) numbers: Vec<i32>,
    pub(crate) words: Vec<String>,
    pub(crate) is_active: bool,
    pub(crate) ratio: f64,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Facts {
    n: i64,
    label: String,
}

impl Wide {
    pub(crate) fn counts(&self) -> [i64; 12] {
        let day = self.day.to_zoned(jiff::tz::TimeZone::UTC);
        [
            self.id,
            (self.price * Decimal::ONE_HUNDRED).to_i64().unwrap_or_default(),
            self.created_at.as_microsecond(),
            day.map_or(-1, |day| day.timestamp().as_second() / 86_400),
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

#[derive(Debug, Model)]
#[table = "narrow"]
pub(crate) struct Narrow {
    #[key]
    #[auto]
    pub(crate) id: i64,
    pub(crate) v: i64,
    pub(crate) label: String,
}

#[derive(Debug, Model)]
#[table = "inserted"]
pub(crate) struct Inserted {
    #[key]
    #[auto]
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

#[derive(Debug, Model)]
#[table = "updated"]
pub(crate) struct Updated {
    #[key]
    #[auto]
    pub(crate) id: i64,
    #[index]
    pub(crate) batch: i32,
    pub(crate) value: i64,
}

#[derive(Debug, Model)]
#[table = "deleted"]
pub(crate) struct Deleted {
    #[key]
    #[auto]
    pub(crate) id: i64,
    #[index]
    pub(crate) batch: i32,
    pub(crate) value: i64,
}
