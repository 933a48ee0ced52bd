//! What values a query was sent with.

use smallvec::SmallVec;

/// The most values that are known of one query.
const VALUES: usize = 32;

/// What values a query was sent with, each told by a number.
#[derive(Default)]
pub(super) struct Values {
    /// How often it was sent with each since the last write, as far as they are known. Most queries are sent once.
    times: SmallVec<[(u64, u32); 1]>,
    /// A bit for each of these, by which a value that is new is mostly known to be.
    bits: [u64; 4],
    /// How many writes there had been.
    writes: u64,
    distinct: u32,
}

/// What it is to send the query with some values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    /// It was not sent with these. Those there is no room for are new ones, too.
    New,
    /// It was, but not since the last write.
    First,
    /// It was sent with them so often, with this time.
    Again(u32),
}

impl Values {
    /// Notes that the query is sent with these values, after so many writes.
    #[inline(always)] // as `Counts::begin`
    pub(super) fn note(&mut self, values: u64, writes: u64) -> Times {
        if self.writes != writes {
            self.writes = writes;
            self.forget_times();
        }
        let (word, bit) = bit(values);
        if self.bits[word] & bit != 0
            && let Some(times) = self.known(values)
        {
            *times += 1;
            return if *times == 1 { Times::First } else { Times::Again(*times) };
        }
        self.distinct += 1;
        if self.times.len() < VALUES {
            self.add(values);
        }
        Times::New
    }

    /// With how many different ones it was sent.
    pub(super) fn distinct(&self) -> u32 {
        self.distinct
    }

    #[cold]
    fn forget_times(&mut self) {
        self.times.iter_mut().for_each(|(_, times)| *times = 0);
    }

    #[inline(never)]
    fn known(&mut self, values: u64) -> Option<&mut u32> {
        self.times.iter_mut().find(|(known, _)| *known == values).map(|(_, times)| times)
    }

    #[inline(never)]
    fn add(&mut self, values: u64) {
        let (word, bit) = bit(values);
        self.bits[word] |= bit;
        self.times.push((values, 1));
    }
}

/// The bit of a value, and the word that it is in, by its lowest bits: those that differ most in an `FxHasher`.
#[inline]
fn bit(values: u64) -> (usize, u64) {
    ((values & 3) as usize, 1 << (values >> 2 & 63))
}

#[cfg(test)]
mod tests {
    use super::Times::{Again, First, New};
    use super::Values;

    #[test]
    fn what_was_sent_before_a_write_is_sent_for_the_first_time_behind_it() {
        let mut values = Values::default();
        let sent = [(7, 0), (8, 0), (7, 0), (7, 0), (7, 1), (7, 1), (9, 1)];
        let sent = sent.map(|(value, writes)| values.note(value, writes));
        assert_eq!(sent, [New, New, Again(2), Again(3), First, Again(2), New]);
        assert_eq!(values.distinct(), 3);
    }

    #[test]
    fn those_that_there_is_no_room_for_are_new_each_time() {
        let mut values = Values::default();
        (0..32).for_each(|value| assert_eq!(values.note(value, 0), New));
        assert_eq!([32, 32, 31].map(|value| values.note(value, 0)), [New, New, Again(2)]);
        assert_eq!(values.distinct(), 34);
    }
}
