//! What a queryset has for the watch.

use crate::ast::Plan;
use crate::error::Result;
use crate::meta::RelationMeta;

use super::allow::Allowance;
use super::asked::Asked;
use super::call::Call;
use super::origin::Origin;
use super::query::Query;
use super::site::{Site, awaited};

/// What a queryset has for the watch.
#[derive(Clone, Default)]
pub(crate) struct Watched {
    /// Where the queryset was made, if it is one of its own.
    made: Option<Site>,
    /// The relation that it queries for one row, where it is a related manager.
    lone: Option<Lone>,
    /// What it expects of its rows.
    allowed: Vec<Allowance>,
    /// Whether it is a part of what is asked for, which cannot be asked for once and kept.
    is_part: bool,
}

/// A relation of one row, which a query of its own is for.
#[derive(Clone)]
struct Lone {
    origin: Origin,
    relation: &'static RelationMeta,
}

impl Watched {
    /// Of a query that is made at this line.
    pub(crate) fn made(site: Site) -> Self {
        Watched { made: Some(site), ..Watched::default() }
    }

    /// It is for `relation` of one row.
    pub(crate) fn of_one(mut self, origin: Origin, relation: &'static RelationMeta) -> Self {
        self.lone = Some(Lone { origin, relation });
        self
    }

    /// Is a part of what is asked for: the number of rows beside a page of them.
    pub(crate) fn part(&mut self) {
        self.is_part = true;
    }

    /// Expects that a relation of its rows is loaded row by row.
    pub(crate) fn allow(&mut self, allowed: Allowance) {
        self.allowed.push(allowed);
    }

    /// The call that awaits its `plan` at `site`.
    ///
    /// # Errors
    ///
    /// [`Kind::NPlusOne`](crate::Kind::NPlusOne) where findings are errors.
    pub(crate) fn call(&self, plan: &Plan, asked: Asked, site: Site) -> Result<Call> {
        let site = self.made.map_or(site, |made| awaited(site, made));
        let mut call = match &self.lone {
            Some(Lone { origin, relation }) => origin.querying(relation, asked, site, plan)?,
            None => Call::begin(site),
        };
        call.allow(&self.allowed);
        Ok(call)
    }

    /// Notes that its query is about to be sent.
    ///
    /// # Errors
    ///
    /// As those of [`call`](Self::call).
    pub(crate) fn sends(&self, call: &mut Call, query: &Query<'_>) -> Result<()> {
        match &self.lone {
            _ if self.is_part => Ok(()),
            Some(lone) if lone.origin.is_watched() => call.repeats_for_a_row(query),
            _ => call.repeats(query),
        }
    }
}
