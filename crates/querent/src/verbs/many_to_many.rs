//! Pairs of a many-to-many relation that are added and removed, and rows that are created with theirs.

use crate::error::Result;
use crate::exec::{Db, Run};
use crate::lookup::{Columns, KeyItem};
use crate::model::{Fields, Handles, Key, Model};
use crate::queryset::QuerySet;
use crate::relation::ManyToMany;
use crate::sql::{self, Pairs, Statement};
use crate::types::Param;
use crate::watch::Site;

use super::completed::answered;
use super::create::created;
use super::draft::Draft;
use super::get_or_create::Sought;
use super::pairs::{bare_pairs, pairs_of};
use super::rows::execute;

/// What is done with a row that is there.
#[derive(Clone, Copy)]
pub(super) enum OrCreate {
    Get,
    Update,
}

/// What is loaded is forgotten by every write: the next `load` or `objects` sees what the database has. Other instances
/// keep what they know, and so does another slot for the same relation.
///
/// A symmetrical relation writes both directions of each pair.
impl<T: Model> ManyToMany<T> {
    /// Adds rows: instances or keys. Adding one that is there already does nothing, and adding none sends
    /// nothing.
    ///
    /// `INSERT INTO pairs … SELECT … unnest($2) … WHERE NOT EXISTS (…) ON CONFLICT DO NOTHING`
    ///
    /// # Errors
    ///
    /// [`Kind::ForeignKeyViolation`](crate::Kind::ForeignKeyViolation) for a key that no row has, and
    /// [`Kind::Misuse`](crate::Kind::Misuse) if the relation goes through a model with a field that must have a value:
    /// [`add_with`](ManyToMany::add_with) takes it.
    #[track_caller]
    pub fn add<I: KeyItem<T>>(&mut self, db: &Db, items: impl IntoIterator<Item = I>) -> Run<'_, ()> {
        let pairs = bare_pairs(self);
        self.add_pairs(db, keys(items), pairs)
    }

    /// Removes rows: instances or keys. Removing one that is not there does nothing, and one that is there several times,
    /// by rows of a model that the relation goes through, goes wholly.
    #[track_caller]
    pub fn remove<I: KeyItem<T>>(&mut self, db: &Db, items: impl IntoIterator<Item = I>) -> Run<'_, ()> {
        match keys(items) {
            Some(others) => {
                let statement = pairs_of(self).and_then(|pairs| sql::remove_pairs(pairs, others));
                self.write(db, statement)
            }
            None => answered(Ok(())),
        }
    }

    /// Removes all rows.
    #[track_caller]
    pub fn clear(&mut self, db: &Db) -> Run<'_, ()> {
        let statement = pairs_of(self).and_then(sql::clear_pairs);
        self.write(db, statement)
    }

    /// Makes these the related rows, in one transaction: the others are removed, the missing ones added. None of them is
    /// `clear`.
    ///
    /// # Errors
    ///
    /// As those of [`add`](ManyToMany::add).
    #[track_caller]
    pub fn set<I: KeyItem<T>>(&mut self, db: &Db, items: impl IntoIterator<Item = I>) -> Run<'_, ()> {
        let pairs = bare_pairs(self);
        self.set_pairs(db, keys(items), pairs)
    }

    /// Creates a row and its pair, in one statement.
    ///
    /// `WITH created AS (INSERT … RETURNING …), paired AS (INSERT INTO pairs SELECT $n, id FROM created) SELECT … FROM
    /// created`
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Product { id: i64, tags: ManyToMany<Tag> }
    /// # #[derive(Model)] struct Tag { id: i64, name: String }
    /// # async fn example(db: &Db, mut product: Product) -> querent::Result<()> {
    /// let sale = product.tags.create(db, Tag::draft().name("sale")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) if the relation goes through a model with a field that must have a value:
    /// [`create_with`](ManyToMany::create_with) takes it.
    #[track_caller]
    pub fn create<D: Draft<T>>(&mut self, db: &Db, draft: D) -> Run<'_, T> {
        let pairs = bare_pairs(self);
        self.create_pair(db, draft, pairs)
    }

    /// The row with the draft's values of these fields, and `false`; or the draft's row, created, and `true`. It is one
    /// of the related rows afterwards, whether it was before or not: one transaction with
    /// [`get_or_create`](QuerySet::get_or_create) of the row, and `add`.
    ///
    /// # Errors
    ///
    /// Those of [`get_or_create`](QuerySet::get_or_create) and of [`add`](ManyToMany::add).
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Product { id: i64, tags: ManyToMany<Tag> }
    /// # #[derive(Model)] struct Tag { id: i64, #[field(unique)] name: String }
    /// # async fn example(db: &Db, mut product: Product) -> querent::Result<()> {
    /// let (sale, is_new) = product.tags.get_or_create(db, |t| t.name, Tag::draft().name("sale")).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn get_or_create<C: Columns<T>, D: Draft<T>>(
        &mut self,
        db: &Db,
        fields: impl FnOnce(Fields<T>) -> C,
        draft: D,
    ) -> Run<'_, (T, bool)> {
        let pairs = bare_pairs(self);
        let sought = Sought::new(QuerySet::new(db), "get_or_create", fields(Handles::NEW), draft);
        self.relate(sought, OrCreate::Get, pairs)
    }

    /// Writes the draft's values into the row with its values of these fields, and `false`; or creates its row, and
    /// `true`. It is one of the related rows afterwards, whether it was before or not.
    ///
    /// # Errors
    ///
    /// As those of [`get_or_create`](ManyToMany::get_or_create).
    #[track_caller]
    pub fn update_or_create<C: Columns<T>, D: Draft<T>>(
        &mut self,
        db: &Db,
        fields: impl FnOnce(Fields<T>) -> C,
        draft: D,
    ) -> Run<'_, (T, bool)> {
        let pairs = bare_pairs(self);
        let sought = Sought::new(QuerySet::new(db), "update_or_create", fields(Handles::NEW), draft);
        self.relate(sought, OrCreate::Update, pairs)
    }

    #[track_caller]
    pub(super) fn add_pairs(&mut self, db: &Db, others: Option<Param>, pairs: Result<Pairs>) -> Run<'_, ()> {
        match others {
            Some(others) => self.write(db, pairs.and_then(|pairs| sql::add_pairs(pairs, others))),
            None => answered(pairs.map(drop)),
        }
    }

    #[track_caller]
    pub(super) fn set_pairs(&mut self, db: &Db, others: Option<Param>, pairs: Result<Pairs>) -> Run<'_, ()> {
        let site = std::panic::Location::caller();
        let Some(others) = others else { return self.clear(db) };
        let statements = pairs_of(self)
            .and_then(|all| Ok((sql::retain_pairs(all, others.clone())?, sql::add_pairs(pairs?, others)?)));
        self.forget();
        let db = db.clone();
        Run::new(async move {
            let (retain, add) = statements?;
            db.atomic_at(site, move |tx| async move {
                execute(&tx, Some(retain), site).await?;
                execute(&tx, Some(add), site).await?;
                Ok(())
            })
            .await
        })
    }

    #[track_caller]
    pub(super) fn create_pair<D: Draft<T>>(&mut self, db: &Db, draft: D, pairs: Result<Pairs>) -> Run<'_, T> {
        let site = std::panic::Location::caller();
        let statement = pairs.and_then(|pairs| {
            sql::create_paired(T::META, sql::insert(T::META, draft.into_row().given())?, pairs)
        });
        self.forget();
        let db = db.clone();
        Run::new(async move { created(&db.connection(site).await?, &statement?).await })
    }

    /// Finds or creates a row and adds its pair, in one transaction.
    #[track_caller]
    pub(super) fn relate(
        &mut self,
        sought: Result<(Sought<T>, Db)>,
        verb: OrCreate,
        pairs: Result<Pairs>,
    ) -> Run<'_, (T, bool)> {
        let site = std::panic::Location::caller();
        self.forget();
        Run::new(async move {
            let ((sought, db), pairs) = (sought?, pairs?);
            db.atomic_at(site, move |tx| async move {
                let found = match verb {
                    OrCreate::Get => sought.get_or_create(&tx, site).await?,
                    OrCreate::Update => sought.update_or_create(&tx, site).await?,
                };
                let key = T::Key::key_list(vec![found.0.key()]);
                execute(&tx, Some(sql::add_pairs(pairs, key)?), site).await?;
                Ok(found)
            })
            .await
        })
    }

    #[track_caller]
    fn write(&mut self, db: &Db, statement: Result<Statement>) -> Run<'_, ()> {
        let site: Site = std::panic::Location::caller();
        self.forget();
        let db = db.clone();
        Run::new(async move { execute(&db, Some(statement?), site).await.map(drop) })
    }
}

/// The keys as one array; `None` if there are none, and nothing to send.
pub(super) fn keys<T: Model, I: KeyItem<T>>(items: impl IntoIterator<Item = I>) -> Option<Param> {
    let keys: Vec<T::Key> = items.into_iter().map(KeyItem::key_item).collect();
    (!keys.is_empty()).then(|| T::Key::key_list(keys))
}
