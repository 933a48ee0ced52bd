//! Rows that came from one query.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use parking_lot::Mutex;

use crate::fetch_mode::FetchMode;
use crate::meta::{ModelMeta, RelationMeta};
use crate::peers::Peers;

use super::allow::{Allowed, Entries};
use super::by_relation::ByRelation;
use super::call::Call;
use super::eager::{Eager, Method};
use super::fix::{Source, Way};
use super::home::Home;
use super::lazy::{Lazy, Loads};
use super::problem::Rows;
use super::site::Site;

/// The rows of one awaited query, or the related rows of such rows.
///
/// One is made and dropped with every query: what it mostly has no need of is not there until it has.
pub(crate) struct ResultSet {
    pub(super) root: Root,
    /// What has asked for the rows.
    pub(super) source: Source,
    /// The relations from the query's model to these rows.
    pub(super) path: Path,
    /// How the last of them was loaded with the rows before; `None` where it was not.
    pub(super) loaded: Option<Method>,
    /// `None` of rows that only load together.
    pub(super) home: Option<Home>,
    pub(super) find: Find,
    /// Who is loaded for together; `None` where each row is for itself.
    peers: Option<Box<Peers>>,
    rows: AtomicU32,
    /// Whether more rows may come.
    is_open: AtomicBool,
    /// What is loaded row by row. There is little of it, so that it is looked at one after another.
    pub(super) lazy: Mutex<Vec<Lazily>>,
    /// The related rows.
    pub(super) related: ByRelation<Arc<ResultSet>>,
    /// Which relations were loaded with the rows.
    pub(super) eager: Eager,
}

type Path = Box<[&'static RelationMeta]>;

/// What is loaded row by row behind the rows of a result.
pub(super) struct Lazily {
    pub(super) lazy: Lazy,
    /// Whether somebody expects it.
    pub(super) is_expected: bool,
    pub(super) loads: Loads,
}

/// How many rows a query may find, whatever it has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Find {
    One,
    Several,
}

/// The query that the rows come from, or that they lead back to.
#[derive(Clone)]
pub(super) struct Root {
    pub(super) model: &'static ModelMeta,
    /// Where the query was awaited.
    pub(super) query: Site,
    pub(super) allowed: Entries,
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
        Some(Arc::new(ResultSet {
            root: Root { model, query: call.site(), allowed: call.allowed().clone() },
            source: call.source(),
            path: Path::default(),
            loaded: None,
            find: if home.is_some() { find() } else { Find::Several },
            home: home.cloned(),
            peers: Peers::of(mode).map(Box::new),
            rows: AtomicU32::new(0),
            is_open: AtomicBool::new(false),
            lazy: Mutex::default(),
            related: ByRelation::default(),
            eager: Eager::default(),
        }))
    }

    /// Notes whether more rows may come.
    pub(crate) fn set_open(&self, open: bool) {
        self.is_open.store(open, Ordering::Relaxed);
    }

    /// The place of another row.
    pub(super) fn next_row(&self) -> u32 {
        self.rows.fetch_add(1, Ordering::Relaxed)
    }

    /// How many rows have come.
    pub(super) fn rows(&self) -> u32 {
        self.rows.load(Ordering::Relaxed)
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

    /// The set of the rows that `relation` leads to from these, `loaded` by this with them.
    #[inline]
    pub(super) fn along(&self, relation: &'static RelationMeta, loaded: Option<Method>) -> &Arc<ResultSet> {
        self.related.get_or_insert(relation.index, || self.behind(relation, loaded))
    }

    fn behind(&self, relation: &'static RelationMeta, loaded: Option<Method>) -> Arc<ResultSet> {
        Arc::new(ResultSet {
            root: self.root.clone(),
            source: self.source,
            path: self.path_along(relation),
            loaded,
            find: if relation.is_many() { Find::Several } else { self.find },
            home: self.home.clone(),
            peers: self.peers.as_ref().and_then(|peers| Peers::of(peers.mode())).map(Box::new),
            rows: AtomicU32::new(0),
            is_open: AtomicBool::new(false),
            lazy: Mutex::default(),
            related: ByRelation::default(),
            eager: Eager::default(),
        })
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

    pub(super) fn way(&self) -> Way<'_> {
        Way { model: self.root.model, steps: &self.path, source: self.source }
    }

    pub(super) fn known_rows(&self) -> Rows {
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
}

impl fmt::Debug for ResultSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResultSet")
            .field("model", &self.root.model.name)
            .field("query", &self.root.query)
            .finish()
    }
}
