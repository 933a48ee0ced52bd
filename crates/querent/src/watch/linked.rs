//! Values that each lead to the next one, found by a number without a lock.

use std::sync::{Arc, OnceLock};

/// A few values, each of which has a number and the place of the next one in itself. What is there stays.
pub(super) struct Linked<T>(OnceLock<Arc<T>>);

/// What can be linked.
pub(super) trait Link: Sized {
    /// What it is found by.
    fn number(&self) -> usize;

    /// The values after it.
    fn others(&self) -> &Linked<Self>;
}

impl<T: Link> Linked<T> {
    /// The value of this number, a new one if there is none.
    #[inline]
    pub(super) fn get_or_insert(&self, number: usize, new: impl Fn() -> Arc<T>) -> &Arc<T> {
        let mut place = self;
        loop {
            let there = place.0.get_or_init(&new);
            if there.number() == number {
                return there;
            }
            place = there.others();
        }
    }

    /// The value of this number, if there is one.
    pub(super) fn get(&self, number: usize) -> Option<&T> {
        self.values().find(|value| value.number() == number)
    }

    /// All values.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        let first = self.0.get().map(|value| &**value);
        std::iter::successors(first, |value| value.others().0.get().map(|value| &**value))
    }
}

impl<T> Default for Linked<T> {
    fn default() -> Self {
        Linked(OnceLock::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Letter(usize, char, Linked<Letter>);

    impl Link for Letter {
        fn number(&self) -> usize {
            self.0
        }

        fn others(&self) -> &Linked<Letter> {
            &self.2
        }
    }

    fn letter(number: usize, letter: char) -> Arc<Letter> {
        Arc::new(Letter(number, letter, Linked::default()))
    }

    #[test]
    fn each_number_has_the_value_that_was_there_first() {
        let values = Linked::default();
        let inserted = [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')]
            .map(|(number, value)| values.get_or_insert(number, || letter(number, value)).1);
        assert_eq!(inserted, ['a', 'b', 'a', 'd', 'b']);
        assert_eq!(
            [1, 2, 3, 4].map(|number| values.get(number).map(|letter| letter.1)),
            [Some('b'), Some('d'), Some('a'), None]
        );
        assert_eq!(values.values().map(|letter| letter.1).collect::<String>(), "abd");
    }

    #[test]
    fn threads_that_come_at_once_have_the_same_value() {
        let values = Linked::default();
        std::thread::scope(|scope| {
            let of_a_thread = |thread: char| {
                let values = &values;
                move || [0, 1, 2, 3].map(|number| values.get_or_insert(number, || letter(number, thread)).1)
            };
            let threads: Vec<_> = ('a'..='h').map(|thread| scope.spawn(of_a_thread(thread))).collect();
            let all: Vec<_> =
                threads.into_iter().map(|thread| thread.join().expect("it has no reason to panic")).collect();
            assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
        });
    }
}
