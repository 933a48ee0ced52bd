//! Many new rows in one statement.

use crate::error::{Error, Kind, Result};
use crate::exec::{Db, Run};
use crate::meta::{ColumnMeta, ModelMeta};
use crate::model::Model;
use crate::queryset::{Plain, QuerySet};
use crate::sql::{self, ColumnValues};
use crate::types::{Param, Scalar};
use crate::watch::Site;

use super::create::returned;
use super::draft::Draft;

/// Rows that have values for the same columns.
struct Batch {
    columns: Vec<usize>,
    /// For each column, the values of all rows.
    values: Vec<Vec<Param>>,
    /// For each row, its place among the given drafts.
    places: Vec<usize>,
}

impl Batch {
    /// A text is found in an array by counting from its beginning, so that the cost of a row that is cut out of one
    /// grows with the number of rows.
    fn is_full(&self, model: &'static ModelMeta) -> bool {
        const ROWS: usize = 1000;
        self.places.len() >= ROWS && self.columns.iter().any(|column| model.columns[*column].is_array)
    }
}

impl<M: Model> QuerySet<M, Plain> {
    /// Creates many rows: `INSERT … SELECT … FROM unnest($1, …) RETURNING`, one text for any number of rows.
    ///
    /// A thousand rows at a time have a statement where a column is an array.
    ///
    /// The rows come back in the order of the drafts. Drafts that set different fields are sent as a statement for
    /// each set of fields, in one transaction: all of them are created, or none.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`] if a trigger or rule of the table has kept rows back: which drafts the others came from
    /// is not known. The text says whether they are committed.
    #[track_caller]
    pub fn bulk_create<D: Draft<M>>(self, drafts: impl IntoIterator<Item = D>) -> Run<'static, Vec<M>> {
        let site = std::panic::Location::caller();
        let batches = batches(drafts);
        Run::new(async move {
            let db = self.database()?;
            match batches.len() {
                0 => Ok(Vec::new()),
                1 if db.in_transaction() => insert_all(&db, batches, Failed::InBlock, site).await,
                1 => insert_all(&db, batches, Failed::Committed, site).await,
                _ => {
                    let work = |tx| async move { insert_all(&tx, batches, Failed::RolledBack, site).await };
                    db.atomic_send(work).await
                }
            }
        })
    }
}

fn batches<M: Model, D: Draft<M>>(drafts: impl IntoIterator<Item = D>) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for (place, draft) in drafts.into_iter().enumerate() {
        let (columns, values): (Vec<usize>, Vec<Param>) = draft.into_row().given().into_iter().unzip();
        let room = |batch: &Batch| batch.columns == columns && !batch.is_full(M::META);
        let at = match batches.iter().rposition(room) {
            Some(at) => at,
            None => {
                let none = columns.iter().map(|_| Vec::new()).collect();
                batches.push(Batch { columns, values: none, places: Vec::new() });
                batches.len() - 1
            }
        };
        batches[at].places.push(place);
        for (column, value) in batches[at].values.iter_mut().zip(values) {
            column.push(value);
        }
    }
    batches
}

/// What becomes of the rows that are there when others were kept back.
#[derive(Clone, Copy)]
enum Failed {
    Committed,
    InBlock,
    RolledBack,
}

async fn insert_all<M: Model>(db: &Db, batches: Vec<Batch>, failed: Failed, site: Site) -> Result<Vec<M>> {
    let connection = db.connection(site).await?;
    let mut created: Vec<(usize, M)> = Vec::new();
    for batch in batches {
        let statement = if batch.columns.is_empty() {
            sql::insert_defaults(M::META, batch.places.len())?
        } else {
            let given = batch.columns.iter().zip(batch.values);
            let given =
                given.map(|(column, values)| (*column, column_values(&M::META.columns[*column], values)));
            sql::insert_many(M::META, given.collect())?
        };
        let rows = returned(&connection, &statement).await?;
        if rows.len() != batch.places.len() {
            return Err(kept_back::<M>(rows.len(), batch.places.len(), failed));
        }
        created.extend(batch.places.into_iter().zip(rows));
    }
    created.sort_by_key(|(place, _)| *place);
    Ok(created.into_iter().map(|(_, row)| row).collect())
}

fn kept_back<M: Model>(created: usize, drafts: usize, failed: Failed) -> Error {
    let outcome = match failed {
        Failed::Committed => "those that were created are committed",
        Failed::InBlock => "return this error from the transaction to undo it",
        Failed::RolledBack => "none of them stays",
    };
    let text = format!(
        "{created} of {drafts} new rows of `{}` were created, and which ones is not known: a trigger or rule of `{}` \
         kept the others back; {outcome}",
        M::META.name,
        M::META.table,
    );
    Error::new(Kind::DoesNotExist, text)
}

/// The values of one column, as arrays.
fn column_values(column: &'static ColumnMeta, values: Vec<Param>) -> ColumnValues {
    let array = |values: Vec<Param>| {
        let array = Param::Array(column.array.clone(), values.into());
        array.typed(column.enumeration.map(|_| column.sql), true)
    };
    if !column.is_array {
        return ColumnValues::Values(array(values));
    }
    // The server takes messages of a gigabyte at most: the numbers fit.
    let (mut numbers, mut ends, mut elements) = (Vec::new(), vec![0i32], Vec::new());
    for value in &values {
        let own = value.elements();
        numbers.push(own.map(|_| ends.len() as i32));
        elements.extend(own.into_iter().flatten().cloned());
        ends.push(elements.len() as i32);
    }
    ColumnValues::Arrays { numbers: numbers.into_param(), ends: ends.into_param(), elements: array(elements) }
}
