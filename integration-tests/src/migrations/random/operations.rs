//! Operations by chance.

use querent_schema::state::{Check, Element, Index, Model, ModelName, Unique};
use querent_schema::{Constraint, Operation, State, quote_identifier};

use super::super::notation::Step;
use super::fields::{added, altered, name as field_name};
use super::models::{APPS, created, name as model_name};
use super::possible::is_possible;
use crate::meaning::Dice;

/// An operation, and the models after it.
pub(super) fn step(dice: &mut Dice, state: &State) -> Option<(Step, State)> {
    // What does not fit is thrown again.
    for _ in 0..50 {
        let step = match any_model(dice, state) {
            Some((name, model)) if !dice.once_in(6) => {
                let operation = on_model(dice, state, &name, &model);
                operation.map(|operation| Step { app: name.app, operation })
            }
            _ => {
                let app = *dice.one_of(&APPS);
                Some(Step { app: app.to_owned(), operation: created(dice, state, app) })
            }
        };
        let Some(step) = step else { continue };
        let mut next = state.clone();
        if next.apply(&step.app, &step.operation).is_ok() && next != *state && is_possible(&next) {
            return Some((step, next));
        }
    }
    None
}

fn any_model(dice: &mut Dice, state: &State) -> Option<(ModelName, Model)> {
    let models: Vec<_> = state.models.iter().collect();
    let (name, model) = if models.is_empty() { return None } else { *dice.one_of(&models) };
    Some((name.clone(), model.clone()))
}

fn on_model(dice: &mut Dice, state: &State, name: &ModelName, definition: &Model) -> Option<Operation> {
    let model = name.name.clone();
    Some(match dice.below(13) {
        0 => Operation::DeleteModel { model },
        1 => Operation::RenameModel { from: model, to: model_name(dice) },
        2 => Operation::AlterTable { model, table: format!("{}_of_{}", definition.table, name.app) },
        3 => {
            let comment = definition.comment.is_none().then(|| "of a kind".to_owned());
            Operation::AlterComment { model, comment }
        }
        4 | 5 => {
            let targets: Vec<_> = state.models.keys().cloned().collect();
            Operation::AddField {
                model,
                field: added(dice, name, &definition.table, &targets),
                one_off: None,
            }
        }
        6 => Operation::RemoveField { model, field: dice.one_of(&definition.fields).name.clone() },
        7 | 8 => {
            let was = dice.one_of(&definition.fields).clone();
            let (field, one_off) = altered(dice, &was);
            Operation::AlterField { model, was, field, one_off, using: None }
        }
        9 => Operation::RenameField {
            model,
            from: dice.one_of(&definition.fields).name.clone(),
            to: field_name(dice),
            column: None,
        },
        10 => add_index(dice, model, definition)?,
        11 => add_constraint(dice, model, definition)?,
        _ => on_named(dice, model, definition)?,
    })
}

/// A name that no other model uses.
fn own(definition: &Model, what: &str, dice: &mut Dice) -> String {
    format!("{}_{what}_{}", definition.table, dice.below(3))
}

/// A field with a column.
fn any_column(dice: &mut Dice, definition: &Model) -> Option<(String, String)> {
    let columns =
        definition.fields.iter().filter_map(|field| Some((field.name.clone(), field.column()?.to_owned())));
    let columns: Vec<_> = columns.collect();
    if columns.is_empty() { None } else { Some(dice.one_of(&columns).clone()) }
}

fn add_index(dice: &mut Dice, model: String, definition: &Model) -> Option<Operation> {
    let (field, column) = any_column(dice, definition)?;
    let element = match dice.below(3) {
        0 => Element::Sql(format!("({} IS NULL)", quote_identifier(&column))),
        side => Element::Field { name: field, descending: side == 1 },
    };
    let mut elements = vec![element];
    if dice.once_in(2) {
        elements.push(Element::Field { name: definition.primary_key.first()?.clone(), descending: false });
    }
    let condition = dice.once_in(3).then(|| format!("{} IS NOT NULL", quote_identifier(&column)));
    let name = own(definition, "ix", dice);
    let index = Index { name, elements, method: None, include: Vec::new(), condition };
    Some(Operation::AddIndex { model, index, concurrently: false })
}

fn add_constraint(dice: &mut Dice, model: String, definition: &Model) -> Option<Operation> {
    let (field, column) = any_column(dice, definition)?;
    let constraint = if dice.once_in(2) {
        let key = quote_identifier(definition.column(definition.primary_key.first()?)?);
        let condition = format!("{} IS NULL OR {key} > 0", quote_identifier(&column));
        Constraint::Check(Check { name: own(definition, "ck", dice), condition })
    } else {
        // With the key it is unique, whatever it holds.
        let key = definition.primary_key.first()?.clone();
        let fields = if field == key { vec![field] } else { vec![field, key] };
        let conditional = dice.once_in(3);
        Constraint::Unique(Unique {
            name: own(definition, "uq", dice),
            fields,
            include: Vec::new(),
            condition: conditional.then(|| format!("{} IS NOT NULL", quote_identifier(&column))),
            nulls_not_distinct: dice.once_in(4),
            deferrable: !conditional && dice.once_in(4),
        })
    };
    Some(Operation::AddConstraint { model, constraint })
}

/// A constraint or index goes, or gets another name.
fn on_named(dice: &mut Dice, model: String, definition: &Model) -> Option<Operation> {
    let unique = definition.unique.iter().map(|own| &own.name);
    let constraints: Vec<_> = unique.chain(definition.checks.iter().map(|own| &own.name)).collect();
    let indexes: Vec<_> = definition.indexes.iter().map(|own| &own.name).collect();
    let to = own(definition, "renamed", dice);
    match (dice.below(4), constraints.as_slice(), indexes.as_slice()) {
        (0, [_, ..], _) => {
            Some(Operation::RemoveConstraint { model, constraint: (*dice.one_of(&constraints)).clone() })
        }
        (1, [_, ..], _) => {
            Some(Operation::RenameConstraint { model, from: (*dice.one_of(&constraints)).clone(), to })
        }
        (2, _, [_, ..]) => {
            let index = (*dice.one_of(&indexes)).clone();
            Some(Operation::RemoveIndex { model, index, concurrently: false })
        }
        (3, _, [_, ..]) => Some(Operation::RenameIndex { model, from: (*dice.one_of(&indexes)).clone(), to }),
        _ => None,
    }
}
