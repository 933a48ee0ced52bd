//! What a scope has found by its end.

use std::sync::Arc;

use super::finding::Finding;
use super::problem::{Problem, Rows};
use super::tally::Sum;

/// What a scope has found by its end. Findings are texts, which are made for who asks for them: mostly nobody does.
#[derive(Clone)]
pub(super) struct Found {
    endpoint: Arc<str>,
    /// Whether the scope was dropped before its end.
    aborted: bool,
    totals: Vec<Total>,
}

/// A problem, with those of other results of the same query: one finding.
#[derive(Clone)]
pub(super) struct Total {
    problem: Arc<Problem>,
    sum: Sum,
}

impl Found {
    /// The problems of a scope of this name, in the order in which they were found.
    pub(super) fn new(endpoint: Arc<str>, aborted: bool, problems: Vec<Arc<Problem>>) -> Found {
        let mut totals: Vec<Total> = Vec::new();
        for problem in problems {
            let sum = problem.tally.sum();
            match totals.iter_mut().find(|total| total.problem.id == problem.id) {
                Some(total) => total.sum.absorb(&sum),
                None => totals.push(Total { problem, sum }),
            }
        }
        Found { endpoint, aborted, totals }
    }

    pub(super) fn endpoint(&self) -> &Arc<str> {
        &self.endpoint
    }

    pub(super) fn aborted(&self) -> bool {
        self.aborted
    }

    pub(super) fn totals(&self) -> &[Total] {
        &self.totals
    }

    /// The finding that is one of the totals.
    pub(super) fn finding(&self, total: &Total) -> Finding {
        let finding = total.problem.finding_of(&total.sum, Some(&self.endpoint), Rows::All);
        Finding { aborted: self.aborted, ..finding }
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        self.totals.iter().map(|total| self.finding(total)).collect()
    }
}

impl Total {
    pub(super) fn problem(&self) -> &Problem {
        &self.problem
    }

    pub(super) fn sum(&self) -> &Sum {
        &self.sum
    }
}
