//! Comparisons of a relation with a key, an instance or a queryset: the key's own column answers them.

use std::collections::{BTreeSet, HashSet};

use uuid::Uuid;

use crate::ast::{self, Comparison};
use crate::field::{Column, Related};
use crate::model::{Is, Key, Model, Path, Relation, Visible};
use crate::types::{Base, Scalar, Takes, Value};

use super::lookups::compare;
use super::q::Q;

/// An instance of `M`, its key, or a column of its key's type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `{M}` or its key",
    label = "expected `&{M}`, its key, or a column of the key's type"
)]
pub trait KeyOperand<S, M> {
    /// The key as a tree.
    #[doc(hidden)]
    fn key_operand(self) -> ast::Expr;
}

#[diagnostic::do_not_recommend]
impl<S, M: Model> KeyOperand<S, M> for &M {
    fn key_operand(self) -> ast::Expr {
        ast::Expr::Param(self.key().key_param())
    }
}

#[diagnostic::do_not_recommend]
impl<S, M: Model> KeyOperand<S, M> for Option<M::Key> {
    fn key_operand(self) -> ast::Expr {
        ast::Expr::Param(self.map_or_else(M::Key::no_key, Key::key_param))
    }
}

#[diagnostic::do_not_recommend]
impl<S, M: Model, P: Path<Scope: Visible<S>>, T: Value> KeyOperand<S, M> for Column<P, T>
where
    Base<T>: Is<M::Key>,
{
    fn key_operand(self) -> ast::Expr {
        self.tree().seen_from(P::Scope::UP)
    }
}

/// Another relation to `M`: the two rows are one.
#[diagnostic::do_not_recommend]
impl<S, M, P: Path<Scope: Visible<S>>, R: Relation<To: Is<M>>> KeyOperand<S, M> for Related<P, R> {
    fn key_operand(self) -> ast::Expr {
        self.key_tree().seen_from(P::Scope::UP)
    }
}

/// A list of instances or keys of `M`, or a queryset of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list or a queryset of `{M}`",
    label = "expected instances or keys of `{M}`, or a queryset of it"
)]
pub trait KeySet<S, M> {
    /// The set as data; `None` for a list that is empty.
    #[doc(hidden)]
    fn key_set(self) -> Option<ast::Membership>;
}

/// An instance or key of `M` in a list.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `{M}` or its key",
    label = "expected `&{M}` or its key"
)]
pub trait KeyItem<M: Model> {
    /// The key.
    #[doc(hidden)]
    fn key_item(self) -> M::Key;
}

#[diagnostic::do_not_recommend]
impl<M: Model> KeyItem<M> for &M {
    fn key_item(self) -> M::Key {
        self.key()
    }
}

/// A reference to a reference: what a list of references lends.
#[diagnostic::do_not_recommend]
impl<M: Model> KeyItem<M> for &&M {
    fn key_item(self) -> M::Key {
        self.key()
    }
}

macro_rules! keys {
    ($($literal:ty => $key:ty, $take:expr;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, M: Model<Key = $key>> KeyOperand<S, M> for $literal {
            fn key_operand(self) -> ast::Expr {
                let take: fn(Self) -> $key = $take;
                ast::Expr::Param(Scalar::into_param(take(self)))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M: Model<Key = $key>> KeyItem<M> for $literal {
            fn key_item(self) -> $key {
                let take: fn(Self) -> $key = $take;
                take(self)
            }
        }
    )* };
}

crate::lookup::key_literals::key_literals!(keys);

// What a list of texts lends.
keys! {
    &&str => String, |key| (*key).to_owned();
}

fn key_param<M: Model>(key: M::Key) -> ast::Expr {
    ast::Expr::Param(key.key_param())
}

fn key_list<M: Model>(keys: impl Iterator<Item = M::Key>) -> Option<ast::Membership> {
    let keys: Vec<M::Key> = keys.collect();
    (!keys.is_empty()).then(|| ast::Membership::List(M::Key::key_list(keys)))
}

/// A key of several columns, each of them as it may be written beside its column.
macro_rules! rows {
    ($(($($key:ident $value:ident $place:tt),*);)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, $($key, $value),*> KeyItem<M> for ($($value,)*)
        where
            M: Model<Key = ($($key,)*)>,
            $($key: Takes<$value>,)*
        {
            fn key_item(self) -> M::Key {
                ($($key::take(self.$place),)*)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<'a, M, $($key, $value: Clone),*> KeyItem<M> for &'a ($($value,)*)
        where
            M: Model<Key = ($($key,)*)>,
            $($key: Takes<$value>,)*
        {
            fn key_item(self) -> M::Key {
                ($($key::take(self.$place.clone()),)*)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<S, M, $($key, $value),*> KeyOperand<S, M> for ($($value,)*)
        where
            M: Model<Key = ($($key,)*)>,
            $($key: Takes<$value>,)*
        {
            fn key_operand(self) -> ast::Expr {
                key_param::<M>(KeyItem::<M>::key_item(self))
            }
        }
    )* };
}

rows! {
    (A V 0, B W 1);
    (A V 0, B W 1, C X 2);
}

macro_rules! key_lists {
    ($([$($generics:tt)*] $list:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, M: Model, V: KeyItem<M>, $($generics)*> KeySet<S, M> for $list {
            fn key_set(self) -> Option<ast::Membership> {
                key_list::<M>(self.into_iter().map(KeyItem::key_item))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<'a, S, M: Model, V, $($generics)*> KeySet<S, M> for &'a $list
        where
            &'a V: KeyItem<M>,
        {
            fn key_set(self) -> Option<ast::Membership> {
                key_list::<M>(self.iter().map(KeyItem::key_item))
            }
        }
    )* };
}

key_lists! {
    [] Vec<V>;
    [const N: usize] [V; N];
    [H] HashSet<V, H>;
    [] BTreeSet<V>;
}

#[diagnostic::do_not_recommend]
impl<'a, S, M: Model, V> KeySet<S, M> for &'a [V]
where
    &'a V: KeyItem<M>,
{
    fn key_set(self) -> Option<ast::Membership> {
        key_list::<M>(self.iter().map(KeyItem::key_item))
    }
}

impl<P: Path, R: Relation> Related<P, R> {
    /// The related row is this one: an instance, a key, or a column of the key's type; of a `None`, `is_null`.
    ///
    /// A foreign key is compared as this row's own column, without a join.
    pub fn eq<V: KeyOperand<P::Scope, R::To>>(self, key: V) -> Q<P::Scope> {
        compare(self.key_tree(), Comparison::Eq, key.key_operand())
    }

    /// Not `eq`; true where there is no related row.
    ///
    /// Across many related rows it asks for another one than this, or for none at all; that this one is not among them
    /// is said by [`exclude`](crate::QuerySet::exclude) or `!`.
    pub fn ne<V: KeyOperand<P::Scope, R::To>>(self, key: V) -> Q<P::Scope> {
        compare(self.key_tree(), Comparison::Ne, key.key_operand())
    }

    /// The related row is one of these: a list of instances or keys, or a queryset of the related model.
    pub fn is_in<V: KeySet<P::Scope, R::To>>(self, set: V) -> Q<P::Scope> {
        match set.key_set() {
            Some(membership) => Q::new(ast::Condition::In(self.key_tree(), membership)),
            None => Q::new(ast::Condition::Constant(false)),
        }
    }

    /// Not `is_in`; true where there is no related row.
    ///
    /// Across many related rows it asks for one that is not among these, or for none at all; that none of these is
    /// related is said by [`exclude`](crate::QuerySet::exclude) or `!`.
    pub fn not_in<V: KeySet<P::Scope, R::To>>(self, set: V) -> Q<P::Scope> {
        match set.key_set() {
            Some(membership) => Q::new(ast::Condition::NotIn(self.key_tree(), membership)),
            None => Q::new(ast::Condition::Constant(true)),
        }
    }

    /// There is no related row.
    pub fn is_null(self) -> Q<P::Scope> {
        Q::new(ast::Condition::IsNull(self.presence_tree()))
    }

    /// There is a related row.
    pub fn is_not_null(self) -> Q<P::Scope> {
        Q::new(ast::Condition::IsNotNull(self.presence_tree()))
    }
}
