//! Whether branches of migrations go together.

use super::plan::Graph;
use crate::error::{Error, Kind};
use crate::migration::{Migration, MigrationName};
use crate::operation::Operation;
use crate::state::State;

/// What is known of branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commutes {
    /// Whichever comes first, the models are the same afterwards.
    Proven,
    /// So they are, but there is SQL or a function among the operations, of which nothing is known.
    Models,
}

/// Whether the branches of an application that end at `heads` can be applied in any order.
///
/// They are applied to the models at the point where they part, in every order.
///
/// # Errors
///
/// [`Kind::Replay`] if they cannot, with what stands in the way.
pub fn commute(graph: &Graph, heads: &[MigrationName]) -> Result<Commutes, Error> {
    let mut common: Option<Vec<&MigrationName>> = None;
    for head in heads {
        let own: Vec<_> =
            graph.forwards(std::slice::from_ref(head))?.into_iter().map(|before| &before.name).collect();
        common = Some(match common {
            None => own,
            Some(common) => common.into_iter().filter(|name| own.contains(name)).collect(),
        });
    }
    let common = common.unwrap_or_default();
    let mut ancestor = State::default();
    graph
        .plan()
        .filter(|before| common.contains(&&before.name))
        .try_for_each(|before| before.replay(&mut ancestor))?;
    let mut branches = Vec::new();
    for head in heads {
        let own = graph.forwards(std::slice::from_ref(head))?;
        branches.push(own.into_iter().filter(|one| !common.contains(&&one.name)).collect::<Vec<_>>());
    }
    same_in_every_order(&ancestor, &branches).map_err(|reason| apart(heads, &reason))?;
    let opaque =
        |operation: &Operation| matches!(operation, Operation::RunSql { .. } | Operation::RunRust { .. });
    let unknown = branches.iter().flatten().any(|migration| migration.operations.iter().any(opaque));
    Ok(if unknown { Commutes::Models } else { Commutes::Proven })
}

/// Whether all orders of the branches leave the same models behind; the error is the reason alone.
fn same_in_every_order(ancestor: &State, branches: &[Vec<&Migration>]) -> Result<(), String> {
    let mut first: Option<State> = None;
    for order in orders(branches.len()) {
        let migrations = order.iter().flat_map(|at| &branches[*at]).copied();
        let after = replayed(ancestor, migrations).map_err(|error| error.to_string())?.canonical();
        match &first {
            None => first = Some(after),
            Some(first) if *first == after => {}
            Some(_) => return Err("they leave other models behind in another order".to_owned()),
        }
    }
    Ok(())
}

/// All orders of so many things, as they stand first; a merge is of two or three.
fn orders(count: usize) -> Vec<Vec<usize>> {
    (0..count).fold(vec![Vec::new()], |shorter, next| {
        let with = |order: Vec<usize>| {
            (0..=order.len()).rev().map(move |at| [&order[..at], &[next], &order[at..]].concat())
        };
        shorter.into_iter().flat_map(with).collect()
    })
}

/// The models after migrations; one that two branches share is applied once.
fn replayed<'m>(ancestor: &State, migrations: impl Iterator<Item = &'m Migration>) -> Result<State, Error> {
    let mut state = ancestor.clone();
    let mut done: Vec<&MigrationName> = Vec::new();
    for migration in migrations {
        if !done.contains(&&migration.name) {
            migration.replay(&mut state)?;
            done.push(&migration.name);
        }
    }
    Ok(state)
}

fn apart(heads: &[MigrationName], reason: &str) -> Error {
    let names: Vec<_> = heads.iter().map(|head| format!("`{head}`")).collect();
    let names = names.join(" and ");
    Error::new(
        Kind::Replay,
        format!(
            "{names} do not go together: {reason}; let one come after the other by its `after`, and change what does not fit \
             then"
        ),
    )
}
