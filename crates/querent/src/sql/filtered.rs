//! The conditions of relations of which only some rows are joined.

use crate::ast::Condition;
use crate::error::{Error, Result};

use super::compiler::Compiler;
use super::conditions::Wanted;
use super::joins::Joins;

impl Compiler {
    /// Tables with the conditions of the filtered relations among them.
    ///
    /// # Errors
    ///
    /// Misuse where such a condition speaks of a third table, for which a join has no place.
    pub(super) fn with_filters(&mut self, mut tables: Joins) -> Result<Joins> {
        for (at, place, table) in tables.filtered() {
            let relation = self.filtered.get(usize::from(place)).filter(|one| one.model.table == table);
            let Some(condition) = relation.map(|relation| relation.condition.clone()) else {
                continue; // it is a table of pairs
            };
            let mut alone = tables.beside(at);
            alone.number_from(self.joins.numbered());
            let (text, alone) = self.condition_on(alone, &condition)?;
            self.joins.number_from(alone.numbered());
            tables.number_from(alone.numbered());
            tables.set_condition(at, text);
        }
        Ok(tables)
    }

    /// A condition on the rows of the one table that there is, `alone`.
    fn condition_on(&mut self, alone: Joins, condition: &Condition) -> Result<(String, Joins)> {
        let joins = std::mem::replace(&mut self.joins, alone);
        let negated = std::mem::replace(&mut self.negated, false);
        let notes = self.computed.take_notes();
        let written = self.apart(|this| this.term(condition, Wanted::All));
        self.computed.put_notes(notes);
        self.negated = negated;
        let alone = std::mem::replace(&mut self.joins, joins);
        let (text, _) = written?;
        if !alone.is_empty() {
            return Err(Error::misuse(
                "the condition of a filtered relation speaks of a table behind it; say it with `exists`, in a subquery",
            ));
        }
        Ok((text, alone))
    }
}
