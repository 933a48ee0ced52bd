//! How the rows of a query are locked.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{Lock, Strength, Waiting};
use crate::field::Related;
use crate::meta::Trail;
use crate::model::{Handles, Is, Model, Path, Single, ToOne, Via};

use super::shape::{FieldsOf, Scope, Shape};

type Of<T> = PhantomData<fn() -> T>;

/// How the rows of a query are locked, as [`select_for_update_with`](super::QuerySet::select_for_update_with) and
/// [`select_for_share_with`](super::QuerySet::select_for_share_with) hand it to their closures.
#[must_use = "the closure returns it"]
pub struct RowLock<M, S, K, W = Waits> {
    pub(super) lock: Lock,
    of: Of<(M, S, K, W)>,
}

/// A lock of rows that are to be changed.
#[derive(Debug)]
pub enum ForUpdate {}

/// A lock of rows that are to stay as they are.
#[derive(Debug)]
pub enum ForShare {}

/// A lock that waits until the rows are free.
#[derive(Debug)]
pub enum Waits {}

/// A lock that does not wait.
#[derive(Debug)]
pub enum Hurries {}

impl<M, S, K> RowLock<M, S, K> {
    pub(super) fn new(strength: Strength) -> Self {
        RowLock::of_lock(Lock { strength, of: Vec::new(), waiting: Waiting::Waits })
    }
}

impl<M, S, K, W> RowLock<M, S, K, W> {
    fn of_lock(lock: Lock) -> Self {
        RowLock { lock, of: PhantomData }
    }
}

impl<M, S, W> RowLock<M, S, ForUpdate, W> {
    /// Keeps rows from being changed, and lets others refer to them: `FOR NO KEY UPDATE`.
    pub fn no_key(mut self) -> Self {
        self.lock.strength = Strength::NoKeyUpdate;
        self
    }
}

impl<M, S, W> RowLock<M, S, ForShare, W> {
    /// Keeps rows from being deleted and their keys from being changed, and nothing else: `FOR KEY SHARE`.
    pub fn key(mut self) -> Self {
        self.lock.strength = Strength::KeyShare;
        self
    }
}

impl<M, S, K> RowLock<M, S, K> {
    /// Fails at once where another transaction has a lock: `NOWAIT`.
    ///
    /// That is [`LockNotAvailable`](crate::Kind::LockNotAvailable).
    pub fn nowait(mut self) -> RowLock<M, S, K, Hurries> {
        self.lock.waiting = Waiting::NoWait;
        RowLock::of_lock(self.lock)
    }

    /// Leaves out the rows that another transaction has locked: `SKIP LOCKED`, for queues.
    pub fn skip_locked(mut self) -> RowLock<M, S, K, Hurries> {
        self.lock.waiting = Waiting::SkipLocked;
        RowLock::of_lock(self.lock)
    }
}

impl<M: Model, S: Shape<M>, K, W> RowLock<M, S, K, W> {
    /// Which rows are locked, instead of the query's own: the row itself, a to-one relation that the query joins, or a
    /// tuple of these, as in `|p| (p, p.category)`.
    pub fn of<T: LockedRows<Scope<M, S>>>(mut self, rows: impl FnOnce(FieldsOf<M, S>) -> T) -> Self {
        rows(Handles::NEW).trails(&mut self.lock.of);
        self
    }
}

impl<M: Model, S, K, W> fmt::Debug for RowLock<M, S, K, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowLock<{}>({})", M::META.name, self.lock.strength.sql())
    }
}

/// What `of` of a lock takes: the row itself, a to-one relation, or a tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no row that a query on `{S}` can lock",
    label = "is no row of the query",
    note = "`of` takes the row itself, `|p| p`, a to-one relation, `|p| p.category`, or a tuple of these"
)]
pub trait LockedRows<S> {
    /// Adds the paths to the rows.
    #[doc(hidden)]
    fn trails(self, out: &mut Vec<Trail>);
}

#[diagnostic::do_not_recommend]
impl<S, P: Single<Scope: Is<S>>, R: ToOne> LockedRows<S> for Related<P, R> {
    fn trails(self, out: &mut Vec<Trail>) {
        out.push(<Via<P, R> as Path>::TRAIL);
    }
}

#[diagnostic::do_not_recommend]
impl<S, H: Handles<Path: Single<Scope: Is<S>>>> LockedRows<S> for H {
    fn trails(self, out: &mut Vec<Trail>) {
        out.push(H::Path::TRAIL);
    }
}

macro_rules! tuples {
    ($(($($t:ident)*))*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, $($t: LockedRows<S>),*> LockedRows<S> for ($($t,)*) {
            fn trails(self, out: &mut Vec<Trail>) {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $($t.trails(out);)*
            }
        }
    )* };
}
crate::lookup::tuple::up_to_twelve!(tuples);
