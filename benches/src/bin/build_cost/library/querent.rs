//! Querent's.

use std::path::Path;

use super::item::Item;

pub(super) fn dependencies(querent: &Path) -> String {
    format!("querent = {{ path = \"{}\" }}\ntime = \"0.3\"\n", querent.display())
}

pub(super) const MAIN: &str = "mod models;

use models::Item0;
use querent::prelude::*;

#[tokio::main(flavor = \"current_thread\")]
async fn main() -> querent::Result<()> {
    let db = Db::from_env().await?;
    let items = Item0::objects(&db).filter(|i| i.is_active.eq(true)).await?;
    println!(\"{}\", items.len());
    Ok(())
}
";

pub(super) const HEAD: &str = "use querent::prelude::*;
use time::OffsetDateTime;
";

pub(super) fn model(Item { number, parent }: Item) -> String {
    let parent = parent.map(|parent| {
        format!("    #[relation(on_delete = Cascade)]\n    pub parent: ForeignKey<Item{parent}>,\n")
    });
    format!(
        "
#[derive(Model, Clone, Debug)]
#[model(table = \"item{number}\")]
pub struct Item{number} {{
    pub id: i64,
    pub name: String,
    pub description: String,
    pub stock: i32,
    pub is_active: bool,
    pub created_at: OffsetDateTime,
{}}}
",
        parent.unwrap_or_default()
    )
}
