//! The related rows of many instances, each with the place of its owner.

use std::ops::Range;

use tokio_postgres::Row;

use crate::ast::{OwnerKeys, Owners as AstOwners, Prefetch, Source};
use crate::error::{Error, Result};
use crate::exec::Connection;
use crate::model::{Model, Reader};
use crate::queryset::read_instance;
use crate::sql;
use crate::watch::{Origin, RowOf};

use super::fetch::{read_all, related};
use super::owners::Owners;
use super::room::expected;

/// Related rows, and for each the place of its owner.
pub(super) struct Children<T> {
    pub(super) rows: Vec<T>,
    pub(super) owners: Vec<usize>,
}

impl<T> Children<T> {
    fn with_room(rows: usize) -> Self {
        Children { rows: Vec::with_capacity(rows), owners: Vec::with_capacity(rows) }
    }

    /// The rows, those of an owner together and in the order in which they came, and where those of each of so many owners
    /// are. Rows that came so, as they do from most tables, stay where they are.
    pub(super) fn by_owner(self, owners: usize) -> (Vec<T>, Vec<Range<usize>>) {
        let (mut rows, mut places) = (self.rows, self.owners);
        let mut ranges = vec![0..0; owners];
        places.iter().for_each(|owner| ranges[*owner].end += 1);
        let mut begin = 0;
        for range in &mut ranges {
            let size = range.end;
            *range = begin..begin;
            begin += size;
        }
        for place in &mut places {
            let range = &mut ranges[*place];
            *place = range.end;
            range.end += 1;
        }
        for at in 0..rows.len() {
            while places[at] != at {
                let place = places[at];
                rows.swap(at, place);
                places.swap(at, place);
            }
        }
        (rows, ranges)
    }
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
            "the prefetch of `{}` is filtered or ordered after its slice; say `limit` and `offset` last",
            step.relation.path()
        )));
    }
    let mut plan = step.plan.clone();
    let keys = OwnerKeys::Many(owners.keys((step.relation.model)().key_column()));
    plan.owners = Some(AstOwners { relation: step.relation, way: Vec::new(), keys });
    let Some(statement) = sql::rows(&plan)? else { return Ok(Children::with_room(0)) };
    // There are as many as owners at least, as a rule.
    let mut children = Children::with_room(expected::<T>(&statement).max(owners.len()));
    let origins = related(step, origin);
    let own_column = plan.owner_place();
    let read = |row: &Row| {
        let mut reader = Reader::new(row, T::META, RowOf::UNKNOWN).with(&plan.undeferred);
        let Some(owner) = owners.read(&reader, own_column.unwrap_or(0))? else { return Ok(()) };
        if own_column.is_none() {
            reader.skip(1);
        }
        reader.begin(origins.next());
        read_instance(&mut reader, &plan.select_related, &mut children.rows)?;
        children.owners.push(owner);
        Ok(())
    };
    read_all(connection, &statement, read).await?;
    statement.text.answered_with(children.rows.len()); // who takes the rows gives back the room
    Ok(children)
}

#[cfg(test)]
mod tests {
    use super::Children;

    #[test]
    fn rows_come_together_by_their_owner_and_stay_in_order() {
        let rows = vec!["b 1", "a 1", "d 1", "a 2", "b 2", "d 2", "a 3"];
        let (rows, ranges) = Children { rows, owners: vec![1, 0, 3, 0, 1, 3, 0] }.by_owner(4);
        assert_eq!(rows, ["a 1", "a 2", "a 3", "b 1", "b 2", "d 1", "d 2"]);
        assert_eq!(ranges, [0..3, 3..5, 5..5, 5..7]);
    }
}
