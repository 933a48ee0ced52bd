//! The entities, in the form that `sea-orm-cli generate entity --entity-format dense` writes.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

pub(crate) mod user {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub hair_color: Option<String>,
        #[sea_orm(has_many)]
        pub posts: HasMany<super::post::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod post {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "posts")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub user_id: i64,
        pub title: String,
        #[sea_orm(belongs_to, from = "user_id", to = "id")]
        pub user: BelongsTo<super::user::Entity>,
        #[sea_orm(has_many)]
        pub comments: HasMany<super::comment::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod comment {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "comments")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub post_id: i64,
        pub text: String,
        #[sea_orm(belongs_to, from = "post_id", to = "id")]
        pub post: BelongsTo<super::post::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod category {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "categories")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        #[sea_orm(has_many)]
        pub products: HasMany<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod product {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "products")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub category_id: i64,
        pub name: String,
        pub description: String,
        pub price: i32,
        pub stock: i32,
        pub rating: f64,
        pub is_active: bool,
        #[sea_orm(belongs_to, from = "category_id", to = "id")]
        pub category: BelongsTo<super::category::Entity>,
        #[sea_orm(has_many, via = "product_tag")]
        pub tags: HasMany<super::tag::Entity>,
        #[sea_orm(has_many)]
        pub images: HasMany<super::image::Entity>,
        #[sea_orm(has_many)]
        pub reviews: HasMany<super::review::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod tag {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tags")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        #[sea_orm(has_many, via = "product_tag")]
        pub products: HasMany<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod product_tag {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "products_tags")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub tag_id: i64,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<super::product::Entity>,
        #[sea_orm(belongs_to, from = "tag_id", to = "id")]
        pub tag: BelongsTo<super::tag::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod image {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "images")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub product_id: i64,
        pub url: String,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod review {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reviews")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub product_id: i64,
        pub rating: i32,
        pub text: String,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The value of `facts` of [`wide`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub(crate) struct Facts {
    pub(crate) n: i64,
    pub(crate) label: String,
}

pub(crate) mod wide {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "wide")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(column_type = "Decimal(Some((12, 2)))")]
        pub price: Decimal,
        pub created_at: TimeDateTimeWithTimeZone,
        pub day: TimeDate,
        pub token: Uuid,
        #[sea_orm(column_type = "JsonBinary")]
        pub facts: super::Facts,
        pub numbers: Vec<i32>,
        pub words: Vec<String>,
        pub is_active: bool,
        pub ratio: f64,
        pub note: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod narrow {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "narrow")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub v: i64,
        pub label: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod inserted {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "inserted")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub amount: i32,
        pub score: f64,
        pub note: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod updated {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "updated")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub batch: i32,
        pub value: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod deleted {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "deleted")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub batch: i32,
        pub value: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
