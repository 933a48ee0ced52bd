//! The values of many rows, as arrays that are unnested: one text for any number of rows.

use crate::meta::ModelMeta;
use crate::sql::text::Text;
use crate::types::Param;

/// Many rows that are given to a statement.
pub(crate) enum GivenRows {
    /// A list of values for each column.
    Values(Vec<(usize, ColumnValues)>),
    /// So many rows without any value.
    Defaults(usize),
}

/// The values of one column for many rows.
pub(crate) enum ColumnValues {
    /// One array of them.
    Values(Param),
    /// Arrays, which an array of arrays would have to be of one length: their elements in one array, and where each of
    /// them ends.
    Arrays {
        /// For each row the number of its array, from 1; NULL for NULL.
        numbers: Param,
        /// How many elements there are before each array, and after the last.
        ends: Param,
        /// The elements of all.
        elements: Param,
    },
}

/// The arrays behind the values that a statement has written, to stand in its FROM.
pub(super) struct Given {
    model: &'static ModelMeta,
    arrays: Vec<(usize, Param)>,
}

impl Given {
    pub(super) fn of(model: &'static ModelMeta) -> Given {
        Given { model, arrays: Vec::new() }
    }

    /// What the rows go by, which a table in the same statement may be called, too.
    fn name(&self) -> &'static str {
        if self.model.table == "given" { "given rows" } else { "given" }
    }

    /// A column of the rows.
    pub(super) fn column(&self, text: &mut Text, column: usize) {
        text.name(self.name()).push(".").name(self.model.columns[column].name);
    }

    /// A value of each row.
    ///
    /// One that is an array itself is cut out of one that has the elements of all rows: `($1)[first:last]`.
    pub(super) fn value(&mut self, text: &mut Text, column: usize, values: ColumnValues) {
        match values {
            ColumnValues::Values(values) => {
                self.arrays.push((column, values));
                self.column(text, column);
            }
            ColumnValues::Arrays { numbers, ends, elements } => {
                self.arrays.push((column, numbers));
                text.push("(").param(elements).push(")[(").param(ends).push(")[");
                let ends = text.params.len() as u64;
                self.column(text, column);
                text.push("] + 1:(").number("$", ends).push(")[");
                self.column(text, column);
                text.push(" + 1]]");
            }
        }
    }

    /// ` FROM unnest($1, …) AS "given" (…)`, once all values are written.
    pub(super) fn from(self, text: &mut Text) {
        let name = self.name();
        let (columns, arrays): (Vec<usize>, Vec<Param>) = self.arrays.into_iter().unzip();
        text.push(" FROM unnest(");
        text.list(arrays, |text, array| {
            text.param(array);
        });
        text.push(") AS ").name(name).push(" (");
        text.list(columns, |text, column| {
            text.name(self.model.columns[column].name);
        });
        text.push(")");
    }
}
