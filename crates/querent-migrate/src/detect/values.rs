//! The values that are there: what they become, and what rows get that have none.

use querent_schema::state::{Field, Kind, ModelName};
use querent_schema::{Default, SqlType};

use super::answer::{Answer, FieldName};
use super::keys;
use super::question::{OneOffReason, Question};
use super::work::Work;
use crate::ddl::{Cast, cast};

/// What rows get in a new field: what is said, or nothing if its default serves.
pub(super) fn of_new(work: &mut Work<'_>, name: &ModelName, field: &Field) -> Option<String> {
    if !work.is_ours(name) {
        return None;
    }
    let unique = match &field.kind {
        Kind::Plain(plain) => plain.unique,
        Kind::ForeignKey(key) => key.unique,
        Kind::ManyToMany(_) => return None,
    };
    let reason = match field.default() {
        Some(Default::Identity | Default::Generated(_)) => return None,
        None => (!field.is_nullable()).then_some(OneOffReason::Added),
        Some(Default::Literal(_)) => unique.then_some(OneOffReason::Unique),
        Some(Default::Expression(sql)) => (unique && !sql.contains('(')).then_some(OneOffReason::Unique),
    };
    one_off(work, name, field, reason)
}

/// What rows get in place of NULL, in a field that cannot be NULL any more: what is said, or nothing if its default serves.
pub(super) fn of_nulls(work: &mut Work<'_>, name: &ModelName, was: &Field, field: &Field) -> Option<String> {
    if !work.is_ours(name) || !was.is_nullable() || field.is_nullable() || field.is_generated() {
        return None;
    }
    let reason = field.default().is_none().then_some(OneOffReason::NotNull);
    one_off(work, name, field, reason)
}

/// What is said, which is asked for if there is a reason.
fn one_off(
    work: &mut Work<'_>,
    name: &ModelName,
    field: &Field,
    reason: Option<OneOffReason>,
) -> Option<String> {
    let said = work.sql_of(name, &field.name, |answer| match answer {
        Answer::OneOff { field, sql } => Some((field, sql)),
        _ => None,
    });
    if let (None, Some(reason)) = (&said, reason) {
        work.questions.push(Question::OneOff { field: FieldName::new(name, &field.name), reason });
    }
    said
}

/// How the values that are there become the new type, if PostgreSQL does not know.
pub(super) fn using(work: &mut Work<'_>, name: &ModelName, was: &Field, field: &Field) -> Option<String> {
    // A key has the type of what it refers to, whose own change it follows.
    if matches!((&was.kind, &field.kind), (Kind::ForeignKey(before), Kind::ForeignKey(now)) if before.to == now.to)
    {
        return None;
    }
    let (from, to) = (work.state.column_type(was)?, work.target.column_type(field)?);
    let own = FieldName::new(name, &field.name);
    if from == to || was.is_generated() || field.is_generated() || !keys::are_ours(&work.state, name, field) {
        return None;
    }
    let said = work.sql_of(name, &field.name, |answer| match answer {
        Answer::Using { field, sql } => Some((field, sql)),
        _ => None,
    });
    if said.is_some() {
        return said;
    }
    match cast(&from, &to) {
        Cast::Assignment | Cast::Zone if loses(&from, &to) => {
            agree(work, name, field, Question::Lossy { field: own, from, to });
        }
        Cast::Assignment | Cast::Zone => {}
        kind => {
            let suggestion = suggestion(kind, field.column().unwrap_or(&field.name), &from, &to);
            work.questions.push(Question::Using { field: own, from, to, suggestion });
        }
    }
    None
}

fn suggestion(kind: Cast, column: &str, from: &SqlType, to: &SqlType) -> Option<String> {
    match to {
        SqlType::Array(element) if **element == *from => {
            Some(format!("ARRAY[{}]", querent_schema::quote_identifier(column)))
        }
        _ => kind.using(column, from, to),
    }
}

/// Asks whether values may lose something, unless that is answered or they are nowhere in our tables.
pub(super) fn agree(work: &mut Work<'_>, name: &ModelName, field: &Field, question: Question) {
    let agreed =
        |answer: &Answer| matches!(answer, Answer::Lossy(said) if work.is_same(said, name, &field.name));
    if keys::are_ours(&work.state, name, field) && !work.answers.said(agreed) {
        work.questions.push(question);
    }
}

/// Whether digits, days or the time of a day are lost on the way. What does not fit at all is refused, and not lost.
fn loses(from: &SqlType, to: &SqlType) -> bool {
    use SqlType::{
        BigInt, Date, DoublePrecision, Integer, Interval, Numeric, Real, Time, Timestamp, TimestampTz,
    };
    match (from, to) {
        (Numeric(Some((_, before))), Numeric(Some((_, now)))) => now < before,
        (Numeric(None), Numeric(Some(_))) => true,
        (Numeric(Some((_, 0))), to) if to.is_integer() => false,
        (Numeric(_) | Real | DoublePrecision, to) if to.is_integer() => true,
        (Numeric(_) | DoublePrecision, Real) | (Numeric(_), DoublePrecision) => true,
        // A float is rounded to the digits that all of its kind have: 15, or 6.
        (Real | DoublePrecision, Numeric(_)) => true,
        // The bits of an integer that a float has for it are 53, or 24.
        (BigInt, Real | DoublePrecision) | (Integer, Real) => true,
        (Timestamp | TimestampTz, Date | Time) | (Interval, Time) => true,
        (SqlType::Array(from), SqlType::Array(to)) => loses(from, to),
        _ => false,
    }
}
