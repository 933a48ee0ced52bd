//! Models by chance.

use querent_schema::state::{Model, ModelName};
use querent_schema::{Operation, SqlType, State, table_name};

use super::fields::{added, counting};
use super::possible::is_possible;
use crate::meaning::Dice;

/// Few, so that a name comes again.
const NAMES: [&str; 6] = ["Author", "Book", "BookShop", "Order", "Tag", "User"];

pub(super) const APPS: [&str; 2] = ["shop", "blog"];

pub(super) fn name(dice: &mut Dice) -> String {
    (*dice.one_of(&NAMES)).to_owned()
}

/// Up to four models.
pub(super) fn state(dice: &mut Dice) -> State {
    let mut state = State::default();
    for _ in 0..=dice.below(3) {
        let app = *dice.one_of(&APPS);
        let operation = created(dice, &state, app);
        let mut next = state.clone();
        if next.apply(app, &operation).is_ok() && is_possible(&next) {
            state = next;
        }
    }
    state
}

/// A model that refers to those that are there.
pub(super) fn created(dice: &mut Dice, state: &State, app: &str) -> Operation {
    let name = ModelName::new(app, name(dice));
    let mut model = Model::new(table_name(&name.name));
    let key = if dice.once_in(3) { SqlType::Integer } else { SqlType::BigInt };
    model.fields.push(counting(key));
    model.primary_key.push("id".to_owned());
    if dice.once_in(4) {
        model.comment = Some("what it's about".to_owned());
    }
    let targets: Vec<_> = state.models.keys().cloned().chain([name.clone()]).collect();
    for _ in 0..dice.below(5) {
        let field = added(dice, &name, &model.table, &targets);
        if model.field(&field.name).is_none() {
            model.fields.push(field);
        }
    }
    Operation::CreateModel { model: name.name, definition: model }
}
