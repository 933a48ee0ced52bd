//! The median of a sample, and how sure it is.

/// A median with the interval that holds the true one with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Median {
    /// The sample's median.
    pub value: f64,
    /// Where the interval begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

impl Median {
    /// The median of `sample`, which has at least one value.
    pub fn of(sample: impl IntoIterator<Item = f64>) -> Median {
        let mut sorted: Vec<f64> = sample.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let (count, below) = (sorted.len(), cut(sorted.len()));
        let value = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2.0;
        Median { value, low: sorted[below], high: sorted[count - 1 - below] }
    }
}

/// How many values may be left out at either end of a sorted sample so that the rest spans the true median with 95 %
/// confidence, whatever the distribution: each value is below the median with the probability of a coin's head.
fn cut(count: usize) -> usize {
    let mut probability = 0.5_f64.powi(i32::try_from(count).unwrap_or(i32::MAX));
    let mut outside = probability;
    let mut cut = 0;
    while outside <= 0.025 && cut < count / 2 {
        cut += 1;
        probability *= (count - cut + 1) as f64 / cut as f64;
        outside += probability;
    }
    cut.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::{Median, cut};

    #[test]
    fn the_interval_leaves_out_as_many_values_as_the_binomial_distribution_allows() {
        // Textbook ranks: the 2nd of 9, the 6th of 20, the 10th of 31, the 14th of 41.
        assert_eq!([5, 9, 20, 31, 41].map(cut), [0, 1, 5, 9, 13]);
    }

    #[test]
    fn the_median_of_an_even_sample_lies_between_its_middle_values() {
        let median = Median::of([4.0, 1.0, 3.0, 2.0]);
        assert_eq!(median, Median { value: 2.5, low: 1.0, high: 4.0 });
    }
}
