//! A condition on many related rows under a negation: fulfilled if any of them fulfils it.

use crate::ast::{ColumnRef, Comparison, Condition, Expr};
use crate::error::Result;
use crate::meta::hops;

use super::compiler::Compiler;
use super::meaning::Meaning;

/// What a condition says where there is no related row.
enum Without {
    /// It is not fulfilled.
    Fails,
    /// It is fulfilled.
    Holds,
    /// It is fulfilled there only.
    HoldsOnly,
    /// That depends on the row.
    Depends,
}

impl Compiler {
    /// `EXISTS (SELECT 1 FROM related WHERE related.key = outer.key AND condition)`.
    ///
    /// A condition that holds where there is no related row, such as IS NULL, also holds of a row without any.
    pub(super) fn exists(&mut self, condition: &Condition) -> Result<Meaning> {
        let (written, tables) = self.within_subquery(|this| this.apart(|this| this.plain_leaf(condition)));
        let (text, meaning) = written?;
        let mut tables = self.with_filters(tables)?;
        tables.require(meaning.if_true);
        let without = if tables.tied_in(meaning.if_true) { Without::Fails } else { without_a_row(condition) };
        match without {
            Without::Fails => {}
            Without::Depends => {
                self.text.push("EXISTS (SELECT 1");
                tables.write_optional(&mut self.text);
                self.text.push(" WHERE ").push(&text).push(")");
                return Ok(Meaning::PLAIN);
            }
            Without::HoldsOnly => {
                self.text.push("NOT EXISTS (SELECT 1");
                tables.write_tied(&mut self.text);
                self.text.push(")");
                return Ok(Meaning::PLAIN);
            }
            Without::Holds => {
                self.text.push("(NOT EXISTS (SELECT 1");
                tables.write_tied(&mut self.text);
                self.text.push(") OR ");
            }
        }
        self.text.push("EXISTS (SELECT 1");
        tables.write_tied(&mut self.text);
        let (before, after) = if matches!(condition, Condition::Or(..)) { ("(", ")") } else { ("", "") };
        self.text.push(" AND ").push(before).push(&text).push(after).push(")");
        if matches!(without, Without::Holds) {
            self.text.push(")");
        }
        Ok(Meaning::PLAIN)
    }
}

/// A column of no row is NULL, which is null, differs from every value, and is in no set.
fn without_a_row(condition: &Condition) -> Without {
    match condition {
        Condition::IsNull(Expr::Column(column)) if is_key_of_many(column) => Without::HoldsOnly,
        Condition::IsNull(Expr::Column(_))
        | Condition::NotIn(Expr::Column(_), _)
        | Condition::Compare { left: Expr::Column(_), comparison: Comparison::Ne, .. } => Without::Holds,
        _ => Without::Depends,
    }
}

/// Whether a column is the key of the first of many rows on its path: it has a value if there is such a row.
fn is_key_of_many(column: &ColumnRef) -> bool {
    let many = hops(column.trail).filter(|hop| hop.relation.is_many()).count();
    column.trail.is_some_and(|hop| {
        let key = (hop.relation.target)().key_column();
        hop.relation.is_many() && many == 1 && column.column.name == key.name
    })
}
