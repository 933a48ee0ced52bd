//! Models without their types, so that conditions are data until they are sent.

use std::fmt;

use futures::future::BoxFuture;
use querent::meta::ModelMeta;
use querent::prelude::*;
use querent::{Db, Result};

use super::models::{Budget, Client, Comment, Label, Project, Task};
use super::tree::{Call, Tree};
use super::vocabulary::{Kind, Spoken};

/// A model whose rows are asked for.
pub struct Subject {
    /// Its table, columns and relations.
    pub model: &'static ModelMeta,
    pub(super) words: &'static [(&'static str, Kind)],
    pub(super) pairs: &'static [(&'static str, &'static str, Kind)],
    sql: fn(&Db, &[Call]) -> Result<String>,
    keys: fn(&Db, &[Call]) -> Answer<Vec<i64>>,
    count: fn(&Db, &[Call]) -> Answer<i64>,
}

type Answer<T> = BoxFuture<'static, Result<T>>;

/// The models whose rows are asked for.
pub static SUBJECTS: [Subject; 6] = [
    Subject::of::<Task>(),
    Subject::of::<Project>(),
    Subject::of::<Client>(),
    Subject::of::<Comment>(),
    Subject::of::<Label>(),
    Subject::of::<Budget>(),
];

impl Subject {
    const fn of<M: Spoken>() -> Subject {
        Subject {
            model: M::META,
            words: M::WORDS,
            pairs: M::PAIRS,
            sql: |db, calls| M::sql(query(db, calls)),
            keys: |db, calls| M::keys(query(db, calls)),
            count: |db, calls| {
                let query = query::<M>(db, calls);
                Box::pin(async move { query.count().await })
            },
        }
    }

    /// The statement that a chain of calls sends.
    pub(super) fn sql(&self, db: &Db, calls: &[Call]) -> Result<String> {
        (self.sql)(db, calls)
    }

    /// The keys that it selects.
    pub(super) async fn keys(&self, db: &Db, calls: &[Call]) -> Result<Vec<i64>> {
        (self.keys)(db, calls).await
    }

    /// How many rows it counts.
    pub(super) async fn count(&self, db: &Db, calls: &[Call]) -> Result<i64> {
        (self.count)(db, calls).await
    }
}

fn query<M: Spoken>(db: &Db, calls: &[Call]) -> QuerySet<M> {
    calls.iter().fold(M::all(db), |query, call| match call {
        Call::Filter(tree) => query.filter(|_| condition::<M>(tree)),
        Call::Exclude(tree) => query.exclude(|_| condition::<M>(tree)),
    })
}

/// The condition as a user writes it.
fn condition<M: Spoken>(tree: &Tree) -> Q<M> {
    match tree {
        Tree::Leaf(leaf) => M::condition(leaf),
        Tree::All(trees) => Q::all_of(trees.iter().map(condition)),
        Tree::Any(trees) => Q::any_of(trees.iter().map(condition)),
        Tree::Odd(trees) => trees.iter().fold(Q::all(), |odd, tree| odd ^ condition::<M>(tree)),
        Tree::Not(inner) => !condition::<M>(inner),
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.model.name)
    }
}
