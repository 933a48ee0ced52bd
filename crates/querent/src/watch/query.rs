//! A query that is about to be sent, and what it means to send it again and again.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::ast::{Plan, Sought};
use crate::meta::{ModelMeta, RelationMeta};
use crate::sql::Statement;

use super::asked::Asked;
use super::literals::without_literals;
use super::loop_fix;
use super::loops::Rules;
use super::problem::What;
use super::rule::Rule;
use super::site::Site;

/// A query that a line sends, perhaps again and again.
pub(crate) struct Query<'a> {
    /// The number of the pool that it goes to: databases are told apart by their pools.
    pub(crate) database: u64,
    pub(crate) model: &'static ModelMeta,
    /// `None` of a statement written by hand.
    pub(crate) plan: Option<&'a Plan>,
    /// The relation that it loads for one instance.
    pub(crate) relation: Option<&'static RelationMeta>,
    pub(crate) asked: Asked,
    pub(crate) statement: &'a Statement,
}

impl Query<'_> {
    /// A number for the values that it is sent with.
    pub(super) fn values(&self) -> u64 {
        let mut values = FxHasher::default();
        self.statement.params.iter().for_each(|param| param.hash_value(&mut values));
        values.finish()
    }

    /// Whether it is all that is sent for its rows, whoever wants them: no relation of another row, and without a prefetch.
    #[inline]
    pub(super) fn is_whole(&self) -> bool {
        self.relation.is_none() && self.plan.is_some_and(|plan| plan.prefetch_related.is_empty())
    }

    fn sought(&self) -> Sought {
        match (self.relation, self.plan) {
            (Some(relation), _) => Sought::Relation(relation),
            (None, Some(plan)) => plan.sought(),
            (None, None) => Sought::Raw,
        }
    }

    /// What it means to send it again; `None` where that is done on purpose.
    pub(super) fn rules(&self) -> Option<Rules> {
        let varied = match self.sought() {
            Sought::Apart => return None,
            Sought::Relation(_) if self.asked == Asked::Rows => Some(Rule::LazyRelation),
            Sought::Relation(_) => Some(Rule::CountInLoop),
            Sought::Key | Sought::Column(_) | Sought::Raw => Some(Rule::QueryInLoop),
            Sought::Rows => None,
        };
        Some(Rules { varied, same: Some(Rule::RedundantQuery) })
    }

    /// What was found where it is sent at `site`.
    pub(super) fn found(&self, rule: Rule, site: Site) -> What {
        let sought = self.sought();
        What {
            rule,
            model: self.model.name,
            path: self.path(sought),
            loaded_at: site,
            query_at: None,
            fix: match sought {
                _ if rule == Rule::RedundantQuery => None,
                Sought::Relation(relation) => Some(loop_fix::of_relation(relation, self.asked)),
                Sought::Column(column) => Some(loop_fix::of_queries(self.model, Some(column), self.asked)),
                Sought::Raw => Some(loop_fix::of_raw(self.model)),
                Sought::Key | Sought::Rows | Sought::Apart => {
                    Some(loop_fix::of_queries(self.model, None, self.asked))
                }
            },
            sql: Some(match self.statement.may_have_values() {
                true => without_literals(&self.statement.text),
                false => self.statement.text.to_string(),
            }),
            refined: None,
        }
    }

    /// What it finds, in a few words.
    fn path(&self, sought: Sought) -> String {
        let model = self.model.name;
        match (sought, self.asked) {
            (Sought::Relation(relation), _) => relation.path(),
            (Sought::Key, Asked::Rows | Asked::First) => format!("{model}.get"),
            (Sought::Key, _) => format!("{model} by key"),
            (Sought::Column(column), _) => {
                format!("{model} by {}", loop_fix::path(self.model, column).join("."))
            }
            (Sought::Raw, _) => format!("{model}.raw"),
            (Sought::Rows | Sought::Apart, _) => model.to_owned(),
        }
    }
}
