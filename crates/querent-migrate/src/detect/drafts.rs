//! Operations divided into migrations.

use std::collections::{BTreeMap, BTreeSet};

use querent_schema::{Operation, State};

use super::labels::uses;
use super::touched::{Touched, Traces};
use crate::error::Result;

/// A migration that has no name yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The application's label.
    pub app: String,
    /// What it does.
    pub operations: Vec<Operation>,
    /// The drafts before this one that it comes after, by their places.
    pub after: BTreeSet<usize>,
    /// What it has to do with the migrations that there are.
    pub(super) touched: Touched,
}

/// Divides operations, which are in an order in which they can be applied, into migrations of one application each.
///
/// An application has one migration, unless two applications need each other's.
pub(super) fn divide(before: &State, operations: Vec<(String, Operation)>) -> Result<Vec<Draft>> {
    let mut state = before.clone();
    let mut drafts = Drafts { list: Vec::new(), open: BTreeMap::new(), traces: Traces::new() };
    for (app, operation) in operations {
        let touched = Touched::by(&mut state, &app, &operation)?;
        drafts.close_before(&app, &operation);
        drafts.add(&app, operation, touched);
    }
    Ok(in_order(drafts.list))
}

/// The drafts, each after those that it comes after: one that is begun early may go on with what needs a later one.
fn in_order(list: Vec<Draft>) -> Vec<Draft> {
    let mut places: Vec<usize> = Vec::with_capacity(list.len());
    while places.len() < list.len() {
        let is_next = |place: &usize| {
            !places.contains(place) && list[*place].after.iter().all(|before| places.contains(before))
        };
        match (0..list.len()).find(is_next) {
            Some(place) => places.push(place),
            None => break, // there are no circles: a draft that would close one is not gone on with
        }
    }
    let place_now = |before: &usize| places.iter().position(|place| place == before);
    let moved = |place: &usize| {
        let draft = list[*place].clone();
        Draft { after: draft.after.iter().filter_map(place_now).collect(), ..draft }
    };
    places.iter().map(moved).collect()
}

struct Drafts {
    list: Vec<Draft>,
    /// The draft of each application that goes on.
    open: BTreeMap<String, usize>,
    traces: Traces<usize>,
}

impl Drafts {
    fn add(&mut self, app: &str, operation: Operation, touched: Touched) {
        let mut after = self.traces.before(&touched);
        let own = match self.open.get(app).copied() {
            // What comes after this draft already cannot come before it.
            Some(own) if !after.iter().any(|place| *place != own && self.comes_after(*place, own)) => own,
            _ => {
                after.extend(self.list.iter().rposition(|draft| draft.app == app));
                self.list.push(Draft {
                    app: app.to_owned(),
                    operations: Vec::new(),
                    after: BTreeSet::new(),
                    touched: Touched::default(),
                });
                self.open.insert(app.to_owned(), self.list.len() - 1);
                self.list.len() - 1
            }
        };
        after.remove(&own);
        self.traces.add(&own, &touched);
        let draft = &mut self.list[own];
        draft.after.extend(after);
        draft.operations.push(operation);
        draft.touched.extend(touched);
    }

    /// No statement of a transaction can use a label that the transaction has added: what does begins a new draft.
    fn close_before(&mut self, app: &str, operation: &Operation) {
        let added = |own: &Operation| match own {
            Operation::AddEnumValue { name, value, .. } => uses(operation, name, value),
            _ => false,
        };
        let open = self.open.get(app).map(|place| &self.list[*place]);
        if open.is_some_and(|draft| draft.operations.iter().any(added)) {
            self.open.remove(app);
        }
    }

    fn comes_after(&self, one: usize, other: usize) -> bool {
        let (mut seen, mut next) = (BTreeSet::new(), vec![one]);
        while let Some(place) = next.pop() {
            if place == other {
                return true;
            }
            if seen.insert(place) {
                next.extend(&self.list[place].after);
            }
        }
        false
    }
}
