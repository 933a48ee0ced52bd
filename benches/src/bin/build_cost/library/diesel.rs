//! diesel-async's: the tables as `diesel print-schema` has them, which brings together those that have a foreign key between them.

use super::item::Item;

pub(super) const DEPENDENCIES: &str = "\
diesel = { version = \"2.3\", default-features = false, features = [\"32-column-tables\", \"time\"] }
diesel-async = { version = \"0.9\", features = [\"deadpool\", \"postgres\"] }
time = \"0.3\"
";

pub(super) const MAIN: &str = "mod models;

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use models::{Item0, item0};

#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut db = AsyncPgConnection::establish(&std::env::var(\"DATABASE_URL\")?).await?;
    let items = item0::table.filter(item0::is_active.eq(true)).select(Item0::as_select());
    let items: Vec<Item0> = items.load(&mut db).await?;
    println!(\"{}\", items.len());
    Ok(())
}
";

pub(super) const HEAD: &str = "use diesel::pg::Pg;
use diesel::prelude::*;
use time::OffsetDateTime;
";

pub(super) fn model(Item { number, parent }: Item) -> String {
    let (mut column, mut tables, mut derives) = (String::new(), String::new(), String::new());
    let (mut owner, mut field) = (String::new(), String::new());
    if let Some(parent) = parent {
        column = "        parent_id -> Int8,\n".to_owned();
        tables = format!(
            "
diesel::joinable!(item{number} -> item{parent} (parent_id));
diesel::allow_tables_to_appear_in_same_query!(item{number}, item{parent});
"
        );
        derives = ", Associations".to_owned();
        owner = format!(", belongs_to(Item{parent}, foreign_key = parent_id)");
        field = "    pub parent_id: i64,\n".to_owned();
    }
    format!(
        "
diesel::table! {{
    item{number} (id) {{
        id -> Int8,
        name -> Text,
        description -> Text,
        stock -> Int4,
        is_active -> Bool,
        created_at -> Timestamptz,
{column}    }}
}}
{tables}
#[derive(Clone, Debug, Queryable, Selectable, Identifiable, Insertable, AsChangeset{derives})]
#[diesel(table_name = item{number}, check_for_backend(Pg){owner})]
pub struct Item{number} {{
    pub id: i64,
    pub name: String,
    pub description: String,
    pub stock: i32,
    pub is_active: bool,
    pub created_at: OffsetDateTime,
{field}}}
"
    )
}
