//! Operations divided into migrations.

use std::collections::{BTreeMap, BTreeSet};

use querent_schema::state::{Field, Model, ModelName};
use querent_schema::{Graph, Migration, MigrationName, Operation, State, next_number, suggest_name};

use super::labels::uses;
use crate::error::Result;

/// A migration that has no name yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The application's label.
    pub app: String,
    /// What it does.
    pub operations: Vec<Operation>,
    /// The drafts before this one that it comes after, by their places.
    pub after: BTreeSet<usize>,
    /// The models of other applications that must be there by their migrations so far.
    pub needs: BTreeSet<ModelName>,
}

/// Divides operations, which are in an order in which they can be applied, into migrations of one application each.
///
/// An application has one migration, unless two applications need each other's.
pub(super) fn divide(before: &State, operations: Vec<(String, Operation)>) -> Result<Vec<Draft>> {
    let mut state = before.clone();
    let mut drafts = Drafts::default();
    let mut tables_before = tables(&state);
    for (app, operation) in operations {
        let mut touched = touched(&state, &app, &operation);
        state.apply(&app, &operation)?;
        // A name can be taken once whoever had it has given it up.
        let tables_after = tables(&state);
        let others = tables_before.symmetric_difference(&tables_after);
        touched.changes.extend(others.cloned().map(Thing::Table));
        tables_before = tables_after;
        drafts.close_before(&app, &operation);
        drafts.add(before, &app, operation, touched);
    }
    Ok(in_order(drafts.list))
}

/// The drafts, each behind those that it comes after: one that is begun early may go on with what needs a later one.
fn in_order(list: Vec<Draft>) -> Vec<Draft> {
    let mut places: Vec<usize> = Vec::with_capacity(list.len());
    while places.len() < list.len() {
        let is_next = |place: &usize| {
            !places.contains(place) && list[*place].after.iter().all(|before| places.contains(before))
        };
        match (0..list.len()).find(is_next) {
            Some(place) => places.push(place),
            None => break, // there are no circles: a draft that would close one is not gone on with
        }
    }
    let place_now = |before: &usize| places.iter().position(|place| place == before);
    let moved = |place: &usize| {
        let draft = list[*place].clone();
        Draft { after: draft.after.iter().filter_map(place_now).collect(), ..draft }
    };
    places.iter().map(moved).collect()
}

/// The names of all tables, those of pairs too.
fn tables(state: &State) -> BTreeSet<String> {
    state.models.values().flat_map(Model::tables).map(str::to_owned).collect()
}

/// Gives drafts their names and numbers: `0002_product_sku`, unless another name than what they do is wanted.
///
/// Of several drafts of an application the later ones get a number more. `otherwise` is the name of what says nothing of
/// itself, such as SQL.
pub fn named(drafts: &[Draft], graph: &Graph, wanted: Option<&str>, otherwise: &str) -> Vec<Migration> {
    let mut heads: BTreeMap<String, MigrationName> = BTreeMap::new();
    let mut migrations: Vec<Migration> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let head = heads.get(&draft.app).or_else(|| graph.heads(&draft.app).last().copied()).cloned();
        let suggested = match (wanted, &head) {
            (Some(wanted), _) => wanted.to_owned(),
            (None, None) => "initial".to_owned(),
            (None, Some(_)) => suggest_name(&draft.operations).unwrap_or_else(|| otherwise.to_owned()),
        };
        let name = MigrationName::new(&draft.app, format!("{:04}_{suggested}", next_number(head.as_ref())));
        let mut after: BTreeSet<MigrationName> = head.into_iter().collect();
        after.extend(draft.after.iter().map(|place| migrations[*place].name.clone()));
        after.extend(draft.needs.iter().filter_map(|model| last_about(graph, model)));
        heads.insert(draft.app.clone(), name.clone());
        let after = without_implied(after, graph, &migrations);
        migrations.push(Migration { name, after, atomic: true, operations: draft.operations.clone() });
    }
    migrations
}

/// The migration that gave a model its name, or made it, the last one.
fn last_about(graph: &Graph, model: &ModelName) -> Option<MigrationName> {
    let about = |operation: &Operation| match operation {
        Operation::CreateModel { model: own, .. } | Operation::RenameModel { to: own, .. } => {
            *own == model.name
        }
        Operation::AlterPrimaryKey { model: own, .. } => *own == model.name,
        _ => false,
    };
    let mut plan = graph.plan().rev().filter(|migration| migration.name.app == model.app);
    plan.find(|migration| migration.operations.iter().any(about)).map(|migration| migration.name.clone())
}

/// The names that none of the others comes after; new migrations of the same application say enough.
fn without_implied(after: BTreeSet<MigrationName>, graph: &Graph, new: &[Migration]) -> Vec<MigrationName> {
    let implied = |name: &MigrationName| {
        let others = after.iter().filter(|other| *other != name);
        others.clone().any(|other| {
            let old = graph.forwards(std::slice::from_ref(other)).unwrap_or_default();
            let parents =
                new.iter().find(|own| own.name == *other).map(|own| own.after.clone()).unwrap_or_default();
            old.iter().any(|own| own.name == *name) || parents.contains(name)
        })
    };
    after.iter().filter(|name| !implied(name)).cloned().collect()
}

#[derive(Default)]
struct Drafts {
    list: Vec<Draft>,
    /// The draft of each application that goes on.
    open: BTreeMap<String, usize>,
    /// The drafts that have changed something, and those that have relied on it.
    changed: BTreeMap<Thing, BTreeSet<usize>>,
    relied: BTreeMap<Thing, BTreeSet<usize>>,
}

/// Something that operations of several applications can be about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Model(ModelName),
    Table(String),
    Enum(String),
    Extensions,
}

/// What an operation changes, and what it relies on.
#[derive(Default)]
struct Touched {
    changes: Vec<Thing>,
    relies: Vec<Thing>,
}

impl Drafts {
    fn add(&mut self, before: &State, app: &str, operation: Operation, touched: Touched) {
        let places = |map: &BTreeMap<Thing, BTreeSet<usize>>, things: &[Thing]| {
            things
                .iter()
                .flat_map(|thing| map.get(thing).into_iter().flatten().copied())
                .collect::<BTreeSet<_>>()
        };
        let everything: Vec<_> =
            touched.changes.iter().chain(&touched.relies).cloned().chain([Thing::Extensions]).collect();
        let mut after = places(&self.changed, &everything);
        after.extend(places(&self.relied, &touched.changes));
        let own = match self.open.get(app).copied() {
            // What comes after this draft already cannot come before it.
            Some(own) if !after.iter().any(|place| *place != own && self.comes_after(*place, own)) => own,
            _ => {
                let needs = BTreeSet::new();
                after.extend(self.list.iter().rposition(|draft| draft.app == app));
                let draft =
                    Draft { app: app.to_owned(), operations: Vec::new(), after: BTreeSet::new(), needs };
                self.list.push(draft);
                self.open.insert(app.to_owned(), self.list.len() - 1);
                self.list.len() - 1
            }
        };
        after.remove(&own);
        let draft = &mut self.list[own];
        draft.after.extend(after);
        draft.operations.push(operation);
        for thing in &everything {
            if let Thing::Model(model) = thing
                && model.app != app
                && before.models.contains_key(model)
            {
                draft.needs.insert(model.clone());
            }
        }
        let Touched { changes, relies } = touched;
        for thing in changes {
            self.changed.entry(thing).or_default().insert(own);
        }
        for thing in relies {
            self.relied.entry(thing).or_default().insert(own);
        }
    }

    /// No statement of a transaction can use a label that the transaction has added: what does begins a new draft.
    fn close_before(&mut self, app: &str, operation: &Operation) {
        let added = |own: &Operation| match own {
            Operation::AddEnumValue { name, value, .. } => uses(operation, name, value),
            _ => false,
        };
        let open = self.open.get(app).map(|place| &self.list[*place]);
        if open.is_some_and(|draft| draft.operations.iter().any(added)) {
            self.open.remove(app);
        }
    }

    fn comes_after(&self, one: usize, other: usize) -> bool {
        let (mut seen, mut next) = (BTreeSet::new(), vec![one]);
        while let Some(place) = next.pop() {
            if place == other {
                return true;
            }
            if seen.insert(place) {
                next.extend(&self.list[place].after);
            }
        }
        false
    }
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
            touched.changes.push(model(name));
            touched.relies.extend(definition.fields.iter().flat_map(relied_on));
        }
        Operation::DeleteModel { model: name } => {
            touched.changes.push(model(name));
            touched.relies.extend(fields_of(state.models.get(&ModelName::new(app, name))));
        }
        Operation::RenameModel { from, to } => touched.changes.extend([model(from), model(to)]),
        Operation::AlterPrimaryKey { model: name, .. } | Operation::AlterTable { model: name, .. } => {
            touched.changes.push(model(name));
        }
        Operation::AddField { model: name, field, .. } => {
            touched.relies.push(model(name));
            touched.relies.extend(relied_on(field));
        }
        Operation::RemoveField { model: name, field } => {
            touched.relies.push(model(name));
            touched.relies.extend(of(name, field));
        }
        Operation::AlterField { model: name, was, field, .. } => {
            // Keys to the model follow what becomes of its own.
            let key = state
                .models
                .get(&ModelName::new(app, name))
                .is_some_and(|own| own.primary_key.contains(&field.name));
            if key {
                touched.changes.push(model(name))
            } else {
                touched.relies.push(model(name))
            }
            touched.relies.extend(relied_on(was).into_iter().chain(relied_on(field)));
        }
        Operation::RenameField { model: name, .. }
        | Operation::AlterComment { model: name, .. }
        | Operation::AdoptModel { model: name }
        | Operation::ReleaseModel { model: name }
        | Operation::AddIndex { model: name, .. }
        | Operation::RemoveIndex { model: name, .. }
        | Operation::RenameIndex { model: name, .. }
        | Operation::AddConstraint { model: name, .. }
        | Operation::RemoveConstraint { model: name, .. }
        | Operation::RenameConstraint { model: name, .. } => {
            touched.relies.push(model(name));
            // Their SQL may speak of labels.
            let things = fields_of(state.models.get(&ModelName::new(app, name)));
            touched.relies.extend(things.into_iter().filter(|thing| matches!(thing, Thing::Enum(_))));
        }
        Operation::CreateEnum { definition } => touched.changes.push(Thing::Enum(definition.name.clone())),
        Operation::RenameEnum { from, to } => {
            touched.changes.extend([Thing::Enum(from.clone()), Thing::Enum(to.clone())]);
        }
        Operation::DropEnum { name }
        | Operation::AddEnumValue { name, .. }
        | Operation::RenameEnumValue { name, .. }
        | Operation::ReplaceEnum { name, .. } => touched.changes.push(Thing::Enum(name.clone())),
        Operation::CreateExtension { .. } | Operation::DropExtension { .. } => {
            touched.changes.push(Thing::Extensions)
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
