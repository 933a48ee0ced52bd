//! Rows that came from one query, or were looked up by one line.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use parking_lot::Mutex;
use smallvec::SmallVec;

use crate::fetch_mode::FetchMode;
use crate::meta::{ModelMeta, RelationMeta};
use crate::peers::Peers;

use super::allow::{Allowed, Entries};
use super::allowing;
use super::call::Call;
use super::eager::{Eager, Method};
use super::fix::{Source, Way};
use super::home::Home;
use super::lazy::{Lazy, Loads};
use super::linked::{Link, Linked};
use super::problem::Rows;
use super::rows_home::RowsHome;
use super::site::Site;

/// The rows of one awaited query, those that one line looks up one by one in a scope, or the related rows of such rows.
///
/// One is made and dropped with every other query: what it mostly has no need of is not there until it has.
pub(crate) struct ResultSet {
    pub(super) root: Root,
    /// What has asked for the rows.
    pub(super) source: Source,
    /// The relations from the query's model to these rows.
    pub(super) path: Path,
    /// The index of the last of them.
    number: usize,
    /// How the last of them was loaded with the rows before; `None` where it was not.
    pub(super) loaded: Option<Method>,
    pub(super) home: RowsHome,
    pub(super) find: Find,
    /// How what is loaded for the rows is sent, where that was chosen.
    mode: Option<FetchMode>,
    /// Who is loaded for together; `None` where each row is for itself.
    peers: Option<Box<Peers>>,
    rows: AtomicU32,
    /// Whether more rows may come.
    is_open: AtomicBool,
    /// What is loaded row by row. There is little of it, so that it is looked at one after another.
    pub(super) lazy: Mutex<Vec<Lazily>>,
    /// The related rows, by the relation's index.
    pub(super) related: Linked<ResultSet>,
    /// Those of the other relations of the rows before.
    others: Linked<ResultSet>,
    /// Which relations were loaded with the rows.
    pub(super) eager: Eager,
}

/// How many rows that one line looks up are siblings: those of a scope without end must not be.
const LOOKED_UP: u32 = 1 << 16;

type Path = SmallVec<[&'static RelationMeta; 2]>;

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
    /// A set for the rows of `model` that a call reads; `None` if nobody wants to know, and no mode was chosen for them.
    ///
    /// The rows that one line looks up by one key after another in a scope are of one set: they are siblings as much as rows
    /// that it finds together.
    pub(crate) fn begin(
        model: &'static ModelMeta,
        call: &Call,
        find: impl FnOnce() -> Find,
        mode: Option<FetchMode>,
    ) -> Option<Arc<Self>> {
        let new = |home, find| {
            let root = Root { model, query: call.site(), allowed: call.allowed().clone() };
            ResultSet::new(root, call.source(), Path::new(), None, home, find, mode)
        };
        let Some(home) = call.home() else {
            return mode.map(|_| new(RowsHome::Nobody, Find::Several));
        };
        let find = find();
        if find == Find::One
            && mode.is_none_or(|mode| mode == FetchMode::One)
            && let Some((scope, group)) = call.looks_up()
            && let Some(shared) = scope.shared(group, || new(RowsHome::Kept(scope.keeper()), find))
            && let Ok(set) = shared.downcast::<ResultSet>()
            && std::ptr::eq(set.root.model, model)
            && set.mode == mode
            && set.root.allowed.are(call.allowed())
            && set.rows() < LOOKED_UP
        {
            return Some(set);
        }
        Some(new(RowsHome::Of(home.clone()), find))
    }

    #[inline(always)] // where it is made, it is written to its place at once
    fn new(
        root: Root,
        source: Source,
        path: Path,
        loaded: Option<Method>,
        home: RowsHome,
        find: Find,
        mode: Option<FetchMode>,
    ) -> Arc<ResultSet> {
        let number = path.last().map_or(usize::MAX, |relation| relation.index);
        let is_open = path.is_empty() && matches!(home, RowsHome::Kept(_));
        let peers = mode.and_then(Peers::of).map(Box::new);
        Arc::new(ResultSet {
            root,
            source,
            path,
            number,
            loaded,
            home,
            find,
            mode,
            peers,
            rows: AtomicU32::new(0),
            is_open: AtomicBool::new(is_open),
            lazy: Mutex::default(),
            related: Linked::default(),
            others: Linked::default(),
            eager: Eager::default(),
        })
    }

    /// Notes whether more rows of a query may come; to those that one line looks up they always may.
    pub(crate) fn set_open(&self, open: bool) {
        if !self.is_kept() {
            self.is_open.store(open, Ordering::Relaxed);
        }
    }

    /// Whether its scope keeps it, for the rows that one line looks up.
    pub(super) fn is_kept(&self) -> bool {
        matches!(self.home, RowsHome::Kept(_))
    }

    /// Another row, and its place.
    #[inline]
    pub(super) fn another_row(self: &Arc<Self>) -> (&Arc<Self>, u32) {
        (self, self.rows.fetch_add(1, Ordering::Relaxed))
    }

    /// How many rows have come.
    pub(super) fn rows(&self) -> u32 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Whether what is loaded for its rows is counted.
    pub(super) fn is_watched(&self) -> bool {
        self.home.is_watched()
    }

    pub(super) fn mode(&self) -> Option<FetchMode> {
        self.mode
    }

    pub(super) fn peers(&self) -> Option<&Peers> {
        self.peers.as_deref()
    }

    /// The set of the rows that `relation` leads to from these, `loaded` by this with them.
    ///
    /// The many rows that it leads to from one that was looked up are siblings of each other alone.
    pub(super) fn along(&self, relation: &'static RelationMeta, loaded: Option<Method>) -> Arc<ResultSet> {
        if self.is_kept() && relation.is_many() {
            let home = self.home.now().map_or(RowsHome::Nobody, RowsHome::Of);
            return self.behind(relation, loaded, home);
        }
        self.related(relation, loaded).clone()
    }

    /// The set of all rows that `relation` leads to from these, `loaded` by this with them.
    #[inline]
    pub(super) fn related(&self, relation: &'static RelationMeta, loaded: Option<Method>) -> &Arc<ResultSet> {
        self.related.get_or_insert(relation.index, || self.behind(relation, loaded, self.home.clone()))
    }

    fn behind(
        &self,
        relation: &'static RelationMeta,
        loaded: Option<Method>,
        home: RowsHome,
    ) -> Arc<ResultSet> {
        let find = if relation.is_many() { Find::Several } else { self.find };
        let path = self.path_along(relation);
        ResultSet::new(self.root.clone(), self.source, path, loaded, home, find, self.mode)
    }

    /// The relations to the rows that `relation` leads to. A tree is as deep as its rows are: below the second step it has
    /// the same path everywhere.
    fn path_along(&self, relation: &'static RelationMeta) -> Path {
        let mut path = Path::from_slice(&self.path);
        let again = |step: &&&RelationMeta| std::ptr::eq(**step, relation);
        if path.iter().rev().take_while(again).count() < 2 {
            path.push(relation);
        }
        path
    }

    /// A call at `site` for its rows that is no load of one of them.
    pub(super) fn call(&self, site: Site) -> Call {
        Call::of(site, self.home.now(), None)
    }

    pub(super) fn way(&self) -> Way<'_> {
        Way { model: self.root.model, steps: &self.path, source: self.source }
    }

    pub(super) fn known_rows(&self) -> Rows {
        if self.is_open.load(Ordering::Relaxed) { Rows::SoFar } else { Rows::All }
    }

    /// What expects that a relation of these rows is loaded row by row, for `home`.
    #[inline(always)] // mostly there is nothing
    pub(super) fn allowed(&self, relation: &'static RelationMeta, home: &Home) -> Option<Arc<Allowed>> {
        let of_settings = &home.settings().allowed;
        let is_nothing = of_settings.is_empty() && self.root.allowed.is_empty() && !allowing::is_used();
        if is_nothing { None } else { self.expecting(relation, of_settings) }
    }

    #[cold]
    fn expecting(
        &self,
        relation: &'static RelationMeta,
        of_settings: &[Arc<Allowed>],
    ) -> Option<Arc<Allowed>> {
        let expects = |allowed: &&Arc<Allowed>| allowed.expects(self.root.model, &self.path, relation);
        let of_query = self.root.allowed.iter().find(expects);
        of_query
            .or_else(|| of_settings.iter().find(expects))
            .cloned()
            .or_else(|| allowing::expecting(self.root.model, &self.path, relation))
    }
}

impl Link for ResultSet {
    #[inline]
    fn number(&self) -> usize {
        self.number
    }

    #[inline]
    fn others(&self) -> &Linked<ResultSet> {
        &self.others
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
