//! One query on its way to text.

use crate::ast::{ColumnRef, Expr, FilteredRelation};
use crate::error::{Error, Result};
use crate::meta::{Hop, may_miss};

use super::computed::Computed;
use super::join_set::{At, JoinSet};
use super::joins::{Joins, ROOT, Sharing};
use super::knowledge::Knowledge;
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
    /// Where what is selected from has none of the model's columns: the columns that its values are.
    pub(super) selected: Option<Vec<Option<ColumnRef>>>,
    /// The relations of which only some rows are joined, by their places.
    pub(super) filtered: Vec<FilteredRelation>,
    /// Which joins to many rows may be shared now.
    pub(super) sharing: Sharing,
    /// Whether what is written now stands under a negation.
    pub(super) negated: bool,
    /// Whether conditions stand in a value: they speak of the joined row, and not of any related row.
    pub(super) of_joined_row: bool,
    /// Whether there is a new row that could not be created.
    pub(super) has_excluded: bool,
    /// What is computed for each row or group.
    pub(super) computed: Computed,
    /// Whether it only adds related rows to a row of the query around it, whose values are its own.
    pub(super) adds_rows: bool,
    /// The query around this one, whose values this one may use.
    pub(super) around: Option<Box<Compiler>>,
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
        Compiler::on(Joins::new(table), table, text)
    }

    /// A query whose tables are called as no table of the queries around it.
    pub(super) fn within(table: &'static str, text: Text, numbered: u16) -> Compiler {
        let joins = Joins::inner(table, numbered);
        Compiler { slice: joins.alias(ROOT), ..Compiler::on(joins, table, text) }
    }

    fn on(joins: Joins, table: &'static str, text: Text) -> Compiler {
        Compiler {
            text,
            joins,
            inside: None,
            slice: Alias::Table(table),
            selected: None,
            filtered: Vec::new(),
            sharing: Sharing::Any,
            negated: false,
            of_joined_row: false,
            has_excluded: false,
            computed: Computed::default(),
            adds_rows: false,
            around: None,
            calls: 0,
        }
    }

    /// A query of related rows that are added to a row of the query `around` it.
    pub(super) fn adding_rows(mut around: Compiler) -> Compiler {
        let text = std::mem::take(&mut around.text);
        let mut joins = around.joins.beside(ROOT);
        joins.number_from(around.numbered());
        let mut compiler = Compiler { adds_rows: true, ..Compiler::on(joins, "", text) };
        compiler.slice = around.slice;
        compiler.filtered.clone_from(&around.filtered);
        compiler.computed.noting = true;
        compiler.next_call();
        compiler.around = Some(Box::new(around));
        compiler
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
        self.place_by(column, Joins::column)
    }

    /// As [`place`](Self::place), for the question whether a column has a value: of a related row's key, whether there is
    /// a related row.
    pub(super) fn presence(&mut self, column: &ColumnRef) -> Place {
        self.place_by(column, |joins, column, sharing| match column.trail {
            Some(hop) if column.column.name == (hop.relation.target)().key_column().name => {
                joins.presence(hop, sharing)
            }
            _ => joins.column(column, sharing),
        })
    }

    fn place_by(
        &mut self,
        column: &ColumnRef,
        find: impl Fn(&mut Joins, &ColumnRef, Sharing) -> (At, &'static str),
    ) -> Place {
        let nullable = column.column.nullable || may_miss(column.trail);
        if let (Some(inside), Some(many)) =
            (&mut self.inside, self.joins.new_many(column.trail, self.sharing))
        {
            // A table that is joined for the tie goes by a name that the subquery's tables have not.
            self.joins.number_from(inside.numbered());
            let tied = tie(&mut self.joins, many, self.sharing);
            inside.number_from(self.joins.numbered());
            self.computed.note(tied.0, tied.1);
            inside.start_at(many.before, tied);
            let (at, name) = find(inside, column, Sharing::Any);
            return Place { alias: inside.alias(at), column: name, joins: inside.up_to(at), nullable };
        }
        let (at, name) = find(&mut self.joins, column, self.sharing);
        self.computed.note(self.joins.alias(at), name);
        // A column of the query around a subquery says nothing of the subquery's joins.
        let joins = if self.is_inside() { JoinSet::EMPTY } else { self.joins.up_to(at) };
        Place { alias: self.joins.alias(at), column: name, joins, nullable }
    }

    /// Does `work` in a subquery that is tied to this query, and returns the subquery's tables with what it has done.
    pub(super) fn within_subquery<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, Joins) {
        let tables = Joins::tied(self.joins.alias(ROOT), self.joins.numbered());
        self.within_tables(tables, work)
    }

    /// As [`within_subquery`](Self::within_subquery), in a subquery that has tables already.
    pub(super) fn within_tables<T>(
        &mut self,
        tables: Joins,
        work: impl FnOnce(&mut Self) -> T,
    ) -> (T, Joins) {
        self.inside = Some(tables);
        let done = work(self);
        // A query that failed inside has taken this one's place; its error is all that is left of both.
        let tables = self.inside.take().unwrap_or_else(|| Joins::new(""));
        (done, tables)
    }

    /// Writes a value of the query so many levels around this one.
    pub(super) fn outer(&mut self, levels: usize, value: &Expr) -> Result<Knowledge> {
        let levels = levels + usize::from(self.adds_rows);
        let Some(mut around) = self.around.take() else {
            return Err(Error::misuse("a query uses a value of a query around it and stands in none"));
        };
        std::mem::swap(&mut around.text, &mut self.text);
        around.joins.number_from(self.joins.numbered());
        let known = if levels > 1 { around.outer(levels - 1, value) } else { around.expr(value) };
        self.joins.number_from(around.joins.numbered());
        std::mem::swap(&mut around.text, &mut self.text);
        self.around = Some(around);
        Ok(Knowledge { joins: JoinSet::EMPTY, ..known? })
    }

    /// Whether a subquery is being written.
    pub(super) fn is_inside(&self) -> bool {
        self.inside.is_some()
    }

    /// How many numbered aliases are taken, in this query and in the subquery that is being written.
    pub(super) fn numbered(&self) -> u16 {
        let inside = self.inside.as_ref().map_or(0, Joins::numbered);
        self.joins.numbered().max(inside)
    }
}

/// The column of the query around it that a subquery behind `many` is tied to.
fn tie(joins: &mut Joins, many: &'static Hop, sharing: Sharing) -> (Alias, &'static str) {
    let (at, column) = match many.before {
        None => (ROOT, (many.relation.model)().key_column().name),
        // The key that leads there leads to a row that may not be among those of the relation.
        Some(before) if before.filtered.is_some() => {
            (joins.follow(Some(before), sharing), (before.relation.target)().key_column().name)
        }
        Some(before) => joins.key(before, sharing),
    };
    (joins.alias(at), column)
}
