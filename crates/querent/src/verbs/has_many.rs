//! Rows that are created behind a `HasMany`, and keys that are turned to an instance and away from it.

use crate::error::Result;
use crate::exec::{Db, Run};
use crate::lookup::{Columns, KeyItem};
use crate::model::{Fields, Model};
use crate::queryset::QuerySet;
use crate::relation::HasMany;
use crate::sql::Statement;

use super::completed::{Completed, answered};
use super::create::create;
use super::draft::DraftBehind;
use super::many_to_many::keys;
use super::pointing::Pointing;
use super::rows::execute;

/// Related rows are written in one statement each. What is loaded is forgotten by every write: the next `load` or
/// `objects` sees what the database has. Other instances keep what they know, and so does another slot for the same
/// relation: an instance whose row is added still has the key that it was read with, until it is refreshed.
impl<T: Model> HasMany<T> {
    /// Creates a row that points here: the draft leaves its key out, and `INSERT … RETURNING` writes it.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) if the draft lacks the key of another relation.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Category { id: i64, #[relation(by = category)] products: HasMany<Product> }
    /// # #[derive(Model)]
    /// # struct Product { id: i64, name: String, #[relation(on_delete = Cascade)] category: ForeignKey<Category> }
    /// # async fn example(db: &Db, mut category: Category) -> querent::Result<()> {
    /// let radio = category.products.create(db, Product::draft().name("Radio")).await?;
    /// assert_eq!(radio.category.key(), category.id);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn create<D: DraftBehind<T>>(&mut self, db: &Db, draft: D) -> Run<'_, T> {
        let completed = Pointing::at(self.of()).and_then(|key| key.complete(draft));
        self.forget();
        match completed {
            Ok(draft) => create(db, draft),
            Err(error) => answered(Err(error)),
        }
    }

    /// Creates rows that point here, as [`bulk_create`](QuerySet::bulk_create) does.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) if a draft lacks the key of another relation, and those of
    /// [`bulk_create`](QuerySet::bulk_create).
    #[track_caller]
    pub fn bulk_create<D: DraftBehind<T>>(
        &mut self,
        db: &Db,
        drafts: impl IntoIterator<Item = D>,
    ) -> Run<'_, Vec<T>> {
        let complete = |key: Pointing| drafts.into_iter().map(|draft| key.complete(draft)).collect();
        let completed: Result<Vec<Completed<T>>> = Pointing::at(self.of()).and_then(complete);
        self.forget();
        match completed {
            Ok(drafts) => QuerySet::new(db).bulk_create(drafts).into_future(),
            Err(error) => answered(Err(error)),
        }
    }

    /// The row that points here and has the draft's values of these fields, and `false`; or the draft's row, created, and
    /// `true`. As [`get_or_create`](QuerySet::get_or_create) it is right under a race.
    ///
    /// # Errors
    ///
    /// Those of [`get_or_create`](QuerySet::get_or_create): a row that has these values and points elsewhere is in the
    /// way if they are unique, a [`Kind::UniqueViolation`](crate::Kind::UniqueViolation).
    /// [`Kind::Misuse`](crate::Kind::Misuse) if the draft lacks the key of another relation.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Category { id: i64, #[relation(by = category)] products: HasMany<Product> }
    /// # #[derive(Model)]
    /// # struct Product { id: i64, name: String, #[relation(on_delete = Cascade)] category: ForeignKey<Category> }
    /// # async fn example(db: &Db, mut category: Category) -> querent::Result<()> {
    /// let radio = Product::draft().name("Radio");
    /// let (radio, is_new) = category.products.get_or_create(db, |p| p.name, radio).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn get_or_create<C: Columns<T>, D: DraftBehind<T>>(
        &mut self,
        db: &Db,
        fields: impl FnOnce(Fields<T>) -> C,
        draft: D,
    ) -> Run<'_, (T, bool)> {
        match self.sought(db, draft) {
            Ok((rows, draft)) => rows.get_or_create(fields, draft),
            Err(error) => answered(Err(error)),
        }
    }

    /// Writes the draft's values into the row that points here and has its values of these fields, and `false`; or creates
    /// its row, and `true`, as [`update_or_create`](QuerySet::update_or_create) does.
    ///
    /// # Errors
    ///
    /// As those of [`get_or_create`](HasMany::get_or_create).
    #[track_caller]
    pub fn update_or_create<C: Columns<T>, D: DraftBehind<T>>(
        &mut self,
        db: &Db,
        fields: impl FnOnce(Fields<T>) -> C,
        draft: D,
    ) -> Run<'_, (T, bool)> {
        match self.sought(db, draft) {
            Ok((rows, draft)) => rows.update_or_create(fields, draft),
            Err(error) => answered(Err(error)),
        }
    }

    /// Lets rows point here, instances or keys; how many there were. Adding none sends nothing.
    ///
    /// `UPDATE … SET key = $1 WHERE id = ANY($2)`: a key that no row has is passed over, as in Django, and the number
    /// tells. Columns kept by `auto_now` stay as they are, as in [`update`](QuerySet::update).
    #[track_caller]
    pub fn add<I: KeyItem<T>>(&mut self, db: &Db, items: impl IntoIterator<Item = I>) -> Run<'_, u64> {
        match keys(items) {
            Some(keys) => self.write(db, |key| key.add::<T>(keys)),
            None => answered(Ok(0)),
        }
    }

    /// Lets rows that point here point nowhere, instances or keys; how many there were. One that points elsewhere is left
    /// alone.
    ///
    /// `UPDATE … SET key = NULL WHERE key = $1 AND id = ANY($2)`
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) if the key cannot be NULL.
    #[track_caller]
    pub fn remove<I: KeyItem<T>>(&mut self, db: &Db, items: impl IntoIterator<Item = I>) -> Run<'_, u64> {
        match keys(items) {
            Some(keys) => self.write(db, |key| key.remove::<T>(Some(keys))),
            None => answered(Ok(0)),
        }
    }

    /// Lets all rows that point here point nowhere; how many there were.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) if the key cannot be NULL.
    #[track_caller]
    pub fn clear(&mut self, db: &Db) -> Run<'_, u64> {
        self.write(db, |key| key.remove::<T>(None))
    }

    /// Lets these rows point here, and no others: those that did are turned to NULL in the same statement. How many were
    /// written, which those that pointed here before are not.
    ///
    /// # Errors
    ///
    /// [`Kind::NotNullViolation`](crate::Kind::NotNullViolation), and nothing is written, if the key cannot be NULL and a
    /// row that is not among these points here: `add` leaves it there.
    #[track_caller]
    pub fn set<I: KeyItem<T>>(&mut self, db: &Db, items: impl IntoIterator<Item = I>) -> Run<'_, u64> {
        let keys = keys(items);
        self.write(db, |key| key.set::<T>(keys))
    }

    /// The rows that point here, to look for one among them, and the draft of the one that is created.
    fn sought<D: DraftBehind<T>>(&mut self, db: &Db, draft: D) -> Result<(QuerySet<T>, Completed<T>)> {
        let key = Pointing::at(self.of());
        self.forget();
        let key = key?;
        Ok((key.rows(db), key.complete(draft)?))
    }

    #[track_caller]
    fn write(
        &mut self,
        db: &Db,
        statement: impl FnOnce(Pointing) -> Result<Option<Statement>>,
    ) -> Run<'_, u64> {
        let site = std::panic::Location::caller();
        let statement = Pointing::at(self.of()).and_then(statement);
        self.forget();
        let db = db.clone();
        Run::new(async move { execute(&db, statement?, site).await })
    }
}
