//! A function that migrations cannot run; the text names `async fn(&Db) -> Result<(), E>`.

use querent_migrate::{Project, project};

pub static PROJECT: Project = project!(apps: [], migrations: "migrations");

mod data {
    pub fn fill_sku(_: &querent::Db) -> querent::Result<()> {
        Ok(())
    }
}

fn main() {}
