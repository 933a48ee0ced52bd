//! Many new rows in one statement.

use crate::error::Result;
use crate::exec::{Db, Run};
use crate::meta::ModelMeta;
use crate::model::Model;
use crate::queryset::{Plain, QuerySet};
use crate::sql;
use crate::types::Param;
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

impl<M: Model> QuerySet<M, Plain> {
    /// Creates many rows: `INSERT … SELECT … FROM unnest($1, …) RETURNING`, one text for any number of rows.
    ///
    /// The rows come back in the order of the drafts. Drafts that set different fields are sent as a statement for
    /// each set of fields, in one transaction: all of them are created, or none.
    #[track_caller]
    pub fn bulk_create<D: Draft<M>>(self, drafts: impl IntoIterator<Item = D>) -> Run<'static, Vec<M>> {
        let site = std::panic::Location::caller();
        let batches = batches(drafts);
        Run::new(async move {
            let db = self.database()?;
            match batches.len() {
                0 => Ok(Vec::new()),
                1 => insert_all(&db, batches, site).await,
                _ => db.atomic_send(move |tx| async move { insert_all(&tx, batches, site).await }).await,
            }
        })
    }
}

fn batches<M: Model, D: Draft<M>>(drafts: impl IntoIterator<Item = D>) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for (place, draft) in drafts.into_iter().enumerate() {
        let (columns, values): (Vec<usize>, Vec<Param>) = draft.into_row().given().into_iter().unzip();
        let at = match batches.iter().position(|batch| batch.columns == columns) {
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

async fn insert_all<M: Model>(db: &Db, batches: Vec<Batch>, site: Site) -> Result<Vec<M>> {
    let connection = db.connection(site).await?;
    let mut created: Vec<(usize, M)> = Vec::new();
    for batch in batches {
        let statement = if batch.columns.is_empty() {
            sql::insert_defaults(M::META, batch.places.len())?
        } else {
            let arrays = batch.columns.iter().copied().zip(batch.values);
            let arrays = arrays.map(|(column, values)| (column, array(M::META, column, values))).collect();
            sql::insert_many(M::META, arrays)?
        };
        let rows = returned(&connection, &statement).await?;
        created.extend(batch.places.into_iter().zip(rows));
    }
    created.sort_by_key(|(place, _)| *place);
    Ok(created.into_iter().map(|(_, row)| row).collect())
}

/// The values of one column as one array.
fn array(model: &'static ModelMeta, column: usize, values: Vec<Param>) -> Param {
    Param::other(model.columns[column].array.clone(), values)
}
