//! Values of the user's own types beside columns of them.

use crate::ast;
use crate::types::{ColumnType, NotNull, Takes};

use super::operand::{Definite, Operand, SetItem};

#[diagnostic::do_not_recommend]
impl<S, B: Takes<T>, T: ColumnType, K> Operand<S, B, K> for T {
    type Null = NotNull;
    type Presence = Definite;
    fn operand(self) -> ast::Expr {
        ast::Expr::Param(B::bind(self))
    }
}

#[diagnostic::do_not_recommend]
impl<B: Takes<T>, T: ColumnType> SetItem<B> for T {
    type Null = NotNull;
    fn item(self) -> Option<B> {
        Some(B::take(self))
    }
}
