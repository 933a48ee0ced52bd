//! Writing migration files.

use super::read::FORMAT;
use super::write_model;
use super::writer::Lines;
use crate::migration::Migration;
use crate::operation::{Constraint, Operation, Undo};

/// The text of a migration's file.
pub(super) fn migration(migration: &Migration) -> String {
    let mut lines = Lines::default();
    lines.raw("format", FORMAT);
    let after: Vec<_> = migration.after.iter().map(ToString::to_string).collect();
    lines.texts("after", &after);
    if !migration.atomic {
        lines.raw("atomic", "false");
    }
    for operation in &migration.operations {
        lines.0.push_str("\n[[op]]\n");
        lines.text("op", operation.name());
        self::operation(&mut lines, operation);
    }
    lines.0
}

fn operation(lines: &mut Lines, operation: &Operation) {
    match operation {
        Operation::CreateModel { model, definition } => {
            lines.text("model", model);
            write_model::model(lines, model, definition);
        }
        Operation::DeleteModel { model }
        | Operation::AdoptModel { model }
        | Operation::ReleaseModel { model } => lines.text("model", model),
        Operation::RenameModel { from, to } | Operation::RenameEnum { from, to } => renamed(lines, from, to),
        Operation::AlterTable { model, table } => {
            lines.text("model", model);
            lines.text("table", table);
        }
        Operation::AlterComment { model, comment } => {
            lines.text("model", model);
            lines.optional("comment", comment.as_deref());
        }
        Operation::AlterPrimaryKey { model, was, primary_key } => {
            lines.text("model", model);
            lines.texts("was", was);
            lines.texts("primary_key", primary_key);
        }
        Operation::AddField { .. }
        | Operation::RemoveField { .. }
        | Operation::AlterField { .. }
        | Operation::RenameField { .. } => field(lines, operation),
        Operation::AddIndex { model, index, concurrently } => {
            lines.text("model", model);
            lines.raw("index", &write_model::index(index));
            concurrent(lines, *concurrently);
        }
        Operation::RemoveIndex { model, index, concurrently } => {
            lines.text("model", model);
            lines.text("name", index);
            concurrent(lines, *concurrently);
        }
        Operation::RenameIndex { model, from, to } | Operation::RenameConstraint { model, from, to } => {
            lines.text("model", model);
            renamed(lines, from, to);
        }
        Operation::AddConstraint { model, constraint } => {
            lines.text("model", model);
            match constraint {
                Constraint::Unique(unique) => lines.raw("unique", &write_model::unique(unique)),
                Constraint::Check(check) => lines.raw("check", &write_model::check(check)),
                Constraint::Exclude(exclude) => lines.raw("exclude", &write_model::exclude(exclude)),
            }
        }
        Operation::RemoveConstraint { model, constraint } => {
            lines.text("model", model);
            lines.text("name", constraint);
        }
        Operation::CreateExtension { name }
        | Operation::DropExtension { name }
        | Operation::DropEnum { name } => lines.text("name", name),
        Operation::CreateEnum { .. }
        | Operation::AddEnumValue { .. }
        | Operation::RenameEnumValue { .. }
        | Operation::ReplaceEnum { .. } => enumeration(lines, operation),
        Operation::RunSql { sql, reverse, transaction } => {
            lines.text("sql", sql);
            lines.optional("reverse", reverse.as_deref());
            if !transaction {
                lines.raw("transaction", "false");
            }
        }
        Operation::RunRust { run, reverse } => {
            lines.text("run", run);
            match reverse {
                None => {}
                Some(Undo::Noop) => lines.text("reverse", "noop"),
                Some(Undo::Run(path)) => lines.text("reverse", path),
            }
        }
    }
}

fn field(lines: &mut Lines, operation: &Operation) {
    match operation {
        Operation::AddField { model, field, one_off } => {
            lines.text("model", model);
            lines.raw("field", &write_model::field(field, model, None));
            lines.optional("one_off", one_off.as_deref());
        }
        Operation::RemoveField { model, field } => {
            lines.text("model", model);
            lines.text("field", field);
        }
        Operation::AlterField { model, was, field, one_off, using } => {
            lines.text("model", model);
            lines.raw("was", &write_model::field(was, model, None));
            lines.raw("field", &write_model::field(field, model, None));
            lines.optional("one_off", one_off.as_deref());
            lines.optional("using", using.as_deref());
        }
        Operation::RenameField { model, from, to, column } => {
            lines.text("model", model);
            renamed(lines, from, to);
            lines.optional("column", column.as_deref());
        }
        _ => {}
    }
}

fn enumeration(lines: &mut Lines, operation: &Operation) {
    match operation {
        Operation::CreateEnum { definition } => {
            lines.text("name", &definition.name);
            lines.texts("labels", &definition.labels);
        }
        Operation::AddEnumValue { name, value, before } => {
            lines.text("name", name);
            lines.text("value", value);
            lines.optional("before", before.as_deref());
        }
        Operation::RenameEnumValue { name, from, to } => {
            lines.text("name", name);
            renamed(lines, from, to);
        }
        Operation::ReplaceEnum { name, was, labels } => {
            lines.text("name", name);
            lines.texts("was", was);
            lines.texts("labels", labels);
        }
        _ => {}
    }
}

fn renamed(lines: &mut Lines, from: &str, to: &str) {
    lines.text("from", from);
    lines.text("to", to);
}

fn concurrent(lines: &mut Lines, concurrently: bool) {
    if concurrently {
        lines.raw("concurrently", "true");
    }
}
