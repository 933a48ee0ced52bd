//! Values as SQL.

use crate::ast::{Carried, Case, ColumnRef, Expr, Function, NullRule, TOO_DEEP, Zone};
use crate::error::{Error, Result};
use crate::meta::ColumnMeta;

use super::compiler::Compiler;
use super::join_set::JoinSet;
use super::knowledge::Knowledge;
use super::known::constant;
use super::text::Text;

impl Compiler {
    /// Writes a value. One that the rows are grouped by is known again where its text is the same: so it needs no column
    /// beside the groups.
    pub(super) fn expr(&mut self, expr: &Expr) -> Result<Knowledge> {
        if self.computed.groups.is_empty() {
            return self.value(expr);
        }
        let (written, noted) = (self.text.out.len(), self.computed.noted());
        let known = self.value(expr)?;
        let text = &self.text.out[written..];
        if self.computed.groups.iter().any(|group| group.text == text) {
            self.computed.forget_notes(noted);
        }
        Ok(known)
    }

    fn value(&mut self, expr: &Expr) -> Result<Knowledge> {
        match expr {
            Expr::Aggregate(..) | Expr::Annotation(_) | Expr::Group(_) | Expr::Carried(_)
                if self.adds_rows =>
            {
                self.outer(0, expr)
            }
            Expr::Column(column) if self.selected.is_some() => self.selected_column(column),
            Expr::Column(column) => {
                let place = self.place(column);
                self.text.column(place.alias, place.column);
                Ok(Knowledge { joins: place.joins, nullable: place.nullable })
            }
            Expr::Param(param) => {
                self.text.param(param.clone());
                Ok(Knowledge { nullable: param.is_null(), ..Knowledge::CERTAIN })
            }
            Expr::Infix(sides, _) => {
                let (left, operator, right) = sides.as_ref();
                self.text.push("(");
                let left = self.expr(left)?;
                self.text.push(" ").push(operator.sql()).push(" ");
                let right = self.expr(right)?;
                self.text.push(")");
                Ok(left.both(right))
            }
            Expr::Call(call, _) => self.call(&call.0, &call.1),
            Expr::Case(case, _) => self.case(case),
            Expr::Aggregate(aggregate, _) => self.aggregate(aggregate),
            Expr::Annotation(at) => self.computed(*at),
            Expr::Group(at) => self.group(*at),
            Expr::Subquery(plan, selected) => self.subquery(plan, *selected),
            Expr::Outer(levels, value) => self.outer(*levels, value),
            Expr::Condition(condition) => {
                self.text.push("(");
                let meaning = self.condition_of_value(condition)?;
                // PostgreSQL neither groups nor orders by a bare constant.
                self.text.push(if constant(condition).is_some() { ")::boolean" } else { ")" });
                Ok(Knowledge { joins: JoinSet::EMPTY, nullable: meaning.nullable })
            }
            Expr::Carried(carried) => {
                self.text.alias(self.slice).push(".").carried(*carried);
                Ok(Knowledge { joins: JoinSet::EMPTY, nullable: true })
            }
            Expr::Excluded(column) => self.excluded(column),
            Expr::TooDeep => Err(Error::misuse(TOO_DEEP)),
        }
    }

    /// A column of the row that an upsert could not create.
    fn excluded(&mut self, column: &'static ColumnMeta) -> Result<Knowledge> {
        if !self.has_excluded {
            return Err(Error::misuse(format!(
                "`excluded` of `{}` has a value only in what `upsert` sets: `.upsert(…).set(|…| …)`",
                column.field
            )));
        }
        self.text.push("EXCLUDED.").name(column.name);
        Ok(Knowledge { joins: JoinSet::EMPTY, nullable: column.nullable })
    }

    /// A column, where the query selects from rows that are only values: one of these.
    fn selected_column(&mut self, column: &ColumnRef) -> Result<Knowledge> {
        let selected = self.selected.iter().flatten();
        let place = selected.into_iter().position(|one| one.is_some_and(|one| one.is(column)));
        let Some(at) = place else {
            return Err(Error::misuse(format!(
                "`{}` is not among the values of these rows: combined or grouped rows have no other columns than the \
                 selected values; select it too, or say what is asked of it before",
                column.column.field
            )));
        };
        self.expr(&Expr::Carried(Carried::Value(at)))
    }

    fn call(&mut self, function: &Function, arguments: &[Expr]) -> Result<Knowledge> {
        match function {
            Function::Extract(field, zone) => {
                // Seconds carry their fraction, and a cast would round it up.
                let (whole, after) = match *field {
                    "SECOND" => ("date_trunc('second', ", "))::integer"),
                    _ => ("", ")::integer"),
                };
                self.text.push("EXTRACT(").push(field).push(" FROM ").push(whole);
                let known = self.moment(arguments, *zone)?;
                self.text.push(after);
                Ok(known)
            }
            Function::Date(zone) => {
                let known = self.moment(arguments, *zone)?;
                self.text.push("::date");
                Ok(known)
            }
            Function::Time(zone) => {
                let known = self.moment(arguments, *zone)?;
                self.text.push("::time");
                Ok(known)
            }
            Function::Sql { before, between, after, nulls } => {
                self.text.push(before);
                let known = self.arguments(arguments, *nulls, |text, at| {
                    text.push(if at > 0 { between } else { "" });
                })?;
                self.text.push(after);
                Ok(known)
            }
            Function::Fragment(texts) => {
                self.text.push("(");
                let known = self.arguments(arguments, NullRule::Perhaps, |text, at| {
                    text.push(texts.get(at).unwrap_or(&""));
                })?;
                self.text.push(texts.get(arguments.len()).unwrap_or(&"")).push(")");
                Ok(known)
            }
            Function::Written(text) => self.written(text, arguments),
        }
    }

    /// The arguments, with a text before each; what is known of what a function makes of them.
    fn arguments(
        &mut self,
        arguments: &[Expr],
        nulls: NullRule,
        before: impl Fn(&mut Text, usize),
    ) -> Result<Knowledge> {
        let mut all: Option<Knowledge> = None;
        for (at, argument) in arguments.iter().enumerate() {
            before(&mut self.text, at);
            let known = self.expr(argument)?;
            all = Some(match (all, nulls) {
                (None, _) => known,
                (Some(all), NullRule::Coalesce) => all.either(known),
                (Some(all), NullRule::Row) => Knowledge { nullable: all.nullable || known.nullable, ..all },
                (Some(all), _) => all.both(known),
            });
        }
        let all = all.unwrap_or(Knowledge::CERTAIN);
        Ok(match nulls {
            NullRule::Strict | NullRule::Coalesce | NullRule::Row => all,
            NullRule::Never => Knowledge::CERTAIN,
            NullRule::Perhaps => Knowledge::UNKNOWN,
        })
    }

    /// A date or time; one with a time zone is read in UTC.
    fn moment(&mut self, arguments: &[Expr], zone: Zone) -> Result<Knowledge> {
        let (before, after) = match zone {
            Zone::Zoned => ("(", " AT TIME ZONE 'UTC')"),
            Zone::Unzoned => ("", ""),
        };
        self.text.push(before);
        let known = self.arguments(arguments, NullRule::Strict, |_, _| ())?;
        self.text.push(after);
        Ok(known)
    }

    fn case(&mut self, case: &Case) -> Result<Knowledge> {
        let mut nullable = case.otherwise.is_none();
        self.text.push("CASE");
        for (condition, value) in &case.whens {
            self.text.push(" WHEN ");
            self.condition_of_value(condition)?;
            self.text.push(" THEN ");
            nullable |= self.expr(value)?.nullable;
        }
        if let Some(value) = &case.otherwise {
            self.text.push(" ELSE ");
            nullable |= self.expr(value)?.nullable;
        }
        self.text.push(" END");
        Ok(Knowledge { joins: JoinSet::EMPTY, nullable })
    }

    /// An annotation, as it was written when it was computed.
    fn computed(&mut self, at: usize) -> Result<Knowledge> {
        let Some(Some(written)) = self.computed.annotations.get(at) else {
            return Err(Error::misuse(
                "an annotation is used that this query does not have; handles of annotations belong to the queryset \
                 whose closure was given them",
            ));
        };
        self.text.push(&written.text);
        self.computed.aggregated |= written.aggregated;
        let (read, known) = (written.read.clone(), written.known);
        read.into_iter().for_each(|(alias, column)| self.computed.note(alias, column));
        Ok(if self.is_inside() { Knowledge { joins: JoinSet::EMPTY, ..known } } else { known })
    }

    /// A value that the rows are grouped by.
    fn group(&mut self, at: usize) -> Result<Knowledge> {
        let Some(written) = self.computed.groups.get(at) else {
            return Err(Error::misuse("a value is used that the rows of this query are not grouped by"));
        };
        self.text.push(&written.text);
        Ok(written.known)
    }
}
