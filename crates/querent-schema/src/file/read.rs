//! Reading migration files.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest::meant;
use super::read_model::{self, Owner};
use super::reader::{Flag, Reader, Source};
use crate::enumeration::Enum;
use crate::error::Error;
use crate::migration::{Migration, MigrationName};
use crate::operation::{Constraint, Operation, Undo};

/// The format that is read and written.
pub(super) const FORMAT: &str = "1";

/// The migration of a file's text.
pub(super) fn migration(name: MigrationName, text: &str) -> Result<Migration, Error> {
    let path = format!("{}/{}.toml", name.app, name.name);
    // TOML leaves the ends of lines inside of a text as they are, and a checkout may have changed them.
    let text = text.replace("\r\n", "\n");
    let source = Source { path: &path, text: &text };
    let document = DeTable::parse(&text).map_err(|error| {
        let place = error.span().unwrap_or(0..0);
        source.error(place, format!("this is no TOML: {}", error.message()))
    })?;
    let reader = Reader::new(source, "the file", document.get_ref(), 0..0);
    reader.format(FORMAT)?;
    let after = reader.texts("after")?;
    let after = after
        .iter()
        .map(|name| name.parse().map_err(|error: Error| reader.error_of("after", error.to_string())));
    let migration = Migration {
        name,
        after: after.collect::<Result<_, _>>()?,
        atomic: reader.flag("atomic", Flag::Set)?,
        operations: operations(source, reader.list("op")?)?,
    };
    reader.finish()?;
    Ok(migration)
}

fn operations<'t>(
    source: Source<'t>,
    values: Vec<&'t Spanned<DeValue<'t>>>,
) -> Result<Vec<Operation>, Error> {
    let read = |(at, value): (usize, &'t Spanned<DeValue<'t>>)| {
        let Some(table) = value.get_ref().as_table() else {
            return Err(source.error(value.span(), "an operation is a table: `[[op]]`"));
        };
        let kind = table.get("op").and_then(|kind| kind.get_ref().as_str()).unwrap_or("without a name");
        let what = format!("operation {} ({kind})", at + 1);
        let reader = Reader::new(source, what, table, value.span());
        let operation = operation(&reader)?;
        reader.finish()?;
        Ok(operation)
    };
    values.into_iter().enumerate().map(read).collect()
}

fn operation(reader: &Reader<'_>) -> Result<Operation, Error> {
    let name = reader.required("op")?;
    let text = |key| reader.required(key);
    Ok(match name.as_str() {
        "create_model" => {
            let model = text("model")?;
            Operation::CreateModel { definition: read_model::model(reader, &model)?, model }
        }
        "delete_model" => Operation::DeleteModel { model: text("model")? },
        "rename_model" => Operation::RenameModel { from: text("from")?, to: text("to")? },
        "alter_table" => Operation::AlterTable { model: text("model")?, table: text("table")? },
        "alter_comment" => {
            Operation::AlterComment { model: text("model")?, comment: reader.text("comment")? }
        }
        "adopt_model" => Operation::AdoptModel { model: text("model")? },
        "release_model" => Operation::ReleaseModel { model: text("model")? },
        "alter_primary_key" => Operation::AlterPrimaryKey {
            model: text("model")?,
            was: reader.texts("was")?,
            primary_key: reader.texts("primary_key")?,
        },
        "add_field" | "remove_field" | "alter_field" | "rename_field" => field(reader, &name)?,
        "add_index" | "remove_index" | "rename_index" => index(reader, &name)?,
        "add_unique" => added(reader, Constraint::Unique(reader.table("unique", read_model::unique)?))?,
        "add_check" => added(reader, Constraint::Check(reader.table("check", read_model::check)?))?,
        "add_exclude" => added(reader, Constraint::Exclude(reader.table("exclude", read_model::exclude)?))?,
        "remove_constraint" => {
            Operation::RemoveConstraint { model: text("model")?, constraint: text("name")? }
        }
        "rename_constraint" => {
            Operation::RenameConstraint { model: text("model")?, from: text("from")?, to: text("to")? }
        }
        "create_extension" => Operation::CreateExtension { name: text("name")? },
        "drop_extension" => Operation::DropExtension { name: text("name")? },
        "run_sql" => Operation::RunSql {
            sql: text("sql")?,
            reverse: reader.text("reverse")?,
            transaction: reader.flag("transaction", Flag::Set)?,
        },
        "run_rust" => Operation::RunRust { run: text("run")?, reverse: reader.text("reverse")?.map(undo) },
        _ => return enumeration(reader, &name),
    })
}

fn field(reader: &Reader<'_>, operation: &str) -> Result<Operation, Error> {
    let model = reader.required("model")?;
    let owner = Owner { model: &model, table: None };
    let read = |key| reader.table(key, |reader| read_model::field(reader, owner));
    Ok(match operation {
        "add_field" => Operation::AddField { field: read("field")?, one_off: reader.text("one_off")?, model },
        "remove_field" => Operation::RemoveField { field: reader.required("field")?, model },
        "alter_field" => Operation::AlterField {
            was: read("was")?,
            field: read("field")?,
            one_off: reader.text("one_off")?,
            using: reader.text("using")?,
            model,
        },
        _ => Operation::RenameField {
            from: reader.required("from")?,
            to: reader.required("to")?,
            column: reader.text("column")?,
            model,
        },
    })
}

fn index(reader: &Reader<'_>, operation: &str) -> Result<Operation, Error> {
    let model = reader.required("model")?;
    Ok(match operation {
        "add_index" => Operation::AddIndex {
            model,
            index: reader.table("index", read_model::index)?,
            concurrently: reader.flag("concurrently", Flag::NotSet)?,
        },
        "remove_index" => Operation::RemoveIndex {
            model,
            index: reader.required("name")?,
            concurrently: reader.flag("concurrently", Flag::NotSet)?,
        },
        _ => Operation::RenameIndex { model, from: reader.required("from")?, to: reader.required("to")? },
    })
}

fn added(reader: &Reader<'_>, constraint: Constraint) -> Result<Operation, Error> {
    Ok(Operation::AddConstraint { model: reader.required("model")?, constraint })
}

fn enumeration(reader: &Reader<'_>, operation: &str) -> Result<Operation, Error> {
    let name = |reader: &Reader<'_>| reader.required("name");
    Ok(match operation {
        "create_enum" => {
            Operation::CreateEnum { definition: Enum::new(name(reader)?, reader.texts("labels")?) }
        }
        "drop_enum" => Operation::DropEnum { name: name(reader)? },
        "rename_enum" => Operation::RenameEnum { from: reader.required("from")?, to: reader.required("to")? },
        "add_enum_value" => Operation::AddEnumValue {
            name: name(reader)?,
            value: reader.required("value")?,
            before: reader.text("before")?,
        },
        "rename_enum_value" => Operation::RenameEnumValue {
            name: name(reader)?,
            from: reader.required("from")?,
            to: reader.required("to")?,
        },
        "replace_enum" => Operation::ReplaceEnum {
            name: name(reader)?,
            was: reader.texts("was")?,
            labels: reader.texts("labels")?,
        },
        unknown => {
            let meant = meant(unknown, &Operation::NAMES);
            return Err(reader.error_of("op", format!("there is no operation `{unknown}`; {meant}")));
        }
    })
}

fn undo(text: String) -> Undo {
    if text == "noop" { Undo::Noop } else { Undo::Run(text) }
}
