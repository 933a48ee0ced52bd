//! Renaming, in an order in which no name is taken.

use querent_schema::{MAX_NAME_BYTES, quote_identifier};

/// What has another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Object {
    /// A table, by its name afterwards as all of them.
    Table(String),
    /// A column of a table.
    Column(String),
    /// A constraint of a table that has no index.
    Constraint(String),
    /// A constraint of a table that has an index of its name.
    Key(String),
    /// An index.
    Index,
    /// A sequence.
    Sequence,
    /// An enum.
    Type,
}

/// An object's name before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Renaming {
    pub(super) object: Object,
    pub(super) from: String,
    pub(super) to: String,
}

impl Renaming {
    pub(super) fn new(object: Object, from: &str, to: &str) -> Self {
        Renaming { object, from: from.to_owned(), to: to.to_owned() }
    }

    /// The statement.
    pub(super) fn sql(&self) -> String {
        let (from, to) = (quote_identifier(&self.from), quote_identifier(&self.to));
        match &self.object {
            Object::Table(_) => format!("ALTER TABLE {from} RENAME TO {to}"),
            Object::Column(table) => {
                format!("ALTER TABLE {} RENAME COLUMN {from} TO {to}", quote_identifier(table))
            }
            Object::Constraint(table) | Object::Key(table) => {
                format!("ALTER TABLE {} RENAME CONSTRAINT {from} TO {to}", quote_identifier(table))
            }
            Object::Index => format!("ALTER INDEX {from} RENAME TO {to}"),
            // A name that somebody had taken made PostgreSQL choose another one; nothing speaks of it.
            Object::Sequence => format!("ALTER SEQUENCE IF EXISTS {from} RENAME TO {to}"),
            Object::Type => format!("ALTER TYPE {from} RENAME TO {to}"),
        }
    }

    /// Whether one cannot have a name while the other has it.
    fn shares_names_with(&self, other: &Self) -> bool {
        use Object::{Column, Constraint, Index, Key, Sequence, Table};
        match (&self.object, &other.object) {
            (Column(one), Column(other)) | (Constraint(one) | Key(one), Constraint(other) | Key(other))
                if one == other =>
            {
                true
            }
            (Table(_) | Key(_) | Index | Sequence, Table(_) | Key(_) | Index | Sequence) => true,
            _ => false,
        }
    }
}

/// The same renamings, each after the one that frees its name; in a ring one takes a name that nobody has.
pub(super) fn in_order(mut waiting: Vec<Renaming>) -> Vec<Renaming> {
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_free = |own: &Renaming| {
            !waiting.iter().any(|other| other.shares_names_with(own) && other.from == own.to)
        };
        match waiting.iter().position(is_free) {
            Some(at) => ordered.push(waiting.remove(at)),
            None => {
                let first = &mut waiting[0];
                let between = scratch(&first.to);
                ordered.push(Renaming { to: between.clone(), ..first.clone() });
                first.from = between;
            }
        }
    }
    ordered
}

/// A name that is only there between two statements.
pub(super) fn scratch(name: &str) -> String {
    const PREFIX: &str = "__querent_";
    format!("{PREFIX}{}", &name[..name.floor_char_boundary(MAX_NAME_BYTES - PREFIX.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(renamings: &[(&str, &str)]) -> Vec<String> {
        let renaming = |(from, to): &(&str, &str)| Renaming::new(Object::Column("t".to_owned()), from, to);
        in_order(renamings.iter().map(renaming).collect()).iter().map(Renaming::sql).collect()
    }

    #[test]
    fn a_name_is_given_after_it_is_free() {
        assert_eq!(
            statements(&[("a", "b"), ("b", "c")]),
            [r#"ALTER TABLE "t" RENAME COLUMN "b" TO "c""#, r#"ALTER TABLE "t" RENAME COLUMN "a" TO "b""#]
        );
    }

    #[test]
    fn two_columns_exchange_their_names_by_a_third_one() {
        assert_eq!(
            statements(&[("a", "b"), ("b", "a")]),
            [
                r#"ALTER TABLE "t" RENAME COLUMN "a" TO "__querent_b""#,
                r#"ALTER TABLE "t" RENAME COLUMN "b" TO "a""#,
                r#"ALTER TABLE "t" RENAME COLUMN "__querent_b" TO "b""#,
            ]
        );
    }
}
