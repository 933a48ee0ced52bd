//! What must be there before the shop opens.

use std::error::Error;

use querent::prelude::*;

use crate::{seed, tables};

/// Any number that other programs are not likely to lock.
const OPENING: i64 = 0x5409;

/// Creates the tables and fills them, unless that has been done.
///
/// It is one transaction, so a start that is interrupted leaves nothing behind. Of several starts at once one does it, and
/// the others wait: the lock ends with the transaction.
pub async fn prepare(db: &Db) -> Result<(), Box<dyn Error + Send + Sync>> {
    db.atomic(async |tx| -> Result<(), Box<dyn Error + Send + Sync>> {
        tx.batch_execute(&format!("SELECT pg_advisory_xact_lock({OPENING})")).await?;
        tables::create_missing(tx).await?;
        Ok(seed::fill(tx).await?)
    })
    .await
}
