//! Tables and columns at the end of a path.

use crate::ast::ColumnRef;
use crate::meta::{Hop, Link, RelationMeta, Trail, leads_to_many};
use crate::sql::join_set::At;

use super::on::On;
use super::tables::{Joins, ROOT, Sharing};

/// Whether the rows of a table of a query can be locked.
pub(in crate::sql) enum Lockable {
    /// It is not joined.
    NotJoined,
    /// It is joined, and may have no row.
    MayMiss(At),
    /// It is joined, and has a row.
    Row(At),
}

impl Joins {
    /// Whether the first table behind a path's last relation is among the first `count` that were joined.
    pub(in crate::sql) fn has(&self, trail: Trail, count: usize) -> bool {
        self.joined(trail).is_some_and(|at| at <= count)
    }

    fn joined(&self, trail: Trail) -> Option<At> {
        let Some(hop) = trail else { return Some(ROOT) };
        let mut parent = self.joined(hop.before)?;
        if let Some(Hop { relation, filtered, .. }) = hop.before
            && let Link::Through { join, .. } = &relation.link
        {
            parent = self.find(On::behind_pairs(parent, relation, join(), *filtered), Sharing::Any)?;
        }
        self.find(On::behind(parent, hop.relation, hop.filtered), Sharing::Any)
    }

    /// Whether a relation may be one join with any of these: slots of the same relation are, and that to pairs with the one
    /// through them.
    pub(in crate::sql) fn may_share(one: &Hop, others: &[&'static Hop]) -> bool {
        let on = |hop: &Hop| On::behind(ROOT, hop.relation, None);
        others.iter().any(|other| on(other) == on(one))
    }

    /// Whether the rows at the end of a path can be locked, once all tables are joined.
    pub(in crate::sql) fn lockable(&self, trail: Trail) -> Lockable {
        let Some(at) = self.joined(trail) else { return Lockable::NotJoined };
        let certain = !self.may_miss(at) || self.required.contains(at);
        if certain { Lockable::Row(at) } else { Lockable::MayMiss(at) }
    }

    /// The table at the end of a path, joined if it is not yet.
    pub(in crate::sql) fn follow(&mut self, trail: Trail, sharing: Sharing) -> At {
        match trail {
            None => ROOT,
            Some(_) if self.starts_at(trail) => ROOT,
            Some(hop) => {
                let parent = self.follow(hop.before, sharing);
                self.step(parent, hop.relation, hop.filtered, sharing)
            }
        }
    }

    fn starts_at(&self, trail: Trail) -> bool {
        let start = self.start.as_ref().and_then(|start| start.trail);
        trail.zip(start).is_some_and(|(one, other)| std::ptr::eq(one, other))
    }

    /// The table and the column that hold what stands in a column at the end of a path.
    pub(in crate::sql) fn column(&mut self, column: &ColumnRef, sharing: Sharing) -> (At, &'static str) {
        match column.trail {
            Some(hop)
                if column.column.name == (hop.relation.target)().key_column().name
                    && hop.filtered.is_none() =>
            {
                self.key(hop, sharing)
            }
            trail => (self.follow(trail, sharing), column.column.name),
        }
    }

    /// The table that a relation leads to from `parent`.
    pub(in crate::sql) fn step(
        &mut self,
        parent: At,
        relation: &'static RelationMeta,
        filtered: Option<u16>,
        sharing: Sharing,
    ) -> At {
        let first = self.first(parent, relation, filtered, sharing);
        let Link::Through { join, .. } = &relation.link else { return first };
        let at = self.one(On::behind_pairs(first, relation, join(), filtered), filtered.is_some());
        if filtered.is_some() {
            self.lead_to(at);
        }
        at
    }

    /// The first table behind `parent`: the related one, or the table of pairs.
    fn first(
        &mut self,
        parent: At,
        relation: &'static RelationMeta,
        filtered: Option<u16>,
        sharing: Sharing,
    ) -> At {
        let on = On::behind(parent, relation, filtered);
        let may_miss = filtered.is_some() || relation.is_nullable();
        if relation.is_many() { self.many(on, sharing) } else { self.one(on, may_miss) }
    }

    /// The column that holds the key at the end of a path, without joining the table it is the key of: a foreign
    /// key's own column, or the table of pairs.
    pub(in crate::sql) fn key(&mut self, hop: &'static Hop, sharing: Sharing) -> (At, &'static str) {
        let relation = hop.relation;
        match &relation.link {
            Link::Forward { column, .. } => {
                (self.follow(hop.before, sharing), (relation.model)().columns[*column].name)
            }
            Link::Reverse { .. } => (self.follow(Some(hop), sharing), (relation.target)().key_column().name),
            Link::Through { join, .. } => {
                let parent = self.follow(hop.before, sharing);
                (self.first(parent, relation, None, sharing), join().to)
            }
        }
    }

    /// As [`key`](Self::key), a column that is NULL where there is no related row: that of the join itself, by which
    /// PostgreSQL knows an anti-join.
    pub(in crate::sql) fn presence(&mut self, hop: &'static Hop, sharing: Sharing) -> (At, &'static str) {
        let pairs_may_miss = matches!(&hop.relation.link, Link::Through { join, .. } if join().may_miss());
        let (at, column) = match hop.filtered.is_some() || pairs_may_miss {
            true => (self.follow(Some(hop), sharing), (hop.relation.target)().key_column().name),
            false => self.key(hop, sharing),
        };
        if pairs_may_miss {
            self.lead_to(at);
        }
        match (&hop.relation.link, at.checked_sub(1)) {
            (Link::Reverse { .. } | Link::Through { .. }, Some(join)) => (at, self.joins[join].on.column),
            _ => (at, column),
        }
    }

    /// The step of a path, if there is one, behind which a negated condition asks of any row: the first to many rows,
    /// or where this call has joined that one already, the next.
    pub(in crate::sql) fn new_many(&self, trail: Trail, sharing: Sharing) -> Option<&'static Hop> {
        self.known(trail, sharing).err()
    }

    /// The table at the end of a path as far as it is joined: `Err` with the step behind which it is any row,
    /// `Ok(None)` where a new join to one row is needed first.
    fn known(&self, trail: Trail, sharing: Sharing) -> Result<Option<At>, &'static Hop> {
        let Some(hop) = trail else { return Ok(Some(ROOT)) };
        let parent = self.known(hop.before, sharing)?;
        let behind = |parent| On::behind(parent, hop.relation, hop.filtered);
        let found = parent.and_then(|parent| self.find(behind(parent), sharing));
        let shared = found.is_some_and(|at| self.is_of(at, sharing)) && !leads_to_many(hop.before);
        if hop.relation.is_many() && !shared { Err(hop) } else { Ok(found) }
    }
}
