//! The order in which tables are created.

use std::collections::HashMap;

use crate::error::Error;
use crate::schema::Schema;
use crate::table::{ForeignKey, Table};

/// The tables in the order of their creation, and the foreign keys that wait for the last of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered<'s> {
    /// The tables, each after those that its inline keys refer to.
    pub steps: Vec<Step<'s>>,
    /// The keys that close a cycle, to be added by ALTER TABLE once every table stands.
    pub closing: Vec<Closing<'s>>,
}

/// A table to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<'s> {
    /// The table.
    pub table: &'s Table,
    /// Its foreign keys to itself and to tables that stand by then, in the order of the table.
    pub inline: Vec<&'s ForeignKey>,
}

/// A foreign key to add afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing<'s> {
    /// The table that holds the key.
    pub table: &'s Table,
    /// The key.
    pub key: &'s ForeignKey,
}

impl Schema {
    /// The order in which the tables are created: each after those it refers to, else as they are listed.
    ///
    /// Of each cycle of tables one foreign key is put off. A key to its own table stays with the table.
    ///
    /// # Errors
    ///
    /// Those of [`check`](Schema::check).
    pub fn ordered(&self) -> Result<Ordered<'_>, Error> {
        self.check()?;
        let mut walk = Walk {
            tables: self.tables.iter().map(|table| (table.name.as_str(), table)).collect(),
            states: HashMap::new(),
            ordered: Ordered { steps: Vec::with_capacity(self.tables.len()), closing: Vec::new() },
        };
        for table in &self.tables {
            walk.place(table);
        }
        Ok(walk.ordered)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The walk came from here and has yet to return.
    Open,
    Placed,
}

struct Walk<'s> {
    tables: HashMap<&'s str, &'s Table>,
    states: HashMap<&'s str, State>,
    ordered: Ordered<'s>,
}

impl<'s> Walk<'s> {
    /// Places `table` after the tables that it refers to; a key to an open table closes a cycle.
    fn place(&mut self, table: &'s Table) {
        if self.states.contains_key(table.name.as_str()) {
            return;
        }
        self.states.insert(&table.name, State::Open);
        let mut inline = Vec::with_capacity(table.foreign_keys.len());
        for key in &table.foreign_keys {
            if key.to_table == table.name || self.stands(&key.to_table) {
                inline.push(key);
            } else {
                self.ordered.closing.push(Closing { table, key });
            }
        }
        self.states.insert(&table.name, State::Placed);
        self.ordered.steps.push(Step { table, inline });
    }

    /// Whether the table of that name stands once all that can be placed before is placed.
    fn stands(&mut self, name: &str) -> bool {
        let Some(target) = self.tables.get(name).copied() else {
            return true; // somebody else's, as a checked schema has every other table that it refers to
        };
        self.place(target);
        self.states.get(name) == Some(&State::Placed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::Column;
    use crate::error::Kind;
    use crate::sql_type::SqlType;
    use crate::table::OnDelete;

    fn table(name: &str, targets: &[&str]) -> Table {
        let table = Table::new(name).column(Column::new("id", SqlType::BigInt)).primary_key(["id"]);
        targets.iter().fold(table, |table, target| {
            let column = format!("{target}_id");
            let table = table.column(Column::new(&column, SqlType::BigInt));
            table.foreign_key([column], *target, ["id"], OnDelete::Cascade)
        })
    }

    fn names(tables: impl Into<Vec<Table>>) -> (Vec<String>, Vec<String>) {
        let schema = Schema::of(tables);
        let ordered = schema.ordered().unwrap();
        let steps = ordered.steps.iter().map(|step| step.table.name.clone()).collect();
        let closing = ordered.closing.iter().map(|closing| closing.key.name.clone()).collect();
        (steps, closing)
    }

    #[test]
    fn tables_that_are_referred_to_come_first() {
        let (steps, closing) = names([table("c", &["b"]), table("b", &["a"]), table("a", &[])]);
        assert_eq!(steps, ["a", "b", "c"]);
        assert_eq!(closing, [""; 0]);
    }

    #[test]
    fn tables_without_keys_stay_as_listed() {
        assert_eq!(names([table("b", &[]), table("a", &[]), table("c", &[])]).0, ["b", "a", "c"]);
    }

    #[test]
    fn one_key_of_a_cycle_waits() {
        let (steps, closing) = names([table("a", &["b"]), table("b", &["a"])]);
        assert_eq!(steps, ["b", "a"]);
        assert_eq!(closing, ["b_a_id_fkey"]);
    }

    #[test]
    fn one_key_of_a_longer_cycle_waits_and_nothing_else() {
        let tables = [
            table("x", &["a"]),
            table("a", &["b"]),
            table("b", &["c"]),
            table("c", &["a", "d"]),
            table("d", &[]),
        ];
        let (steps, closing) = names(tables);
        assert_eq!(steps, ["d", "c", "b", "a", "x"]);
        assert_eq!(closing, ["c_a_id_fkey"]);
    }

    #[test]
    fn a_key_to_its_own_table_stays_inline() {
        let schema = Schema::of([table("a", &["a"])]);
        let ordered = schema.ordered().unwrap();
        assert_eq!(ordered.steps[0].inline.len(), 1);
        assert_eq!(ordered.closing, []);
    }

    #[test]
    fn every_key_is_inline_or_waits() {
        let schema =
            Schema::of([table("a", &["b", "c"]), table("b", &["c", "a"]), table("c", &["a", "b", "c"])]);
        let ordered = schema.ordered().unwrap();
        let inline: usize = ordered.steps.iter().map(|step| step.inline.len()).sum();
        assert_eq!(inline + ordered.closing.len(), 7);
    }

    #[test]
    fn a_schema_with_a_fault_has_no_order() {
        let schema = Schema::of([table("a", &["b"])]);
        assert_eq!(schema.ordered().unwrap_err().kind(), Kind::MissingTable);
    }
}
