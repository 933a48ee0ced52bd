//! Which tables a query has joined, and which joins may be inner ones.

use crate::ast::ColumnRef;
use crate::error::{Error, Result};
use crate::meta::{Hop, Link, RelationMeta, Trail};

use super::join_set::{At, JoinSet};
use super::text::{Alias, Text, is_made_up};

/// The query's own table.
pub(super) const ROOT: At = 0;

/// More tables than PostgreSQL plans in a tolerable time, and fewer than it has numbers for.
const MOST_JOINS: usize = 1_000;

/// Which joins to many rows a path may share: those of one call of `filter`, or any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sharing {
    /// The joins that this call has made: one call speaks of one related row.
    Call(u32),
    /// Whichever there is: orderings and selected values show the rows that the conditions speak of.
    Any,
}

/// What a table is joined on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct On {
    parent: At,
    parent_column: &'static str,
    table: &'static str,
    column: &'static str,
}

impl On {
    /// Of the first table behind a relation: the related one, or the table of pairs.
    fn behind(parent: At, relation: &RelationMeta) -> On {
        let (model, target) = ((relation.model)(), (relation.target)());
        let (parent_column, table, column) = match &relation.link {
            Link::Forward { column, .. } => {
                (model.columns[*column].name, target.table, target.key_column().name)
            }
            Link::Reverse { by } => (model.key_column().name, target.table, foreign_column(by())),
            Link::Through { join, .. } => (model.key_column().name, join().table, join().from),
        };
        On { parent, parent_column, table, column }
    }
}

#[derive(Debug)]
struct Join {
    on: On,
    alias: Alias,
    /// The call that made a join to many rows; `None` for joins to one row, which every path shares.
    call: Option<u32>,
    /// Whether there may be no row to join.
    may_miss: bool,
    /// For the first table of a subquery: the column of the query around it that it is tied to.
    tie: Option<Tie>,
}

/// A column of the query around a subquery.
pub(super) type Tie = (Alias, &'static str);

/// Where the paths of a subquery leave the query around it.
#[derive(Debug)]
struct Start {
    trail: Trail,
    tie: Option<Tie>,
}

/// The tables of a query.
#[derive(Debug)]
pub(super) struct Joins {
    root: Alias,
    joins: Vec<Join>,
    numbered: u16,
    /// In a subquery that is tied to the query around it.
    start: Option<Start>,
    /// Joins that must have found a row for the query's row to count.
    required: JoinSet,
}

impl Joins {
    pub(super) fn new(table: &'static str) -> Joins {
        Joins {
            root: Alias::Table(table),
            joins: Vec::new(),
            numbered: 1,
            start: None,
            required: JoinSet::EMPTY,
        }
    }

    /// The tables of a subquery that is tied to the query around it; it has no root of its own. Inner aliases below
    /// `numbered` are taken.
    pub(super) fn tied(around: Alias, numbered: u16) -> Joins {
        let start = Some(Start { trail: None, tie: None });
        Joins { root: around, joins: Vec::new(), numbered, start, required: JoinSet::EMPTY }
    }

    /// In a subquery: the paths that are followed from now on leave the query around it at `trail`, and the first
    /// tables behind it are tied to that query's column.
    pub(super) fn start_at(&mut self, trail: Trail, tie: Tie) {
        self.start = Some(Start { trail, tie: Some(tie) });
    }

    pub(super) fn alias(&self, at: At) -> Alias {
        match at.checked_sub(1) {
            None => self.root,
            Some(join) => self.joins[join].alias,
        }
    }

    /// How many numbered aliases are taken.
    pub(super) fn numbered(&self) -> u16 {
        self.numbered
    }

    pub(super) fn is_empty(&self) -> bool {
        self.joins.is_empty()
    }

    /// The joins that must have found a row if `at` has: itself and those before it.
    pub(super) fn up_to(&self, mut at: At) -> JoinSet {
        let mut set = JoinSet::EMPTY;
        while let Some(join) = at.checked_sub(1) {
            set = set.union(JoinSet::of(at));
            at = self.joins[join].on.parent;
        }
        set
    }

    /// Notes that rows count only where these joins found one.
    pub(super) fn require(&mut self, set: JoinSet) {
        self.required = self.required.union(set);
    }

    /// The table at the end of a path, joined if it is not yet.
    pub(super) fn follow(&mut self, trail: Trail, sharing: Sharing) -> At {
        match trail {
            None => ROOT,
            Some(_) if self.starts_at(trail) => ROOT,
            Some(hop) => {
                let parent = self.follow(hop.before, sharing);
                self.step(parent, hop.relation, sharing)
            }
        }
    }

    fn starts_at(&self, trail: Trail) -> bool {
        let start = self.start.as_ref().and_then(|start| start.trail);
        trail.zip(start).is_some_and(|(one, other)| std::ptr::eq(one, other))
    }

    /// The table and the column that hold what stands in a column at the end of a path.
    pub(super) fn column(&mut self, column: &ColumnRef, sharing: Sharing) -> (At, &'static str) {
        match column.trail {
            Some(hop) if column.column.name == (hop.relation.target)().key_column().name => {
                self.key(hop, sharing)
            }
            trail => (self.follow(trail, sharing), column.column.name),
        }
    }

    /// The table that a relation leads to from `parent`.
    pub(super) fn step(&mut self, parent: At, relation: &'static RelationMeta, sharing: Sharing) -> At {
        let first = self.first(parent, relation, sharing);
        let Link::Through { join, .. } = &relation.link else { return first };
        let target = (relation.target)();
        let (table, column) = (target.table, target.key_column().name);
        self.one(On { parent: first, parent_column: join().to, table, column }, false)
    }

    /// The first table behind `parent`: the related one, or the table of pairs.
    fn first(&mut self, parent: At, relation: &'static RelationMeta, sharing: Sharing) -> At {
        let on = On::behind(parent, relation);
        if relation.is_many() { self.many(on, sharing) } else { self.one(on, relation.is_nullable()) }
    }

    /// The column that holds the key at the end of a path, without joining the table it is the key of: a foreign
    /// key's own column, or the table of pairs.
    pub(super) fn key(&mut self, hop: &'static Hop, sharing: Sharing) -> (At, &'static str) {
        let relation = hop.relation;
        match &relation.link {
            Link::Forward { column, .. } => {
                (self.follow(hop.before, sharing), (relation.model)().columns[*column].name)
            }
            Link::Reverse { .. } => (self.follow(Some(hop), sharing), (relation.target)().key_column().name),
            Link::Through { join, .. } => {
                let parent = self.follow(hop.before, sharing);
                (self.first(parent, relation, sharing), join().to)
            }
        }
    }

    /// The related rows of owners: the table that holds the owners' keys, joined to the root if it is another one,
    /// and the column.
    pub(super) fn owners(&mut self, relation: &'static RelationMeta, call: u32) -> (At, &'static str) {
        match &relation.link {
            Link::Forward { .. } => (ROOT, (relation.target)().key_column().name),
            Link::Reverse { by } => (ROOT, foreign_column(by())),
            Link::Through { join, .. } => {
                let join = join();
                let key = (relation.target)().key_column().name;
                let on = On { parent: ROOT, parent_column: key, table: join.table, column: join.to };
                let at = self.many(on, Sharing::Call(call));
                self.require(JoinSet::of(at));
                (at, join.from)
            }
        }
    }

    /// The step of a path, if there is one, behind which a negated condition asks of any row: the first to many rows,
    /// or where this call has joined that one already, the next.
    pub(super) fn new_many(&self, trail: Trail, sharing: Sharing) -> Option<&'static Hop> {
        self.known(trail, sharing).err()
    }

    /// The table at the end of a path as far as it is joined: `Err` with the step behind which it is any row,
    /// `Ok(None)` where a new join to one row is needed first.
    fn known(&self, trail: Trail, sharing: Sharing) -> Result<Option<At>, &'static Hop> {
        let Some(hop) = trail else { return Ok(Some(ROOT)) };
        let parent = self.known(hop.before, sharing)?;
        let found = parent.and_then(|parent| self.find(On::behind(parent, hop.relation), sharing));
        let shared = found.is_some() && !leads_to_many(hop.before);
        if hop.relation.is_many() && !shared { Err(hop) } else { Ok(found) }
    }

    fn one(&mut self, on: On, may_miss: bool) -> At {
        match self.find(on, Sharing::Any) {
            Some(at) => at,
            None => self.add(on, None, may_miss),
        }
    }

    fn many(&mut self, on: On, sharing: Sharing) -> At {
        let call = match sharing {
            Sharing::Call(call) => call,
            Sharing::Any => u32::MAX,
        };
        match self.find(on, sharing) {
            Some(at) => at,
            None => self.add(on, Some(call), true),
        }
    }

    /// The last such join: where several calls have made one, the rows of the last are shown, as Django shows them.
    fn find(&self, on: On, sharing: Sharing) -> Option<At> {
        let shared = |join: &Join| match (join.call, sharing) {
            (None, _) | (_, Sharing::Any) => true,
            (Some(call), Sharing::Call(asked)) => call == asked,
        };
        let tie = self.tie(on);
        let same = |join: &Join| join.on == on && join.tie == tie && shared(join);
        self.joins.iter().rposition(same).map(|join| join + 1)
    }

    fn add(&mut self, on: On, call: Option<u32>, may_miss: bool) -> At {
        let tie = self.tie(on);
        let may_miss = tie.is_none() && (may_miss || self.may_miss(on.parent));
        let alias = self.name(on.table);
        self.joins.push(Join { on, alias, call, may_miss, tie });
        self.joins.len()
    }

    /// What a join is tied to: one to the root of a subquery, to the query around it.
    fn tie(&self, on: On) -> Option<Tie> {
        self.start.as_ref().filter(|_| on.parent == ROOT).and_then(|start| start.tie)
    }

    fn may_miss(&self, at: At) -> bool {
        at.checked_sub(1).is_some_and(|join| self.joins[join].may_miss)
    }

    /// A name that no other table of the query has, nor of the query around it: the table's own if it is free.
    ///
    /// Only the root is sure to go by a name that a user made up in the form of those made here, so that these need not
    /// know which tables are joined later.
    fn name(&mut self, table: &'static str) -> Alias {
        let own = Alias::Table(table);
        let is_free = self.root != own && self.joins.iter().all(|join| join.alias != own);
        if self.start.is_none() && is_free && !is_made_up(table) {
            return own;
        }
        self.new_name()
    }

    /// A name that no table has, of this query or around it.
    pub(super) fn new_name(&mut self) -> Alias {
        loop {
            self.numbered += 1;
            let name = match self.start {
                Some(_) => Alias::Inner(self.numbered - 1),
                None => Alias::Numbered(self.numbered),
            };
            if !matches!(self.root, Alias::Table(root) if name.is(root)) {
                return name;
            }
        }
    }

    /// ` LEFT JOIN "suppliers" ON "suppliers"."id" = "products"."supplier_id"`, and an inner join wherever no row can
    /// be lost by it.
    pub(super) fn write(&self, text: &mut Text) {
        for (join, at) in self.joins.iter().zip(1..) {
            if join.tie.is_some() {
                continue;
            }
            let inner = !join.may_miss || self.required.contains(at);
            text.push(if inner { " INNER JOIN " } else { " LEFT JOIN " });
            self.table(text, join);
            text.push(" ON ").column(join.alias, join.on.column).push(" = ");
            text.column(self.alias(join.on.parent), join.on.parent_column);
        }
    }

    /// The tables of a subquery, and the conditions that tie them to the query around it.
    pub(super) fn write_tied(&self, text: &mut Text) {
        let tied = || self.joins.iter().filter_map(|join| join.tie.map(|tie| (join, tie)));
        for (at, (join, _)) in tied().enumerate() {
            text.push(if at == 0 { " FROM " } else { " CROSS JOIN " });
            self.table(text, join);
        }
        self.write(text);
        for (at, (join, (around, column))) in tied().enumerate() {
            text.push(if at == 0 { " WHERE " } else { " AND " });
            text.column(join.alias, join.on.column).push(" = ").column(around, column);
        }
    }

    fn table(&self, text: &mut Text, join: &Join) {
        text.name(join.on.table);
        if join.alias != Alias::Table(join.on.table) {
            text.push(" AS ").alias(join.alias);
        }
    }

    /// Whether every tied table of a subquery is in `set`.
    pub(super) fn tied_in(&self, set: JoinSet) -> bool {
        self.joins.iter().zip(1..).all(|(join, at)| join.tie.is_none() || set.contains(at))
    }

    /// # Errors
    ///
    /// Misuse if one query joins too many tables.
    pub(super) fn check(&self) -> Result<()> {
        if self.joins.len() > MOST_JOINS {
            return Err(Error::misuse(format!(
                "a query joins more than {MOST_JOINS} tables: each call of `filter` on a relation to many rows joins it \
                 again; say in one call what is said of one related row, or use `is_in` with a queryset"
            )));
        }
        Ok(())
    }
}

/// Whether a path passes many rows.
fn leads_to_many(trail: Trail) -> bool {
    std::iter::successors(trail, |hop| hop.before).any(|hop| hop.relation.is_many())
}

/// The column of a foreign key, in its own model's table.
pub(super) fn foreign_column(relation: &'static RelationMeta) -> &'static str {
    let model = (relation.model)();
    match relation.link {
        Link::Forward { column, .. } => model.columns[column].name,
        // The derive lets only forward relations be named by the other side.
        Link::Reverse { .. } | Link::Through { .. } => model.key_column().name,
    }
}
