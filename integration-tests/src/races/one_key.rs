//! One row that many want to create.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use querent::model::Model;
use querent::prelude::*;
use querent::{Error, Result};
use querent_migrate::create_tables;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// How many want the row at the same time.
const TASKS: usize = 64;

/// How many delete it meanwhile, in every other round.
const DELETERS: usize = 4;

/// A row with a key that is looked up.
#[derive(Model, Clone, Debug)]
#[model(table = "tags", ordering = [id])]
struct Tag {
    id: i64,
    #[field(max_length = 50, unique)]
    name: String,
    #[field(default = 0)]
    task: i32,
}

/// What was seen at one key after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct OneKey {
    /// How many keys there were.
    pub rounds: usize,
    /// How many rows were asked for; each was had.
    pub calls: usize,
    /// How many were new.
    pub created: usize,
    /// How many rows were deleted while others asked for them.
    pub deleted: usize,
}

impl fmt::Display for OneKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} keys, each asked for by {TASKS} tasks: {} calls, all answered; {} rows created, {} deleted meanwhile",
            self.rounds, self.calls, self.created, self.deleted,
        )
    }
}

/// How a task has ended.
enum Ended {
    With(Tag, bool),
    Deleted(usize),
}

/// Lets many tasks get or create, or update or create, the row of one key, on the pool and in transactions; then that of
/// the next key. In every other round some delete it meanwhile.
///
/// # Panics
///
/// If a task does not get the row, or more than one creates it.
pub async fn one_key(observer: &Db, rounds: usize) -> Result<OneKey> {
    create_tables(observer, &[Tag::META]).await.expect("an empty database has room for tables");
    let db = observer.to_builder().max_connections(16).build()?;
    let mut figures = OneKey { rounds, ..OneKey::default() };
    for round in 0..rounds {
        let deleters = if round % 2 == 0 { 0 } else { DELETERS };
        let barrier = Arc::new(Barrier::new(TASKS + deleters));
        let mut tasks = JoinSet::new();
        for number in 0..TASKS + deleters {
            let (db, barrier) = (db.clone(), barrier.clone());
            tasks.spawn(async move {
                barrier.wait().await;
                let name = format!("key {round}");
                match number.checked_sub(TASKS) {
                    None => want(&db, name, number).await.map(|(tag, is_new)| Ended::With(tag, is_new)),
                    Some(_) => {
                        let deleted = Tag::objects(&db).filter(|t| t.name.eq(name)).delete().await?;
                        Ok(Ended::Deleted(deleted as usize))
                    }
                }
            });
        }
        let (mut created, mut deleted, mut ids) = (0, 0, BTreeSet::new());
        while let Some(ended) = tasks.join_next().await {
            let ended: Result<_, Error> = ended.expect("no task panics");
            match ended.unwrap_or_else(|error| panic!("a task does not get the row: {error:?}")) {
                Ended::With(tag, is_new) => {
                    figures.calls += 1;
                    created += usize::from(is_new);
                    ids.insert(tag.id);
                }
                Ended::Deleted(count) => deleted += count,
            }
        }
        let left = Tag::objects(&db).filter(|t| t.name.eq(format!("key {round}"))).count().await?;
        assert_eq!(created, deleted + left as usize, "every row is created by one task");
        assert_eq!(ids.len(), created, "who has not created the row has one that another has created");
        figures.created += created;
        figures.deleted += deleted;
    }
    Ok(figures)
}

/// One of the ways to get the row, whether it is there or not.
async fn want(db: &Db, name: String, number: usize) -> Result<(Tag, bool)> {
    let draft = Tag::draft().name(name).task(number as i32);
    match number % 4 {
        0 => Tag::objects(db).get_or_create(|t| t.name, draft).await,
        1 => Tag::objects(db).update_or_create(|t| t.name, draft).await,
        2 => db.atomic(async |tx| Tag::objects(tx).get_or_create(|t| t.name, draft).await).await,
        _ => db.atomic(async |tx| Tag::objects(tx).update_or_create(|t| t.name, draft).await).await,
    }
}
