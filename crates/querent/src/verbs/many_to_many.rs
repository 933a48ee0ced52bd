//! Pairs of a many-to-many relation that are added and removed.

use crate::error::{Error, Result};
use crate::exec::{Db, Run};
use crate::lookup::KeyItem;
use crate::meta::{JoinTable, Link};
use crate::model::{Key, Model};
use crate::relation::{ManyToMany, Rows};
use crate::sql::{self, Statement};
use crate::types::Param;

use super::rows::execute;

/// The pairs of one instance.
struct Pairs {
    join: JoinTable,
    owner: Param,
}

impl Pairs {
    fn of<T: Model>(rows: &Rows<T>) -> Result<Pairs> {
        let relation = rows.of().relation()?;
        match (&relation.link, rows.of().owner().param((relation.model)().key_column())) {
            (Link::Through { join, .. }, Some(owner)) => Ok(Pairs { join: join(), owner }),
            _ => Err(Error::misuse(format!("`{}` has no pairs of its own to write", relation.path()))),
        }
    }
}

/// What is loaded is forgotten by every write: the next `load` or `objects` sees what the database has.
impl<T: Model> ManyToMany<T> {
    /// Adds rows: instances or keys. Adding one that is there already does nothing, and adding none sends
    /// nothing.
    ///
    /// `INSERT INTO pairs … SELECT … unnest($2) … WHERE NOT EXISTS (…) ON CONFLICT DO NOTHING`
    #[track_caller]
    pub fn add<I: KeyItem<T>>(&mut self, db: &Db, items: impl IntoIterator<Item = I>) -> Run<'static, ()> {
        let others = keys(items);
        self.write(db, move |pairs| others.map(|others| sql::add_pairs(pairs.join, pairs.owner, others)))
    }

    /// Removes rows: instances or keys. Removing one that is not there does nothing.
    #[track_caller]
    pub fn remove<I: KeyItem<T>>(&mut self, db: &Db, items: impl IntoIterator<Item = I>) -> Run<'static, ()> {
        let others = keys(items);
        self.write(db, move |pairs| others.map(|others| sql::remove_pairs(pairs.join, pairs.owner, others)))
    }

    /// Removes all rows.
    #[track_caller]
    pub fn clear(&mut self, db: &Db) -> Run<'static, ()> {
        self.write(db, |pairs| Some(sql::clear_pairs(pairs.join, pairs.owner)))
    }

    /// Makes these the related rows, in one transaction: the others are removed, the missing ones added. None of them is
    /// `clear`.
    #[track_caller]
    pub fn set<I: KeyItem<T>>(&mut self, db: &Db, items: impl IntoIterator<Item = I>) -> Run<'static, ()> {
        let site = std::panic::Location::caller();
        let others = keys(items);
        let pairs = Pairs::of(self);
        self.forget();
        let db = db.clone();
        Run::new(async move {
            let Pairs { join, owner } = pairs?;
            let Some(others) = others else {
                return execute(&db, Some(sql::clear_pairs(join, owner)?), site).await.map(drop);
            };
            let retain = sql::retain_pairs(join, owner.clone(), others.clone())?;
            let add = sql::add_pairs(join, owner, others)?;
            db.atomic_send(move |tx| async move {
                execute(&tx, Some(retain), site).await?;
                execute(&tx, Some(add), site).await?;
                Ok(())
            })
            .await
        })
    }

    #[track_caller]
    fn write(
        &mut self,
        db: &Db,
        statement: impl FnOnce(Pairs) -> Option<Result<Statement>> + Send + 'static,
    ) -> Run<'static, ()> {
        let site = std::panic::Location::caller();
        let pairs = Pairs::of(self);
        self.forget();
        let db = db.clone();
        Run::new(async move {
            let statement = statement(pairs?).transpose()?;
            execute(&db, statement, site).await.map(drop)
        })
    }
}

/// The keys as one array; `None` if there are none, and nothing to send.
pub(super) fn keys<T: Model, I: KeyItem<T>>(items: impl IntoIterator<Item = I>) -> Option<Param> {
    let keys: Vec<T::Key> = items.into_iter().map(KeyItem::key_item).collect();
    (!keys.is_empty()).then(|| T::Key::key_list(keys))
}
