//! The code that mends what the watch found.

use crate::ast::{Ordering, Plan};
use crate::meta::{ColumnMeta, ModelMeta, RelationMeta, rust_name};

use super::asked::Asked;
use super::eager::Method;

/// The code that mends a finding, and where it goes.
#[derive(Clone, Debug)]
pub(super) struct Fix {
    pub(super) code: String,
    pub(super) place: Place,
}

/// Where the code of a fix goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind the query that found the rows.
    Query,
    /// In the place of the loop.
    Loop,
    /// It is in the query, and goes.
    Gone,
    /// In the query, in the place of this.
    Instead(String),
    /// Among what is prefetched for instances.
    Instances,
    /// In the place of a manager's query for what the rows have.
    Loaded,
}

/// What has asked for rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Source {
    #[default]
    Query,
    /// A statement written by hand, which has relations prefetched and nothing else.
    ByHand,
    /// `prefetch_related_objects`, of instances that are there already.
    Instances,
}

/// The way from a query's model to what was loaded.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) model: &'static ModelMeta,
    pub(super) steps: &'a [&'static RelationMeta],
    pub(super) source: Source,
}

impl Way<'_> {
    /// `Product.category.parent`, with `last` after it.
    pub(super) fn dotted(&self, last: &str) -> String {
        let names = self.steps.iter().map(|step| step.name);
        std::iter::once(self.model.name).chain(names).chain([last]).collect::<Vec<_>>().join(".")
    }

    /// `p.category.parent`, with `last` after it.
    fn handle(&self, last: &str) -> String {
        let mut code = self.model.handle().to_string();
        for step in self.steps {
            code.push('.');
            code.push_str(&rust_name(step.name));
        }
        code + "." + last
    }

    /// Whether the query can have what is there in its own rows: there is one row for each of them.
    fn is_single(&self) -> bool {
        self.source == Source::Query && self.steps.iter().all(|step| !step.is_many())
    }

    fn added(&self, method: &str, argument: &str) -> Fix {
        if self.source == Source::Instances {
            return Fix { code: argument.to_owned(), place: Place::Instances };
        }
        let code = format!(".{method}(|{}| {argument})", self.model.handle());
        Fix { code, place: Place::Query }
    }

    /// The model at its end.
    pub(super) fn end(&self) -> &'static ModelMeta {
        self.steps.last().map_or(self.model, |step| (step.target)())
    }

    /// What loads a relation for all the rows.
    pub(super) fn load(&self, relation: &RelationMeta, asked: Asked) -> Fix {
        let path = self.handle(&rust_name(relation.name));
        match asked {
            Asked::Rows if self.is_single() && !relation.is_many() => self.added("select_related", &path),
            Asked::Count if self.is_single() => self.added("annotate", &format!("{path}.count()")),
            Asked::Exists if self.is_single() => self.added("annotate", &format!("exists({path})")),
            Asked::First => self.added("prefetch_related", &format!("{path}.limit(1)")),
            _ => self.added("prefetch_related", &path),
        }
    }

    /// What the rows have of a relation that was prefetched.
    pub(super) fn loaded(relation: &RelationMeta) -> Fix {
        Fix { code: format!("{}.loaded()", rust_name(relation.name)), place: Place::Loaded }
    }

    /// What asks for a deferred field with all the rows: where the query asks for the field's model, which may be a
    /// relation that it follows, in the place of what has loaded that.
    pub(super) fn undefer(&self, column: &ColumnMeta, loaded: Option<Method>) -> Fix {
        let model = self.end();
        let fields = format!(".undefer(|{0}| ({0}.{1},))", model.handle(), rust_name(column.field));
        match self.steps {
            [] if self.source == Source::ByHand => {
                Fix { code: format!("{}.{}", model.table, column.name), place: Place::Query }
            }
            [] => Fix { code: fields, place: Place::Query },
            [way @ .., last] => {
                let fix = self.added("prefetch_related", &self.handle(&format!("all(){fields}")));
                let Some(method) = loaded else { return fix };
                let before = Way { steps: way, ..*self };
                let there = before.added(method.as_str(), &before.handle(&rust_name(last.name)));
                Fix { place: Place::Instead(there.code), ..fix }
            }
        }
    }

    /// What is to become of the call that loads relations, each after the one before, that nobody looks at: it goes, or ends
    /// one step before.
    pub(super) fn unused(&self, way: &[&RelationMeta], method: &'static str) -> Fix {
        let path: Vec<_> = way.iter().map(|step| rust_name(step.name)).collect();
        let whole = self.added(method, &self.handle(&path.join(".")));
        match self.steps.split_last() {
            None => Fix { place: Place::Gone, ..whole },
            Some((last, steps)) => {
                let shorter = Way { steps, ..*self };
                let Fix { code, .. } = shorter.added(method, &shorter.handle(&rust_name(last.name)));
                Fix { code, place: Place::Instead(whole.code) }
            }
        }
    }
}

/// The methods of a manager's query that its fix has to have, too: a closure has no text.
pub(super) fn refined(plan: &Plan) -> Option<&'static str> {
    let is_ordered = plan.reversed || matches!(&plan.ordering, Ordering::Keys(keys) if !keys.is_empty());
    match (plan.filters.is_empty(), is_ordered) {
        (true, false) => None,
        (false, false) => Some("the conditions"),
        (true, true) => Some("the order"),
        (false, true) => Some("the conditions and the order"),
    }
}
