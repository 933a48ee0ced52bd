//! The values of a row that could not be created because another one is there.

use crate::ast;
use crate::field::{Column, Expr};
use crate::types::Value;

use super::assignment::OwnRow;

/// In what `upsert` sets, the value of the new row: `EXCLUDED."hits"`.
///
/// ```no_run
/// use querent::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, #[field(unique)] iso: String, hits: i32 }
/// # async fn example(db: &Db) -> querent::Result<()> {
/// let counted = [Country::draft().iso("US").hits(3)];
/// Country::objects(db).upsert(counted).on_conflict(|c| c.iso).set(|c| c.hits.set(c.hits + excluded(c.hits))).await?;
/// # Ok(())
/// # }
/// ```
///
/// Anywhere else it is a [`Kind::Misuse`](crate::Kind::Misuse).
pub fn excluded<P: OwnRow, T: Value>(column: Column<P, T>) -> Expr<P::Scope, T> {
    Expr::new(ast::Expr::Excluded(column.meta()))
}
