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
/// They are applied to the models at the point where they part, one before the other and the other way round.
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
    let backwards: Vec<_> = branches.iter().rev().cloned().collect();
    let (one, other) = (replayed(&ancestor, &branches)?, replayed(&ancestor, &backwards)?);
    if one.canonical() != other.canonical() {
        let names: Vec<_> = heads.iter().map(|head| format!("`{head}`")).collect();
        return Err(Error::new(
            Kind::Replay,
            format!(
                "{} leave other models behind in another order; let one come after the other",
                names.join(" and ")
            ),
        ));
    }
    let opaque =
        |operation: &Operation| matches!(operation, Operation::RunSql { .. } | Operation::RunRust { .. });
    let unknown = branches.iter().flatten().any(|migration| migration.operations.iter().any(opaque));
    Ok(if unknown { Commutes::Models } else { Commutes::Proven })
}

/// The models after all branches; what two of them share is applied once.
fn replayed(ancestor: &State, branches: &[Vec<&Migration>]) -> Result<State, Error> {
    let mut state = ancestor.clone();
    let mut done: Vec<&MigrationName> = Vec::new();
    for migration in branches.iter().flatten().filter(|own| !own.operations.is_empty()) {
        if !done.contains(&&migration.name) {
            migration.replay(&mut state)?;
            done.push(&migration.name);
        }
    }
    Ok(state)
}
