//! The fields of a model.

use querent::meta::{ColumnMeta, DefaultMeta, FieldOptions, JoinTable, Link, ModelMeta, RelationMeta};
use querent_schema::state::{Field, ForeignKey, Kind, Pairs, PairsBy, Plain};
use querent_schema::{Default, OnDelete, SqlType};

use super::names::{Names, title};
use crate::error::{Error, Result};

/// The fields of a model that the database knows of: its columns in the order of the struct, then its tables of pairs.
pub(super) fn fields(model: &'static ModelMeta, names: &Names) -> Result<Vec<Field>> {
    let columns = (0..model.columns.len()).map(|column| match key_of(model, column) {
        Some(key) => self::key(model, &model.columns[column], (&key, names)),
        None => plain(model, &model.columns[column]),
    });
    let pairs = model.relations.iter().filter_map(|relation| match relation.link {
        Link::Through { join, owner: true } => Some((relation, join())),
        Link::Through { owner: false, .. } | Link::Forward { .. } | Link::Reverse { .. } => None,
    });
    columns.chain(pairs.map(|(relation, join)| self::pairs(relation, &join, names))).collect()
}

/// A relation whose key is a column of its own model.
struct Key {
    relation: &'static RelationMeta,
    unique: bool,
    on_delete: OnDelete,
}

/// The relation whose key a column holds.
fn key_of(model: &'static ModelMeta, index: usize) -> Option<Key> {
    model.relations.iter().find_map(|relation| match relation.link {
        Link::Forward { column, unique, on_delete } if column == index => {
            Some(Key { relation, unique, on_delete })
        }
        Link::Forward { .. } | Link::Reverse { .. } | Link::Through { .. } => None,
    })
}

fn plain(model: &ModelMeta, meta: &ColumnMeta) -> Result<Field> {
    let kind = Kind::Plain(Plain {
        column: meta.name.to_owned(),
        sql_type: sql_type(model, meta)?,
        nullable: meta.nullable,
        default: default(meta),
        unique: meta.unique,
        index: meta.index,
    });
    let comment = options(model, meta.field).comment.map(str::to_owned);
    Ok(Field { name: meta.field.to_owned(), kind, comment })
}

/// What a field says besides.
fn options(model: &ModelMeta, field: &'static str) -> FieldOptions {
    let found = model.options.fields.iter().find(|own| own.field == field);
    found.copied().unwrap_or(FieldOptions::of(field))
}

fn sql_type(model: &ModelMeta, meta: &ColumnMeta) -> Result<SqlType> {
    let fault =
        |error: querent_schema::Error| Error::model(format!("`{}.{}`: {error}", title(model), meta.field));
    let sql_type = match (meta.sql.parse().map_err(fault)?, meta.max_length, meta.precision) {
        (SqlType::Text, Some(length), _) => SqlType::Varchar(length),
        (SqlType::Numeric(None), _, Some(precision)) => SqlType::Numeric(Some(precision)),
        (plain, _, _) => plain,
    };
    Ok(if meta.is_array { SqlType::Array(Box::new(sql_type)) } else { sql_type })
}

fn default(meta: &ColumnMeta) -> Option<Default> {
    match meta.default {
        DefaultMeta::None => None,
        DefaultMeta::Identity => Some(Default::Identity),
        DefaultMeta::Choice(literal) => Some(Default::of_sql(literal())),
        DefaultMeta::Sql(sql) | DefaultMeta::AutoNowAdd(sql) | DefaultMeta::AutoNow(sql) => {
            Some(Default::of_sql(sql))
        }
        DefaultMeta::Generated(sql) => Some(Default::Generated(sql.to_owned())),
        DefaultMeta::Version => Some(Default::Expression("1".to_owned())),
    }
}

fn key(model: &ModelMeta, meta: &ColumnMeta, (key, names): (&Key, &Names)) -> Result<Field> {
    let relation = key.relation;
    let options = options(model, relation.name);
    let kind = Kind::ForeignKey(ForeignKey {
        column: meta.name.to_owned(),
        to: names.of((relation.target)(), relation)?,
        on_delete: key.on_delete,
        nullable: meta.nullable,
        default: default(meta),
        unique: key.unique,
        index: meta.index,
        constraint: options.constraint,
        deferrable: options.deferrable,
    });
    Ok(Field { name: relation.name.to_owned(), kind, comment: options.comment.map(str::to_owned) })
}

fn pairs(relation: &RelationMeta, join: &JoinTable, names: &Names) -> Result<Field> {
    let to = names.of((relation.target)(), relation)?;
    let by = match join.through {
        None => PairsBy::Table {
            table: join.table.to_owned(),
            from: join.from.to_owned(),
            to: join.to.to_owned(),
        },
        Some(through) => {
            let has = |name: &str| through.columns.iter().any(|column| column.name == name);
            if !has(join.from) || !has(join.to) || join.from == join.to {
                return Err(Error::model(format!(
                    "`{}.{}` goes through `{}`, which has not one key to each side; name them: `columns = (…_id, …_id)`",
                    title((relation.model)()),
                    relation.name,
                    through.name
                )));
            }
            PairsBy::Through(names.of(through, relation)?)
        }
    };
    Ok(Field { name: relation.name.to_owned(), kind: Kind::ManyToMany(Pairs { to, by }), comment: None })
}
