//! Comparisons as SQL.

use crate::ast::{Comparison, Expr};
use crate::error::Result;
use crate::types::Param;

use super::compiler::Compiler;
use super::exprs::Knowledge;

/// Where a text may stand in another one.
#[derive(Clone, Copy)]
struct Pattern {
    anything_before: bool,
    anything_after: bool,
    any_case: bool,
}

impl Compiler {
    /// Writes a comparison. The text lookups compare with a LIKE pattern made of the value, in which the value's own
    /// wildcards are escaped.
    pub(super) fn comparison(
        &mut self,
        left: &Expr,
        comparison: Comparison,
        right: &Expr,
    ) -> Result<Knowledge> {
        let operator = match comparison {
            Comparison::Eq => " = ",
            Comparison::Gt => " > ",
            Comparison::Gte => " >= ",
            Comparison::Lt => " < ",
            Comparison::Lte => " <= ",
            Comparison::Regex => " ~ ",
            Comparison::IRegex => " ~* ",
            Comparison::Ne => return self.unequal(left, right),
            Comparison::IExact => return self.same_text(left, right),
            Comparison::Contains => return self.like(left, right, pattern(true, true, false)),
            Comparison::IContains => return self.like(left, right, pattern(true, true, true)),
            Comparison::StartsWith => return self.like(left, right, pattern(false, true, false)),
            Comparison::IStartsWith => return self.like(left, right, pattern(false, true, true)),
            Comparison::EndsWith => return self.like(left, right, pattern(true, false, false)),
            Comparison::IEndsWith => return self.like(left, right, pattern(true, false, true)),
        };
        let left = self.expr(left)?;
        self.text.push(operator);
        Ok(left.both(self.expr(right)?))
    }

    /// The negation of `=` in two values: `<>`, or where one side may be NULL, `IS DISTINCT FROM`, which takes two
    /// NULLs for equal.
    fn unequal(&mut self, left: &Expr, right: &Expr) -> Result<Knowledge> {
        let (left_text, left) = self.apart(|this| this.expr(left))?;
        let (right_text, right) = self.apart(|this| this.expr(right))?;
        let (before, between, after) = match (left.nullable, right.nullable) {
            (false, false) => ("", " <> ", ""),
            (true, true) => ("(", " = ", ") IS NOT TRUE"),
            _ => ("", " IS DISTINCT FROM ", ""),
        };
        self.text.push(before).push(&left_text).push(between).push(&right_text).push(after);
        match left.nullable || right.nullable {
            true => Ok(Knowledge::CERTAIN),
            false => Ok(left.both(right)),
        }
    }

    fn same_text(&mut self, left: &Expr, right: &Expr) -> Result<Knowledge> {
        let left = self.upper(left, true)?;
        self.text.push(" = ");
        Ok(left.both(self.upper(right, true)?))
    }

    fn like(&mut self, left: &Expr, right: &Expr, pattern: Pattern) -> Result<Knowledge> {
        let left = self.upper(left, pattern.any_case)?;
        self.text.push(" LIKE ");
        if let Expr::Param(Param::Text(value)) = right {
            let (before, after) = if pattern.any_case { ("upper(", ")") } else { ("", "") };
            self.text.push(before).param(Param::Text(pattern.of(value))).push(after);
            return Ok(left);
        }
        if pattern.anything_before {
            self.text.push("'%' || ");
        }
        self.text.push(r"replace(replace(replace(");
        let right = self.upper(right, pattern.any_case)?;
        self.text.push(r", '\', '\\'), '%', '\%'), '_', '\_')");
        if pattern.anything_after {
            self.text.push(" || '%'");
        }
        Ok(left.both(right))
    }

    fn upper(&mut self, expr: &Expr, any_case: bool) -> Result<Knowledge> {
        if !any_case {
            return self.expr(expr);
        }
        self.text.push("upper(");
        let known = self.expr(expr)?;
        self.text.push(")");
        Ok(known)
    }
}

fn pattern(anything_before: bool, anything_after: bool, any_case: bool) -> Pattern {
    Pattern { anything_before, anything_after, any_case }
}

impl Pattern {
    fn of(self, value: &str) -> String {
        let mut pattern = String::with_capacity(value.len() + 4);
        if self.anything_before {
            pattern.push('%');
        }
        for letter in value.chars() {
            if matches!(letter, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        if self.anything_after {
            pattern.push('%');
        }
        pattern
    }
}
