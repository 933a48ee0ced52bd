//! The code that does at once what a loop does with one value after another.

use std::borrow::Cow;

use crate::ast::ColumnRef;
use crate::meta::{ColumnMeta, ModelMeta, RelationMeta, at_the_end, hops, rust_name};

use super::asked::{Asked, Write};
use super::fix::{Fix, Place, Source, Way};

/// One query for all the values that a loop goes through: of the key, or of a column.
pub(super) fn of_queries(model: &'static ModelMeta, column: Option<ColumnRef>, asked: Asked) -> Fix {
    let handle = model.handle();
    let sought = column.map_or_else(|| key(model), |column| path(model, column).join("."));
    let filtered = || filtered(model, &sought);
    let selected = || format!("{}.values(|{handle}| {handle}.{})", filtered(), value(model, column, &sought));
    in_place(match (asked, column) {
        (Asked::Count, _) => format!("{}.annotate(|{handle}| count_all({handle}))", selected()),
        (Asked::Exists, _) => format!("{}.distinct()", selected()),
        (Asked::Rows | Asked::First, None) => format!("{}.in_bulk(keys)", objects(model)),
        _ => filtered(),
    })
}

/// One query for all the rows that a relation leads to from rows that no query has found.
pub(super) fn of_relation(relation: &RelationMeta, asked: Asked) -> Fix {
    let (owner, target) = ((relation.model)(), (relation.target)());
    in_place(match relation.column() {
        Some(_) => format!("{}.in_bulk(keys)", objects(target)),
        None => {
            let Fix { code, .. } =
                Way { model: owner, steps: &[], source: Source::Query }.load(relation, asked);
            format!("{}{code}", filtered(owner, &key(owner)))
        }
    })
}

/// What a query written by hand is to be.
pub(super) fn of_raw(model: &'static ModelMeta) -> Fix {
    let (name, table, key) = (model.name, model.table, model.key_column().name);
    in_place(format!("{name}::raw(&db, \"SELECT * FROM {table} WHERE {key} = ANY({{}})\", (keys,))"))
}

/// What writes all the rows of a loop.
pub(super) fn of_writes(model: &'static ModelMeta, write: Write) -> Fix {
    let handle = model.handle();
    in_place(match write {
        Write::Create => format!("{}.bulk_create(drafts)", objects(model)),
        Write::Save => {
            let written = |column: &&ColumnMeta| {
                !model.key_columns().any(|key| std::ptr::eq(key, *column)) && !column.default.is_computed()
            };
            let column = model.columns.iter().find(written).unwrap_or(model.key_column());
            format!(
                "{}.bulk_update(&mut rows, |{handle}| ({handle}.{},))",
                objects(model),
                field(model, column)
            )
        }
        Write::Delete => format!("{}.delete()", filtered(model, &key(model))),
    })
}

/// A column by the names of the relations to it and its own, as a user knows them: a key has its relation's name.
pub(super) fn path(model: &'static ModelMeta, of: ColumnRef) -> Vec<Cow<'static, str>> {
    let of = nearest(of);
    let mut names: Vec<_> = hops(of.trail).map(|hop| rust_name(hop.relation.name)).collect();
    names.reverse();
    names.push(field(at_the_end(of.trail, model), of.column));
    names
}

fn in_place(code: String) -> Fix {
    Fix { code, place: Place::Loop }
}

fn objects(model: &ModelMeta) -> String {
    format!("{}::objects(&db)", model.name)
}

fn filtered(model: &ModelMeta, sought: &str) -> String {
    let handle = model.handle();
    format!("{}.filter(|{handle}| {handle}.{sought}.is_in(keys))", objects(model))
}

/// What is sought as a value to select: of a relation its key.
fn value(model: &'static ModelMeta, column: Option<ColumnRef>, sought: &str) -> String {
    let is_relation = match column.map(nearest) {
        Some(of) => at_the_end(of.trail, model).relation_by(of.column).is_some(),
        None => model.keys.len() == 1 && model.relation_by(model.key_column()).is_some(),
    };
    format!("{sought}{}", if is_relation { ".key()" } else { "" })
}

/// The primary key as closures name it.
fn key(model: &'static ModelMeta) -> String {
    match model.keys.len() {
        1 => field(model, model.key_column()).into_owned(),
        _ => "pk()".to_owned(),
    }
}

/// A column as closures name it.
fn field(model: &'static ModelMeta, column: &'static ColumnMeta) -> Cow<'static, str> {
    rust_name(model.relation_by(column).map_or(column.field, |relation| relation.name))
}

/// The key that leads to a row, where the column is the row's own.
fn nearest(of: ColumnRef) -> ColumnRef {
    match of.trail.and_then(|hop| hop.relation.column().map(|own| (hop, own))) {
        Some((hop, own)) if (hop.relation.target)().is_key(of.column) => {
            ColumnRef { trail: hop.before, column: own }
        }
        _ => of,
    }
}
