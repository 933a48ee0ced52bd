//! Values as SQL.

use crate::ast::{Expr, Function, TOO_DEEP};
use crate::error::{Error, Result};
use crate::types::{Param, Scalar};

use super::compiler::Compiler;
use super::join_set::JoinSet;

/// What is known of a value without the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knowledge {
    /// The joins that must have found a row for the value not to be NULL.
    pub(super) joins: JoinSet,
    /// Whether it may be NULL.
    pub(super) nullable: bool,
}

impl Knowledge {
    /// Of a value that is there whatever is joined.
    pub(super) const CERTAIN: Knowledge = Knowledge { joins: JoinSet::EMPTY, nullable: false };

    /// Of a value that is NULL if one of two is.
    pub(super) fn both(self, other: Knowledge) -> Knowledge {
        Knowledge { joins: self.joins.union(other.joins), nullable: self.nullable || other.nullable }
    }
}

impl Compiler {
    /// Writes a value.
    pub(super) fn expr(&mut self, expr: &Expr) -> Result<Knowledge> {
        match expr {
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
            Expr::Call(function, argument, _) => self.call(*function, argument),
            Expr::Condition(condition) => {
                self.text.push("(");
                let meaning = self.condition(condition)?;
                self.text.push(")");
                Ok(Knowledge { joins: JoinSet::EMPTY, nullable: meaning.nullable })
            }
            Expr::Carried(carried) => {
                self.text.alias(self.slice).push(".").carried(*carried);
                Ok(Knowledge { joins: JoinSet::EMPTY, nullable: true })
            }
            Expr::TooDeep => Err(Error::misuse(TOO_DEEP)),
        }
    }

    fn call(&mut self, function: Function, argument: &Expr) -> Result<Knowledge> {
        let (before, after) = match function {
            // Seconds carry their fraction, and a cast would round it up.
            Function::Extract("SECOND") => ("EXTRACT(SECOND FROM date_trunc('second', ", "))::integer"),
            Function::Extract(field) => {
                self.text.push("EXTRACT(").push(field);
                (" FROM ", ")::integer")
            }
            Function::Date => ("", "::date"),
            Function::Time => ("", "::time"),
        };
        self.text.push(before);
        let known = self.moment(argument)?;
        self.text.push(after);
        Ok(known)
    }

    /// A date or time; a timestamp with a time zone is read in UTC, whatever the session's zone.
    fn moment(&mut self, argument: &Expr) -> Result<Knowledge> {
        let zoned = matches!(argument, Expr::Column(column) if column.column.ty == time::OffsetDateTime::TYPE)
            || matches!(argument, Expr::Param(Param::Other(ty, _)) if *ty == time::OffsetDateTime::TYPE);
        if !zoned {
            return self.expr(argument);
        }
        self.text.push("(");
        let known = self.expr(argument)?;
        self.text.push(" AT TIME ZONE 'UTC')");
        Ok(known)
    }
}
