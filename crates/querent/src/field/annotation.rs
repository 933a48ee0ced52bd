//! The handle of what `annotate` has added to each row.

use std::fmt;
use std::marker::PhantomData;

use crate::ast;

/// A value of type `T` that a queryset of the scope `S` computes for each row: what later closures receive.
///
/// It has the lookups, functions and aggregates of columns. A condition on one that is aggregated stands in HAVING.
pub struct Annotation<S, T> {
    index: u16,
    of: PhantomData<fn() -> (S, T)>,
}

impl<S, T> Clone for Annotation<S, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, T> Copy for Annotation<S, T> {}

impl<S, T> Annotation<S, T> {
    /// The next annotation of a queryset.
    pub(crate) fn next(next: &mut u16) -> Self {
        *next += 1;
        Annotation { index: *next - 1, of: PhantomData }
    }

    pub(crate) fn tree(self) -> ast::Expr {
        ast::Expr::Annotation(usize::from(self.index))
    }
}

impl<S, T> fmt::Debug for Annotation<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Annotation({})", self.index)
    }
}
