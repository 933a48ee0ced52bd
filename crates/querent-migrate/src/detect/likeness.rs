//! How much fields and models are alike.

use querent_schema::SqlType;
use querent_schema::state::{Field, Kind, Model, ModelName, PairsBy};

/// From which score on somebody is asked whether a field was renamed.
pub(super) const ASKED: f64 = 0.5;
/// The score of equal definitions, but for what adding its parts loses.
const ALMOST_ALL: f64 = 0.999;
/// How many of its fields make two models likely to be one.
pub(super) const ASKED_MODEL: f64 = 0.6;

/// How likely it is that `before` was renamed to `now`: 1 for equal definitions.
///
/// `same_model` says whether two names mean one model, as far as that is known.
pub(super) fn of_fields(
    before: &Field,
    now: &Field,
    same_model: impl Fn(&ModelName, &ModelName) -> bool,
) -> f64 {
    let name = 0.1 * of_names(&before.name, &now.name);
    let definition = match (&before.kind, &now.kind) {
        (Kind::Plain(_), Kind::Plain(_)) if before.is_generated() != now.is_generated() => return name,
        (Kind::Plain(before), Kind::Plain(now)) => {
            let sql_type = match (before.sql_type == now.sql_type, is_akin(&before.sql_type, &now.sql_type)) {
                (true, _) => 0.6,
                (_, true) => 0.4,
                _ => return name,
            };
            sql_type
                + part(before.nullable == now.nullable)
                + part(before.default == now.default)
                + part(before.unique == now.unique)
                + part(before.index == now.index)
        }
        (Kind::ForeignKey(before), Kind::ForeignKey(now)) => {
            if !same_model(&before.to, &now.to) {
                return name;
            }
            0.6 + part(before.nullable == now.nullable)
                + part(before.unique == now.unique)
                + part(before.on_delete == now.on_delete)
                + part(before.default == now.default)
        }
        (Kind::ManyToMany(before), Kind::ManyToMany(now)) => {
            let way = match (&before.by, &now.by) {
                (PairsBy::Table { .. }, PairsBy::Table { .. }) => true,
                (PairsBy::Through(before), PairsBy::Through(now)) => same_model(before, now),
                _ => false,
            };
            if way && same_model(&before.to, &now.to) { 1.0 } else { return name }
        }
        // A column of numbers that has become a key keeps its values.
        (Kind::Plain(plain), Kind::ForeignKey(key)) if plain.column == key.column => 0.9,
        (Kind::ForeignKey(key), Kind::Plain(plain)) if plain.column == key.column => 0.9,
        _ => return name,
    };
    definition + name
}

/// Whether `now` is just what `before` was, but for its name and default.
pub(super) fn is_what_it_was(
    before: &Field,
    now: &Field,
    same_model: impl Fn(&ModelName, &ModelName) -> bool,
) -> bool {
    match (&before.kind, &now.kind) {
        (Kind::Plain(before), Kind::Plain(now)) => {
            before.sql_type == now.sql_type && before.nullable == now.nullable && before.unique == now.unique
        }
        (Kind::ForeignKey(before), Kind::ForeignKey(now)) => {
            same_model(&before.to, &now.to) && before.nullable == now.nullable
        }
        _ => false,
    }
}

/// Whether a field has become something else altogether.
pub(super) fn is_another_type(before: &Field, now: &Field) -> bool {
    match (&before.kind, &now.kind) {
        (Kind::Plain(before), Kind::Plain(now)) => {
            before.sql_type != now.sql_type && !is_akin(&before.sql_type, &now.sql_type)
        }
        (Kind::ForeignKey(_), Kind::ForeignKey(_)) | (Kind::ManyToMany(_), Kind::ManyToMany(_)) => false,
        _ => true,
    }
}

/// What part of the fields of two models is equal, whatever the fields are called.
pub(super) fn of_models(
    before: &Model,
    now: &Model,
    same_model: impl Fn(&ModelName, &ModelName) -> bool,
) -> f64 {
    let mut left: Vec<&Field> = now.fields.iter().collect();
    let mut equal = 0.0;
    for field in &before.fields {
        let alike = |other: &&Field| of_fields(field, other, &same_model) > ALMOST_ALL;
        let named = left.iter().position(|other| other.name == field.name && alike(other));
        if let Some(at) = named.or_else(|| left.iter().position(alike)) {
            left.remove(at);
            equal += 1.0;
        }
    }
    let longer = u32::try_from(before.fields.len().max(now.fields.len())).unwrap_or(u32::MAX);
    if longer == 0 { 0.0 } else { equal / f64::from(longer) }
}

/// From 0 to 1, by the pairs of letters that two names share. (Dice, "Measures of the Amount of Ecologic Association", 1945.)
fn of_names(one: &str, other: &str) -> f64 {
    let pairs = |name: &str| {
        let letters: Vec<char> = name.chars().collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX);
    let mut shared = 0.0;
    for pair in &one {
        if let Some(at) = other.iter().position(|own| own == pair) {
            other.swap_remove(at);
            shared += 2.0;
        }
    }
    if all == 0 { 0.0 } else { shared / f64::from(all) }
}

fn part(same: bool) -> f64 {
    if same { 0.1 } else { 0.0 }
}

/// Whether two types hold the same sort of values.
fn is_akin(one: &SqlType, other: &SqlType) -> bool {
    let text = |sql_type: &SqlType| matches!(sql_type, SqlType::Text | SqlType::Varchar(_));
    let number = |sql_type: &SqlType| {
        sql_type.is_integer()
            || matches!(sql_type, SqlType::Real | SqlType::DoublePrecision | SqlType::Numeric(_))
    };
    let time =
        |sql_type: &SqlType| matches!(sql_type, SqlType::Date | SqlType::Timestamp | SqlType::TimestampTz);
    let both = |is: &dyn Fn(&SqlType) -> bool| is(one) && is(other);
    match (one, other) {
        (SqlType::Array(one), SqlType::Array(other)) => is_akin(one, other),
        _ => one == other || both(&text) || both(&number) || both(&time),
    }
}
