//! New rows, put together for the statements that create them.

use std::sync::Arc;

use crate::ast::Expr;
use crate::meta::{ColumnMeta, Link, ModelMeta, RelationMeta};
use crate::model::Model;
use crate::sql::{ColumnValues, GivenRows, NewRows};
use crate::types::{Param, Scalar};

use super::draft::Draft;

/// Rows that have values for the same columns.
pub(super) struct Batch {
    columns: Vec<usize>,
    /// For each column, the values of all rows.
    values: Vec<Vec<Param>>,
    /// Columns whose value the database computes; the rest of the row is alone with them.
    computed: Vec<(usize, Expr)>,
    /// For each row, its place among the given ones.
    pub(super) places: Vec<usize>,
}

impl Batch {
    /// For rows like `row`, with room for so many.
    fn like(row: &[(usize, Expr)], rows: usize) -> Batch {
        let bound = row.iter().filter(|(_, value)| matches!(value, Expr::Param(_)));
        let columns: Vec<usize> = bound.map(|(column, _)| *column).collect();
        let values = columns.iter().map(|_| Vec::with_capacity(rows)).collect();
        Batch { columns, values, computed: Vec::new(), places: Vec::with_capacity(rows) }
    }

    /// Whether another row of these columns has room in it.
    fn has_room(&self, model: &'static ModelMeta, row: &[(usize, Expr)]) -> bool {
        let same = |(own, (column, value)): (&usize, &(usize, Expr))| {
            own == column && matches!(value, Expr::Param(_))
        };
        self.computed.is_empty()
            && self.columns.len() == row.len()
            && self.columns.iter().zip(row).all(same)
            && !self.is_full(model)
    }

    /// The columns that have a value.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().copied().chain(self.computed.iter().map(|(column, _)| *column))
    }

    /// A text is found in an array by counting from its beginning, so that the cost of a row that is cut out of one
    /// grows with the number of rows.
    fn is_full(&self, model: &'static ModelMeta) -> bool {
        const ROWS: usize = 1000;
        self.places.len() >= ROWS && self.columns.iter().any(|column| model.columns[*column].is_array)
    }

    fn push(&mut self, place: usize, row: Vec<(usize, Expr)>) {
        self.places.push(place);
        let mut values = self.values.iter_mut();
        for (column, value) in row {
            match value {
                Expr::Param(value) => {
                    if let Some(column) = values.next() {
                        column.push(value);
                    }
                }
                value => self.computed.push((column, value)),
            }
        }
    }

    /// The rows as they are given to the statement that creates them.
    pub(super) fn new_rows(mut self, model: &'static ModelMeta) -> NewRows {
        let computed = std::mem::take(&mut self.computed);
        NewRows { rows: self.given(model), computed }
    }

    /// The rows as they are bound to a statement.
    pub(super) fn given(self, model: &'static ModelMeta) -> GivenRows {
        if self.columns.is_empty() {
            return GivenRows::Defaults(self.places.len());
        }
        let columns = self.columns.iter().zip(self.values);
        let values =
            |(column, values): (&usize, _)| (*column, column_values(&model.columns[*column], values));
        GivenRows::Values(columns.map(values).collect())
    }
}

/// Whether rows may be sent before others that stand before them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sequence {
    /// They may, so that there are as few statements as can be.
    Free,
    /// They may not: only rows that stand together are sent together.
    Kept,
}

impl Sequence {
    /// For rows that are created: one that refers to another row of its model stands after it.
    pub(super) fn of_new_rows(model: &'static ModelMeta) -> Sequence {
        let to_itself = |relation: &RelationMeta| {
            matches!(relation.link, Link::Forward { .. }) && (relation.target)() == model
        };
        if model.relations.iter().any(to_itself) { Sequence::Kept } else { Sequence::Free }
    }
}

/// The rows of drafts, as few statements as can create them.
pub(super) fn of_drafts<M: Model, D: Draft<M>>(
    drafts: impl IntoIterator<Item = D>,
    sequence: Sequence,
) -> Vec<Batch> {
    let rows = drafts.into_iter().map(|draft| draft.into_row().given());
    of_rows(M::META, sequence, rows)
}

/// As [`of_drafts`], of columns and their values.
pub(super) fn of_rows(
    model: &'static ModelMeta,
    sequence: Sequence,
    rows: impl Iterator<Item = Vec<(usize, Expr)>>,
) -> Vec<Batch> {
    let (expected, _) = rows.size_hint();
    let mut batches: Vec<Batch> = Vec::new();
    for (place, row) in rows.enumerate() {
        let has_room = |batch: &Batch| batch.has_room(model, &row);
        let found = match sequence {
            Sequence::Free => batches.iter().rposition(has_room),
            Sequence::Kept => batches.len().checked_sub(1).filter(|last| has_room(&batches[*last])),
        };
        let at = found.unwrap_or_else(|| {
            let all_alike = if batches.is_empty() { expected } else { 0 }; // as they are as a rule
            batches.push(Batch::like(&row, all_alike));
            batches.len() - 1
        });
        batches[at].push(place, row);
    }
    batches
}

/// The values of one column, as arrays.
fn column_values(column: &'static ColumnMeta, values: Vec<Param>) -> ColumnValues {
    let array = |values: Vec<Param>| {
        let array = Param::Array(column.array.clone(), Arc::new(values));
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
