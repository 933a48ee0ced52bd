//! toasty's.

use super::item::Item;

pub(super) const DEPENDENCIES: &str = "\
jiff = \"0.2\"
toasty = { version = \"0.11\", default-features = false, features = [\"jiff\", \"postgresql\"] }
";

pub(super) const MAIN: &str = "mod models;

use models::Item0;

#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var(\"DATABASE_URL\")?;
    let mut db = toasty::Db::builder().models(toasty::models!(crate::*)).connect(&url).await?;
    let items = Item0::filter(Item0::fields().is_active().eq(true)).exec(&mut db).await?;
    println!(\"{}\", items.len());
    Ok(())
}
";

pub(super) const HEAD: &str = "use jiff::Timestamp;
use toasty::{Deferred, Model};
";

pub(super) fn model(Item { number, parent }: Item) -> String {
    let parent = parent.map(|parent| {
        format!(
            "    #[index]
    pub parent_id: i64,
    #[belongs_to(key = parent_id, references = id)]
    pub parent: Deferred<Item{parent}>,
"
        )
    });
    format!(
        "
#[derive(Debug, Model)]
#[table = \"item{number}\"]
pub struct Item{number} {{
    #[key]
    #[auto]
    pub id: i64,
    pub name: String,
    pub description: String,
    pub stock: i32,
    pub is_active: bool,
    pub created_at: Timestamp,
{}}}
",
        parent.unwrap_or_default()
    )
}
