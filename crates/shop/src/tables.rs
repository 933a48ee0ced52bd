//! The shop's tables, made of its models.

use querent::prelude::*;

use crate::models::{self, Category};

/// Creates the tables unless they are there.
pub async fn create_missing(db: &Db) -> querent_migrate::Result<()> {
    if are_there(db).await? {
        return Ok(());
    }
    tracing::info!("creating {} tables", models::ALL.len());
    querent_migrate::create_tables(db, &models::ALL).await
}

async fn are_there(db: &Db) -> querent::Result<bool> {
    db.with_client(async |client| {
        let row = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&Category::META.table]).await?;
        Ok(row.get(0))
    })
    .await
}
