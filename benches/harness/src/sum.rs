//! The checksum that proves equal work.

use std::hint::black_box;

/// FNV-1a's first value and its factor.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The checksum of one iteration, or nothing but the end of what was read: while time is taken nothing is summed.
#[derive(Debug)]
pub struct Sum(Option<u64>);

impl Sum {
    /// Sums what it is given.
    pub fn wanted() -> Sum {
        Sum(Some(0))
    }

    /// Sums nothing.
    pub fn unwanted() -> Sum {
        Sum(None)
    }

    /// Whether anything is to be summed; what has related rows goes through them only then.
    pub fn is_wanted(&self) -> bool {
        self.0.is_some()
    }

    /// Takes rows: the fields of each as numbers.
    pub fn rows<T, const N: usize>(&mut self, rows: &[T], fields: impl Fn(&T) -> [i64; N]) {
        let rows = black_box(rows);
        if self.is_wanted() {
            rows.iter().for_each(|row| self.add(fields(row)));
        }
    }

    /// Takes one row: its fields as numbers.
    pub fn row<T, const N: usize>(&mut self, row: &T, fields: impl FnOnce(&T) -> [i64; N]) {
        let row = black_box(row);
        if self.is_wanted() {
            self.add(fields(row));
        }
    }

    /// The sum of all rows, if it was wanted.
    pub fn value(&self) -> Option<u64> {
        self.0
    }

    /// The number that stands for a text: its length in bytes.
    pub fn text(text: &str) -> i64 {
        i64::try_from(text.len()).unwrap_or(i64::MAX)
    }

    /// The number that stands for a text that may be NULL: its length in bytes, or −1.
    pub fn nullable(text: Option<&str>) -> i64 {
        text.map_or(-1, Sum::text)
    }

    /// The number that stands for a double of the data, all of which are eighths.
    pub fn eighths(value: f64) -> i64 {
        (value * 8.0).round() as i64
    }

    fn add<const N: usize>(&mut self, fields: [i64; N]) {
        let hash = fields.into_iter().fold(OFFSET, |hash, field| (hash ^ field as u64).wrapping_mul(PRIME));
        if let Some(sum) = &mut self.0 {
            *sum = sum.wrapping_add(hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn the_order_of_rows_is_free_and_that_of_fields_is_not() {
        let sum = |rows: &[[i64; 2]]| {
            let mut sum = Sum::wanted();
            sum.rows(rows, |row| *row);
            sum.value()
        };
        assert_eq!(sum(&[[1, 2], [3, -1]]), sum(&[[3, -1], [1, 2]]));
        assert_ne!(sum(&[[1, 2]]), sum(&[[2, 1]]));
        assert_eq!(sum(&[]), Some(0));
        assert_eq!(sum(&[[1, 2]]), Some(0x082f_2407_b4e8_902a), "as other languages must compute it");
    }
}
