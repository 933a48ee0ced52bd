//! What a query goes by.

use crate::meta::{ColumnMeta, ModelMeta, RelationMeta, at_the_end, hops};

use super::operators::Comparison;
use super::tree::{ColumnRef, Condition, Expr, OwnerKeys, Plan, Source, Waiting};

/// What a query goes by: what a line that sends it again and again changes each time.
#[derive(Clone, Copy, Debug)]
pub enum Sought {
    /// One value of the primary key.
    Key,
    /// One value of a unique column or of a key of another table, in its own table or in that of related rows.
    Column(ColumnRef),
    /// The row that a relation belongs to.
    Relation(&'static RelationMeta),
    /// The values of a statement written by hand.
    Raw,
    /// Anything else: a range, a page, a condition of the user's.
    Rows,
    /// What is asked again on purpose, such as the next row of a queue.
    Apart,
}

impl Plan {
    /// What it goes by.
    pub fn sought(&self) -> Sought {
        if self.lock.as_ref().is_some_and(|lock| matches!(lock.waiting, Waiting::SkipLocked)) {
            return Sought::Apart;
        }
        if !matches!(self.source, Source::Table) || self.offset > 0 {
            return Sought::Rows;
        }
        if let Some(owners) = &self.owners
            && matches!(owners.keys, OwnerKeys::One(_))
            && owners.way.is_empty()
        {
            return Sought::Relation(owners.relation);
        }
        let mut sought = Sought::Rows;
        for filter in &self.filters {
            match go_by(&filter.condition, self.model) {
                Goes::ByRange => return Sought::Rows,
                Goes::By(found) if !matches!(sought, Sought::Key) => sought = found,
                Goes::By(_) | Goes::Otherwise => {}
            }
        }
        sought
    }
}

/// What a condition makes a query go by.
enum Goes {
    By(Sought),
    /// A comparison with a bound: the next page, a time since.
    ByRange,
    Otherwise,
}

fn go_by(condition: &Condition, model: &'static ModelMeta) -> Goes {
    match condition {
        Condition::And(terms, _) => {
            let mut goes = Goes::Otherwise;
            for term in terms {
                match go_by(term, model) {
                    Goes::ByRange => return Goes::ByRange,
                    Goes::By(found) if !matches!(goes, Goes::By(Sought::Key)) => goes = Goes::By(found),
                    Goes::By(_) | Goes::Otherwise => {}
                }
            }
            goes
        }
        Condition::Compare { left, comparison: Comparison::Eq, right } if is_bound(right) => {
            of_value(left, model).map_or(Goes::Otherwise, Goes::By)
        }
        Condition::Compare {
            comparison: Comparison::Gt | Comparison::Gte | Comparison::Lt | Comparison::Lte,
            ..
        }
        | Condition::Between(_) => Goes::ByRange,
        _ => Goes::Otherwise,
    }
}

/// Whether a value is sent with the query: one, or a row of several.
fn is_bound(value: &Expr) -> bool {
    match value {
        Expr::Param(_) => true,
        Expr::Call(call, _) => call.1.iter().all(is_bound),
        _ => false,
    }
}

fn of_value(value: &Expr, model: &'static ModelMeta) -> Option<Sought> {
    match value {
        Expr::Column(ColumnRef { trail: None, column }) if model.is_key(column) => Some(Sought::Key),
        Expr::Column(of) if hops(of.trail).any(|hop| hop.filtered.is_some()) => None,
        Expr::Column(of) => is_narrow(at_the_end(of.trail, model), of.column).then_some(Sought::Column(*of)),
        Expr::Call(call, _) => is_whole_key(&call.1, model).then_some(Sought::Key),
        _ => None,
    }
}

/// Whether these are the columns of a primary key of several.
fn is_whole_key(values: &[Expr], model: &'static ModelMeta) -> bool {
    let is = |(value, key): (&Expr, &ColumnMeta)| match value {
        Expr::Column(ColumnRef { trail: None, column }) => std::ptr::eq(*column, key),
        _ => false,
    };
    values.len() == model.keys.len() && values.iter().zip(model.key_columns()).all(is)
}

/// Whether few rows have one value of a column: it is unique, or a key of another table.
fn is_narrow(model: &'static ModelMeta, column: &ColumnMeta) -> bool {
    column.unique || model.is_key(column) || model.relation_by(column).is_some()
}
