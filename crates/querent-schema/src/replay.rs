//! What operations do to the models.
//!
//! Each operation says what it needs: a wrong edit of a file, or two files that do not go together, are found without a
//! database.

mod lookup;
mod whole;
mod enums;
mod fields;
mod named;
mod models;
#[cfg(test)]
mod tests;

use lookup::refused;

use crate::error::Error;
use crate::operation::Operation;
use crate::state::State;

impl State {
    /// Does to the models of `app` what an operation says.
    ///
    /// What is derived follows: a table, a column or a table of pairs that is called as it would be by itself is renamed with its
    /// model or field, and the SQL of constraints, indexes and generated columns with the column.
    ///
    /// # Errors
    ///
    /// [`Kind::Replay`](crate::Kind::Replay) if the operation does not fit: what it changes is not there or is not as it says, what it makes is
    /// there already, or something else still needs what it takes away. The state is then of no use.
    pub fn apply(&mut self, app: &str, operation: &Operation) -> Result<(), Error> {
        match operation {
            Operation::CreateModel { model, definition } => self.create_model(app, model, definition),
            Operation::DeleteModel { model } => self.delete_model(app, model),
            Operation::RenameModel { from, to } => self.rename_model(app, from, to),
            Operation::AlterTable { model, table } => self.alter_table(app, model, table),
            Operation::AlterComment { model, comment } => {
                self.change(app, model, |model| model.comment.clone_from(comment))
            }
            Operation::AdoptModel { model } => self.manage(app, model, true),
            Operation::ReleaseModel { model } => self.manage(app, model, false),
            Operation::AlterPrimaryKey { model, was, primary_key } => {
                self.alter_primary_key(app, model, was, primary_key)
            }
            Operation::AddField { model, field, .. } => self.add_field(app, model, field),
            Operation::RemoveField { model, field } => self.remove_field(app, model, field),
            Operation::AlterField { model, was, field, .. } => self.alter_field(app, model, was, field),
            Operation::RenameField { model, from, to, column } => {
                self.rename_field(app, model, from, (to, column.as_deref()))
            }
            Operation::AddIndex { model, index, .. } => self.add_index(app, model, index),
            Operation::RemoveIndex { model, index, .. } => self.remove_index(app, model, index),
            Operation::RenameIndex { model, from, to } => self.rename_index(app, model, from, to),
            Operation::AddConstraint { model, constraint } => self.add_constraint(app, model, constraint),
            Operation::RemoveConstraint { model, constraint } => {
                self.remove_constraint(app, model, constraint)
            }
            Operation::RenameConstraint { model, from, to } => self.rename_constraint(app, model, from, to),
            Operation::CreateEnum { definition } => self.create_enum(definition),
            Operation::DropEnum { name } => self.drop_enum(name),
            Operation::RenameEnum { from, to } => self.rename_enum(from, to),
            Operation::AddEnumValue { name, value, before } => {
                self.add_enum_value(name, value, before.as_deref())
            }
            Operation::RenameEnumValue { name, from, to } => self.rename_enum_value(name, from, to),
            Operation::ReplaceEnum { name, was, labels } => self.replace_enum(name, was, labels),
            Operation::CreateExtension { name } => match self.extensions.insert(name.clone()) {
                true => Ok(()),
                false => Err(refused(format!("the extension `{name}` is there already"))),
            },
            Operation::DropExtension { name } => match self.extensions.remove(name) {
                true => Ok(()),
                false => Err(refused(format!("there is no extension `{name}`"))),
            },
            Operation::RunSql { .. } | Operation::RunRust { .. } => Ok(()),
        }
    }
}
