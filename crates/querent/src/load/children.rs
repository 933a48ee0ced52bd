//! The related rows of many instances, each with the place of its owner.

use tokio_postgres::Row;

use crate::ast::{OwnerKeys, Owners as AstOwners, Prefetch, Source};
use crate::error::{Error, Result};
use crate::exec::Connection;
use crate::model::{Model, Reader};
use crate::queryset::read_instance;
use crate::sql;
use crate::watch::Origin;

use super::fetch::{read_all, related};
use super::owners::Owners;

/// Related rows, and for each the place of its owner.
pub(super) struct Children<T> {
    pub(super) rows: Vec<T>,
    pub(super) owners: Vec<usize>,
}

/// One query for the related rows of all owners.
pub(super) async fn children<T: Model>(
    connection: &Connection,
    step: &Prefetch,
    owners: &Owners,
    origin: &Origin,
) -> Result<Children<T>> {
    if matches!(step.plan.source, Source::Slice(_)) {
        return Err(Error::misuse(format!(
            "the prefetch of `{}` is filtered or ordered behind its slice; say `limit` and `offset` last",
            step.relation.path()
        )));
    }
    let mut plan = step.plan.clone();
    let keys = OwnerKeys::Many(owners.keys((step.relation.model)().key_column()));
    plan.owners = Some(AstOwners { relation: step.relation, way: Vec::new(), keys });
    let mut children = Children { rows: Vec::new(), owners: Vec::new() };
    let Some(statement) = sql::rows(&plan)? else { return Ok(children) };
    let mut origins = related(step, origin);
    let own_column = plan.owner_place();
    let read = |row: &Row| {
        let mut reader = Reader::new(row, T::META, &Origin::UNKNOWN);
        let owner = match own_column {
            Some(place) => owners.read(&mut reader.ahead(place))?,
            None => owners.read(&mut reader)?,
        };
        if let Some(owner) = owner {
            reader.inside(T::META, origins.next(), &plan.undeferred, |reader| {
                read_instance(reader, &plan.select_related, &mut children.rows)
            })?;
            children.owners.push(owner);
        }
        Ok(())
    };
    read_all(connection, &statement, read).await?;
    Ok(children)
}
