//! Comparisons as a user writes them, by what the column holds.

use querent::field::{Column, Related};
use querent::lookup::{DefiniteOperand, KeyOperand, Operand};
use querent::model::Relation;
use querent::prelude::*;
use querent::types::{Base, Boolean, Text, Value as ColumnValue};

use super::tree::{Comparison, Test};
use super::value::Value;

pub(super) fn number<P: Path, T: ColumnValue<Base = i32>>(column: Column<P, T>, test: &Test) -> Q<P::Scope> {
    let list = |values: &[Value]| values.iter().map(|value| value.number()).collect::<Vec<_>>();
    match test {
        Test::Value(Comparison::Eq, value) => column.eq(value.number()),
        Test::Value(Comparison::Ne, value) => column.ne(value.number()),
        Test::Value(comparison, value) => {
            let value = value.number().expect("nothing is greater than NULL");
            match comparison {
                Comparison::Gt => column.gt(value),
                Comparison::Gte => column.gte(value),
                Comparison::Lt => column.lt(value),
                Comparison::Lte => column.lte(value),
                other => panic!("numbers have no {other}"),
            }
        }
        Test::In(values) => column.is_in(list(values)),
        Test::NotIn(values) => column.not_in(list(values)),
        other => presence(column, other),
    }
}

pub(super) fn text<P: Path, T: ColumnValue<Base = String>>(column: Column<P, T>, test: &Test) -> Q<P::Scope> {
    let list = |values: &[Value]| values.iter().map(|value| value.text()).collect::<Vec<_>>();
    match test {
        Test::Value(Comparison::Eq, value) => column.eq(value.text()),
        Test::Value(Comparison::Ne, value) => column.ne(value.text()),
        Test::Value(Comparison::Contains, value) => {
            column.contains(value.text().expect("nothing contains NULL"))
        }
        Test::In(values) => column.is_in(list(values)),
        Test::NotIn(values) => column.not_in(list(values)),
        other => presence(column, other),
    }
}

pub(super) fn flag<P: Path, T: Boolean + ColumnValue<Base = bool>>(
    column: Column<P, T>,
    test: &Test,
) -> Q<P::Scope> {
    match test {
        Test::Value(Comparison::Eq, value) => column.eq(value.flag()),
        Test::Value(Comparison::Ne, value) => column.ne(value.flag()),
        Test::IsTrue => column.into(),
        other => presence(column, other),
    }
}

pub(super) fn key<P: Path, R: Relation<To: Model<Key = i64>>>(
    relation: Related<P, R>,
    test: &Test,
) -> Q<P::Scope> {
    let key = |value: &Value| value.key().expect("a key is compared with a key");
    match test {
        Test::Value(Comparison::Eq, value) => relation.eq(key(value)),
        Test::Value(Comparison::Ne, value) => relation.ne(key(value)),
        Test::In(values) => relation.is_in(values.iter().map(key).collect::<Vec<_>>()),
        Test::NotIn(values) => relation.not_in(values.iter().map(key).collect::<Vec<_>>()),
        Test::IsNull => relation.is_null(),
        Test::IsNotNull => relation.is_not_null(),
        other => panic!("keys have no {other:?}"),
    }
}

fn presence<P: Path, T: ColumnValue>(column: Column<P, T>, test: &Test) -> Q<P::Scope> {
    match test {
        Test::IsNull => column.is_null(),
        Test::IsNotNull => column.is_not_null(),
        other => panic!("columns of this type have no {other:?}"),
    }
}

pub(super) fn numbers<L: Lookups, R>(left: L, right: R, comparison: Comparison) -> Q<L::Scope>
where
    R: Operand<L::Scope, Base<L::Type>> + DefiniteOperand<L::Scope, Base<L::Type>>,
{
    match comparison {
        Comparison::Eq => left.eq(right),
        Comparison::Ne => left.ne(right),
        Comparison::Gt => left.gt(right),
        Comparison::Gte => left.gte(right),
        Comparison::Lt => left.lt(right),
        Comparison::Lte => left.lte(right),
        Comparison::Contains => panic!("numbers contain nothing"),
    }
}

pub(super) fn texts<L: Lookups<Type: ColumnValue<Base: Text>>, R>(
    left: L,
    right: R,
    comparison: Comparison,
) -> Q<L::Scope>
where
    R: Operand<L::Scope, Base<L::Type>> + DefiniteOperand<L::Scope, Base<L::Type>>,
{
    match comparison {
        Comparison::Eq => left.eq(right),
        Comparison::Ne => left.ne(right),
        Comparison::Contains => left.contains(right),
        other => panic!("texts are not compared by {other} here"),
    }
}

pub(super) fn keys<P: Path, R: Relation, V: KeyOperand<P::Scope, R::To>>(
    relation: Related<P, R>,
    other: V,
    comparison: Comparison,
) -> Q<P::Scope> {
    match comparison {
        Comparison::Eq => relation.eq(other),
        Comparison::Ne => relation.ne(other),
        other => panic!("keys are not compared by {other}"),
    }
}
