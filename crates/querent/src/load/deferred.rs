//! Deferred fields, loaded for one instance.

use crate::ast::{ColumnRef, Expr, Output, Plan};
use crate::deferred::Deferred;
use crate::error::{Error, Kind, Result};
use crate::exec::{Db, Run};
use crate::model::Reader;
use crate::sql;
use crate::types::Value;
use crate::watch::{Origin, Site};

impl<T: Value> Deferred<T> {
    /// The value: from memory, or by one query, `SELECT body FROM articles WHERE id = $1`, and remembered.
    ///
    /// Loading it for one row after another is what the N+1 watch warns of; [`undefer`](crate::QuerySet::undefer)
    /// selects it with all of them.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`] if the row is gone.
    #[track_caller]
    pub fn load<'a>(&'a self, db: &Db) -> Run<'a, &'a T> {
        let site = std::panic::Location::caller();
        let db = db.clone();
        Run::new(async move {
            match self.is_loaded() {
                true => self.loaded(),
                false => self.load_alone(db, site).await,
            }
        })
    }

    async fn load_alone(&self, db: Db, site: Site) -> Result<&T> {
        let field = self.field()?;
        let call = field.origin.loading_field(field.column, site)?;
        let mut plan = Plan::of(field.model, |_| ()).with_key(field.key.clone());
        plan.output = Output::Values(vec![Expr::Column(ColumnRef { trail: None, column: field.column })]);
        let gone = || {
            let (model, name) = (field.model.name, field.column.field);
            Error::new(Kind::DoesNotExist, format!("the row whose `{model}.{name}` was to be loaded is gone"))
        };
        let Some(statement) = sql::rows(&plan)? else { return Err(gone()) };
        let connection = db.connection(call).await?;
        let row = connection.query_first(&statement).await?.ok_or_else(gone)?;
        let mut reader = Reader::new(&row, field.model, Origin::default());
        reader.enter_values();
        reader.value().map(|value| self.fill(value))
    }
}
