//! Operations.

use querent_schema::state::{Field, Model, ModelName};
use querent_schema::{Constraint, Operation, State};

use super::fields::{Owner, field};
use super::models::{enumeration, model, name};
use super::named::{check, exclude, index, owned, unique};
use super::reader::{Fault, Reader};
use super::step::Step;

/// `blog: CreateModel …`, or one of `shop` without its application.
pub(super) fn step(reader: &mut Reader<'_>, state: &State) -> Result<Step, Fault> {
    let mut ahead = reader.clone();
    let app = match ahead.word() {
        Ok(app) if ahead.eat(":") => {
            *reader = ahead;
            app
        }
        _ => "shop",
    };
    let on = On { reader, state, app };
    Ok(Step { app: app.to_owned(), operation: on.operation()? })
}

/// An operation that is read.
struct On<'r, 'a> {
    reader: &'r mut Reader<'a>,
    state: &'r State,
    app: &'r str,
}

impl On<'_, '_> {
    fn operation(mut self) -> Result<Operation, Fault> {
        match self.reader.word()? {
            "CreateModel" => {
                let name = name(self.reader, self.app)?;
                let definition = model(self.reader, &name)?;
                Ok(Operation::CreateModel { model: name.name, definition })
            }
            "DeleteModel" => Ok(Operation::DeleteModel { model: self.word()? }),
            "RenameModel" => Ok(Operation::RenameModel { from: self.word()?, to: self.word()? }),
            "AlterTable" => Ok(Operation::AlterTable { model: self.word()?, table: self.word()? }),
            "AlterComment" => {
                let model = self.word()?;
                let comment = if self.reader.eat_word("none") { None } else { Some(self.reader.text()?) };
                Ok(Operation::AlterComment { model, comment })
            }
            "AdoptModel" => Ok(Operation::AdoptModel { model: self.word()? }),
            "ReleaseModel" => Ok(Operation::ReleaseModel { model: self.word()? }),
            "AlterPrimaryKey" => {
                let model = self.word()?;
                let was = self.model(&model)?.primary_key.clone();
                Ok(Operation::AlterPrimaryKey { model, was, primary_key: owned(&self.reader.list()?) })
            }
            "AddField" => self.add_field(),
            "RemoveField" => {
                let (model, field) = self.place()?;
                Ok(Operation::RemoveField { model, field })
            }
            "AlterField" => self.alter_field(),
            "RenameField" => {
                let (model, from) = self.place()?;
                let to = self.word()?;
                let column = if self.reader.eat("column=") { Some(self.word()?) } else { None };
                Ok(Operation::RenameField { model, from, to, column })
            }
            word => self.on_lists(word),
        }
    }

    fn add_field(&mut self) -> Result<Operation, Fault> {
        let (model, field) = self.field()?;
        let one_off = self.clause("one_off=")?;
        Ok(Operation::AddField { model, field, one_off })
    }

    fn alter_field(&mut self) -> Result<Operation, Fault> {
        let (model, field) = self.field()?;
        let was = self.model(&model)?.field(&field.name).cloned();
        let was = was.ok_or_else(|| self.reader.fault("a field that is there, before this"))?;
        let (one_off, using) = (self.clause("one_off=")?, self.clause("using=")?);
        Ok(Operation::AlterField { model, was, field, one_off, using })
    }

    fn on_lists(&mut self, word: &str) -> Result<Operation, Fault> {
        match word {
            "AddIndex" => Ok(Operation::AddIndex {
                model: self.word()?,
                index: index(self.reader)?,
                concurrently: false,
            }),
            "RemoveIndex" => {
                Ok(Operation::RemoveIndex { model: self.word()?, index: self.word()?, concurrently: false })
            }
            "RenameIndex" => {
                Ok(Operation::RenameIndex { model: self.word()?, from: self.word()?, to: self.word()? })
            }
            "AddUnique" => {
                let model = self.word()?;
                Ok(Operation::AddConstraint { model, constraint: Constraint::Unique(unique(self.reader)?) })
            }
            "AddCheck" => {
                let model = self.word()?;
                Ok(Operation::AddConstraint { model, constraint: Constraint::Check(check(self.reader)?) })
            }
            "AddExclude" => {
                let model = self.word()?;
                Ok(Operation::AddConstraint { model, constraint: Constraint::Exclude(exclude(self.reader)?) })
            }
            "RemoveConstraint" => {
                Ok(Operation::RemoveConstraint { model: self.word()?, constraint: self.word()? })
            }
            "RenameConstraint" => {
                Ok(Operation::RenameConstraint { model: self.word()?, from: self.word()?, to: self.word()? })
            }
            word => self.on_types(word),
        }
    }

    fn on_types(&mut self, word: &str) -> Result<Operation, Fault> {
        match word {
            "CreateEnum" => Ok(Operation::CreateEnum { definition: enumeration(self.reader)? }),
            "DropEnum" => Ok(Operation::DropEnum { name: self.word()? }),
            "RenameEnum" => Ok(Operation::RenameEnum { from: self.word()?, to: self.word()? }),
            "AddEnumValue" => {
                let (name, value) = (self.word()?, self.word()?);
                let before = if self.reader.eat_word("before") { Some(self.word()?) } else { None };
                Ok(Operation::AddEnumValue { name, value, before })
            }
            "RenameEnumValue" => {
                Ok(Operation::RenameEnumValue { name: self.word()?, from: self.word()?, to: self.word()? })
            }
            "ReplaceEnum" => {
                let own = enumeration(self.reader)?;
                let was = self.state.enums.get(&own.name).map(|was| was.labels.clone());
                let was = was.ok_or_else(|| self.reader.fault("an enum that is there, before this"))?;
                Ok(Operation::ReplaceEnum { name: own.name, was, labels: own.labels })
            }
            "CreateExtension" => Ok(Operation::CreateExtension { name: self.word()? }),
            "DropExtension" => Ok(Operation::DropExtension { name: self.word()? }),
            _ => Err(self.reader.fault("an operation before this")),
        }
    }

    /// `Author.bio: text?`.
    fn field(&mut self) -> Result<(String, Field), Fault> {
        let model = self.word()?;
        self.reader.expect(".")?;
        let name = ModelName::new(self.app, &model);
        let table = self.model(&model)?.table.clone();
        let owner = Owner { name: &name, table: &table };
        let (field, _) = field(self.reader, &owner)?;
        Ok((model, field))
    }

    /// `Author.bio`.
    fn place(&mut self) -> Result<(String, String), Fault> {
        let model = self.word()?;
        self.reader.expect(".")?;
        Ok((model, self.word()?))
    }

    fn clause(&mut self, name: &str) -> Result<Option<String>, Fault> {
        if self.reader.eat(name) { self.reader.sql().map(|sql| Some(sql.to_owned())) } else { Ok(None) }
    }

    fn word(&mut self) -> Result<String, Fault> {
        self.reader.word().map(str::to_owned)
    }

    fn model(&self, model: &str) -> Result<&Model, Fault> {
        let found = self.state.models.get(&ModelName::new(self.app, model));
        found.ok_or_else(|| self.reader.fault(format!("a model that is there, not `{model}`, before this")))
    }
}
