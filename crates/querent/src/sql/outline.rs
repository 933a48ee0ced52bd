//! A plan without its values: all that its text depends on.

use crate::address::address;
use crate::ast::{
    Assignment, ColumnRef, Condition, Distinct, Expr, Filter, Grouping, Joined, Membership, Order, Ordering,
    Output, OwnerKeys, Owners, Plan, Source,
};
use crate::meta::ModelMeta;
use crate::types::Param;

use super::lookups::{Manner, manner};
use super::text::whole;

/// A plan without its values, as words, and its values in the order in which they are written.
///
/// Plans of one outline have one text. What a plan is made of is constant, so that its address tells it from others; a
/// constant that is at two addresses has two outlines, and the text is written twice.
#[derive(Default)]
pub(super) struct Outline {
    pub(super) words: Vec<usize>,
    pub(super) params: Vec<Param>,
    /// How many of the values are written last, and in this order, whatever stands before them.
    pub(super) last: usize,
}

/// There is no outline: the text may depend on a value, or the values stand in it in another order.
pub(super) struct Intricate;

pub(super) type Drawn = Result<(), Intricate>;

/// What is sent.
#[derive(Clone, Copy)]
pub(super) enum Sent {
    Rows,
    Count,
    Exists,
    Insert,
    Update,
    Delete,
}

impl Outline {
    /// Begins what is sent.
    pub(super) fn begin(&mut self, sent: Sent) -> &mut Self {
        self.words.push(sent as usize);
        self
    }

    /// How a statement is written of which there are so many forms.
    pub(super) fn form(&mut self, form: usize) {
        self.words.push(form);
    }

    /// The rows of a query.
    pub(super) fn plan(&mut self, plan: &Plan) -> Drawn {
        // Whole, so that what comes to a plan comes to its outline.
        let Plan {
            model,
            source: Source::Table,
            inner: false,
            owners,
            filters,
            annotations,
            filtered,
            grouping: Grouping::None,
            ordering,
            reversed,
            distinct,
            limit,
            offset,
            output,
            undeferred,
            fetch_mode: _,
            extra,
            select_related,
            prefetch_related: _,
            lock: None,
            none: false,
            mistake: None,
        } = plan
        else {
            return Err(Intricate);
        };
        if !annotations.is_empty() || !filtered.is_empty() || *limit == Some(0) {
            return Err(Intricate);
        }
        self.words.push(address(*model));
        self.owners(owners.as_ref(), plan.is_sliced())?;
        self.words.push(filters.len());
        filters.iter().try_for_each(|Filter { condition }| self.condition(condition))?;
        self.words.push((*reversed).into());
        self.ordering(ordering)?;
        match distinct {
            Distinct::No => self.words.push(0),
            Distinct::Rows => self.words.push(1),
            Distinct::On(_) => return Err(Intricate),
        }
        self.slice(*limit, *offset);
        self.output(output)?;
        self.words.push(undeferred.len());
        self.words.extend(undeferred.iter().map(|column| address(*column)));
        self.columns(extra)?;
        self.joined(select_related);
        Ok(())
    }

    /// What an UPDATE sets.
    pub(super) fn assignments(&mut self, assignments: &[Assignment]) -> Drawn {
        self.words.push(assignments.len());
        assignments.iter().try_for_each(|Assignment { column, value }| {
            self.words.push(address(*column));
            self.value(value)
        })
    }

    /// A new row. Its values are taken out, once all of them are known to be bound.
    pub(super) fn new_row(&mut self, model: &'static ModelMeta, values: &mut [(usize, Expr)]) -> Drawn {
        self.words.extend([address(model), values.len()]);
        for (column, value) in values.iter() {
            let Expr::Param(param) = value else { return Err(Intricate) };
            self.words.push(*column);
            self.kind(param)?;
        }
        self.last = values.len();
        self.params.reserve_exact(values.len());
        for (_, value) in values {
            if let Expr::Param(param) = value {
                self.params.push(std::mem::replace(param, Param::Bool(false)));
            }
        }
        Ok(())
    }

    fn owners(&mut self, owners: Option<&Owners>, is_sliced: bool) -> Drawn {
        let Some(Owners { relation, way, keys }) = owners else {
            self.words.push(0);
            return Ok(());
        };
        match keys {
            OwnerKeys::One(key) => {
                self.words.push(1);
                self.param(key)?;
            }
            OwnerKeys::Many(keys) if !is_sliced => {
                self.words.push(2);
                self.param(keys)?;
            }
            OwnerKeys::Many(_) | OwnerKeys::Outer(_) => return Err(Intricate),
        }
        self.words.extend([address(*relation), way.len()]);
        self.words.extend(way.iter().map(|relation| address(*relation)));
        Ok(())
    }

    fn condition(&mut self, condition: &Condition) -> Drawn {
        match condition {
            Condition::Truth(value) => {
                self.words.push(1);
                self.value(value)
            }
            Condition::Compare { left, comparison, right } => {
                self.words.extend([2, *comparison as usize]);
                self.value(left)?;
                match (manner(*comparison), right) {
                    (Manner::Like(place, _), Expr::Param(Param::Text(text))) => {
                        self.params.push(Param::Text(place.pattern(text)));
                        Ok(())
                    }
                    (Manner::Like(..), _) => Err(Intricate),
                    (Manner::Operator(_) | Manner::Unequal | Manner::SameText, right) => self.value(right),
                }
            }
            Condition::Between(sides) => {
                self.words.push(3);
                sides.iter().try_for_each(|side| self.value(side))
            }
            Condition::IsNull(value) => {
                self.words.push(4);
                self.value(value)
            }
            Condition::IsNotNull(value) => {
                self.words.push(5);
                self.value(value)
            }
            Condition::In(value, Membership::List(list)) => {
                self.words.push(6);
                self.value(value)?;
                self.param(list)
            }
            Condition::NotIn(value, Membership::List(list)) => {
                self.words.push(7);
                self.value(value)?;
                self.param(list)
            }
            Condition::And(terms, _) => self.conditions(8, terms),
            Condition::Or(terms, _) => self.conditions(9, terms),
            Condition::Xor(terms, _) => self.conditions(10, terms),
            Condition::Not(inner, _) => {
                self.words.push(11);
                self.condition(inner)
            }
            // What is constant is written nowhere, and what has a query in it has its conditions too.
            Condition::Empty
            | Condition::Constant(_)
            | Condition::In(_, Membership::Query(_))
            | Condition::NotIn(_, Membership::Query(_))
            | Condition::Exists(_)
            | Condition::TooDeep => Err(Intricate),
        }
    }

    fn conditions(&mut self, what: usize, terms: &[Condition]) -> Drawn {
        self.words.extend([what, terms.len()]);
        terms.iter().try_for_each(|term| self.condition(term))
    }

    fn value(&mut self, value: &Expr) -> Drawn {
        match value {
            Expr::Column(column) => {
                self.words.push(1);
                self.column(column);
                Ok(())
            }
            Expr::Param(param) => {
                self.words.push(2);
                self.param(param)
            }
            Expr::Infix(sides, _) => {
                let (left, operator, right) = sides.as_ref();
                self.words.extend([3, *operator as usize]);
                self.value(left)?;
                self.value(right)
            }
            _ => Err(Intricate),
        }
    }

    fn column(&mut self, ColumnRef { trail, column }: &ColumnRef) {
        self.words.extend([trail.map_or(0, address), address(*column)]);
    }

    fn param(&mut self, param: &Param) -> Drawn {
        self.kind(param)?;
        self.params.push(param.clone());
        Ok(())
    }

    /// What the text tells of a value: whether it is NULL, and what it is cast to.
    fn kind(&mut self, param: &Param) -> Drawn {
        match param {
            Param::Each(_) | Param::Row(_) => return Err(Intricate),
            Param::Named(named) => {
                let (is_null, is_array) = (param.is_null().into(), named.is_array.into());
                self.words.extend([2, is_null, is_array, named.ty.as_ptr().addr(), named.ty.len()]);
            }
            Param::Null(_)
            | Param::Bool(_)
            | Param::SmallInt(_)
            | Param::Integer(_)
            | Param::BigInt(_)
            | Param::Real(_)
            | Param::Double(_)
            | Param::Text(_)
            | Param::Uuid(_)
            | Param::Array(..)
            | Param::Other(..) => self.words.push(param.is_null().into()),
        }
        Ok(())
    }

    fn ordering(&mut self, ordering: &Ordering) -> Drawn {
        match ordering {
            // If it binds values, there are more of them in the statement than here, which is not remembered then.
            Ordering::Model(ordering) => self.words.extend([1, *ordering as usize]),
            Ordering::Keys(keys) => {
                self.words.extend([2, keys.len()]);
                for Order { expr, direction, nulls } in keys {
                    let Expr::Column(column) = expr else { return Err(Intricate) };
                    self.column(column);
                    self.words.extend([*direction as usize, *nulls as usize]);
                }
            }
        }
        Ok(())
    }

    /// As it is written: few rows as a number, more as a value.
    fn slice(&mut self, limit: Option<u64>, offset: u64) {
        let before = self.params.len();
        match limit {
            None => self.words.push(0),
            Some(few @ 1..=2) => self.words.push(few as usize),
            Some(limit) => {
                self.words.push(3);
                self.params.push(whole(limit));
            }
        }
        self.words.push((offset > 0).into());
        if offset > 0 {
            self.params.push(whole(offset));
        }
        self.last = self.params.len() - before;
    }

    fn output(&mut self, output: &Output) -> Drawn {
        match output {
            Output::Model => {
                self.words.push(usize::MAX);
                Ok(())
            }
            Output::Values(values) => self.columns(values),
        }
    }

    fn columns(&mut self, values: &[Expr]) -> Drawn {
        self.words.push(values.len());
        values.iter().try_for_each(|value| match value {
            Expr::Column(column) => {
                self.column(column);
                Ok(())
            }
            _ => Err(Intricate),
        })
    }

    fn joined(&mut self, steps: &[Joined]) {
        self.words.push(steps.len());
        for Joined { relation, nested } in steps {
            self.words.push(address(*relation));
            self.joined(nested);
        }
    }
}
