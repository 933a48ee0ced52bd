//! What operations of several applications are about, and who must come before whom by that.

use std::collections::{BTreeMap, BTreeSet};

use querent_schema::state::{Field, Model, ModelName};
use querent_schema::{Operation, State};

use crate::error::Result;

/// Something that operations of several applications can be about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Model(ModelName),
    Table(String),
    Enum(String),
    Extension(String),
}

/// What operations change, and what they rely on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Touched {
    changes: BTreeSet<Thing>,
    relies: BTreeSet<Thing>,
}

impl Touched {
    /// Applies an operation; what it has touched.
    pub(super) fn by(state: &mut State, app: &str, operation: &Operation) -> Result<Self> {
        let mut touched = touched(state, app, operation);
        // Operators, functions and types of whatever is there by now may be used.
        touched.relies.extend(state.extensions.iter().cloned().map(Thing::Extension));
        let before = tables(state);
        state.apply(app, operation)?;
        // A name can be taken once whoever had it has given it up.
        let others =
            before.symmetric_difference(&tables(state)).cloned().map(Thing::Table).collect::<Vec<_>>();
        touched.changes.extend(others);
        Ok(touched)
    }

    /// What these and those have touched.
    pub(super) fn extend(&mut self, other: Touched) {
        self.changes.extend(other.changes);
        self.relies.extend(other.relies);
    }
}

/// Who has changed something, and who has relied on it.
#[derive(Debug)]
pub(super) struct Traces<K> {
    changed: BTreeMap<Thing, BTreeSet<K>>,
    relied: BTreeMap<Thing, BTreeSet<K>>,
}

impl<K: Ord + Clone> Traces<K> {
    /// Traces of nobody.
    pub(super) fn new() -> Self {
        Traces { changed: BTreeMap::new(), relied: BTreeMap::new() }
    }

    /// Notes who has touched something.
    pub(super) fn add(&mut self, who: &K, touched: &Touched) {
        for thing in &touched.changes {
            self.changed.entry(thing.clone()).or_default().insert(who.clone());
        }
        for thing in &touched.relies {
            self.relied.entry(thing.clone()).or_default().insert(who.clone());
        }
    }

    /// Those that must be before what touches this: whoever has changed any of it, or has relied on what is changed now.
    pub(super) fn before(&self, touched: &Touched) -> BTreeSet<K> {
        let changed =
            touched.changes.iter().chain(&touched.relies).filter_map(|thing| self.changed.get(thing));
        let relied = touched.changes.iter().filter_map(|thing| self.relied.get(thing));
        changed.chain(relied).flatten().cloned().collect()
    }
}

/// The names of all tables, those of pairs too, and of enums, which are taken from the same ones.
fn tables(state: &State) -> BTreeSet<String> {
    let tables = state.models.values().flat_map(Model::tables).map(str::to_owned);
    tables.chain(state.enums.keys().cloned()).collect()
}

/// What an operation is about, in the models before it.
fn touched(state: &State, app: &str, operation: &Operation) -> Touched {
    let model = |name: &str| Thing::Model(ModelName::new(app, name));
    let of = |name: &str, field: &str| {
        let found = state.models.get(&ModelName::new(app, name)).and_then(|model| model.field(field));
        found.map(relied_on).unwrap_or_default()
    };
    let mut touched = Touched::default();
    match operation {
        Operation::CreateModel { model: name, definition } => {
            touched.changes.insert(model(name));
            touched.relies.extend(definition.fields.iter().flat_map(relied_on));
        }
        Operation::DeleteModel { model: name } => {
            touched.changes.insert(model(name));
            touched.relies.extend(fields_of(state.models.get(&ModelName::new(app, name))));
        }
        Operation::RenameModel { from, to } => touched.changes.extend([model(from), model(to)]),
        Operation::AlterPrimaryKey { model: name, .. } | Operation::AlterTable { model: name, .. } => {
            touched.changes.insert(model(name));
        }
        Operation::AdoptModel { model: name } | Operation::ReleaseModel { model: name } => {
            touched.changes.insert(model(name));
            touched.relies.extend(fields_of(state.models.get(&ModelName::new(app, name))));
        }
        Operation::AddField { model: name, field, .. } => {
            touched.relies.insert(model(name));
            touched.relies.extend(relied_on(field));
        }
        Operation::RemoveField { model: name, field } => {
            touched.relies.insert(model(name));
            touched.relies.extend(of(name, field));
        }
        Operation::AlterField { model: name, was, field, .. } => {
            // Keys to the model follow what becomes of its own.
            let key = state
                .models
                .get(&ModelName::new(app, name))
                .is_some_and(|own| own.primary_key.contains(&field.name));
            if key { &mut touched.changes } else { &mut touched.relies }.insert(model(name));
            touched.relies.extend(relied_on(was).into_iter().chain(relied_on(field)));
        }
        Operation::RenameField { model: name, .. }
        | Operation::AlterComment { model: name, .. }
        | Operation::AddIndex { model: name, .. }
        | Operation::RemoveIndex { model: name, .. }
        | Operation::RenameIndex { model: name, .. }
        | Operation::AddConstraint { model: name, .. }
        | Operation::RemoveConstraint { model: name, .. }
        | Operation::RenameConstraint { model: name, .. } => {
            touched.relies.insert(model(name));
            // Their SQL may speak of labels.
            let things = fields_of(state.models.get(&ModelName::new(app, name)));
            touched.relies.extend(things.into_iter().filter(|thing| matches!(thing, Thing::Enum(_))));
        }
        Operation::CreateEnum { definition } => {
            touched.changes.insert(Thing::Enum(definition.name.clone()));
        }
        Operation::RenameEnum { from, to } => {
            touched.changes.extend([Thing::Enum(from.clone()), Thing::Enum(to.clone())]);
        }
        Operation::DropEnum { name }
        | Operation::AddEnumValue { name, .. }
        | Operation::RenameEnumValue { name, .. }
        | Operation::ReplaceEnum { name, .. } => {
            touched.changes.insert(Thing::Enum(name.clone()));
        }
        Operation::CreateExtension { name } | Operation::DropExtension { name } => {
            touched.changes.insert(Thing::Extension(name.clone()));
        }
        _ => {}
    }
    touched
}

fn fields_of(model: Option<&Model>) -> Vec<Thing> {
    model.into_iter().flat_map(|model| &model.fields).flat_map(relied_on).collect()
}

/// What a field needs to be there.
fn relied_on(field: &Field) -> Vec<Thing> {
    let models = field.refers_to().map(|model| Thing::Model(model.clone()));
    models.chain(field.as_enum().map(|name| Thing::Enum(name.to_owned()))).collect()
}
