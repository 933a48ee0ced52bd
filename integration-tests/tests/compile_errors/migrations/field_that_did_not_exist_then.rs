//! A field that a later operation brings; the text names `title`, `name`.

use querent::prelude::*;

mod then {
    querent_migrate::historical!("shop.0001_initial");
}

async fn rename(db: &Db) -> querent::Result<()> {
    then::Product::objects(db).filter(|p| p.title.eq("Atlas")).update(|p| p.name.set("Atlas II")).await?;
    Ok(())
}

fn main() {}
