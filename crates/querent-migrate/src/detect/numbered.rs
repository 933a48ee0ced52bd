//! Drafts as migrations: their names, and which of the migrations that there are they come after.

use std::collections::{BTreeMap, BTreeSet};

use querent_schema::{Graph, Migration, MigrationName, State, next_number, suggest_name};

use super::drafts::Draft;
use super::touched::{Touched, Traces};
use crate::ddl::{self, Change};
use crate::error::{Error, Result};
use crate::event::Place;

/// Gives drafts their names and numbers: `0002_product_sku`, unless another name than what they do is wanted.
///
/// Of several drafts of an application the later ones get a number more. `otherwise` is the name of what says nothing of
/// itself, such as SQL. A draft comes after whatever says something of what it changes, or has made what it uses, in any
/// application, so that all migrations can be applied to an empty database.
///
/// # Errors
///
/// [`Kind::Schema`](crate::Kind::Schema) if the migrations of the graph cannot be replayed.
pub fn named(
    drafts: &[Draft],
    graph: &Graph,
    wanted: Option<&str>,
    otherwise: &str,
) -> Result<Vec<Migration>> {
    let past = past(graph)?;
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
        let mut after = past.before(&draft.touched);
        after.extend(head);
        after.extend(draft.after.iter().map(|place| migrations[*place].name.clone()));
        heads.insert(draft.app.clone(), name.clone());
        let after = without_implied(&after, graph, &migrations);
        migrations.push(Migration { name, after, atomic: true, operations: draft.operations.clone() });
    }
    Ok(migrations)
}

/// What the migrations that there are have touched.
fn past(graph: &Graph) -> Result<Traces<MigrationName>> {
    let (mut state, mut past) = (State::default(), Traces::new());
    for migration in graph.plan() {
        for operation in &migration.operations {
            past.add(&migration.name, &Touched::by(&mut state, &migration.name.app, operation)?);
        }
    }
    Ok(past)
}

/// The names that none of the others comes after, directly or by others.
fn without_implied(after: &BTreeSet<MigrationName>, graph: &Graph, new: &[Migration]) -> Vec<MigrationName> {
    let find = |name: &MigrationName| graph.get(name).or_else(|| new.iter().find(|own| own.name == *name));
    let (mut implied, mut kept) = (BTreeSet::new(), Vec::new());
    // The last ones first: each stands after all that it needs.
    for migration in new.iter().rev().chain(graph.plan().rev()).filter(|own| after.contains(&own.name)) {
        if implied.contains(&migration.name) {
            continue;
        }
        kept.push(migration.name.clone());
        let mut next = vec![migration];
        while let Some(migration) = next.pop() {
            let parents = migration.after.iter().filter(|parent| implied.insert((*parent).clone()));
            next.extend(parents.filter_map(find));
        }
    }
    kept.sort();
    kept
}

/// Whether new migrations, together with those that there are, lead from an empty database to the models.
///
/// # Errors
///
/// [`Kind::Model`](crate::Kind::Model) if they do not.
pub fn lead_to(graph: &Graph, new: &[Migration], models: &State) -> Result<()> {
    let reason = match applied(graph, new).map(State::canonical) {
        Ok(state) if state == models.clone().canonical() => return Ok(()),
        Ok(_) => "they lead to other models; this is a fault of Querent, please report it".to_owned(),
        Err(error) => error.to_string(),
    };
    Err(Error::model(format!(
        "what was found cannot be applied to an empty database after the migrations that there are, so that nothing is written: {reason}"
    )))
}

/// The models after all migrations, each new operation of which can be written as SQL.
fn applied(graph: &Graph, new: &[Migration]) -> Result<State> {
    let all = Graph::of(graph.plan().chain(new).cloned())?;
    let mut state = State::default();
    for migration in all.plan() {
        let app = &migration.name.app;
        for (index, operation) in migration.operations.iter().enumerate() {
            let place = Place::of(migration, index);
            let before = graph.get(&migration.name).is_none().then(|| state.clone());
            state.apply(app, operation).map_err(|error| Error::from(error).within(&place))?;
            if let Some(before) = before {
                let change = Change { before: &before, after: &state, app, operation };
                ddl::forwards(&change).map_err(|error| error.within(&place))?;
            }
        }
    }
    Ok(state)
}

#[cfg(test)]
mod tests {
    use querent_schema::Operation;

    use super::*;

    #[test]
    fn migrations_that_cannot_be_applied_or_lead_elsewhere_are_told() {
        let told = |operation: Operation| {
            let name = MigrationName::new("shop", "0001_initial");
            let new = Migration { name, after: Vec::new(), atomic: true, operations: vec![operation] };
            lead_to(&Graph::default(), &[new], &State::default()).map_err(|error| error.to_string())
        };
        let gone = told(Operation::DeleteModel { model: "Product".to_owned() }).unwrap_err();
        assert!(gone.contains("shop.0001_initial, operation 1") && gone.contains("`shop.Product`"), "{gone}");
        let other = told(Operation::CreateExtension { name: "hstore".to_owned() }).unwrap_err();
        assert!(other.contains("they lead to other models"), "{other}");
        let sql = |sql: &str| Operation::RunSql { sql: sql.to_owned(), reverse: None, transaction: false };
        let unwritable = told(sql("VACUUM a; VACUUM b")).unwrap_err();
        assert!(unwritable.contains("several statements"), "{unwritable}");
        assert_eq!(told(sql("VACUUM a")), Ok(()));
    }
}
