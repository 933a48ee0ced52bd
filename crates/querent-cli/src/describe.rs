//! Operations in a line each, as Django tells them.

use std::fmt;

use anstyle::Style;
use querent_migrate::querent_schema::Operation;

use crate::style::{BAD, CAUTION, GOOD};

/// What an operation does to the models, as its line's first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Adds,
    Removes,
    Alters,
    Runs,
}

/// The line of an operation: `+ Create model Product`.
pub(crate) struct Line<'a>(pub(crate) &'a Operation);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (character, style) = match effect(self.0) {
            Effect::Adds => ('+', GOOD),
            Effect::Removes => ('-', BAD),
            Effect::Alters => ('~', CAUTION),
            Effect::Runs => ('>', Style::new()),
        };
        write!(f, "{style}{character}{style:#} {}", text(self.0))
    }
}

fn effect(operation: &Operation) -> Effect {
    match operation {
        Operation::CreateModel { .. }
        | Operation::AdoptModel { .. }
        | Operation::AddField { .. }
        | Operation::AddIndex { .. }
        | Operation::AddConstraint { .. }
        | Operation::CreateEnum { .. }
        | Operation::AddEnumValue { .. }
        | Operation::CreateExtension { .. } => Effect::Adds,
        Operation::DeleteModel { .. }
        | Operation::ReleaseModel { .. }
        | Operation::RemoveField { .. }
        | Operation::RemoveIndex { .. }
        | Operation::RemoveConstraint { .. }
        | Operation::DropEnum { .. }
        | Operation::DropExtension { .. } => Effect::Removes,
        Operation::RunSql { .. } | Operation::RunRust { .. } => Effect::Runs,
        _ => Effect::Alters,
    }
}

/// What an operation does, in words.
pub(crate) fn text(operation: &Operation) -> String {
    match operation {
        Operation::CreateModel { model, .. } => format!("Create model {model}"),
        Operation::DeleteModel { model } => format!("Delete model {model}"),
        Operation::RenameModel { from, to } => format!("Rename model {from} to {to}"),
        Operation::AlterTable { model, table } => format!("Rename table of {model} to {table}"),
        Operation::AlterComment { model, comment: Some(_) } => format!("Alter comment on {model}"),
        Operation::AlterComment { model, comment: None } => format!("Remove comment from {model}"),
        Operation::AdoptModel { model } => format!("Manage table of model {model} from now on"),
        Operation::ReleaseModel { model } => format!("Leave table of model {model}, not managed any more"),
        Operation::AlterPrimaryKey { model, primary_key, .. } => {
            format!("Alter primary key of {model} to {}", primary_key.join(", "))
        }
        Operation::AddField { model, field, .. } => format!("Add field {} to {model}", field.name),
        Operation::RemoveField { model, field } => format!("Remove field {field} from {model}"),
        Operation::AlterField { model, field, .. } => format!("Alter field {} on {model}", field.name),
        Operation::RenameField { model, from, to, .. } if from == to => {
            format!("Rename column of field {to} on {model}")
        }
        Operation::RenameField { model, from, to, .. } => format!("Rename field {from} on {model} to {to}"),
        Operation::AddIndex { model, index, concurrently } => {
            format!("Create index {} on {model}{}", index.name, beside_writes(*concurrently))
        }
        Operation::RemoveIndex { model, index, concurrently } => {
            format!("Remove index {index} from {model}{}", beside_writes(*concurrently))
        }
        Operation::RenameIndex { model, from, to } => format!("Rename index {from} on {model} to {to}"),
        Operation::AddConstraint { model, constraint } => {
            format!("Create constraint {} on {model}", constraint.name())
        }
        Operation::RemoveConstraint { model, constraint } => {
            format!("Remove constraint {constraint} from {model}")
        }
        Operation::RenameConstraint { model, from, to } => {
            format!("Rename constraint {from} on {model} to {to}")
        }
        Operation::CreateEnum { definition } => format!("Create enum {}", definition.name),
        Operation::DropEnum { name } => format!("Delete enum {name}"),
        Operation::RenameEnum { from, to } => format!("Rename enum {from} to {to}"),
        Operation::AddEnumValue { name, value, .. } => format!("Add value {value} to enum {name}"),
        Operation::RenameEnumValue { name, from, to } => {
            format!("Rename value {from} of enum {name} to {to}")
        }
        Operation::ReplaceEnum { name, .. } => format!("Replace values of enum {name}"),
        Operation::CreateExtension { name } => format!("Create extension {name}"),
        Operation::DropExtension { name } => format!("Remove extension {name}"),
        Operation::RunSql { .. } => "Run SQL".to_owned(),
        Operation::RunRust { run, .. } => format!("Run {run}"),
        other => other.name().replace('_', " "),
    }
}

fn beside_writes(concurrently: bool) -> &'static str {
    if concurrently { " concurrently" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_happens_to_which_model() {
        let create = Operation::CreateExtension { name: "citext".to_owned() };
        assert_eq!(text(&create), "Create extension citext");
        let remove = Operation::RemoveField { model: "Product".to_owned(), field: "sku".to_owned() };
        let line = anstream::adapter::strip_str(&Line(&remove).to_string()).to_string();
        assert_eq!(line, "- Remove field sku from Product");
    }
}
