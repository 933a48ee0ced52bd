//! What belongs to the relations of a model, found without a lock.

use std::sync::OnceLock;

/// A value for each of a few relations, by the relation's index. What is there stays.
pub(super) struct ByRelation<T>(OnceLock<Box<Entry<T>>>);

struct Entry<T> {
    relation: usize,
    value: T,
    others: ByRelation<T>,
}

impl<T> ByRelation<T> {
    /// The value of a relation, a new one if there is none.
    #[inline]
    pub(super) fn get_or_insert(&self, relation: usize, new: impl Fn() -> T) -> &T {
        let mut place = self;
        loop {
            let entry = || Box::new(Entry { relation, value: new(), others: ByRelation::default() });
            let there = place.0.get_or_init(entry);
            if there.relation == relation {
                return &there.value;
            }
            place = &there.others;
        }
    }

    /// The value of a relation, if there is one.
    pub(super) fn get(&self, relation: usize) -> Option<&T> {
        self.entries().find(|entry| entry.relation == relation).map(|entry| &entry.value)
    }

    /// All values.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.entries().map(|entry| &entry.value)
    }

    fn entries(&self) -> impl Iterator<Item = &Entry<T>> {
        std::iter::successors(self.0.get(), |entry| entry.others.0.get()).map(|entry| &**entry)
    }
}

impl<T> Default for ByRelation<T> {
    fn default() -> Self {
        ByRelation(OnceLock::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_relation_has_the_value_that_was_there_first() {
        let values = ByRelation::default();
        let inserted = [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')]
            .map(|(relation, value)| *values.get_or_insert(relation, || value));
        assert_eq!(inserted, ['a', 'b', 'a', 'd', 'b']);
        assert_eq!(
            [1, 2, 3, 4].map(|relation| values.get(relation).copied()),
            [Some('b'), Some('d'), Some('a'), None]
        );
        assert_eq!(values.values().collect::<String>(), "abd");
    }

    #[test]
    fn threads_that_come_at_once_have_the_same_value() {
        let values = ByRelation::default();
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8_usize)
                .map(|thread| {
                    scope.spawn({
                        let values = &values;
                        move || {
                            (0..8)
                                .map(|relation| *values.get_or_insert(relation, || thread))
                                .collect::<Vec<_>>()
                        }
                    })
                })
                .collect();
            let all: Vec<_> =
                threads.into_iter().map(|thread| thread.join().expect("it has no reason to panic")).collect();
            assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
        });
    }
}
