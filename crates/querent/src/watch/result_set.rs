//! Rows that came from one query, and what of them was loaded one row at a time.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::locks::lock;
use crate::meta::{ColumnMeta, ModelMeta, RelationMeta};

use super::layer::is_on;
use super::site::Site;

/// The rows of one awaited query, or the related rows of such rows.
pub(crate) struct ResultSet {
    root: Root,
    /// The relations from the query's model to these rows.
    path: Vec<&'static RelationMeta>,
    rows: AtomicU32,
    relations: Mutex<HashMap<usize, Loads>>,
    fields: Mutex<HashMap<&'static str, Lines>>,
}

/// The places that load one relation or field.
type Lines = Vec<Line>;

#[derive(Clone, Copy)]
struct Root {
    model: &'static ModelMeta,
    /// Where the query was awaited.
    query: Site,
}

/// What is known of one relation of these rows.
#[derive(Default)]
struct Loads {
    lines: Lines,
    related: Option<Arc<ResultSet>>,
}

/// A place that loads one row after another.
struct Line {
    site: Site,
    first: u32,
    flagged: bool,
}

impl ResultSet {
    /// The set of a query's own rows.
    fn new(root: Root, path: Vec<&'static RelationMeta>) -> Arc<Self> {
        let (relations, fields) = (Mutex::default(), Mutex::default());
        Arc::new(ResultSet { root, path, rows: AtomicU32::new(0), relations, fields })
    }

    /// A set for a query that begins now; `None` while the watch is off.
    pub(crate) fn begin(model: &'static ModelMeta, query: Site) -> Option<Arc<Self>> {
        is_on().then(|| ResultSet::new(Root { model, query }, Vec::new()))
    }

    fn relations(&self) -> MutexGuard<'_, HashMap<usize, Loads>> {
        lock(&self.relations)
    }

    fn warn(&self, relation: &'static RelationMeta, site: Site) {
        let one_join = self.path.iter().all(|step| !step.is_many()) && !relation.is_many();
        let method = if one_join { "select_related" } else { "prefetch_related" };
        let handle = self.root.model.handle();
        let dotted = self.dotted(relation.name);
        self.warn_of(&dotted, &format!(".{method}(|{handle}| {handle}.{dotted})"), site);
    }

    /// A field is asked for where the query asks for its model, which may be a relation that it follows.
    fn warn_of_field(&self, column: &'static ColumnMeta, site: Site) {
        let model = self.path.last().map_or(self.root.model, |step| (step.target)());
        let undefer = format!(".undefer(|{0}| ({0}.{1},))", model.handle(), column.field);
        let fix = match &self.path[..] {
            [] => undefer,
            _ => {
                let handle = self.root.model.handle();
                format!(".prefetch_related(|{handle}| {handle}.{})", self.dotted(&format!("all(){undefer}")))
            }
        };
        self.warn_of(&self.dotted(column.field), &fix, site);
    }

    /// The path to these rows, and `last`.
    fn dotted(&self, last: &str) -> String {
        let names: Vec<_> = self.path.iter().map(|step| step.name).chain([last]).collect();
        names.join(".")
    }

    fn warn_of(&self, dotted: &str, fix: &str, site: Site) {
        let model = self.root.model.name;
        let siblings = self.rows.load(Ordering::Relaxed);
        tracing::warn!(
            target: "querent::n_plus_one",
            relation = %format_args!("{model}.{dotted}"),
            loads = 2,
            siblings,
            loaded_at = %site,
            query_at = %self.root.query,
            fix = %fix,
            "N+1: `{model}.{dotted}` is loaded one row at a time, at {site} (2 of {siblings} rows so far); \
             add `{fix}` to the query at {}",
            self.root.query,
        );
    }
}

/// Notes a load for the row `index`, and says whether this is the moment to warn.
fn note(lines: &mut Lines, index: u32, site: Site) -> bool {
    match lines.iter_mut().find(|line| line.site == site) {
        None => {
            lines.push(Line { site, first: index, flagged: false });
            false
        }
        Some(line) if line.flagged || line.first == index => false,
        Some(line) => {
            line.flagged = true;
            true
        }
    }
}

impl fmt::Debug for ResultSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResultSet")
            .field("model", &self.root.model.name)
            .field("query", &self.root.query)
            .finish()
    }
}

/// Which row of which result an instance is; nothing while the watch is off, and for rows made by hand.
#[derive(Clone, Default)]
pub struct Origin(Option<(Arc<ResultSet>, u32)>);

impl Origin {
    /// The next row of `set`.
    pub(crate) fn next_of(set: Option<&Arc<ResultSet>>) -> Origin {
        Origin(set.map(|set| (set.clone(), set.rows.fetch_add(1, Ordering::Relaxed))))
    }

    /// Whether it is a row of any result.
    pub(crate) fn is_known(&self) -> bool {
        self.0.is_some()
    }

    /// The row that `relation` leads to from this one: rows loaded by one relation of one result are siblings too.
    pub(crate) fn along(&self, relation: &'static RelationMeta) -> Origin {
        let Some((set, _)) = &self.0 else { return Origin(None) };
        let mut relations = set.relations();
        let related = relations.entry(relation.index).or_default().related.get_or_insert_with(|| {
            ResultSet::new(set.root, set.path.iter().copied().chain([relation]).collect())
        });
        Origin::next_of(Some(related))
    }

    /// Reports that `relation` of this row is loaded by a query of its own, at `site`; warns at the second sibling.
    pub(crate) fn loaded_alone(&self, relation: &'static RelationMeta, site: Site) {
        if let Some((set, index)) = &self.0
            && note(&mut set.relations().entry(relation.index).or_default().lines, *index, site)
        {
            set.warn(relation, site);
        }
    }

    /// As [`loaded_alone`](Self::loaded_alone), of a deferred field.
    pub(crate) fn field_loaded_alone(&self, column: &'static ColumnMeta, site: Site) {
        if let Some((set, index)) = &self.0
            && note(lock(&set.fields).entry(column.name).or_default(), *index, site)
        {
            set.warn_of_field(column, site);
        }
    }
}

/// A relation of one row, which a query of its own is for.
#[derive(Clone)]
pub(crate) struct Lone {
    pub(crate) origin: Origin,
    pub(crate) relation: &'static RelationMeta,
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Origin")
    }
}
