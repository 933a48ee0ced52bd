//! The related rows of one instance, by a query of their own.

use crate::ast::Plan;
use crate::error::Result;
use crate::exec::Db;
use crate::meta::RelationMeta;
use crate::model::Model;
use crate::queryset::Plain;
use crate::relation::Owned;
use crate::sql;
use crate::watch::{Asked, Call, Find, Origin, Origins, Query, ResultSet, Site};

use super::fetch::read;

/// A relation of one instance that is loaded at a line of the user's code.
pub(super) struct Lone<'a> {
    /// Where the instance comes from.
    pub(super) origin: &'a Origin,
    /// `None` of a slot that belongs to no row.
    pub(super) relation: Option<&'static RelationMeta>,
    pub(super) site: Site,
}

/// The rows that belong to one instance.
pub(super) async fn load_owned<T: Model>(db: &Db, of: &Owned, site: Site) -> Result<Vec<T>> {
    let lone = Lone { origin: of.origin(), relation: Some(of.relation()?), site };
    load_alone(db, &of.plan::<T>(), lone).await
}

/// The rows that a relation of one instance leads to, which `plan` finds.
pub(super) async fn load_alone<T: Model>(db: &Db, plan: &Plan, lone: Lone<'_>) -> Result<Vec<T>> {
    let Some(statement) = sql::rows(plan)? else { return Ok(Vec::new()) };
    let mut call = match lone.relation {
        Some(relation) => lone.origin.loading(relation, lone.site)?,
        None => Call::begin(lone.site),
    };
    if !lone.origin.is_watched() {
        let (database, model, relation) = (db.pool_number(), T::META, lone.relation);
        call.repeats(&Query {
            database,
            model,
            plan: Some(plan),
            relation,
            asked: Asked::Rows,
            statement: &statement,
        })?;
    }
    let connection = db.connection(call).await?;
    let origins = match lone.relation.filter(|_| lone.origin.is_known()) {
        Some(relation) => lone.origin.along(relation, None),
        None => {
            // The rows of an instance that came from no query are siblings all the same.
            let find =
                if lone.relation.is_some_and(RelationMeta::is_many) { Find::Several } else { Find::One };
            let mode = connection.fetch_mode(None);
            Origins::of(ResultSet::begin(T::META, connection.call(), || find, mode))
        }
    };
    read::<T, Plain>(&connection, plan, &statement, &origins).await
}
