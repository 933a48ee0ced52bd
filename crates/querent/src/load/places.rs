//! Where integers are among others.

use rustc_hash::FxHashMap;

/// Where each of some distinct integers is among them in their order.
#[derive(Debug)]
pub(super) enum Places {
    /// Of integers that are near each other, as keys are that were counted: for each from the first one on.
    Near(i64, Vec<u32>),
    /// By a hash that is quick and no more: the database counts its keys as a rule, and no user chooses them.
    Apart(FxHashMap<i64, usize>),
}

/// How many integers there may be between two, on the average, for them to be near: a table of them is as large as one of hashes
/// then.
const BETWEEN: usize = 8;

/// The place of an integer that is none of them.
const NONE: u32 = u32::MAX;

impl Places {
    /// Of integers in ascending order.
    pub(super) fn of(integers: &[i64]) -> Places {
        let (first, last) = (integers.first().copied().unwrap_or(0), integers.last().copied().unwrap_or(0));
        let most = integers.len().saturating_mul(BETWEEN).min(NONE as usize);
        match usize::try_from(last.abs_diff(first)) {
            Ok(span) if span < most => {
                let mut places = vec![NONE; span + 1];
                for (place, integer) in integers.iter().enumerate() {
                    places[integer.abs_diff(first) as usize] = place as u32; // within the span, which is less than `NONE`
                }
                Places::Near(first, places)
            }
            _ => {
                Places::Apart(integers.iter().enumerate().map(|(place, integer)| (*integer, place)).collect())
            }
        }
    }

    /// The place of an integer, if it is one of them.
    #[inline]
    pub(super) fn get(&self, integer: i64) -> Option<usize> {
        match self {
            Places::Near(first, places) => {
                let at = usize::try_from(integer.wrapping_sub(*first)).ok()?;
                places.get(at).copied().filter(|place| *place != NONE).map(|place| place as usize)
            }
            Places::Apart(places) => places.get(&integer).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    const SPANS: [&[i64]; 6] = [
        &[],
        &[7],
        &[-3, -1, 0, 2],
        &[1, 9, 17, 25],
        &[1, 1_000_000_000],
        &[i64::MIN, i64::MIN + 1, 0, i64::MAX - 1, i64::MAX],
    ];

    #[test]
    fn each_has_its_place_and_others_have_none() {
        for integers in SPANS {
            let places = Places::of(integers);
            let near = integers.iter().flat_map(|own| (-2..=2).map(|by| own.wrapping_add(by)));
            for integer in near.chain([i64::MIN, -4, 0, 8, i64::MAX]) {
                assert_eq!(
                    places.get(integer),
                    integers.binary_search(&integer).ok(),
                    "{integer} of {integers:?}"
                );
            }
        }
    }

    #[test]
    fn integers_that_were_counted_are_near_and_those_that_were_chosen_are_apart() {
        let is_near = SPANS.map(|integers| matches!(Places::of(integers), Places::Near(..)));
        assert_eq!(is_near, [false, true, true, true, false, false]);
    }
}
