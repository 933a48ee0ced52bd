//! The tables of models in an empty database.

use querent::Db;
use querent::meta::ModelMeta;

use crate::ddl::create_statements;
use crate::error::{Error, Result};
use crate::models::schema_of;

/// Creates the tables of models, and of those that they refer to, in one transaction.
///
/// The statements are those of [`create_statements`].
///
/// # Errors
///
/// [`Kind::Database`](crate::Kind::Database) if a table of one of the names is there already, and for whatever else
/// the database refuses; then nothing is created.
pub async fn create_tables(db: &Db, models: &[&'static ModelMeta]) -> Result<()> {
    let statements = create_statements(&schema_of(models)?)?.join(";\n");
    db.atomic_send(|tx| async move { tx.batch_execute(&statements).await }).await.map_err(Error::from)
}
