//! One query on its way to text.

use crate::ast::ColumnRef;
use crate::error::Result;
use crate::meta::{Hop, Trail};

use super::join_set::JoinSet;
use super::joins::{Joins, ROOT, Sharing};
use super::statement::Statement;
use super::text::{Alias, Text};

/// A query on its way to text: what is written, and the tables joined for it.
///
/// A condition is written before the FROM clause that it decides about, into a piece of text of its own.
#[derive(Debug)]
pub(super) struct Compiler {
    pub(super) text: Text,
    /// The tables of the query.
    pub(super) joins: Joins,
    /// The tables of the subquery that is being written, if one is.
    inside: Option<Joins>,
    /// The slice that is selected from, where one is.
    pub(super) slice: Alias,
    /// Which joins to many rows may be shared now.
    pub(super) sharing: Sharing,
    /// Whether what is written now stands under a negation.
    pub(super) negated: bool,
    calls: u32,
}

/// Where a column is read, and what that says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) alias: Alias,
    pub(super) column: &'static str,
    /// The joins that must have found a row for the column to have a value.
    pub(super) joins: JoinSet,
    /// Whether it may be NULL.
    pub(super) nullable: bool,
}

impl Compiler {
    pub(super) fn new(table: &'static str) -> Compiler {
        Compiler::with_text(table, Text::default())
    }

    /// A query inside another one's text, whose values are numbered on.
    pub(super) fn with_text(table: &'static str, text: Text) -> Compiler {
        Compiler {
            text,
            joins: Joins::new(table),
            inside: None,
            slice: Alias::Table(table),
            sharing: Sharing::Any,
            negated: false,
            calls: 0,
        }
    }

    /// Begins what one call of `filter` or `exclude` says.
    pub(super) fn next_call(&mut self) -> u32 {
        self.calls += 1;
        self.sharing = Sharing::Call(self.calls);
        self.calls
    }

    /// Writes a piece of text apart from what is written so far, and returns it.
    pub(super) fn apart<T>(&mut self, write: impl FnOnce(&mut Self) -> Result<T>) -> Result<(String, T)> {
        let before = std::mem::replace(&mut self.text.out, String::with_capacity(96));
        let result = write(self);
        let piece = std::mem::replace(&mut self.text.out, before);
        Ok((piece, result?))
    }

    /// Where a column is read from, its tables being joined as needed.
    pub(super) fn place(&mut self, column: &ColumnRef) -> Place {
        let nullable = column.column.nullable || may_miss(column.trail);
        if let (Some(inside), Some(many)) =
            (&mut self.inside, self.joins.new_many(column.trail, self.sharing))
        {
            inside.start_at(many.before, tie(&mut self.joins, many, self.sharing));
            let (at, name) = inside.column(column, Sharing::Any);
            return Place { alias: inside.alias(at), column: name, joins: inside.up_to(at), nullable };
        }
        let (at, name) = self.joins.column(column, self.sharing);
        // A column of the query around a subquery says nothing of the subquery's joins.
        let joins = if self.is_inside() { JoinSet::EMPTY } else { self.joins.up_to(at) };
        Place { alias: self.joins.alias(at), column: name, joins, nullable }
    }

    /// Does `work` in a subquery that is tied to this query, and returns the subquery's tables with what it has done.
    pub(super) fn within_subquery<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, Joins) {
        self.inside = Some(Joins::tied(self.joins.alias(ROOT), self.joins.numbered()));
        let done = work(self);
        let tables = self.inside.take().expect("only this function begins and ends a subquery");
        (done, tables)
    }

    /// Whether a subquery is being written.
    pub(super) fn is_inside(&self) -> bool {
        self.inside.is_some()
    }

    pub(super) fn finish(self) -> Result<Statement> {
        self.joins.check()?;
        self.text.finish()
    }
}

/// The column of the query around it that a subquery behind `many` is tied to.
fn tie(joins: &mut Joins, many: &'static Hop, sharing: Sharing) -> (Alias, &'static str) {
    let (at, column) = match many.before {
        None => (ROOT, (many.relation.model)().key_column().name),
        Some(before) => joins.key(before, sharing),
    };
    (joins.alias(at), column)
}

/// Whether a path can lead to no row.
fn may_miss(trail: Trail) -> bool {
    std::iter::successors(trail, |hop| hop.before).any(|hop| hop.relation.is_nullable())
}
