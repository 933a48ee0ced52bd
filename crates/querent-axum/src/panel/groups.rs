//! Statements that one line has sent several times.

use std::collections::HashMap;
use std::time::Duration;

use querent::watch::{Finding, Request, StatementRecord};

use super::intervals::{Interval, lanes, wall};

/// The statements of one text that one line has sent.
#[derive(Debug)]
pub(super) struct Group<'r> {
    pub(super) sql: &'r str,
    pub(super) site: &'r str,
    /// In the order in which they began.
    pub(super) statements: Vec<&'r StatementRecord>,
    /// In which lane each of them lies.
    pub(super) lanes: Vec<usize>,
    /// What was found at this line.
    pub(super) finding: Option<&'r Finding>,
}

impl Group<'_> {
    /// How many lanes it takes.
    pub(super) fn height(&self) -> usize {
        self.lanes.iter().max().map_or(0, |last| last + 1)
    }

    /// How long at least one of them was under way.
    pub(super) fn wall(&self) -> Duration {
        wall(self.statements.iter().map(|statement| interval(statement)))
    }

    /// How many rows they had together, where that is known of all.
    pub(super) fn rows(&self) -> Option<u64> {
        self.statements.iter().map(|statement| statement.rows).sum()
    }

    pub(super) fn failed(&self) -> bool {
        self.statements.iter().any(|statement| statement.error.is_some())
    }
}

/// The span of a statement.
pub(super) fn interval(statement: &StatementRecord) -> Interval {
    Interval { start: statement.start, end: statement.start + statement.wall }
}

/// How long the request waited for the database: for one statement at least.
pub(super) fn in_database(request: &Request) -> Duration {
    wall(request.statements.iter().map(interval))
}

/// The statements of a request by line and text, in the order in which the first of each began.
pub(super) fn of(request: &Request) -> Vec<Group<'_>> {
    let mut places = HashMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    for statement in &request.statements {
        let (sql, site) = (statement.sql.as_ref(), statement.site.as_str());
        let place = *places.entry((sql, site)).or_insert(groups.len());
        if place == groups.len() {
            let finding = request.findings.iter().find(|finding| finding.loaded_at == site);
            groups.push(Group { sql, site, statements: Vec::new(), lanes: Vec::new(), finding });
        }
        groups[place].statements.push(statement);
    }
    for group in &mut groups {
        group.lanes =
            lanes(&group.statements.iter().map(|statement| interval(statement)).collect::<Vec<_>>());
    }
    groups
}
