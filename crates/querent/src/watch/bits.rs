//! Which rows of a result something was done for.

/// A set of small numbers.
#[derive(Clone, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
    count: u32,
}

impl Bits {
    /// Adds a number; false if it is there.
    #[inline]
    pub(super) fn insert(&mut self, number: u32) -> bool {
        let (word, bit) = (number as usize / 64, 1_u64 << (number % 64));
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        let is_new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        self.count += u32::from(is_new);
        is_new
    }

    /// Adds a number; how many there are with it.
    pub(super) fn add(&mut self, number: u32) -> u32 {
        self.insert(number);
        self.count
    }

    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn a_number_counts_once() {
        let mut bits = Bits::default();
        let new = [0, 63, 64, 500, 63, 0].map(|number| bits.insert(number));
        assert_eq!(new, [true, true, true, true, false, false]);
        assert_eq!(bits.count(), 4);
    }
}
