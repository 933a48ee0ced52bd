//! Rows as lines of text, written as PostgreSQL writes its values.

use querent::rust_decimal::Decimal;
use querent::time::{Date, PrimitiveDateTime};

/// A row of an answer.
pub(crate) type Line = Vec<String>;

/// A value of a line.
pub(crate) trait Cell {
    fn cell(&self) -> String;
}

macro_rules! displayed {
    ($($type:ty),*) => { $(
        impl Cell for $type {
            fn cell(&self) -> String { self.to_string() }
        }
    )* };
}
displayed!(i32, i64, str, String, Decimal, Date);

impl Cell for bool {
    fn cell(&self) -> String {
        if *self { "t" } else { "f" }.to_owned()
    }
}

impl Cell for PrimitiveDateTime {
    fn cell(&self) -> String {
        let (hour, minute, second) = self.as_hms();
        format!("{} {hour:02}:{minute:02}:{second:02}", self.date())
    }
}

impl<T: Cell> Cell for Option<T> {
    fn cell(&self) -> String {
        self.as_ref().map_or_else(|| "NULL".to_owned(), Cell::cell)
    }
}

impl<T: Cell + ?Sized> Cell for &T {
    fn cell(&self) -> String {
        (**self).cell()
    }
}

/// The values of one row as a [`Line`].
macro_rules! line {
    ($($value:expr),* $(,)?) => { vec![$($crate::line::Cell::cell(&$value)),*] };
}
pub(crate) use line;
