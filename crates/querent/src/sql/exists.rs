//! A condition on many related rows under a negation: fulfilled if any of them fulfils it.

use crate::ast::Condition;
use crate::error::Result;

use super::compiler::Compiler;
use super::meaning::Meaning;

impl Compiler {
    /// `EXISTS (SELECT 1 FROM related WHERE related.key = outer.key AND condition)`.
    ///
    /// A condition that holds where there is no related row, such as IS NULL, also holds of a row without any.
    pub(super) fn exists(&mut self, leaf: &Condition) -> Result<Meaning> {
        let (written, mut tables) = self.within_subquery(|this| this.apart(|this| this.plain_leaf(leaf)));
        let (condition, meaning) = written?;
        tables.require(meaning.if_true);
        let holds_without_a_row = !tables.tied_in(meaning.if_true);
        if holds_without_a_row {
            self.text.push("(NOT EXISTS (SELECT 1");
            tables.write_tied(&mut self.text);
            self.text.push(") OR ");
        }
        self.text.push("EXISTS (SELECT 1");
        tables.write_tied(&mut self.text);
        self.text.push(" AND (").push(&condition).push("))");
        if holds_without_a_row {
            self.text.push(")");
        }
        Ok(Meaning::PLAIN)
    }
}
