//! The fields of models that were there before: added, altered, removed.

use querent_schema::state::{Field, Kind, Model, ModelName, PairsBy};
use querent_schema::{Default, Operation, SqlType};

use super::answer::{Answer, FieldName};
use super::named;
use super::question::{OneOffReason, Question};
use super::work::Work;
use crate::ddl::{Cast, cast};
use crate::error::{Error, Result};

/// Takes away the fields whose names others get by a rename, and that are none of those now.
pub(super) fn make_room(work: &mut Work<'_>) -> Result<()> {
    for (name, _) in work.kept() {
        let model = work.model(name)?.clone();
        let pairs = work.renamed.fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let kept = |field: &str| pairs.iter().any(|(from, _)| from == field);
        for field in pairs.iter().filter(|(_, to)| !kept(to)).filter_map(|(_, to)| model.field(to)) {
            remove_field(work, name, field)?;
        }
    }
    Ok(())
}

/// Takes away the fields whose place another sort of field takes: their values cannot stay.
pub(super) fn replace(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        let model = work.model(name)?.clone();
        let replaced =
            |field: &&Field| target.field(&field.name).is_some_and(|now| is_another_sort(field, now));
        for field in model.fields.iter().filter(replaced) {
            remove_field(work, name, field)?;
        }
    }
    Ok(())
}

/// Adds fields, those first that others may be generated from.
pub(super) fn add(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in &work.target.models {
        let model = work.model(name)?.clone();
        let is_new = work.renamed.models.values().all(|kept| kept != name);
        let missing = || target.fields.iter().filter(|field| model.field(&field.name).is_none());
        let plain = missing().filter(|field| !field.is_generated());
        for field in plain.chain(missing().filter(|field| field.is_generated())) {
            let one_off = if is_new { None } else { one_off_of_new(work, name, field) };
            let operation = Operation::AddField { model: name.name.clone(), field: field.clone(), one_off };
            work.push(&name.app, operation)?;
        }
    }
    Ok(())
}

/// Alters fields, and primary keys.
pub(super) fn alter(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        let model = work.model(name)?.clone();
        for field in &model.fields {
            if let Some(now) = target.field(&field.name).filter(|now| *now != field) {
                alter_field(work, name, field, now)?;
            }
        }
    }
    for (name, target) in work.kept() {
        let was = work.model(name)?.primary_key.clone();
        if was != target.primary_key {
            alter_primary_key(work, name, was, target)?;
        }
    }
    Ok(())
}

/// Removes the fields that are not there any more, those first that are generated from others.
pub(super) fn remove(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        let model = work.model(name)?.clone();
        let gone = || model.fields.iter().filter(|field| target.field(&field.name).is_none());
        for field in
            gone().filter(|field| field.is_generated()).chain(gone().filter(|field| !field.is_generated()))
        {
            // It was asked for when fields were matched.
            work.push(
                &name.app,
                Operation::RemoveField { model: name.name.clone(), field: field.name.clone() },
            )?;
        }
    }
    Ok(())
}

fn remove_field(work: &mut Work<'_>, name: &ModelName, field: &Field) -> Result<()> {
    agree_to_drop(work, name, field);
    take(work, name, &field.name)
}

/// Asks whether a field's values may go, unless that is answered.
fn agree_to_drop(work: &mut Work<'_>, name: &ModelName, field: &Field) {
    let agreed =
        |answer: &Answer| matches!(answer, Answer::DropField(said) if work.is_same(said, name, &field.name));
    if !work.said(agreed) {
        let field = FieldName::new(name, &field.name);
        work.questions.push(Question::RemovedField { field, candidates: Vec::new() });
    }
}

/// Takes away a field with the constraints and indexes that need it; those that stay come back with another one.
pub(super) fn take(work: &mut Work<'_>, name: &ModelName, field: &str) -> Result<()> {
    let kept = work.model(name)?.without(&[field.to_owned()]);
    named::keep(work, name, &kept)?;
    work.push(&name.app, Operation::RemoveField { model: name.name.clone(), field: field.to_owned() })
}

fn alter_field(work: &mut Work<'_>, name: &ModelName, was: &Field, field: &Field) -> Result<()> {
    let one_off = if was.is_nullable() && !field.is_nullable() && field.default().is_none() {
        answered(work, name, field, OneOffReason::NotNull)
    } else {
        None
    };
    if let (Kind::ForeignKey(before), Kind::ForeignKey(now)) = (&was.kind, &field.kind)
        && before.to != now.to
    {
        let question = Question::Retargeted {
            field: FieldName::new(name, &field.name),
            from: before.to.clone(),
            to: now.to.clone(),
        };
        agree(work, name, field, question);
    }
    if field.is_generated() && !was.is_generated() {
        agree_to_drop(work, name, field); // what is made of other columns takes the place of what was written
    }
    let operation = Operation::AlterField {
        model: name.name.clone(),
        was: was.clone(),
        field: field.clone(),
        one_off,
        using: using(work, name, was, field),
    };
    work.push(&name.app, operation)
}

/// How the values that are there become the new type, if PostgreSQL does not know.
fn using(work: &mut Work<'_>, name: &ModelName, was: &Field, field: &Field) -> Option<String> {
    // A key has the type of what it refers to, whose own change it follows.
    if matches!((&was.kind, &field.kind), (Kind::ForeignKey(before), Kind::ForeignKey(now)) if before.to == now.to)
    {
        return None;
    }
    let (from, to) = (work.state.column_type(was)?, work.target.column_type(field)?);
    let own = FieldName::new(name, &field.name);
    if from == to || was.is_generated() || field.is_generated() {
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

/// Asks whether values may lose something, unless that is answered.
fn agree(work: &mut Work<'_>, name: &ModelName, field: &Field, question: Question) {
    let agreed =
        |answer: &Answer| matches!(answer, Answer::Lossy(said) if work.is_same(said, name, &field.name));
    if !work.said(agreed) {
        work.questions.push(question);
    }
}

fn one_off_of_new(work: &mut Work<'_>, name: &ModelName, field: &Field) -> Option<String> {
    let unique = match &field.kind {
        Kind::Plain(plain) => plain.unique,
        Kind::ForeignKey(key) => key.unique,
        Kind::ManyToMany(_) => return None,
    };
    match field.default() {
        None if field.is_nullable() => None,
        None => answered(work, name, field, OneOffReason::Added),
        Some(Default::Literal(_)) if unique => answered(work, name, field, OneOffReason::Unique),
        Some(Default::Expression(sql)) if unique && !sql.contains('(') => {
            answered(work, name, field, OneOffReason::Unique)
        }
        Some(_) => None,
    }
}

fn answered(work: &mut Work<'_>, name: &ModelName, field: &Field, reason: OneOffReason) -> Option<String> {
    let said = work.sql_of(name, &field.name, |answer| match answer {
        Answer::OneOff { field, sql } => Some((field, sql)),
        _ => None,
    });
    if said.is_none() {
        work.questions.push(Question::OneOff { field: FieldName::new(name, &field.name), reason });
    }
    said
}

fn alter_primary_key(work: &mut Work<'_>, name: &ModelName, was: Vec<String>, target: &Model) -> Result<()> {
    for (other, model) in &work.state.models {
        let refers = |field: &&Field| match &field.kind {
            Kind::Plain(_) => false,
            Kind::ForeignKey(key) => key.to == *name,
            Kind::ManyToMany(pairs) => {
                matches!(pairs.by, PairsBy::Table { .. }) && (pairs.to == *name || other == name)
            }
        };
        if let Some(field) = model.fields.iter().find(refers) {
            return Err(Error::model(format!(
                "the primary key of `{name}` becomes ({}), and `{other}.{}` holds values of the one before; remove that field in a \
                 migration before, and add it again in one behind",
                target.primary_key.join(", "),
                field.name
            )));
        }
    }
    let primary_key = target.primary_key.clone();
    work.push(&name.app, Operation::AlterPrimaryKey { model: name.name.clone(), was, primary_key })
}

/// Whether nothing of one field can become the other.
fn is_another_sort(before: &Field, now: &Field) -> bool {
    match (&before.kind, &now.kind) {
        (Kind::ManyToMany(before), Kind::ManyToMany(now)) => match (&before.by, &now.by) {
            (PairsBy::Table { .. }, PairsBy::Table { .. }) => before.to != now.to,
            _ => before != now,
        },
        (Kind::ManyToMany(_), _) | (_, Kind::ManyToMany(_)) => true,
        _ => false,
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
