//! The text of a statement while it grows, and the values bound to it.

use std::fmt::Write;

use querent_schema::push_identifier;

use crate::ast::{Carried, Expr};
use crate::error::{Error, Result};
use crate::meta::{ColumnMeta, ModelMeta};
use crate::types::Param;

use super::statement::Statement;

/// The wire protocol counts values in sixteen bits (PostgreSQL manual, "Message Formats", Bind).
const MOST_PARAMS: usize = 65_535;

/// Where a table stands in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alias {
    /// By the table's own name.
    Table(&'static str),
    /// `T2`, `T3`, …: a table that stands in the query already.
    Numbered(u16),
    /// `U1`, `U2`, …: a table of a subquery that refers to the query around it.
    Inner(u16),
}

impl Alias {
    /// Whether this is how the statement calls a table that it gives a name of its own, and a user has called theirs.
    pub(super) fn is(self, name: &str) -> bool {
        let (letter, number) = match self {
            Alias::Table(table) => return table == name,
            Alias::Numbered(number) => ('T', number),
            Alias::Inner(number) => ('U', number),
        };
        name.strip_prefix(letter).and_then(|digits| digits.parse().ok()) == Some(number)
    }
}

/// Whether a name is of the form of those that statements make up.
pub(super) fn is_made_up(name: &str) -> bool {
    let digits = name.strip_prefix(['T', 'U']);
    digits.is_some_and(|digits| digits.parse::<u16>().is_ok())
}

/// What is written after a value where it is read: see [`Text::read`].
pub(super) fn as_read(value: &Expr) -> &'static str {
    match value {
        Expr::Column(own) => as_text(own.column),
        _ => "",
    }
}

fn as_text(column: &ColumnMeta) -> &'static str {
    match (column.enumeration, column.is_array) {
        (None, _) => "",
        (Some(_), false) => "::text",
        (Some(_), true) => "::text[]",
    }
}

/// A number of rows as PostgreSQL counts them; more than it can count is no limit.
pub(super) fn whole(count: u64) -> Param {
    Param::BigInt(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Text and values.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) out: String,
    pub(super) params: Vec<Param>,
    /// Whether values are written as settings of the transaction.
    pub(super) of_settings: bool,
    /// Whether a user has written a part of it.
    pub(super) has_fragments: bool,
}

impl Text {
    /// No text yet, and room for so many bytes and values: what grows is moved.
    pub(super) fn with_room(bytes: usize, params: usize) -> Text {
        Text {
            out: String::with_capacity(bytes),
            params: Vec::with_capacity(params),
            of_settings: false,
            has_fragments: false,
        }
    }

    /// A text whose values are settings of the transaction, for statements that take none.
    pub(super) fn of_settings() -> Text {
        Text { of_settings: true, ..Text::default() }
    }

    pub(super) fn push(&mut self, sql: &str) -> &mut Self {
        self.out.push_str(sql);
        self
    }

    /// A name that a user chose: always quoted.
    pub(super) fn name(&mut self, name: &str) -> &mut Self {
        push_identifier(&mut self.out, name);
        self
    }

    pub(super) fn alias(&mut self, alias: Alias) -> &mut Self {
        match alias {
            Alias::Table(name) => push_identifier(&mut self.out, name),
            Alias::Numbered(number) => self.number("\"T", number.into()).out.push('"'),
            Alias::Inner(number) => self.number("\"U", number.into()).out.push('"'),
        }
        self
    }

    pub(super) fn column(&mut self, alias: Alias, column: &str) -> &mut Self {
        self.alias(alias).push(".").name(column)
    }

    /// A column as it is read. An enum of the database comes as text: its type has no fixed number, so that the driver would
    /// ask for it on each connection, and a statement that is prepared would be outdated where it is another type.
    pub(super) fn read(&mut self, alias: Option<Alias>, column: &ColumnMeta) -> &mut Self {
        match alias {
            Some(alias) => self.column(alias, column.name),
            None => self.name(column.name),
        };
        self.push(as_text(column))
    }

    /// `prefix` and a number made here, never a user's value.
    pub(super) fn number(&mut self, prefix: &str, number: u64) -> &mut Self {
        self.out.push_str(prefix);
        // Writing to a String does not fail.
        let _ = write!(self.out, "{number}");
        self
    }

    /// The column of a slice that carries a value: a name that hides none of the model's columns.
    pub(super) fn carried(&mut self, carried: Carried) -> &mut Self {
        let (prefix, at) = match carried {
            Carried::Key(at) => ("\"order by ", at),
            Carried::Value(at) => ("\"value ", at),
            Carried::Annotation(at) => ("\"annotation ", at),
        };
        self.number(prefix, at as u64 + 1).push("\"")
    }

    /// A value: `$1`, `$2`, …; with the name of its type where that has no number to be sent by. A row is `($1, $2)`.
    pub(super) fn param(&mut self, param: Param) -> &mut Self {
        if let Param::Row(values) = &param {
            return self.push("(").params(values).push(")");
        }
        let number = self.params.len() as u64 + 1;
        if self.of_settings {
            // A setting is never NULL: an empty one is, and a letter stands before every other.
            self.number("substr(nullif(current_setting('querent.copy_", number).push("'), ''), 2)::");
            self.name(param.ty().name());
        } else {
            self.number("$", number);
        }
        if let Param::Named(named) = &param {
            self.push("::").push(named.ty).push(if named.is_array { "[]" } else { "" });
        }
        self.params.push(param);
        self
    }

    /// Values with commas between them.
    pub(super) fn params(&mut self, values: &[Param]) -> &mut Self {
        self.list(values, |text, value| {
            text.param(value.clone());
        })
    }

    /// The columns of a model's key: `"id"`, or `("tenant_id", "id")`.
    pub(super) fn key(&mut self, alias: Option<Alias>, model: &'static ModelMeta) -> &mut Self {
        let (before, after) = if model.keys.len() > 1 { ("(", ")") } else { ("", "") };
        self.push(before).key_columns(alias, model).push(after)
    }

    /// The columns of a model's key with commas between them.
    pub(super) fn key_columns(&mut self, alias: Option<Alias>, model: &'static ModelMeta) -> &mut Self {
        self.list(model.key_columns(), |text, column| {
            match alias {
                Some(alias) => text.column(alias, column.name),
                None => text.name(column.name),
            };
        })
    }

    /// The pieces of a list with commas between them.
    pub(super) fn list<I: IntoIterator>(
        &mut self,
        items: I,
        mut each: impl FnMut(&mut Text, I::Item),
    ) -> &mut Self {
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            each(self, item);
        }
        self
    }

    /// The statement, which reads or writes `table`.
    pub(super) fn finish(self, table: Option<&'static str>) -> Result<Statement> {
        if self.out.as_bytes().contains(&0) {
            return Err(Error::misuse(
                "a name in a statement has a NUL, which no name in PostgreSQL can have",
            ));
        }
        if self.params.len() > MOST_PARAMS {
            return Err(Error::misuse(format!(
                "a statement takes at most {MOST_PARAMS} values and this query has {}; bind a list as one value with \
                 `is_in`",
                self.params.len()
            )));
        }
        let Text { out: text, params, has_fragments, .. } = self;
        Ok(Statement { text: text.into(), params, table, has_fragments })
    }
}
