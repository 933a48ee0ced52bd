//! Models as a schema.

use std::collections::BTreeMap;

use querent::meta::{ColumnMeta, DefaultMeta, JoinTable, Link, ModelMeta, RelationMeta};
use querent::types::Enumeration;
use querent_schema::{Column, Default, Enum, OnDelete, Schema, SqlType, Table};

use crate::error::{Error, Result};

/// The tables of models, and of every model that their keys refer to; the enums of their columns.
///
/// A foreign key becomes a column with a constraint and an index, a many-to-many relation a table of pairs.
///
/// ```
/// use querent_migrate::querent::prelude::*;
///
/// #[derive(Model)]
/// struct Tag {
///     id: i64,
///     #[field(max_length = 50, unique)]
///     name: String,
/// }
/// # fn main() -> querent_migrate::Result<()> {
/// let schema = querent_migrate::schema_of(&[Tag::META])?;
/// assert_eq!(schema.tables[0].name, "tag");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Kind::Model`](crate::Kind::Model) if a relation goes through a model that has no keys to both sides, or two
/// columns have enums of one name and different labels.
pub fn schema_of(models: &[&'static ModelMeta]) -> Result<Schema> {
    let models = with_targets(models);
    let mut tables: Vec<Table> = models.iter().map(|model| table(model)).collect::<Result<_>>()?;
    let mut pairs: Vec<Table> = Vec::new();
    for relation in models.iter().flat_map(|model| model.relations) {
        let Link::Through { join, owner } = &relation.link else { continue };
        let join = join();
        if *owner {
            pairs.push(pair_table(relation, join)?);
        } else {
            check_through(relation, join, &models)?;
        }
    }
    pairs.sort_by(|one, other| one.name.cmp(&other.name));
    tables.extend(pairs);
    Ok(Schema { enums: enums(&models)?, tables, ..Schema::default() })
}

/// The enums of the models' columns, by name; two columns may share one.
fn enums(models: &[&'static ModelMeta]) -> Result<Vec<Enum>> {
    let mut found: BTreeMap<&str, (Enumeration, String)> = BTreeMap::new();
    for (model, column) in
        models.iter().flat_map(|model| model.columns.iter().map(move |column| (model, column)))
    {
        let Some(own) = column.enumeration else { continue };
        let place = format!("{}.{}", model.name, column.field);
        let (first, first_place) = found.entry(own.name).or_insert_with(|| (own, place.clone()));
        if first.labels != own.labels {
            return Err(Error::model(format!(
                "`{first_place}` and `{place}` have an enum `{}` each, with other labels; rename one of the types",
                own.name
            )));
        }
    }
    Ok(found.values().map(|(own, _)| Enum::new(own.name, own.labels.iter().copied())).collect())
}

/// The models, each once, with those that their keys and tables of pairs refer to.
fn with_targets(models: &[&'static ModelMeta]) -> Vec<&'static ModelMeta> {
    let mut all: Vec<&'static ModelMeta> = Vec::new();
    let mut next: Vec<_> = models.iter().rev().copied().collect();
    while let Some(model) = next.pop() {
        // Two structs for one table stay two, for the schema to refuse.
        if all.iter().any(|known| std::ptr::eq(*known, model)) {
            continue;
        }
        all.push(model);
        let refers = |relation: &&RelationMeta| !matches!(relation.link, Link::Reverse { .. });
        next.extend(model.relations.iter().filter(refers).map(|relation| (relation.target)()));
    }
    all
}

fn table(model: &'static ModelMeta) -> Result<Table> {
    let mut table = Table::new(model.table).primary_key(model.key_columns().map(|column| column.name));
    for (index, meta) in model.columns.iter().enumerate() {
        table = table.column(column_of(model, index)?);
        if meta.unique && model.keys != [index] {
            table = table.unique([meta.name]);
        }
    }
    for check in model.checks {
        table = table.check(check.name, check.condition);
    }
    for relation in model.relations {
        let Link::Forward { column, on_delete, .. } = relation.link else { continue };
        let target = (relation.target)();
        table = table.foreign_key(
            [model.columns[column].name],
            target.table,
            [target.key_column().name],
            on_delete,
        );
        if let Some(key) = table.foreign_keys.last_mut() {
            key.indexed = model.columns[column].index;
        }
    }
    let is_key = |column: &&ColumnMeta| {
        let forward = |relation: &RelationMeta| match relation.link {
            Link::Forward { column: own, .. } => std::ptr::eq(&model.columns[own], *column),
            _ => false,
        };
        model.relations.iter().any(forward)
    };
    for meta in model.columns.iter().filter(|column| column.index && !is_key(column)) {
        table = table.index([meta.name]);
    }
    Ok(table)
}

/// A column of a model; a key has the type of the key that it refers to, its length included.
fn column_of(model: &'static ModelMeta, index: usize) -> Result<Column> {
    let mut own = column(model, &model.columns[index])?;
    let refers =
        |relation: &&RelationMeta| matches!(relation.link, Link::Forward { column, .. } if column == index);
    if let Some(relation) = model.relations.iter().find(refers) {
        let target = (relation.target)();
        own.sql_type = column(target, target.key_column())?.sql_type;
    }
    Ok(own)
}

fn column(model: &ModelMeta, meta: &ColumnMeta) -> Result<Column> {
    let fault =
        |error: querent_schema::Error| Error::model(format!("`{}.{}`: {error}", model.name, meta.field));
    let sql_type = match (meta.sql.parse().map_err(fault)?, meta.max_length, meta.precision) {
        (SqlType::Text, Some(length), _) => SqlType::Varchar(length),
        (SqlType::Numeric(None), _, Some(precision)) => SqlType::Numeric(Some(precision)),
        (plain, _, _) => plain,
    };
    let sql_type = if meta.is_array { SqlType::Array(Box::new(sql_type)) } else { sql_type };
    let mut column = Column::new(meta.name, sql_type);
    column.nullable = meta.nullable;
    column.default = match meta.default {
        DefaultMeta::None => None,
        DefaultMeta::Identity => Some(Default::Identity),
        DefaultMeta::Choice(literal) => Some(Default::Literal(literal())),
        DefaultMeta::Sql(sql) | DefaultMeta::AutoNowAdd(sql) | DefaultMeta::AutoNow(sql) => {
            Some(Default::Expression(sql.to_owned()))
        }
        DefaultMeta::Generated(sql) => Some(Default::Generated(sql.to_owned())),
        DefaultMeta::Version => Some(Default::Expression("1".to_owned())),
    };
    Ok(column)
}

/// Two keys, each pair of them once; pairs go with either of their rows.
fn pair_table(relation: &RelationMeta, join: JoinTable) -> Result<Table> {
    let mut table = Table::new(join.table).primary_key([join.from, join.to]);
    for (name, model) in [(join.from, (relation.model)()), (join.to, (relation.target)())] {
        let mut key = column(model, model.key_column())?;
        key.name = name.to_owned();
        key.default = None;
        table =
            table.column(key).foreign_key([name], model.table, [model.key_column().name], OnDelete::Cascade);
    }
    Ok(table)
}

/// Whether the table that a relation goes through is there with both columns.
fn check_through(relation: &RelationMeta, join: JoinTable, models: &[&'static ModelMeta]) -> Result<()> {
    let has = |model: &ModelMeta, name: &str| model.columns.iter().any(|column| column.name == name);
    let owned = |model: &&&'static ModelMeta| {
        let same = |own: &RelationMeta| match &own.link {
            Link::Through { join: own, owner: true } => own().table == join.table,
            _ => false,
        };
        model.relations.iter().any(same)
    };
    let through = models.iter().find(|model| model.table == join.table);
    match through {
        _ if join.table.is_empty() => Err(Error::model(format!(
            "`{}` is said to go by a relation that has no table of pairs",
            relation.path()
        ))),
        None if models.iter().any(|model| owned(&model)) => Ok(()),
        None => Err(Error::model(format!(
            "`{}` goes through `{}`, which is no table of this list; list its model too",
            relation.path(),
            join.table
        ))),
        Some(model) if has(model, join.from) && has(model, join.to) && join.from != join.to => Ok(()),
        Some(model) => Err(Error::model(format!(
            "`{}` goes through `{}`, which has not one key to each side; name them: `columns = (…_id, …_id)`",
            relation.path(),
            model.name
        ))),
    }
}
