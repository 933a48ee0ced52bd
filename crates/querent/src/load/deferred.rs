//! Deferred fields, loaded for one instance or for many.

use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};
use tokio_postgres::Row;

use crate::ast::{ColumnRef, Expr, Output, Plan};
use crate::deferred::{Deferred, Field, RowKey};
use crate::error::{Error, Kind, Result};
use crate::exec::{Connection, Db, Run};
use crate::model::Reader;
use crate::peers::Peer;
use crate::sql;
use crate::types::Value;
use crate::watch::{RowOf, Site};

use super::fetch::read_all;
use super::together::{Place, Together, What, together};

impl<T: Value + Clone> Deferred<T> {
    /// The value: from memory, or by one query, `SELECT body FROM articles WHERE id = $1`, and remembered.
    ///
    /// Loading it for one row after another is what the N+1 watch warns of; [`undefer`](crate::QuerySet::undefer)
    /// selects it with all of them, and [`FetchMode::Peers`](crate::FetchMode::Peers) loads it for all.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`] if the row is gone, and [`Kind::NotLoaded`] under
    /// [`FetchMode::Raise`](crate::FetchMode::Raise), unless it is in memory.
    #[track_caller]
    pub fn load<'a>(&'a self, db: &Db) -> Run<'a, &'a T> {
        let site = std::panic::Location::caller();
        let db = db.clone();
        Run::new(async move {
            if self.is_loaded() {
                return self.loaded();
            }
            let field = self.field()?;
            if let Some(peers) = field.origin.peers()
                && let Some(peer) = Box::pin(together(self, peers, &db, site)).await?
            {
                self.take(peer);
            } else {
                self.load_alone(field, db, site).await?;
            }
            self.value().ok_or_else(|| gone(field))
        })
    }

    async fn load_alone(&self, field: &Field, db: Db, site: Site) -> Result<()> {
        let call = field.origin.loading_field(field.column, site)?;
        let plan = Plan::of(field.model, |_| ()).with_key(field.key.clone());
        let Some(statement) = sql::rows(&selecting(plan, field, Vec::new()))? else { return Ok(()) };
        let connection = db.connection(call).await?;
        let Some(row) = connection.query_first(&statement).await? else { return Ok(()) };
        let mut reader = Reader::new(&row, field.model, RowOf::UNKNOWN);
        reader.enter_values();
        self.fill(reader.value()?);
        Ok(())
    }
}

/// A query for the values of a field, after those that tell its rows apart.
fn selecting(mut plan: Plan, field: &Field, mut values: Vec<Expr>) -> Plan {
    values.push(Expr::Column(ColumnRef { trail: None, column: field.column }));
    plan.output = Output::Values(values);
    plan
}

fn gone(field: &Field) -> Error {
    let (model, name) = (field.model.name, field.column.field);
    Error::new(Kind::DoesNotExist, format!("the row whose `{model}.{name}` was to be loaded is gone"))
}

impl<T: Value + Clone> Together for Deferred<T> {
    type Key = usize;

    fn key(&self) -> usize {
        self.field().ok().and_then(|field| field.row.as_ref()).map_or(0, RowKey::address)
    }

    fn place(&self) -> Option<Place> {
        let field = self.field().ok()?;
        Some(Place { row: field.origin.clone(), what: What::Field(field.column) })
    }

    fn shared(&self) -> Option<&Arc<Peer<Self>>> {
        self.peer()
    }

    fn empty(&self) -> Self {
        self.twin()
    }

    fn fill_all<'a>(connection: &'a Connection, slots: Vec<&'a Self>) -> BoxFuture<'a, Result<()>> {
        fill_all(connection, slots).boxed()
    }
}

/// One query for the values of many rows.
async fn fill_all<T: Value + Clone>(connection: &Connection, slots: Vec<&Deferred<T>>) -> Result<()> {
    let fields: Vec<&Field> = slots.iter().filter_map(|slot| slot.field().ok()).collect();
    let keys: Vec<&RowKey> = fields.iter().filter_map(|field| field.row.as_ref()).collect();
    let (Some(field), Some(mut wanted)) = (fields.first(), RowKey::wanted(&keys)) else { return Ok(()) };
    let plan = Plan::of(field.model, |_| ()).with_keys(wanted.list);
    let plan = selecting(plan, field, Expr::key_columns(field.model, None));
    let Some(statement) = sql::rows(&plan)? else { return Ok(()) };
    let read = |row: &Row| {
        let mut reader = Reader::new(row, field.model, RowOf::UNKNOWN);
        reader.enter_values();
        let places = (wanted.places)(&mut reader)?;
        let values = std::iter::repeat_n(reader.value::<T>()?, places.len());
        places.into_iter().zip(values).for_each(|(place, value)| slots[place].fill(value));
        Ok(())
    };
    read_all(connection, &statement, read).await
}
