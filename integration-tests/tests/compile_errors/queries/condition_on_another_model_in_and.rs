//! Another model's condition beside `&`; the text names `c.name.eq("Radio")` and `Category`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Product};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let c = Category::fields();
    Product::objects(db).filter(|p| p.is_active & c.name.eq("Radio")).await?;
    Ok(())
}

fn main() {}
