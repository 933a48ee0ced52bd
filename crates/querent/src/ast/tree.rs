//! A query as data. The types hold each other, as a query's parts do, so they stand in one file; what is done with them
//! stands below it.

use smallvec::SmallVec;

use crate::fetch_mode::FetchMode;
use crate::meta::{ColumnMeta, ModelMeta, RelationMeta, Trail};
use crate::types::Param;

use super::operators::{Comparison, Direction, Function, Nulls, Operator};

/// A column, by the path that leads to it from the query's model.
#[derive(Clone, Copy, Debug)]
pub struct ColumnRef {
    /// The relations from the query's model to the column's.
    pub trail: Trail,
    /// The column.
    pub column: &'static ColumnMeta,
}

/// A value in a query.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A column.
    Column(ColumnRef),
    /// A bound value.
    Param(Param),
    /// `left operator right`.
    Infix(Box<(Expr, Operator, Expr)>, u16),
    /// A function of values.
    Call(Box<(Function, Vec<Expr>)>, u16),
    /// A condition as a value: true, false or NULL.
    Condition(Box<Condition>),
    /// The value of the first condition that is true.
    Case(Box<Case>, u16),
    /// A value computed of many rows.
    Aggregate(Box<Aggregation>, u16),
    /// A value that the query computes for each row, by its place among the query's annotations.
    Annotation(usize),
    /// A value that the rows are grouped by, by its place among these.
    Group(usize),
    /// What another query selects.
    Subquery(Box<Plan>, Selected),
    /// A value of the query so many levels around this one.
    Outer(usize, Box<Expr>),
    /// What the slice that is selected from has evaluated for each of its rows.
    Carried(Carried),
    /// In what an upsert sets, a column of the row that could not be created.
    Excluded(&'static ColumnMeta),
    /// A value nested too deeply to be sent; the query fails before any SQL.
    TooDeep,
}

/// A value that each row of a slice carries to the query around it, by its place in the slice's query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// A key of the ordering.
    Key(usize),
    /// A selected value.
    Value(usize),
    /// An annotation.
    Annotation(usize),
}

/// How the rows of a subquery are a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selected {
    /// The value of the only row; NULL without one.
    One,
    /// The values of all rows, as an array.
    Array,
}

/// `CASE WHEN condition THEN value … ELSE value END`
#[derive(Clone, Debug)]
pub struct Case {
    /// The conditions with their values, in order.
    pub whens: Vec<(Condition, Expr)>,
    /// The value where none is true; NULL if there is none.
    pub otherwise: Option<Expr>,
}

/// A value computed of many rows.
#[derive(Clone, Debug)]
pub struct Aggregation {
    /// Its name with its parenthesis, such as `count(`.
    pub function: &'static str,
    /// What is aggregated; nothing is `*`.
    pub arguments: Vec<Expr>,
    /// Whether equal values count once.
    pub distinct: bool,
    /// In which order.
    pub order: Vec<Order>,
    /// Which rows.
    pub filter: Condition,
    /// What it is cast to, such as `::bigint`.
    pub cast: &'static str,
    /// Whether it is NULL of no rows.
    pub nullable: bool,
}

/// A value that a query computes for each row.
#[derive(Clone, Debug)]
pub struct Computed {
    /// The value.
    pub expr: Expr,
    /// How many calls of `filter` and `exclude` stand before it.
    pub after: usize,
    /// Whether it is a part of the row.
    pub selected: bool,
}

/// A relation of which only some rows are joined.
#[derive(Clone, Debug)]
pub struct FilteredRelation {
    /// The model that it leads to.
    pub model: &'static ModelMeta,
    /// What its rows fulfil, as conditions on that model.
    pub condition: Condition,
}

/// Which rows of a query become one.
#[derive(Clone, Debug)]
pub enum Grouping {
    /// None do.
    None,
    /// The rows that are joined to one of the model's.
    Key {
        /// How many calls of `filter` and `exclude` stand before the first aggregate.
        after: usize,
    },
    /// Those with the same values.
    Values {
        /// The values.
        values: Vec<Expr>,
        /// How many calls of `filter` and `exclude` stand before them.
        after: usize,
    },
    /// All of them.
    Whole,
}

/// Which rows are returned once.
#[derive(Clone, Debug)]
pub enum Distinct {
    /// Each row as often as it is there.
    No,
    /// Equal rows.
    Rows,
    /// The first of the rows with the same values.
    On(Vec<Expr>),
}

/// How the rows of several queries are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combinator {
    /// `UNION`
    Union,
    /// `UNION ALL`
    UnionAll,
    /// `INTERSECT`
    Intersect,
    /// `EXCEPT`
    Except,
}

/// A condition on a row.
///
/// Conditions have two values, as Django's have: what is unknown because of a NULL counts as false, and its negation
/// as true. As a selected value, [`Expr::Condition`], it has SQL's three.
#[derive(Clone, Debug)]
pub enum Condition {
    /// No condition: the identity of `&` and `|`.
    Empty,
    /// True or false whatever the row is.
    Constant(bool),
    /// A boolean value.
    Truth(Expr),
    /// `left comparison right`.
    Compare {
        /// The left side.
        left: Expr,
        /// How the sides are compared.
        comparison: Comparison,
        /// The right side.
        right: Expr,
    },
    /// `value BETWEEN low AND high`, both ends included.
    Between(Box<[Expr; 3]>),
    /// `value IS NULL`.
    IsNull(Expr),
    /// `value IS NOT NULL`.
    IsNotNull(Expr),
    /// `value IN (…)`.
    In(Expr, Membership),
    /// `value NOT IN (…)`, and true of NULL.
    NotIn(Expr, Membership),
    /// Whether another query has rows.
    Exists(Box<Plan>),
    /// All of these.
    And(Vec<Condition>, u16),
    /// Any of these.
    Or(Vec<Condition>, u16),
    /// An odd number of these.
    Xor(Vec<Condition>, u16),
    /// Not this.
    Not(Box<Condition>, u16),
    /// Conditions nested too deeply to be sent; the query fails before any SQL.
    TooDeep,
}

/// What a value may be a member of.
#[derive(Clone, Debug)]
pub enum Membership {
    /// A list, bound as one array.
    List(Param),
    /// The rows of a query with one column.
    Query(Box<Plan>),
}

/// One key of an ordering.
#[derive(Clone, Debug)]
pub struct Order {
    /// What is ordered by.
    pub expr: Expr,
    /// Which way.
    pub direction: Direction,
    /// Where NULLs go.
    pub nulls: Nulls,
}

/// A query as data.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The model whose rows are asked for.
    pub model: &'static ModelMeta,
    /// Where the rows come from.
    pub source: Source,
    /// Whether it stands inside another query and may use that one's values.
    pub inner: bool,
    /// The instances that the rows are related to, for related managers and prefetches.
    pub owners: Option<Owners>,
    /// One entry for each `filter` and `exclude`; two, and most queries have no more, take no memory of their own.
    pub filters: SmallVec<[Filter; 2]>,
    /// What is computed for each row.
    pub annotations: Vec<Computed>,
    /// Relations of which only some rows are joined.
    pub filtered: Vec<FilteredRelation>,
    /// Which rows become one.
    pub grouping: Grouping,
    /// The order of the rows.
    pub ordering: Ordering,
    /// Whether every ordering is turned round.
    pub reversed: bool,
    /// Which rows are returned once.
    pub distinct: Distinct,
    /// At most so many rows.
    pub limit: Option<u64>,
    /// After so many rows.
    pub offset: u64,
    /// What a row is made of.
    pub output: Output,
    /// Deferred columns of the model that its rows have all the same.
    pub undeferred: Vec<&'static ColumnMeta>,
    /// How what is loaded for its rows later is sent, if not as the pool has it.
    pub fetch_mode: Option<FetchMode>,
    /// Values after each row that are no part of it.
    pub extra: Vec<Expr>,
    /// To-one relations that come in the same query.
    pub select_related: Vec<Joined>,
    /// Relations that come in a query each.
    pub prefetch_related: Vec<Prefetch>,
    /// Whether rows are locked.
    pub lock: Option<Lock>,
    /// Whether it is known that there are no rows.
    pub none: bool,
    /// A mistake in how the query was built, reported when it is awaited.
    pub mistake: Option<&'static str>,
}

/// Where rows come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// The model's table.
    Table,
    /// A slice of another query on the same model.
    Slice(Box<Plan>),
    /// The rows of several queries, put together one after the other.
    Combined(Box<Plan>, Vec<(Combinator, Plan)>),
}

/// Rows that a relation leads to from some instances.
#[derive(Clone, Debug)]
pub struct Owners {
    /// The relation, as the owners have it, or those behind it.
    pub relation: &'static RelationMeta,
    /// The relations from the owners to those that have this one, the owners' own first; none if these are the owners.
    pub way: Vec<&'static RelationMeta>,
    /// The owners' keys.
    pub keys: OwnerKeys,
}

/// The keys of the instances that rows are related to.
#[derive(Clone, Debug)]
pub enum OwnerKeys {
    /// One instance: a related manager.
    One(Param),
    /// Many, as one array: a prefetch. Each row begins with its owner's key, and a slice is a slice for each owner.
    Many(Param),
    /// The row of the query around this one, by a value of that query.
    Outer(Box<Expr>),
}

/// One call of `filter` or `exclude`.
///
/// Within one call, every mention of a relation to many rows speaks of the same related row.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What rows must fulfil; for `exclude`, the negation.
    pub condition: Condition,
}

/// The order of the rows.
#[derive(Clone, Debug)]
pub enum Ordering {
    /// The model's own.
    Model(fn(&mut Vec<Order>)),
    /// These keys.
    Keys(Vec<Order>),
}

/// What a row is made of.
#[derive(Clone, Debug)]
pub enum Output {
    /// The columns of the model, and those of `select_related` after them.
    Model,
    /// These values.
    Values(Vec<Expr>),
}

/// A to-one relation that comes in the same query, with those behind it.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The relation.
    pub relation: &'static RelationMeta,
    /// Relations of the related model.
    pub nested: Vec<Joined>,
}

/// A relation that comes in a query of its own.
#[derive(Clone, Debug)]
pub struct Prefetch {
    /// The relation.
    pub relation: &'static RelationMeta,
    /// The query for the related rows, without the condition that they belong to the parents.
    pub plan: Plan,
    /// How it was asked for.
    pub asked: Asked,
}

/// How the user asked for a relation to be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// By naming relations behind it.
    OnTheWay,
    /// By its name.
    Named,
    /// As a queryset with a shape of its own.
    Shaped,
    /// By `load` of one row.
    ForOne,
}

/// How rows are locked.
#[derive(Clone, Debug)]
pub struct Lock {
    /// What others may still do with the rows.
    pub strength: Strength,
    /// Which rows, by the paths that lead to their tables; none: the query's own.
    pub of: Vec<Trail>,
    /// What happens where another transaction has a lock.
    pub waiting: Waiting,
}

/// What others may still do with a locked row: from nothing to everything but deleting it or changing its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Read it.
    Update,
    /// Refer to it, too.
    NoKeyUpdate,
    /// Lock it in the same way.
    Share,
    /// Change it, but for its key.
    KeyShare,
}

impl Strength {
    /// The method of a queryset that asks for it, for messages.
    pub fn method(self) -> &'static str {
        match self {
            Strength::Update | Strength::NoKeyUpdate => "select_for_update",
            Strength::Share | Strength::KeyShare => "select_for_share",
        }
    }

    /// As it stands in SQL.
    pub fn sql(self) -> &'static str {
        match self {
            Strength::Update => " FOR UPDATE",
            Strength::NoKeyUpdate => " FOR NO KEY UPDATE",
            Strength::Share => " FOR SHARE",
            Strength::KeyShare => " FOR KEY SHARE",
        }
    }
}

/// What happens where another transaction has a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The statement waits for it.
    Waits,
    /// The statement fails.
    NoWait,
    /// The row is left out.
    SkipLocked,
}

impl Waiting {
    /// As it stands in SQL.
    pub fn sql(self) -> &'static str {
        match self {
            Waiting::Waits => "",
            Waiting::NoWait => " NOWAIT",
            Waiting::SkipLocked => " SKIP LOCKED",
        }
    }
}

/// `column = value` of an update.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The column of the updated table.
    pub column: &'static ColumnMeta,
    /// The value.
    pub value: Expr,
}
