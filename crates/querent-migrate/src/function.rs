//! Functions that migrations run.

use std::error::Error as StdError;
use std::pin::Pin;

use querent::Db;

/// Why a function of a migration failed.
pub type FunctionError = Box<dyn StdError + Send + Sync>;

/// A function that migrations run: an `async fn` of the database.
///
/// It is handed the transaction of its migration. Its error may be any.
pub type Function = for<'a> fn(&'a Db) -> Running<'a>;

/// A function that runs.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<(), FunctionError>> + Send + 'a>>;
