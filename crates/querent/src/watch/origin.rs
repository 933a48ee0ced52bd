//! Which row of which result an instance is.

use std::fmt;
use std::sync::Arc;

use crate::ast::Plan;
use crate::error::Result;
use crate::fetch_mode::FetchMode;
use crate::meta::{ColumnMeta, ModelMeta, RelationMeta};
use crate::peers::Peers;

use super::asked::Asked;
use super::call::Call;
use super::eager::Method;
use super::lazy::{Again, Lazy, Load};
use super::result_set::{Find, ResultSet};
use super::site::Site;

/// Which row of which result an instance is; nothing while the watch is off, and for rows made by hand.
///
/// Every slot of every row has one: of no result, it is one word to write.
#[derive(Clone, Default)]
pub struct Origin(Option<(Arc<ResultSet>, u32)>);

/// Which row of which result is read, or nothing: an [`Origin`] that is lent to who reads it, for what is not kept of it is
/// not to be counted.
#[derive(Clone, Copy)]
pub(crate) struct RowOf<'a>(Option<(&'a Arc<ResultSet>, u32)>);

/// The rows of a result, one after another.
#[derive(Default)]
pub(crate) struct Origins(Option<Arc<ResultSet>>);

impl Origins {
    /// Of the rows of `set`.
    #[inline]
    pub(crate) fn of(set: Option<Arc<ResultSet>>) -> Origins {
        Origins(set)
    }

    /// The next row.
    #[inline]
    pub(crate) fn next(&self) -> RowOf<'_> {
        RowOf(self.0.as_ref().map(ResultSet::another_row))
    }

    /// The result that they are the rows of.
    pub(super) fn set(&self) -> Option<&ResultSet> {
        self.0.as_deref()
    }
}

impl RowOf<'_> {
    /// Of what is no row of any result.
    pub(crate) const UNKNOWN: RowOf<'static> = RowOf(None);

    /// Where what is read of it comes from.
    #[inline]
    pub(crate) fn origin(self) -> Origin {
        Origin(self.0.map(|(set, row)| (set.clone(), row)))
    }
}

impl Origin {
    /// Instances that a call loads relations of, wherever they come from: what they lead to are siblings.
    pub(crate) fn of_instances(model: &'static ModelMeta, call: &Call, mode: Option<FetchMode>) -> Origin {
        Origins::of(ResultSet::begin(model, call, || Find::Several, mode)).next().origin()
    }

    /// The row that it is.
    #[inline]
    pub(crate) fn row(&self) -> RowOf<'_> {
        RowOf(self.0.as_ref().map(|(set, row)| (set, *row)))
    }

    /// The row that `relation` leads to from this one, which was selected with it.
    #[inline]
    pub(crate) fn selected(&self, relation: &'static RelationMeta) -> RowOf<'_> {
        RowOf(self.0.as_ref().map(|(set, _)| {
            set.eager.loaded(relation.index, Method::SelectRelated);
            set.related(relation, Some(Method::SelectRelated)).another_row()
        }))
    }

    /// Whether it is a row of any result.
    pub(crate) fn is_known(&self) -> bool {
        self.0.is_some()
    }

    /// Whether its result counts what is loaded for its rows.
    pub(crate) fn is_watched(&self) -> bool {
        self.counted().is_some()
    }

    /// How what is loaded for the row is sent, where that was chosen.
    #[inline]
    pub(crate) fn fetch_mode(&self) -> Option<FetchMode> {
        self.set()?.mode()
    }

    /// The rows that are loaded for together with this one; `None` where each row is for itself.
    #[inline]
    pub(crate) fn peers(&self) -> Option<&Peers> {
        self.set()?.peers()
    }

    /// The result that it is a row of.
    pub(super) fn set(&self) -> Option<&ResultSet> {
        self.0.as_ref().map(|(set, _)| &**set)
    }

    /// The result that counts what is loaded for the row, and the row's place in it.
    pub(super) fn counted(&self) -> Option<(&ResultSet, u32)> {
        self.0.as_ref().filter(|(set, _)| set.is_watched()).map(|(set, row)| (&**set, *row))
    }

    /// The rows that `relation` leads to from this one, loaded with it by this method if by any: rows loaded by one relation
    /// of one result are siblings too.
    #[inline]
    pub(crate) fn along(&self, relation: &'static RelationMeta, loaded: Option<Method>) -> Origins {
        match &self.0 {
            Some((set, _)) => Origins::of(Some(set.along(relation, loaded))),
            None => Origins::default(),
        }
    }

    /// A call that is awaited at `site` and loads `relation` of this row by a query of its own.
    ///
    /// # Errors
    ///
    /// [`Kind::NPlusOne`](crate::Kind::NPlusOne) where findings are errors.
    pub(crate) fn loading(&self, relation: &'static RelationMeta, site: Site) -> Result<Call> {
        self.asking(relation, Asked::Rows, Again::Same, site, None)
    }

    /// As [`loading`](Self::loading), of a manager's query for `relation`.
    pub(super) fn querying(
        &self,
        relation: &'static RelationMeta,
        asked: Asked,
        site: Site,
        plan: &Plan,
    ) -> Result<Call> {
        self.asking(relation, asked, Again::Another, site, Some(plan))
    }

    fn asking(
        &self,
        relation: &'static RelationMeta,
        asked: Asked,
        again: Again,
        site: Site,
        plan: Option<&Plan>,
    ) -> Result<Call> {
        let Some((set, index)) = self.counted() else { return Ok(Call::begin(site)) };
        let Some(home) = set.home.now() else { return Ok(set.call(site)) };
        let what = move || match plan {
            Some(plan) => set.relation_queried(relation, asked, site, plan),
            None => set.relation_loaded(relation, asked, site),
        };
        let load = Load {
            row: index,
            lazy: Lazy::Relation(relation.index, asked),
            again,
            site,
            allowed: set.allowed(relation, &home),
        };
        set.load(home, load, move || plan.map(|plan| set.queried(relation, plan)), what)
    }

    /// As [`loading`](Self::loading), of a deferred field.
    pub(crate) fn loading_field(&self, column: &'static ColumnMeta, site: Site) -> Result<Call> {
        let Some((set, index)) = self.counted() else { return Ok(Call::begin(site)) };
        let Some(home) = set.home.now() else { return Ok(set.call(site)) };
        let what = move || set.field_loaded(column, site);
        let load =
            Load { row: index, lazy: Lazy::Field(column.name), again: Again::Same, site, allowed: None };
        set.load(home, load, || None, what)
    }

    /// Notes that `relation` of this row was selected with it, or prefetched, and leads to a row.
    pub(crate) fn loaded_eagerly(&self, relation: &'static RelationMeta, method: Method) {
        if let Some(set) = self.set() {
            set.eager.loaded(relation.index, method);
        }
    }

    /// Notes that somebody looks at what `relation` of this row holds.
    pub(crate) fn looked_at(&self, relation: &'static RelationMeta) {
        if let Some(set) = self.set() {
            set.eager.looked_at(relation.index);
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Origin")
    }
}
