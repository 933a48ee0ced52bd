//! A function that migrations run, under another name; the text names `fill_sku`, `fill_skus`.

use querent_migrate::{Project, project};

pub static PROJECT: Project = project!(apps: [], migrations: "migrations");

mod data {
    pub async fn fill_skus(_: &querent::Db) -> querent::Result<()> {
        Ok(())
    }
}

fn main() {}
