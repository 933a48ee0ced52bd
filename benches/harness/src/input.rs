//! What the iterations ask for and write: the same in every contestant.

/// How many users there are, and rows of `updated`.
const ROWS: u64 = 10_000;

/// How many batches of ten rows `updated` has.
const BATCHES: u64 = 1_000;

/// The key of the user, or of the row of `updated`, that the `number`th look-up is for.
pub fn user_key(number: u64) -> i64 {
    (number % ROWS + 1) as i64
}

/// The batch of `updated` that the `number`th iteration changes.
pub fn batch(number: u64) -> i32 {
    (number % BATCHES) as i32
}

/// The values of a row of `inserted`.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// For the column `name`.
    pub name: String,
    /// For the column `amount`.
    pub amount: i32,
    /// For the column `score`.
    pub score: f64,
    /// For the column `note`.
    pub note: Option<String>,
}

/// The values of the `number`th new row.
pub fn new_row(number: u64) -> NewRow {
    NewRow {
        name: format!("row {number}"),
        amount: (number % 1_000) as i32,
        score: number as f64 / 8.0,
        note: (!number.is_multiple_of(3)).then(|| "something to be noted".to_owned()),
    }
}

/// The values of the new rows of an iteration of `bulk_*`, from the 0th on.
pub fn new_rows(count: u64) -> impl ExactSizeIterator<Item = NewRow> {
    (0..count as usize).map(|number| new_row(number as u64))
}
