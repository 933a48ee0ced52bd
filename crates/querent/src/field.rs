//! The handles that closures receive: columns, relations, and what is made of them.

mod annotation;
mod aggregate;

pub use aggregate::Aggregate;
pub use annotation::Annotation;

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use crate::ast;
use crate::meta::ColumnMeta;
use crate::model::{Handles, Model, Path, Relation, SingleKey, Via};
use crate::types::{Base, Make, Null, Or};

type Of<T> = PhantomData<fn() -> T>;

/// The type of a column `T` seen along the path `P`: an `Option` if the path can lead to no row, and never two.
pub type Seen<P, T> = Make<Or<<P as Path>::Null, Null<T>>, Base<T>>;

/// A column of type `T` at the end of the path `P`.
///
/// Its lookups are the methods of [`Lookups`](crate::lookup::Lookups); `+ - * / %` make expressions of it.
pub struct Column<P, T> {
    index: u16,
    of: Of<(P, T)>,
}

impl<P, T> Clone for Column<P, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, T> Copy for Column<P, T> {}

impl<P, T> Column<P, T> {
    /// The column at `index` of the model at the end of the path.
    #[doc(hidden)]
    pub const fn new(index: u16) -> Self {
        Column { index, of: PhantomData }
    }
}

impl<P: Path, T> Column<P, T> {
    /// The column as data.
    pub(crate) fn meta(self) -> &'static ColumnMeta {
        &P::Model::META.columns[usize::from(self.index)]
    }

    /// The column as a tree, with the path that leads to it.
    pub(crate) fn tree(self) -> ast::Expr {
        ast::Expr::Column(ast::ColumnRef { trail: P::TRAIL, column: self.meta() })
    }
}

impl<P: Path, T> fmt::Debug for Column<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({}.{})", P::Model::META.name, self.meta().field)
    }
}

/// A relation `R` at the end of the path `P`; it has the fields of the model it leads to.
pub struct Related<P, R>(Of<(P, R)>);

impl<P, R> Clone for Related<P, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, R> Copy for Related<P, R> {}

impl<P, R> Related<P, R> {
    /// The relation at the end of the path.
    #[doc(hidden)]
    pub const fn new() -> Self {
        Related(PhantomData)
    }
}

impl<P, R> Default for Related<P, R> {
    fn default() -> Self {
        Related::new()
    }
}

impl<P: Path, R: Relation> Deref for Related<P, R> {
    type Target = <R::To as Model>::Fields<Via<P, R>>;
    fn deref(&self) -> &Self::Target {
        <Self::Target as Handles>::REF
    }
}

impl<P: Path, R: Relation> Related<P, R> {
    /// The related row's primary key; for a foreign key it is this row's own column and needs no join.
    pub fn key(self) -> Column<Via<P, R>, <R::To as Model>::Key>
    where
        <R::To as Model>::Key: SingleKey<R::To>,
    {
        // The index of a key fits: a model has fewer than 65,536 columns.
        Column::new(<R::To as Model>::META.key as u16)
    }

    /// What is NULL where there is no related row: its primary key, or the first column of that, as a tree.
    pub(crate) fn presence_tree(self) -> ast::Expr {
        ast::Expr::Column(ast::ColumnRef { trail: Via::<P, R>::TRAIL, column: R::To::META.key_column() })
    }

    /// The related row's primary key as a tree, a row where it is several columns.
    pub(crate) fn key_tree(self) -> ast::Expr {
        ast::Expr::key(R::To::META, Via::<P, R>::TRAIL)
    }
}

impl<P: Path, R: Relation> fmt::Debug for Related<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Related({})", R::META.path())
    }
}

/// A value made of columns and literals, in queries with the scope `S`.
pub struct Expr<S, T> {
    tree: ast::Expr,
    of: Of<(S, T)>,
}

impl<S, T> Expr<S, T> {
    pub(crate) fn new(tree: ast::Expr) -> Self {
        Expr { tree, of: PhantomData }
    }

    pub(crate) fn into_tree(self) -> ast::Expr {
        self.tree
    }
}

impl<S, T> Clone for Expr<S, T> {
    fn clone(&self) -> Self {
        Expr::new(self.tree.clone())
    }
}

impl<S, T> fmt::Debug for Expr<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree.fmt(f)
    }
}
