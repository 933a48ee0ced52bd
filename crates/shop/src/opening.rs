//! What must be there before the shop opens.

use std::error::Error;

use querent::prelude::*;

use crate::models::PROJECT;
use crate::seed;

/// Any number that other programs are not likely to lock.
const OPENING: i64 = 0x5409;

/// Applies the migrations that the database lacks, and fills the tables unless that has been done.
///
/// Of several starts at once one does it, and the others wait for it. A start that is interrupted leaves an empty shop,
/// or none, to the next one: the lock of those that fill it ends with their transaction.
pub async fn prepare(db: &Db) -> Result<(), Box<dyn Error + Send + Sync>> {
    PROJECT.migrate(db).await?;
    db.atomic(async |tx| -> querent::Result<()> {
        tx.batch_execute(&format!("SELECT pg_advisory_xact_lock({OPENING})")).await?;
        seed::fill(tx).await
    })
    .await?;
    Ok(())
}
