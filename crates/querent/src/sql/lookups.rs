//! Comparisons as SQL.

use crate::ast::{Comparison, Expr};
use crate::error::Result;
use crate::types::Param;

use super::compiler::Compiler;
use super::knowledge::Knowledge;
use super::text_arrays::Casts;

/// Where a text must stand in another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Anywhere,
    Start,
    End,
}

/// Which letters are the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    AsWritten,
    Any,
}

/// How a comparison is written.
pub(super) enum Manner {
    /// `left operator right`
    Operator(&'static str),
    /// As a LIKE: its value is the pattern of the texts that have the given one there.
    Like(Place, Case),
    /// `<>`, in two values.
    Unequal,
    /// `upper(left) = upper(right)`
    SameText,
}

/// How a comparison is written.
pub(super) fn manner(comparison: Comparison) -> Manner {
    match comparison {
        Comparison::Eq => Manner::Operator(" = "),
        Comparison::Gt => Manner::Operator(" > "),
        Comparison::Gte => Manner::Operator(" >= "),
        Comparison::Lt => Manner::Operator(" < "),
        Comparison::Lte => Manner::Operator(" <= "),
        Comparison::Regex => Manner::Operator(" ~ "),
        Comparison::IRegex => Manner::Operator(" ~* "),
        Comparison::HasAll => Manner::Operator(" @> "),
        Comparison::HasOnly => Manner::Operator(" <@ "),
        Comparison::HasAny => Manner::Operator(" && "),
        Comparison::Ne => Manner::Unequal,
        Comparison::IExact => Manner::SameText,
        Comparison::Contains => Manner::Like(Place::Anywhere, Case::AsWritten),
        Comparison::IContains => Manner::Like(Place::Anywhere, Case::Any),
        Comparison::StartsWith => Manner::Like(Place::Start, Case::AsWritten),
        Comparison::IStartsWith => Manner::Like(Place::Start, Case::Any),
        Comparison::EndsWith => Manner::Like(Place::End, Case::AsWritten),
        Comparison::IEndsWith => Manner::Like(Place::End, Case::Any),
    }
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
        if let Some(known) = self.year(left, comparison, right)? {
            return Ok(known);
        }
        let operator = match manner(comparison) {
            Manner::Operator(operator) => operator,
            Manner::Like(place, case) => return self.like(left, right, place, case),
            Manner::Unequal => return self.unequal(left, right),
            Manner::SameText => return self.same_text(left, right),
        };
        let casts = Casts::of(left, right);
        let left = self.cast(left, casts.left)?;
        self.text.push(operator);
        Ok(left.both(self.cast(right, casts.right)?))
    }

    /// A value and what it is cast to, if to anything.
    pub(super) fn cast(&mut self, value: &Expr, cast: &str) -> Result<Knowledge> {
        let known = self.expr(value)?;
        self.text.push(cast);
        Ok(known)
    }

    fn unequal(&mut self, left: &Expr, right: &Expr) -> Result<Knowledge> {
        let sides = self.not_equal(left, right)?;
        Ok(if sides.nullable { Knowledge::CERTAIN } else { sides })
    }

    /// The negation of `=` in two values: `<>`, or where one side may be NULL, `IS DISTINCT FROM`, which takes two
    /// NULLs for equal. What is known is known of the two sides.
    pub(super) fn not_equal(&mut self, left: &Expr, right: &Expr) -> Result<Knowledge> {
        let casts = Casts::of(left, right);
        let start = self.text.out.len();
        let left = self.cast(left, casts.left)?;
        if let Expr::Param(param) = right
            && !param.is_null()
        {
            self.text.push(if left.nullable { " IS DISTINCT FROM " } else { " <> " });
            return Ok(left.both(self.cast(right, casts.right)?));
        }
        let (right_text, right) = self.apart(|this| this.cast(right, casts.right))?;
        let (between, after) = match (left.nullable, right.nullable) {
            (false, false) => (" <> ", ""),
            (true, true) => {
                self.text.out.insert(start, '(');
                (" = ", ") IS NOT TRUE")
            }
            _ => (" IS DISTINCT FROM ", ""),
        };
        self.text.push(between).push(&right_text).push(after);
        Ok(left.both(right))
    }

    fn same_text(&mut self, left: &Expr, right: &Expr) -> Result<Knowledge> {
        let left = self.upper(left, Case::Any)?;
        self.text.push(" = ");
        Ok(left.both(self.upper(right, Case::Any)?))
    }

    fn like(&mut self, left: &Expr, right: &Expr, place: Place, case: Case) -> Result<Knowledge> {
        let left = self.upper(left, case)?;
        self.text.push(" LIKE ");
        if let Expr::Param(Param::Text(value)) = right {
            let (before, after) = match case {
                Case::Any => ("upper(", ")"),
                Case::AsWritten => ("", ""),
            };
            self.text.push(before).param(Param::Text(place.pattern(value))).push(after);
            return Ok(left);
        }
        if place.follows_anything() {
            self.text.push("'%' || ");
        }
        self.text.push(r"replace(replace(replace(");
        let right = self.upper(right, case)?;
        self.text.push(r", '\', '\\'), '%', '\%'), '_', '\_')");
        if place.precedes_anything() {
            self.text.push(" || '%'");
        }
        Ok(left.both(right))
    }

    fn upper(&mut self, expr: &Expr, case: Case) -> Result<Knowledge> {
        if case == Case::AsWritten {
            return self.expr(expr);
        }
        self.text.push("upper(");
        let known = self.expr(expr)?;
        self.text.push(")");
        Ok(known)
    }
}

impl Place {
    fn follows_anything(self) -> bool {
        self != Place::Start
    }

    fn precedes_anything(self) -> bool {
        self != Place::End
    }

    /// The pattern of the texts that have this one here.
    pub(super) fn pattern(self, value: &str) -> String {
        let mut pattern = String::with_capacity(value.len() + 4);
        if self.follows_anything() {
            pattern.push('%');
        }
        for letter in value.chars() {
            if matches!(letter, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        if self.precedes_anything() {
            pattern.push('%');
        }
        pattern
    }
}
