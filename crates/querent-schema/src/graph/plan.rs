//! The order of migrations, forwards and backwards.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Kind};
use crate::migration::{Migration, MigrationName};
use crate::state::State;

/// All migrations of a project, in an order in which they can be applied.
///
/// The order is the same on every machine: what comes before is `after`, and names decide what that leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    migrations: BTreeMap<MigrationName, Migration>,
    order: Vec<MigrationName>,
}

impl Graph {
    /// The graph of these migrations.
    ///
    /// # Errors
    ///
    /// [`Kind::Graph`] if two have one name, if one comes after a migration that is not there, or if some come after each
    /// other in a circle.
    pub fn of(migrations: impl IntoIterator<Item = Migration>) -> Result<Self, Error> {
        let mut all = BTreeMap::new();
        for migration in migrations {
            if let Some(twice) = all.insert(migration.name.clone(), migration) {
                return Err(broken(format!("there are two migrations `{}`", twice.name)));
            }
        }
        for migration in all.values() {
            if let Some(missing) = migration.after.iter().find(|parent| !all.contains_key(parent)) {
                return Err(broken(format!(
                    "`{}` comes after `{missing}`, and there is no such migration; bring its file back, or name another one in \
                     `after`",
                    migration.name
                )));
            }
        }
        let order = ordered(&all)?;
        Ok(Graph { migrations: all, order })
    }

    /// The migration of that name.
    pub fn get(&self, name: &MigrationName) -> Option<&Migration> {
        self.migrations.get(name)
    }

    /// The migrations in their order.
    pub fn plan(&self) -> impl DoubleEndedIterator<Item = &Migration> {
        self.order.iter().map(|name| &self.migrations[name])
    }

    /// The labels of the applications that have migrations.
    pub fn apps(&self) -> BTreeSet<&str> {
        self.migrations.keys().map(|name| name.app.as_str()).collect()
    }

    /// The last migrations of an application: more than one, if two branches were brought together.
    pub fn heads(&self, app: &str) -> Vec<&MigrationName> {
        let own = || self.migrations.keys().filter(|name| name.app == app);
        let before = self.ancestors(own());
        own().filter(|name| !before.contains(name)).collect()
    }

    /// Whether each application has one last migration.
    ///
    /// # Errors
    ///
    /// [`Kind::Graph`], naming those of an application that has several.
    pub fn check_heads(&self) -> Result<(), Error> {
        for app in self.apps() {
            let heads = self.heads(app);
            if heads.len() > 1 {
                let names: Vec<_> = heads.iter().map(|name| format!("`{name}`")).collect();
                return Err(broken(format!(
                    "`{app}` has {} last migrations, {}: bring them together by `makemigrations --merge`, or let one come after \
                     the other by its `after`",
                    names.len(),
                    names.join(" and ")
                )));
            }
        }
        Ok(())
    }

    /// The migrations that these come after, and these themselves, in their order.
    ///
    /// # Errors
    ///
    /// [`Kind::Graph`] if there is no such migration.
    pub fn forwards(&self, targets: &[MigrationName]) -> Result<Vec<&Migration>, Error> {
        let mut wanted = BTreeSet::new();
        for target in targets {
            self.known(target)?;
            wanted.extend(self.ancestors([target]));
            wanted.insert(target);
        }
        Ok(self.plan().filter(|migration| wanted.contains(&migration.name)).collect())
    }

    /// The migration and all that come after it, the last one first: the order in which they are taken back.
    ///
    /// # Errors
    ///
    /// [`Kind::Graph`] if there is no such migration.
    pub fn backwards(&self, target: &MigrationName) -> Result<Vec<&Migration>, Error> {
        self.known(target)?;
        let mut found: Vec<&Migration> = Vec::new();
        let mut names = BTreeSet::from([target]);
        // In their order, so that each stands after all that it needs.
        for migration in self.plan() {
            if migration.name == *target || migration.after.iter().any(|parent| names.contains(parent)) {
                names.insert(&migration.name);
                found.push(migration);
            }
        }
        found.reverse();
        Ok(found)
    }

    /// The models after all migrations.
    ///
    /// # Errors
    ///
    /// Those of [`Migration::replay`].
    pub fn state(&self) -> Result<State, Error> {
        let mut state = State::default();
        self.plan().try_for_each(|migration| migration.replay(&mut state))?;
        Ok(state)
    }

    /// The models before a migration: after all that stand before it in the order.
    ///
    /// # Errors
    ///
    /// [`Kind::Graph`] if there is no such migration, and those of [`Migration::replay`].
    pub fn state_before(&self, name: &MigrationName) -> Result<State, Error> {
        self.known(name)?;
        let mut state = State::default();
        self.plan()
            .take_while(|migration| migration.name != *name)
            .try_for_each(|before| before.replay(&mut state))?;
        Ok(state)
    }

    /// The migrations that some of these come after, directly or by others.
    fn ancestors<'g, 'n>(
        &'g self,
        names: impl IntoIterator<Item = &'n MigrationName>,
    ) -> BTreeSet<&'g MigrationName> {
        let mut found = BTreeSet::new();
        let known = names.into_iter().filter_map(|name| self.migrations.get(name));
        let mut next: Vec<&MigrationName> = known.flat_map(|own| &own.after).collect();
        while let Some(parent) = next.pop() {
            if found.insert(parent) {
                next.extend(&self.migrations[parent].after);
            }
        }
        found
    }

    fn known(&self, name: &MigrationName) -> Result<(), Error> {
        if self.migrations.contains_key(name) {
            return Ok(());
        }
        let own: Vec<_> = self
            .migrations
            .keys()
            .filter(|other| other.app == name.app)
            .map(|other| other.name.as_str())
            .collect();
        let there = if own.is_empty() { "none of that application".to_owned() } else { own.join(", ") };
        Err(broken(format!("there is no migration `{name}`; there are {there}")))
    }
}

impl Migration {
    /// Does to the models what the migration says.
    ///
    /// # Errors
    ///
    /// [`Kind::Replay`], naming the file and the operation that does not fit; see [`State::apply`].
    pub fn replay(&self, state: &mut State) -> Result<(), Error> {
        for (at, operation) in self.operations.iter().enumerate() {
            state.apply(&self.name.app, operation).map_err(|error| {
                let (app, name, number) = (&self.name.app, &self.name.name, at + 1);
                let place = format!("{app}/{name}.toml, operation {number} ({})", operation.name());
                Error::new(error.kind(), format!("{place}: {error}"))
            })?;
        }
        Ok(())
    }
}

/// Names in an order in which each stands after those that it needs; the smallest that can come next comes next.
fn ordered(all: &BTreeMap<MigrationName, Migration>) -> Result<Vec<MigrationName>, Error> {
    let parents = |migration: &Migration| migration.after.iter().cloned().collect::<BTreeSet<_>>();
    let mut waiting: BTreeMap<&MigrationName, BTreeSet<MigrationName>> =
        all.values().map(|migration| (&migration.name, parents(migration))).collect();
    let mut children: BTreeMap<&MigrationName, Vec<&MigrationName>> = BTreeMap::new();
    for migration in all.values() {
        migration.after.iter().for_each(|parent| children.entry(parent).or_default().push(&migration.name));
    }
    let mut ready: BTreeSet<&MigrationName> =
        waiting.iter().filter(|(_, parents)| parents.is_empty()).map(|(name, _)| *name).collect();
    let mut order = Vec::with_capacity(all.len());
    while let Some(next) = ready.pop_first() {
        waiting.remove(next);
        order.push(next.clone());
        for child in children.get(next).into_iter().flatten() {
            if let Some(parents) = waiting.get_mut(child) {
                parents.remove(next);
                if parents.is_empty() {
                    ready.insert(child);
                }
            }
        }
    }
    match waiting.keys().next() {
        None => Ok(order),
        Some(first) => Err(circle(first, &waiting)),
    }
}

/// The error that shows the way round.
fn circle(first: &MigrationName, waiting: &BTreeMap<&MigrationName, BTreeSet<MigrationName>>) -> Error {
    let mut way: Vec<&MigrationName> = vec![first];
    // Whatever waits, waits for something that waits.
    while let Some(next) = way.last().and_then(|last| waiting.get(last)).and_then(BTreeSet::first) {
        if let Some(begin) = way.iter().position(|name| *name == next) {
            way.drain(..begin);
            way.push(next);
            break;
        }
        way.push(next);
    }
    let way: Vec<_> = way.iter().map(|name| format!("`{name}`")).collect();
    broken(format!(
        "these come after each other in a circle: {}; take one out of an `after`",
        way.join(", after ")
    ))
}

fn broken(message: String) -> Error {
    Error::new(Kind::Graph, message)
}
