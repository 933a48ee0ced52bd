//! An operation as steps, either way.

use querent_schema::state::ModelName;
use querent_schema::{Operation, Renames, Schema, State, Undo, is_several_statements};

use super::difference::difference;
use super::index::Build;
use super::request::{Direction, Labels, Place, Request};
use super::statement::{Statement, Step};
use crate::error::{Error, Kind, Result};

/// An operation, and the models before and after it.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The models before.
    pub before: &'a State,
    /// The models after.
    pub after: &'a State,
    /// The application whose models the operation speaks of.
    pub app: &'a str,
    /// The operation.
    pub operation: &'a Operation,
}

/// The steps of an operation.
///
/// They are the difference of the tables before and afterwards: a database that is changed by them has, by the same names, what
/// [`create_statements`](super::create_statements) makes of the models afterwards. Names that PostgreSQL derives from a table or column
/// are renamed with it.
///
/// - A new field that rows need a value in takes `one_off`, or else its default: `ADD COLUMN … NOT NULL DEFAULT …`, and the
///   default goes again where it was only for once. It is computed for each row, `gen_random_uuid()` say, and by an
///   `UPDATE` where it has a query or speaks of columns; with neither, PostgreSQL refuses the column as soon as there is a row. A field that cannot be NULL any more is filled by an `UPDATE` in the same way.
/// - A type is changed by a plain `TYPE …`, after which a value that does not fit is an error and nothing is cut; times with and without
///   a zone become each other by the clock of UTC. Another cast must be told by `using`. The keys that refer to
///   the column get its type too.
/// - A column that is generated from another expression is dropped and added, and comes last.
///
/// # Errors
///
/// [`Kind::Using`](crate::Kind::Using) if a type changes to one that PostgreSQL does not cast to by itself, and there is no
/// `using`; [`Kind::SeveralStatements`](crate::Kind::SeveralStatements) if a `run_sql` that is in no transaction has several; [`Kind::Schema`](crate::Kind::Schema) if no database can hold the schema.
pub fn forwards(change: &Change<'_>) -> Result<Vec<Step>> {
    match change.operation {
        Operation::RunSql { sql, reverse, transaction } => {
            run_sql(reverse.as_deref().unwrap_or_default(), *transaction)?; // the way back must be right as well
            run_sql(sql, *transaction)
        }
        Operation::RunRust { run, .. } => Ok(vec![Step::Rust { path: run.clone() }]),
        _ => change.tables(Direction::Forwards),
    }
}

/// The steps that undo an operation: the difference of the tables the other way.
///
/// What was thrown away comes back empty. Rows get a value of each column that is neither NULL nor has a default: zero, an empty text,
/// `false`, the present moment, the first label of an enum, a new UUID. There is no such value of a foreign key or
/// of a column that is unique: if there are rows, PostgreSQL refuses to add it. It refuses NULLs too, where a field could not be NULL
/// before and has no default. A type goes back by any cast that PostgreSQL has.
///
/// # Errors
///
/// [`Kind::Irreversible`](crate::Kind::Irreversible) if the operation is a `run_sql` or `run_rust` that does not say what undoes
/// it, or if PostgreSQL has no cast back; [`Kind::Schema`](crate::Kind::Schema) if no database can hold the schema.
pub fn backwards(change: &Change<'_>) -> Result<Vec<Step>> {
    match change.operation {
        Operation::RunSql { reverse: None, .. } => Err(Error::irreversible(
            "`run_sql` cannot be undone: say by `reverse` what undoes it, `\"\"` if there is nothing to undo"
                .to_owned(),
        )),
        Operation::RunSql { reverse: Some(sql), transaction, .. } => run_sql(sql, *transaction),
        Operation::RunRust { run, reverse: None } => Err(Error::irreversible(format!(
            "`run_rust` of `{run}` cannot be undone: say by `reverse` what undoes it, `\"noop\"` if there is nothing to undo"
        ))),
        Operation::RunRust { reverse: Some(Undo::Noop), .. } => Ok(Vec::new()),
        Operation::RunRust { reverse: Some(Undo::Run(path)), .. } => {
            Ok(vec![Step::Rust { path: path.clone() }])
        }
        _ => change.tables(Direction::Backwards),
    }
}

/// A text of one statement is run as it is told. PostgreSQL runs one of several in a transaction of their own, and what was done
/// of them when the connection is lost would not be known.
fn run_sql(sql: &str, transaction: bool) -> Result<Vec<Step>> {
    if sql.trim().is_empty() {
        return Ok(Vec::new());
    }
    if !transaction && is_several_statements(sql) {
        return Err(Error::new(
            Kind::SeveralStatements,
            "`run_sql` with `transaction = false` has several statements, which PostgreSQL would run in a transaction all the same; \
             write an operation for each",
        ));
    }
    Ok(vec![Step::Sql(Statement { transaction, ..Statement::new(sql) })])
}

impl Change<'_> {
    fn tables(&self, direction: Direction) -> Result<Vec<Step>> {
        if self.only_says_whose() {
            return Ok(Vec::new());
        }
        let (mut before, mut after) = (self.before.schema()?, self.after.schema()?);
        self.keep_enums(&mut before, &mut after);
        let renames = Renames::between(self.before, self.after, self.app, self.operation);
        let statements = match direction {
            Direction::Forwards => self.forwards(&before, &after, &renames)?,
            Direction::Backwards => self.backwards(&before, &after, &renames.reversed())?,
        };
        Ok(statements.into_iter().map(Step::Sql).collect())
    }

    /// Whether tables are given away, and stay, or taken back, and are there.
    fn only_says_whose(&self) -> bool {
        match self.operation {
            Operation::ReleaseModel { .. } => true,
            Operation::AdoptModel { model } => {
                let model = self.before.models.get(&ModelName::new(self.app, model));
                model.is_some_and(|model| model.released)
            }
            _ => false,
        }
    }

    /// An enum stays where it becomes ours or somebody else's by its fields, unless it comes with the table that it is of.
    fn keep_enums(&self, before: &mut Schema, after: &mut Schema) {
        let adopts = matches!(self.operation, Operation::AdoptModel { .. });
        let is_in = |schema: &Schema, name: &str| schema.enums.iter().any(|own| own.name == name);
        for name in self.before.enums.keys().filter(|name| self.after.enums.contains_key(*name)) {
            let others = self.after.models.values().filter(|model| !model.managed);
            let is_of_others = others.flat_map(|model| &model.fields).any(|own| own.as_enum() == Some(name));
            let (was, is) = (is_in(before, name), is_in(after, name));
            if is && !was && (is_of_others || !adopts) {
                before.enums.extend(self.before.enums.get(name).cloned());
            } else if was && !is {
                after.enums.extend(self.after.enums.get(name).cloned());
            }
        }
    }

    fn forwards(&self, before: &Schema, after: &Schema, renames: &Renames) -> Result<Vec<Statement>> {
        let request = Request { models: Some(self.after), ..Request::new(before, after, renames) };
        let request = Request { build: self.build(), labels: self.labels(), ..request };
        let (model, field, one_off, using) = match self.operation {
            Operation::AddField { model, field, one_off } => (model, field, one_off, &None),
            Operation::AlterField { model, field, one_off, using, .. } => (model, field, one_off, using),
            _ => return difference(&request),
        };
        let own = self.after.models.iter().find(|(name, _)| name.app == self.app && name.name == *model);
        let place = own.and_then(|(_, own)| Some(Place { table: &own.table, column: field.column()? }));
        difference(&Request {
            column: place,
            one_off: one_off.as_deref(),
            using: using.as_deref(),
            ..request
        })
    }

    fn backwards(&self, before: &Schema, after: &Schema, renames: &Renames) -> Result<Vec<Statement>> {
        let labels = match self.labels() {
            // PostgreSQL cannot take a label away.
            Labels::Replaced | Labels::Added { .. } => Labels::Replaced,
            Labels::Renamed { name, from, to } => Labels::Renamed { name, from: to, to: from },
        };
        difference(&Request {
            direction: Direction::Backwards,
            models: Some(self.before),
            build: self.build(),
            labels,
            ..Request::new(after, before, renames)
        })
    }

    fn build(&self) -> Build {
        match self.operation {
            Operation::AddIndex { concurrently: true, .. }
            | Operation::RemoveIndex { concurrently: true, .. } => Build::Concurrently,
            _ => Build::Plain,
        }
    }

    fn labels(&self) -> Labels<'_> {
        match self.operation {
            Operation::AddEnumValue { name, .. } | Operation::RenameEnumValue { name, .. }
                if self.after.is_foreign_enum(name) =>
            {
                Labels::Replaced
            }
            Operation::AddEnumValue { name, value, before } => {
                Labels::Added { name, value, before: before.as_deref() }
            }
            Operation::RenameEnumValue { name, from, to } => Labels::Renamed { name, from, to },
            _ => Labels::Replaced,
        }
    }
}
