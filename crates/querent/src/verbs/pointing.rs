//! The key of related rows that points at one instance, seen from the instance.

use crate::ast::{Assignment, ColumnRef, Comparison, Condition, Expr, Filter, Plan};
use crate::error::{Error, Result};
use crate::exec::Db;
use crate::meta::{ColumnMeta, Link, RelationMeta};
use crate::model::{Model, Root};
use crate::queryset::QuerySet;
use crate::relation::Owned;
use crate::sql::{self, Returned, Statement};
use crate::types::Param;

use super::completed::Completed;
use super::draft::DraftBehind;

/// The key by which rows of another model point at one instance.
pub(super) struct Pointing {
    /// The relation of the instance.
    relation: &'static RelationMeta,
    /// The relation that the key belongs to.
    by: &'static RelationMeta,
    /// The key's column.
    column: usize,
    /// The instance's own key.
    owner: Param,
}

impl Pointing {
    /// The key at the other side of a relation of an instance.
    ///
    /// # Errors
    ///
    /// Misuse for instances that are no rows of the database.
    pub(super) fn at(of: &Owned) -> Result<Pointing> {
        let relation = of.relation()?;
        let owner = of.owner().param((relation.model)().key_column());
        if let (Link::Reverse { by }, Some(owner)) = (&relation.link, owner)
            && let Link::Forward { column, .. } = by().link
        {
            return Ok(Pointing { relation, by: by(), column, owner });
        }
        Err(Error::misuse(format!("no key of `{}` leads here", relation.path())))
    }

    /// The draft with the key.
    pub(super) fn complete<M: Model, D: DraftBehind<M>>(&self, draft: D) -> Result<Completed<M>> {
        Completed::by(self.relation, (self.column, self.owner.clone()), draft)
    }

    /// The rows that point at the instance.
    pub(super) fn rows<M: Model>(&self, db: &Db) -> QuerySet<M> {
        QuerySet::related(db, self.here::<M>(), Default::default())
    }

    /// Lets the rows with these keys point at the instance.
    pub(super) fn add<M: Model>(self, keys: Param) -> Result<Option<Statement>> {
        let plan = all::<M>().with_keys(keys);
        sql::update(&plan, &[assignment(self.key::<M>(), self.owner)], &Returned::Nothing)
    }

    /// Lets those that point at the instance point nowhere: of the rows with these keys, or of all.
    pub(super) fn remove<M: Model>(self, keys: Option<Param>) -> Result<Option<Statement>> {
        self.nullable::<M>()?;
        self.clear::<M>(keys)
    }

    /// Lets the rows with these keys, and no others, point at the instance.
    pub(super) fn set<M: Model>(self, keys: Option<Param>) -> Result<Option<Statement>> {
        match keys {
            Some(keys) => sql::repoint(M::META, self.key::<M>(), self.owner, keys).map(Some),
            None => self.clear::<M>(None),
        }
    }

    fn clear<M: Model>(self, keys: Option<Param>) -> Result<Option<Statement>> {
        let (key, mut plan) = (self.key::<M>(), self.here::<M>());
        if let Some(keys) = keys {
            plan = plan.with_keys(keys);
        }
        sql::update(&plan, &[assignment(key, Param::Null(key.ty.clone()))], &Returned::Nothing)
    }

    fn here<M: Model>(&self) -> Plan {
        let key = Expr::Column(ColumnRef { trail: None, column: self.key::<M>() });
        let owner = Expr::Param(self.owner.clone());
        let mut plan = all::<M>();
        plan.filters.push(Filter {
            condition: Condition::Compare { left: key, comparison: Comparison::Eq, right: owner },
        });
        plan
    }

    fn key<M: Model>(&self) -> &'static ColumnMeta {
        &M::META.columns[self.column]
    }

    fn nullable<M: Model>(&self) -> Result<()> {
        if self.key::<M>().nullable {
            return Ok(());
        }
        let (model, owner) = (M::META.name, (self.relation.model)().name);
        Err(Error::misuse(format!(
            "`{}` cannot be NULL, so no `{model}` is without a `{owner}`: `add` it to another one, or delete it",
            self.by.path()
        )))
    }
}

fn all<M: Model>() -> Plan {
    Plan::of(M::META, M::ordering::<Root<M>>)
}

fn assignment(column: &'static ColumnMeta, value: Param) -> Assignment {
    Assignment { column, value: Expr::Param(value) }
}
