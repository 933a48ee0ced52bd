//! The answers that are given, and which of them anything has asked for.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::answer::Answer;

/// The answers that are given, and which of them anything has asked for.
#[derive(Debug)]
pub(super) struct Answers<'a> {
    given: &'a [Answer],
    used: RefCell<BTreeSet<usize>>,
}

impl<'a> Answers<'a> {
    /// Answers that nothing has asked for yet.
    pub(super) fn of(given: &'a [Answer]) -> Self {
        Answers { given, used: RefCell::default() }
    }

    /// What all answers say that say it; these are asked for.
    pub(super) fn all<T>(&self, says: impl Fn(&'a Answer) -> Option<T>) -> Vec<(&'a Answer, T)> {
        let said = self.given.iter().enumerate().filter_map(|(place, answer)| {
            let said = says(answer)?;
            self.used.borrow_mut().insert(place);
            Some((answer, said))
        });
        said.collect()
    }

    /// What the first answer says that says it.
    pub(super) fn find<T>(&self, says: impl Fn(&'a Answer) -> Option<T>) -> Option<T> {
        self.all(says).into_iter().next().map(|(_, said)| said)
    }

    /// Whether an answer is there.
    pub(super) fn said(&self, wanted: impl Fn(&Answer) -> bool) -> bool {
        self.find(|answer| wanted(answer).then_some(())).is_some()
    }

    /// The answers that nothing has asked for.
    pub(super) fn unused(&self) -> Vec<Answer> {
        let used = self.used.borrow();
        let unused = self.given.iter().enumerate().filter(|(place, _)| !used.contains(place));
        unused.map(|(_, answer)| answer.clone()).collect()
    }
}
