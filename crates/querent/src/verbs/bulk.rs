//! Many new rows in one statement.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::panic::Location;

use crate::error::{Error, Kind, Result};
use crate::exec::{Db, Run};
use crate::model::Model;
use crate::queryset::{Plain, QuerySet};
use crate::sql::{self, Answer, Conflict, Target};
use crate::watch::{Site, awaited};

use super::batches::{Batch, Sequence, of_drafts};
use super::conflicts::told_of_deferrable;
use super::create::returned;
use super::draft::Draft;

impl<M: Model> QuerySet<M, Plain> {
    /// Creates many rows: `INSERT … SELECT … FROM unnest($1, …) RETURNING`, one text for any number of rows.
    ///
    /// A thousand rows at a time have a statement where a column is an array.
    ///
    /// The rows come back in the order of the drafts. Drafts that set different fields are sent as a statement for
    /// each set of fields, in one transaction: all of them are created, or none. Where the model refers to itself a
    /// draft may refer to one before it: then only drafts that stand together are sent together.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`] if a trigger or rule of the table has kept rows back: which drafts the others came from
    /// is not known. The text says whether they are committed.
    #[track_caller]
    pub fn bulk_create<D: Draft<M>>(self, drafts: impl IntoIterator<Item = D>) -> BulkCreate<M> {
        let batches = of_drafts(drafts, Sequence::of_new_rows(M::META));
        BulkCreate { db: self.database(), batches, conflict: None, made: Location::caller(), of: PhantomData }
    }
}

/// New rows that are created once this is awaited, which gives them as they are in the table.
#[must_use = "nothing is created until it is awaited"]
pub struct BulkCreate<M> {
    pub(super) db: Result<Db>,
    pub(super) batches: Vec<Batch>,
    pub(super) conflict: Option<Conflict>,
    pub(super) made: Site,
    pub(super) of: PhantomData<fn() -> M>,
}

impl<M: Model> BulkCreate<M> {
    /// Passes over rows that are there already, by whatever constraint: `ON CONFLICT DO NOTHING`.
    ///
    /// Only the rows that are created come back. Where the drafts set different fields their order is not known, nor
    /// which of two drafts is created that are in each other's way.
    pub fn ignore_conflicts(mut self) -> Self {
        self.conflict = Some(Conflict::IGNORED);
        self
    }

    /// Creates the rows without reading them back; how many there were.
    #[track_caller]
    pub fn without_returning(self) -> Run<'static, u64> {
        let site = Location::caller();
        Run::new(self.in_one(site, move |creation, db| async move {
            let connection = db.connection(site).await?;
            let mut count = 0;
            for batch in creation.batches {
                let given = batch.new_rows(M::META);
                let statement = sql::insert_many(M::META, given, creation.conflict.as_ref(), Answer::Number)?;
                let sent = connection.execute(&statement).await;
                count += sent.map_err(|error| told::<M>(error, creation.conflict.as_ref()))?;
            }
            Ok(count)
        }))
    }

    /// Does `work` on the batches, in a transaction if there are several.
    async fn in_one<T, F>(mut self, site: Site, work: impl FnOnce(Self, Db) -> F + Send) -> Result<T>
    where
        T: Default + Send,
        F: Future<Output = Result<T>> + Send,
    {
        let db = std::mem::replace(&mut self.db, Err(Error::misuse("it is running already")))?;
        match self.batches.len() {
            0 => Ok(T::default()),
            1 => work(self, db).await,
            _ => db.atomic_at(site, |tx| work(self, tx)).await,
        }
    }
}

/// The rows.
#[diagnostic::do_not_recommend]
impl<M: Model> IntoFuture for BulkCreate<M> {
    type Output = Result<Vec<M>>;
    type IntoFuture = Run<'static, Vec<M>>;

    #[track_caller]
    fn into_future(self) -> Run<'static, Vec<M>> {
        let site = awaited(Location::caller(), self.made);
        let failed = match (&self.db, self.batches.len()) {
            (Ok(db), 1) if db.in_transaction() => Failed::InBlock,
            (_, 1) => Failed::Committed,
            _ => Failed::RolledBack,
        };
        Run::new(self.in_one(site, move |creation, db| create_all(creation, db, failed, site)))
    }
}

impl<M: Model> fmt::Debug for BulkCreate<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let drafts: usize = self.batches.iter().map(|batch| batch.places.len()).sum();
        write!(f, "BulkCreate<{}>({drafts})", M::META.name)
    }
}

/// What becomes of the rows that are there when others were kept back.
#[derive(Clone, Copy)]
pub(super) enum Failed {
    Committed,
    InBlock,
    RolledBack,
}

async fn create_all<M: Model>(creation: BulkCreate<M>, db: Db, failed: Failed, site: Site) -> Result<Vec<M>> {
    let connection = db.connection(site).await?;
    let conflict = creation.conflict.as_ref();
    let create = async |batch: Batch| {
        let drafts = batch.places.len();
        let statement = sql::insert_many(M::META, batch.new_rows(M::META), conflict, Answer::Rows)?;
        let room = if conflict.is_none() { drafts } else { 0 }; // of those that are there already none come back
        let rows = returned(&connection, &statement, room).await;
        let rows = rows.map_err(|error| told::<M>(error, conflict))?;
        match conflict.is_none() && rows.len() != drafts {
            true => Err(kept_back::<M>("created", rows.len(), drafts, failed)),
            false => Ok(rows),
        }
    };
    let mut batches = creation.batches;
    if batches.len() == 1
        && let Some(only) = batches.pop()
    {
        return create(only).await; // in the order of the drafts
    }
    let mut created: Vec<(usize, M)> = Vec::new();
    for batch in batches {
        let places = batch.places.clone();
        created.extend(places.into_iter().zip(create(batch).await?));
    }
    if conflict.is_none() {
        created.sort_by_key(|(place, _)| *place);
    } // else the place of none of them is known
    Ok(created.into_iter().map(|(_, row)| row).collect())
}

/// The error of a statement with what it means where rows that are there are passed over.
fn told<M: Model>(error: Error, conflict: Option<&Conflict>) -> Error {
    match conflict.map(|conflict| &conflict.target) {
        None => error,
        Some(Target::Any) => told_of_deferrable::<M>(error, "ignore_conflicts"),
        Some(_) => told_of_deferrable::<M>(error, "do_nothing"),
    }
}

pub(super) fn kept_back<M: Model>(done: &str, there: usize, drafts: usize, failed: Failed) -> Error {
    let outcome = match failed {
        Failed::Committed => "those that were created are committed",
        Failed::InBlock => "return this error from the transaction to undo it",
        Failed::RolledBack => "none of them stays",
    };
    let text = format!(
        "{there} of {drafts} new rows of `{}` were {done}, and which ones is not known: a trigger or rule of `{}` \
         kept the others back; {outcome}",
        M::META.name,
        M::META.table,
    );
    Error::new(Kind::DoesNotExist, text)
}
