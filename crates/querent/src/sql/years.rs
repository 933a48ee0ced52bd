//! The year of a column beside a number: as a range, which an index on the column serves.

use time::{Date, Month, PrimitiveDateTime, Time};
use tokio_postgres::types::Type;

use crate::ast::{Comparison, Expr, Function};
use crate::error::Result;
use crate::types::{Param, Scalar};

use super::compiler::Compiler;
use super::knowledge::Knowledge;

/// What a column is compared with, in place of its year.
enum Ends {
    /// `column >= first AND column < last`
    Within(Param, Param),
    /// `column operator end`
    Beyond(&'static str, Param),
}

impl Compiler {
    /// Writes a comparison of a column's year with a number; `None` for every other comparison, and for years that the
    /// calendar of the column's type has not.
    pub(super) fn year(
        &mut self,
        left: &Expr,
        comparison: Comparison,
        right: &Expr,
    ) -> Result<Option<Knowledge>> {
        let (Expr::Call(call, _), Expr::Param(Param::Integer(year))) = (left, right) else { return Ok(None) };
        let (Function::Extract("YEAR", _), [column @ Expr::Column(of)]) = (&call.0, call.1.as_slice()) else {
            return Ok(None);
        };
        let Some(ends) = ends(&of.column.ty, comparison, *year) else { return Ok(None) };
        let known = match ends {
            Ends::Beyond(operator, end) => {
                let known = self.expr(column)?;
                self.text.push(operator).param(end);
                known
            }
            Ends::Within(first, last) => {
                self.text.push("(");
                let known = self.expr(column)?;
                self.text.push(" >= ").param(first).push(" AND ");
                self.expr(column)?;
                self.text.push(" < ").param(last).push(")");
                known
            }
        };
        Ok(Some(known))
    }
}

fn ends(ty: &Type, comparison: Comparison, year: i32) -> Option<Ends> {
    let next = year.checked_add(1)?;
    Some(match comparison {
        Comparison::Eq => Ends::Within(begin(ty, year)?, begin(ty, next)?),
        Comparison::Gte => Ends::Beyond(" >= ", begin(ty, year)?),
        Comparison::Gt => Ends::Beyond(" >= ", begin(ty, next)?),
        Comparison::Lt => Ends::Beyond(" < ", begin(ty, year)?),
        Comparison::Lte => Ends::Beyond(" < ", begin(ty, next)?),
        _ => return None,
    })
}

/// The first moment of a year.
fn begin(ty: &Type, year: i32) -> Option<Param> {
    // PostgreSQL has no year 0, and writes those before it in another way.
    let date = Date::from_calendar_date(year, Month::January, 1).ok().filter(|_| year > 0)?;
    let moment = PrimitiveDateTime::new(date, Time::MIDNIGHT);
    match *ty {
        Type::DATE => Some(date.into_param()),
        Type::TIMESTAMP => Some(moment.into_param()),
        Type::TIMESTAMPTZ => Some(moment.assume_utc().into_param()),
        _ => None,
    }
}
