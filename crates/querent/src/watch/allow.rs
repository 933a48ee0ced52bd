//! What is expected, and why.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;
use serde::Serialize;

use crate::meta::{Hop, ModelMeta, RelationMeta, hops};

use super::site::Site;

/// Something that is expected: it is not told, and it must happen, or the entry is told instead.
#[derive(Debug)]
pub(crate) struct Allowed {
    what: Expected,
    reason: &'static str,
    site: Site,
    matched: AtomicU64,
}

/// What is expected.
#[derive(Clone, Debug)]
pub(super) enum Expected {
    /// A relation, by its way from the model of the query.
    Relation(&'static ModelMeta, Vec<&'static RelationMeta>),
    /// The finding of this id.
    Id(String),
    /// What is found in scopes of this name, in which `*` stands for anything.
    Endpoint(String),
}

/// The entries of one query: mostly none.
#[derive(Clone, Default)]
pub(super) struct Entries(Option<Arc<Vec<Arc<Allowed>>>>);

impl Entries {
    #[inline]
    pub(super) fn of(allowed: &[Allowance]) -> Entries {
        let entries = || Arc::new(allowed.iter().map(|allowance| allowance.entry()).collect());
        Entries((!allowed.is_empty()).then(entries))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Whether they are the same.
    #[inline]
    pub(super) fn are(&self, others: &Entries) -> bool {
        let same = |one: &[Arc<Allowed>], other: &[Arc<Allowed>]| {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| Arc::ptr_eq(one, other))
        };
        match (&self.0, &others.0) {
            (None, None) => true,
            (Some(own), Some(others)) => same(own, others),
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<Allowed>> {
        self.0.iter().flat_map(|entries| entries.iter())
    }
}

/// A relation that a line expects to be loaded row by row: an entry, until somebody wants to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    pub(crate) site: Site,
    /// The last step of the way to it.
    pub(crate) relation: &'static Hop,
    pub(crate) reason: &'static str,
}

impl Allowance {
    /// The entry of its line.
    pub(super) fn entry(self) -> Arc<Allowed> {
        let mut steps: Vec<_> = hops(Some(self.relation)).map(|hop| hop.relation).collect();
        steps.reverse();
        Allowed::at(self.site, Expected::Relation((steps[0].model)(), steps), self.reason)
    }
}

/// An entry of an allow-list that nothing has matched: what it expects does not happen any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UnusedAllow {
    /// What it expects: a path, an id, or the name of a scope.
    pub allows: String,
    /// Why.
    pub reason: &'static str,
    /// Where it stands.
    pub site: String,
}

type Key = (&'static str, u32, u32, String);

/// Every entry that code has reached: one for each place and path.
static ENTRIES: LazyLock<Mutex<HashMap<Key, Arc<Allowed>>>> = LazyLock::new(Mutex::default);

impl Allowed {
    /// The entry of a place, which is the same each time that the place is reached.
    pub(super) fn at(site: Site, what: Expected, reason: &'static str) -> Arc<Allowed> {
        let key = (site.file(), site.line(), site.column(), what.to_string());
        let new = || Arc::new(Allowed { what, reason, site, matched: AtomicU64::new(0) });
        ENTRIES.lock().entry(key).or_insert_with(new).clone()
    }

    /// Whether it expects that rows of `model` load the relation at the end of `way`.
    pub(super) fn expects(
        &self,
        model: &'static ModelMeta,
        way: &[&'static RelationMeta],
        last: &'static RelationMeta,
    ) -> bool {
        let Expected::Relation(of, steps) = &self.what else { return false };
        let loaded = way.iter().copied().chain([last]);
        *of == model
            && steps.len() == way.len() + 1
            && steps.iter().copied().zip(loaded).all(|(own, other)| own.index == other.index)
    }

    /// Notes that what it expects has happened.
    pub(super) fn happened(&self) {
        self.matched.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether it expects the finding of this id, in a scope of this name; notes that it happened.
    pub(super) fn expects_finding(&self, id: &str, endpoint: Option<&str>) -> bool {
        let matched = match &self.what {
            Expected::Relation(..) => false,
            Expected::Id(own) => own == id,
            Expected::Endpoint(pattern) => endpoint.is_some_and(|endpoint| fits(pattern, endpoint)),
        };
        if matched {
            self.happened();
        }
        matched
    }
}

/// Whether `text` is what `pattern` says, where `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// The entries that nothing has matched, in the order of their places.
pub(super) fn unused() -> Vec<UnusedAllow> {
    let entries = ENTRIES.lock();
    let unmatched = entries.values().filter(|entry| entry.matched.load(Ordering::Relaxed) == 0);
    let told = |entry: &Arc<Allowed>| UnusedAllow {
        allows: entry.what.to_string(),
        reason: entry.reason,
        site: entry.site.to_string(),
    };
    let mut unused: Vec<_> = unmatched.map(told).collect();
    unused.sort_by(|one, other| (&one.site, &one.allows).cmp(&(&other.site, &other.allows)));
    unused
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expected::Relation(model, steps) => {
                f.write_str(model.name)?;
                steps.iter().try_for_each(|step| write!(f, ".{}", step.name))
            }
            Expected::Id(text) | Expected::Endpoint(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, fitting) in [
            ("GET /", "GET /", true),
            ("GET /", "GET /x", false),
            ("*", "", true),
            ("GET /admin/*", "GET /admin/users/{id}", true),
            ("GET /admin/*", "GET /users", false),
            ("*/admin/*", "POST /admin/", true),
            ("*a*b", "xaxb", true),
            ("*a*b", "xbxa", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(fits(pattern, text), fitting, "{pattern} {text}");
        }
    }
}
