//! sqlx's, which knows no models: structs that are read from rows.

use super::item::Item;

pub(super) const DEPENDENCIES: &str = "\
sqlx = { version = \"0.9\", default-features = false, features = [\"derive\", \"postgres\", \"runtime-tokio\", \"time\"] }
time = \"0.3\"
";

pub(super) const MAIN: &str = "mod models;

use models::Item0;
use sqlx::PgPool;

#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pool = PgPool::connect(&std::env::var(\"DATABASE_URL\")?).await?;
    let items = sqlx::query_as(\"SELECT * FROM item0 WHERE is_active = $1\").bind(true);
    let items: Vec<Item0> = items.fetch_all(&pool).await?;
    println!(\"{}\", items.len());
    Ok(())
}
";

pub(super) const HEAD: &str = "use time::OffsetDateTime;
";

pub(super) fn model(Item { number, parent }: Item) -> String {
    let parent = parent.map_or("", |_| "    pub parent_id: i64,\n");
    format!(
        "
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Item{number} {{
    pub id: i64,
    pub name: String,
    pub description: String,
    pub stock: i32,
    pub is_active: bool,
    pub created_at: OffsetDateTime,
{parent}}}
"
    )
}
