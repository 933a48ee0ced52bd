//! sea-orm's, in the form that `sea-orm-cli generate entity --entity-format dense` writes.

use super::item::Item;

pub(super) const DEPENDENCIES: &str = "\
sea-orm = { version = \"2\", default-features = false, features = [\"macros\", \"runtime-tokio\", \"sqlx-postgres\", \"with-time\"] }
";

pub(super) const MAIN: &str = "mod models;

use models::item0;
use sea_orm::entity::prelude::*;

#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let db = sea_orm::Database::connect(std::env::var(\"DATABASE_URL\")?).await?;
    let items = item0::Entity::find().filter(item0::COLUMN.is_active.eq(true)).all(&db).await?;
    println!(\"{}\", items.len());
    Ok(())
}
";

pub(super) const HEAD: &str = "";

pub(super) fn model(Item { number, parent }: Item) -> String {
    let parent = parent.map(|parent| {
        format!(
            "        pub parent_id: i64,
        #[sea_orm(belongs_to, from = \"parent_id\", to = \"id\")]
        pub parent: BelongsTo<super::item{parent}::Entity>,
"
        )
    });
    format!(
        "
pub mod item{number} {{
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = \"item{number}\")]
    pub struct Model {{
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub description: String,
        pub stock: i32,
        pub is_active: bool,
        pub created_at: TimeDateTimeWithTimeZone,
{}    }}

    impl ActiveModelBehavior for ActiveModel {{}}
}}
",
        parent.unwrap_or_default()
    )
}
