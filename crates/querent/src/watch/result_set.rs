//! Rows that came from one query, and what of them was loaded one row at a time.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHasher;

use crate::ast::Plan;
use crate::error::Result;
use crate::fetch_mode::FetchMode;
use crate::locks::lock;
use crate::meta::{ColumnMeta, ModelMeta, RelationMeta};
use crate::peers::Peers;

use super::allow::{Allowed, Entries};
use super::asked::Asked;
use super::call::Call;
use super::counts::Counted;
use super::eager::{Eager, Method};
use super::fix::{Fix, Source, Way, refined};
use super::home::{Home, Totals};
use super::lazy::{Among, Lazy, Load, Loads, Noted, TooMany};
use super::problem::{Problem, Rows, What};
use super::rule::Rule;
use super::scope::Scope;
use super::site::Site;
use super::thresholds::Thresholds;

/// The rows of one awaited query, or the related rows of such rows.
pub(crate) struct ResultSet {
    root: Root,
    /// What has asked for the rows.
    source: Source,
    /// The relations from the query's model to these rows.
    path: Path,
    /// How the last of them was loaded with the rows before; `None` where it was not.
    loaded: Option<Method>,
    /// `None` of rows that only load together.
    home: Option<Home>,
    find: Find,
    /// Who is loaded for together; `None` where each row is for itself.
    peers: Option<Box<Peers>>,
    rows: AtomicU32,
    /// Whether more rows may come.
    is_open: AtomicBool,
    /// `None` while nothing is loaded behind the rows: a result is made and dropped with every query.
    behind: Mutex<Option<Box<Behind>>>,
    eager: Eager,
}

type Path = Box<[&'static RelationMeta]>;

/// What is loaded behind the rows of a result. There are few relations, so that they are looked at one after another.
#[derive(Default)]
struct Behind {
    /// What is loaded row by row, and whether that is expected.
    lazy: Vec<((Lazy, bool), Loads)>,
    /// The related rows, by the index of the relation.
    related: Vec<(usize, Arc<ResultSet>)>,
}

impl Behind {
    /// The rows that the relation with this index leads to, if there are any.
    fn related(&self, relation: usize) -> Option<Arc<ResultSet>> {
        self.related.iter().find(|(index, _)| *index == relation).map(|(_, set)| set.clone())
    }
}

/// How many rows a query may find, whatever it has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Find {
    One,
    Several,
}

#[derive(Clone)]
struct Root {
    model: &'static ModelMeta,
    /// Where the query was awaited.
    query: Site,
    allowed: Entries,
}

impl ResultSet {
    /// A set for the rows of `model` that a call reads; `None` if nobody wants to know, and each row is loaded for by itself.
    pub(crate) fn begin(
        model: &'static ModelMeta,
        call: &Call,
        find: impl FnOnce() -> Find,
        mode: FetchMode,
    ) -> Option<Arc<Self>> {
        let home = call.home();
        if home.is_none() && mode == FetchMode::One {
            return None;
        }
        let root = Root { model, query: call.site(), allowed: call.allowed().clone() };
        let find = if home.is_some() { find() } else { Find::Several };
        let mut set = ResultSet::new(root, Path::default(), home.cloned(), find);
        set.source = call.source();
        set.peers = Peers::of(mode).map(Box::new);
        Some(Arc::new(set))
    }

    fn new(root: Root, path: Path, home: Option<Home>, find: Find) -> Self {
        ResultSet {
            root,
            source: Source::Query,
            path,
            loaded: None,
            home,
            find,
            peers: None,
            rows: AtomicU32::new(0),
            is_open: AtomicBool::new(false),
            behind: Mutex::default(),
            eager: Eager::default(),
        }
    }

    /// Notes whether more rows may come.
    pub(crate) fn set_open(&self, open: bool) {
        self.is_open.store(open, Ordering::Relaxed);
    }

    /// The place of another row.
    pub(super) fn next_row(&self) -> u32 {
        self.rows.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether what is loaded for its rows is counted.
    pub(super) fn is_watched(&self) -> bool {
        self.home.is_some()
    }

    /// Where what is found belongs: to the scope that its query ran in, and once that has ended to the code that runs.
    pub(super) fn home(&self) -> Option<Home> {
        match &self.home {
            Some(Home::Scope(scope)) if scope.has_ended() => Home::current(),
            home => home.clone(),
        }
    }

    pub(super) fn peers(&self) -> Option<&Peers> {
        self.peers.as_deref()
    }

    /// Which relations were loaded with the rows.
    pub(super) fn eager(&self) -> &Eager {
        &self.eager
    }

    /// The set of the rows that `relation` leads to from these, `loaded` by this with them.
    pub(super) fn along(&self, relation: &'static RelationMeta, loaded: Option<Method>) -> Arc<ResultSet> {
        let find = if relation.is_many() { Find::Several } else { self.find };
        let mut behind = lock(&self.behind);
        let behind = behind.get_or_insert_default();
        if let Some(set) = behind.related(relation.index) {
            return set;
        }
        let mut set = ResultSet::new(self.root.clone(), self.path_along(relation), self.home.clone(), find);
        set.source = self.source;
        set.loaded = loaded;
        set.peers = self.peers.as_ref().and_then(|peers| Peers::of(peers.mode())).map(Box::new);
        let set = Arc::new(set);
        behind.related.push((relation.index, set.clone()));
        set
    }

    /// The relations to the rows that `relation` leads to. A tree is as deep as its rows are: below the second step it has
    /// the same path everywhere.
    fn path_along(&self, relation: &'static RelationMeta) -> Path {
        let again = |step: &&&RelationMeta| std::ptr::eq(**step, relation);
        match self.path.iter().rev().take_while(again).count() {
            0 | 1 => self.path.iter().copied().chain([relation]).collect(),
            _ => self.path.clone(),
        }
    }

    /// A call at `site` for its rows that is no load of one of them.
    pub(super) fn call(&self, site: Site) -> Call {
        Call::of(site, self.home(), None)
    }

    fn way(&self) -> Way<'_> {
        Way { model: self.root.model, steps: &self.path, source: self.source }
    }

    fn known_rows(&self) -> Rows {
        if self.is_open.load(Ordering::Relaxed) { Rows::SoFar } else { Rows::All }
    }

    /// What expects that a relation of these rows is loaded row by row.
    pub(super) fn allowed(&self, relation: &'static RelationMeta) -> Option<Arc<Allowed>> {
        let expects = |allowed: &&Arc<Allowed>| allowed.expects(self.root.model, &self.path, relation);
        let of_query = || self.root.allowed.iter().find(expects).cloned();
        let of_settings = || self.home.as_ref()?.settings().allowed.iter().find(expects).cloned();
        of_query()
            .or_else(of_settings)
            .or_else(|| super::allowing::expecting(self.root.model, &self.path, relation))
    }

    /// A call for a load that runs for `home`.
    ///
    /// # Errors
    ///
    /// [`Kind::NPlusOne`](crate::Kind::NPlusOne) where findings are errors, and it is the one too many.
    pub(super) fn load(&self, home: Home, load: Load, what: impl FnOnce() -> What) -> Result<Call> {
        let rows = self.rows.load(Ordering::Relaxed);
        let among = Among {
            rows,
            is_alone: self.find == Find::Several && rows == 1,
            scope: home.number(),
            writes: home.scope().map(Scope::writes),
        };
        let own = &home.settings().thresholds;
        // What is expected happens at the second row, whatever it costs.
        let expected = Thresholds { single_rows: own.single_rows, ..Thresholds::development() };
        let thresholds = if load.allowed.is_some() { &expected } else { own };
        let counted = (load.lazy, load.allowed.is_some());
        let Noted { counted: Counted { under_way, too_many }, of, is_new } =
            loads(&mut lock(&self.behind), counted).note(&load, &among, thresholds);
        if let (Some(_), Some(allowed)) = (&too_many, &load.allowed) {
            allowed.happened();
        } else if let Some(tally) = too_many {
            let what = match of {
                TooMany::Rows => what(),
                TooMany::OfOne => What { rule: Rule::RedundantQuery, fix: None, ..what() },
            };
            let problem = Problem::new(what, tally);
            if home.found(&problem, self.known_rows())? == Totals::Own {
                loads(&mut lock(&self.behind), counted).own.push(problem);
            }
        }
        Ok(Call::of(load.site, Some(home), Some(under_way)).for_a_row(is_new))
    }

    /// A load of a relation.
    pub(super) fn relation_loaded(&self, relation: &'static RelationMeta, asked: Asked, site: Site) -> What {
        let rule = if asked == Asked::Rows { Rule::LazyRelation } else { Rule::CountInLoop };
        self.what(rule, relation.name, site, self.way().load(relation, asked))
    }

    /// What is wrong at `site` with a relation or field of these rows.
    fn what(&self, rule: Rule, name: &str, site: Site, fix: Fix) -> What {
        What {
            rule,
            model: self.root.model.name,
            path: self.way().dotted(name),
            loaded_at: site,
            query_at: Some(self.root.query),
            fix: Some(fix),
            sql: None,
            refined: None,
        }
    }

    /// A manager's query for a relation.
    pub(super) fn relation_queried(
        &self,
        relation: &'static RelationMeta,
        asked: Asked,
        site: Site,
        plan: &Plan,
    ) -> What {
        let what = self.relation_loaded(relation, asked, site);
        let fix = match self.eager.is_prefetched(relation.index) {
            true => Some(Way::loaded(relation)),
            false => what.fix,
        };
        What { fix, refined: refined(plan), ..what }
    }

    /// A load of a deferred field.
    pub(super) fn field_loaded(&self, column: &'static ColumnMeta, site: Site) -> What {
        self.what(Rule::DeferredField, column.field, site, self.way().undefer(column, self.loaded))
    }

    /// Tells of what was loaded eagerly and never looked at.
    fn tell_unused(&self, home: &Home) {
        let given_up = || std::thread::panicking() || home.scope().is_some_and(Scope::is_given_up);
        if self.eager.is_empty() || self.rows.load(Ordering::Relaxed) < 2 || given_up() {
            return;
        }
        if self.source == Source::Instances && self.path.is_empty() {
            return; // the instances are rows of other results, which know who looks
        }
        for (relation, method, used) in self.eager.judged() {
            let related = self.related(relation);
            let Some(relation) = self.relation(relation) else { continue };
            let runs = super::ledger::unused_runs(self.key(relation), used);
            if used {
                continue;
            }
            let mut way = vec![relation];
            if let Some(related) = related {
                way.extend(related.loaded_behind(method));
                related.judge_nothing(); // what is behind it was not looked at either
            }
            let enough = home.settings().thresholds.unused;
            if enough > 1 && runs < enough {
                continue;
            }
            if let Some(allowed) = self.allowed(relation) {
                allowed.happened();
            } else {
                let fix = self.way().unused(&way, method);
                let what = self.what(Rule::UnusedEagerLoad, relation.name, self.root.query, fix);
                let problem = Problem::new(what, Arc::default());
                let rows = self.rows.load(Ordering::Relaxed);
                problem.tally.set_siblings(rows.into());
                problem.tally.set_distinct(rows.into());
                home.note(&problem, Rows::All);
            }
        }
    }

    /// The relations behind these rows that were loaded with them by one path.
    fn loaded_behind(&self, method: &'static str) -> Vec<&'static RelationMeta> {
        let mut loaded = self.eager.judged().filter(|(_, by, _)| *by == method);
        let (Some((index, ..)), None) = (loaded.next(), loaded.next()) else { return Vec::new() };
        let Some(relation) = self.relation(index) else { return Vec::new() };
        let behind = self.related(index).map(|related| related.loaded_behind(method));
        std::iter::once(relation).chain(behind.into_iter().flatten()).collect()
    }

    /// Makes nothing of relations that nobody looks at, here and behind these rows.
    pub(super) fn judge_nothing(&self) {
        self.eager.forget();
        if let Some(behind) = &*lock(&self.behind) {
            behind.related.iter().for_each(|(_, related)| related.judge_nothing());
        }
    }

    /// The set of the rows that the relation with this index leads to, if there are any.
    fn related(&self, relation: usize) -> Option<Arc<ResultSet>> {
        lock(&self.behind).as_ref()?.related(relation)
    }

    /// What tells a relation of the rows of one query from others: its line and the way from there.
    fn key(&self, relation: &'static RelationMeta) -> u64 {
        let mut hasher = FxHasher::default();
        (self.root.query.file(), self.root.query.line(), self.root.model.table).hash(&mut hasher);
        self.path.iter().chain([&relation]).for_each(|step| step.index.hash(&mut hasher));
        hasher.finish()
    }

    fn relation(&self, index: usize) -> Option<&'static RelationMeta> {
        self.way().end().relations.get(index)
    }
}

impl Drop for ResultSet {
    fn drop(&mut self) {
        let Some(home) = self.home.take() else { return };
        self.tell_unused(&home);
        let behind = self.behind.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let Some(behind) = behind else { return };
        for problem in behind.lazy.iter().flat_map(|(_, loads)| &loads.own) {
            home.ends(problem);
        }
    }
}

/// What is known of the loads of one relation or field.
#[inline]
fn loads(behind: &mut Option<Box<Behind>>, lazy: (Lazy, bool)) -> &mut Loads {
    let all = &mut behind.get_or_insert_default().lazy;
    let at = all.iter().position(|(of, _)| *of == lazy).unwrap_or_else(|| {
        all.push((lazy, Loads::default()));
        all.len() - 1
    });
    &mut all[at].1
}

impl fmt::Debug for ResultSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResultSet")
            .field("model", &self.root.model.name)
            .field("query", &self.root.query)
            .finish()
    }
}
