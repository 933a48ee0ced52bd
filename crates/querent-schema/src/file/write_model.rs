//! Writing models, fields, constraints and indexes. What is derived is left out.

use super::writer::{Inline, Lines, quoted};
use crate::column::Default;
use crate::derived::{key_column_name, pairs_column_names, pairs_table_name};
use crate::state::{Check, Element, Exclude, Field, Index, Kind, Model, PairsBy, Unique};

/// All of a model but its name.
pub(super) fn model(lines: &mut Lines, name: &str, model: &Model) {
    lines.text("table", &model.table);
    if !model.managed {
        lines.raw("managed", "false");
    }
    lines.optional("comment", model.comment.as_deref());
    lines.texts("primary_key", &model.primary_key);
    lines.block("fields", model.fields.iter().map(|own| field(own, name, Some(&model.table))));
    lines.block("unique", model.unique.iter().map(unique));
    lines.block("checks", model.checks.iter().map(check));
    lines.block("excludes", model.excludes.iter().map(exclude));
    lines.block("indexes", model.indexes.iter().map(index));
}

/// A field of a model, whose table is known where the file says it.
pub(super) fn field(field: &Field, model: &str, table: Option<&str>) -> String {
    let start = Inline::default().text("name", &field.name);
    let named = |column: &str, derived: &str| (column != derived).then(|| column.to_owned());
    let line = match &field.kind {
        Kind::Plain(plain) => {
            let line = start
                .text("type", &plain.sql_type.to_string())
                .optional("column", named(&plain.column, &field.name).as_deref())
                .set("null", plain.nullable);
            default(line, plain.default.as_ref()).set("unique", plain.unique).set("index", plain.index)
        }
        Kind::ForeignKey(key) => {
            let line = start
                .text("fk", &key.to.to_string())
                .text("on_delete", key.on_delete.as_word())
                .optional("column", named(&key.column, &key_column_name(&field.name)).as_deref())
                .set("null", key.nullable);
            default(line, key.default.as_ref())
                .set("one_to_one", key.unique)
                .unset("index", key.index)
                .unset("constraint", key.constraint)
                .set("deferrable", key.deferrable)
        }
        Kind::ManyToMany(pairs) => {
            let line = start.text("m2m", &pairs.to.to_string());
            match &pairs.by {
                PairsBy::Through(through) => line.text("through", &through.to_string()),
                PairsBy::Table { table: pairs_table, from, to } => {
                    let derived = table.map(|table| pairs_table_name(table, &field.name));
                    let own = (derived.as_ref() != Some(pairs_table)).then_some(pairs_table.as_str());
                    let columns = [from.clone(), to.clone()];
                    let same = pairs_column_names(model, &pairs.to.name) == (from.clone(), to.clone());
                    let line = line.optional("table", own);
                    if same { line } else { line.texts("columns", &columns) }
                }
            }
        }
    };
    line.optional("comment", field.comment.as_deref()).end()
}

fn default(line: Inline, default: Option<&Default>) -> Inline {
    match default {
        None => line,
        Some(Default::Identity) => line.set("identity", true),
        Some(Default::Literal(sql) | Default::Expression(sql)) => line.text("default", sql),
        Some(Default::Generated(sql)) => line.text("generated", sql),
    }
}

pub(super) fn unique(unique: &Unique) -> String {
    Inline::default()
        .text("name", &unique.name)
        .texts("fields", &unique.fields)
        .texts("include", &unique.include)
        .optional("where", unique.condition.as_deref())
        .set("nulls_not_distinct", unique.nulls_not_distinct)
        .set("deferrable", unique.deferrable)
        .end()
}

pub(super) fn check(check: &Check) -> String {
    Inline::default().text("name", &check.name).text("check", &check.condition).end()
}

pub(super) fn exclude(exclude: &Exclude) -> String {
    Inline::default()
        .text("name", &exclude.name)
        .text("using", &exclude.method)
        .text("elements", &exclude.elements)
        .optional("where", exclude.condition.as_deref())
        .set("deferrable", exclude.deferrable)
        .end()
}

pub(super) fn index(index: &Index) -> String {
    let element = |element: &Element| match element {
        Element::Field { name, descending: false } => quoted(name),
        Element::Field { name, descending: true } => quoted(&format!("-{name}")),
        Element::Sql(sql) => Inline::default().text("sql", sql).end(),
    };
    let elements: Vec<_> = index.elements.iter().map(element).collect();
    let mut line = Inline::default().text("name", &index.name);
    line.raw("fields", &format!("[{}]", elements.join(", ")));
    line.optional("using", index.method.as_deref())
        .texts("include", &index.include)
        .optional("where", index.condition.as_deref())
        .end()
}
