//! Reading models, fields, constraints and indexes.

use toml::Spanned;
use toml::de::DeValue;

use super::reader::{Flag, Reader};
use crate::column::Default;
use crate::derived::{key_column_name, pairs_column_names, pairs_table_name};
use crate::error::Error;
use crate::state::{
    Check, Element, Exclude, Field, ForeignKey, Index, Kind, Model, ModelName, Pairs, PairsBy, Plain, Unique,
};
use crate::table::OnDelete;

/// What a field belongs to: what is derived depends on it.
#[derive(Clone, Copy)]
pub(super) struct Owner<'o> {
    pub(super) model: &'o str,
    /// The model's table, where the file says it there.
    pub(super) table: Option<&'o str>,
}

/// All of a model but its name.
pub(super) fn model(reader: &Reader<'_>, name: &str) -> Result<Model, Error> {
    let table = reader.required("table")?;
    let owner = Owner { model: name, table: Some(&table) };
    Ok(Model {
        managed: reader.flag("managed", Flag::Set)?,
        released: false,
        comment: reader.text("comment")?,
        fields: reader.tables("fields", |reader| field(reader, owner))?,
        primary_key: reader.texts("primary_key")?,
        unique: reader.tables("unique", unique)?,
        checks: reader.tables("checks", check)?,
        excludes: reader.tables("excludes", exclude)?,
        indexes: reader.tables("indexes", index)?,
        table,
    })
}

/// A field: it has a `type`, or is a key (`fk`) or pairs (`m2m`).
pub(super) fn field(reader: &Reader<'_>, owner: Owner<'_>) -> Result<Field, Error> {
    let name = reader.required("name")?;
    let kind = match (reader.has("type"), reader.has("fk"), reader.has("m2m")) {
        (true, false, false) => Kind::Plain(plain(reader, &name)?),
        (false, true, false) => Kind::ForeignKey(foreign_key(reader, &name)?),
        (false, false, true) => Kind::ManyToMany(pairs(reader, &name, owner)?),
        _ => {
            let message = "a field has a `type`, or else refers to a model by `fk` or `m2m`";
            return Err(reader.missing("type", message));
        }
    };
    Ok(Field { name, kind, comment: reader.text("comment")? })
}

fn plain(reader: &Reader<'_>, name: &str) -> Result<Plain, Error> {
    let sql_type = reader.parsed("type")?.ok_or_else(|| reader.error("`type` is missing"))?;
    Ok(Plain {
        column: reader.text("column")?.unwrap_or_else(|| name.to_owned()),
        sql_type,
        nullable: reader.flag("null", Flag::NotSet)?,
        default: default(reader)?,
        unique: reader.flag("unique", Flag::NotSet)?,
        index: reader.flag("index", Flag::NotSet)?,
    })
}

/// What the database writes by itself.
fn default(reader: &Reader<'_>) -> Result<Option<Default>, Error> {
    let identity = reader.flag("identity", Flag::NotSet)?;
    match (identity, reader.text("default")?, reader.text("generated")?) {
        (false, None, None) => Ok(None),
        (true, None, None) => Ok(Some(Default::Identity)),
        (false, Some(sql), None) => Ok(Some(Default::of_sql(sql))),
        (false, None, Some(sql)) => Ok(Some(Default::Generated(sql))),
        _ => Err(reader.error("a field has one of `identity`, `default` and `generated`")),
    }
}

fn foreign_key(reader: &Reader<'_>, name: &str) -> Result<ForeignKey, Error> {
    Ok(ForeignKey {
        to: reader.parsed("fk")?.ok_or_else(|| reader.error("`fk` is missing"))?,
        column: reader.text("column")?.unwrap_or_else(|| key_column_name(name)),
        on_delete: on_delete(reader)?,
        nullable: reader.flag("null", Flag::NotSet)?,
        default: reader.text("default")?.map(Default::of_sql),
        unique: reader.flag("one_to_one", Flag::NotSet)?,
        index: reader.flag("index", Flag::Set)?,
        constraint: reader.flag("constraint", Flag::Set)?,
        deferrable: reader.flag("deferrable", Flag::NotSet)?,
    })
}

fn on_delete(reader: &Reader<'_>) -> Result<OnDelete, Error> {
    let text = reader.required("on_delete")?;
    let known = OnDelete::ALL.into_iter().find(|action| action.as_word() == text);
    known.ok_or_else(|| {
        let words = OnDelete::ALL.map(OnDelete::as_word).join(", ");
        reader.error_of("on_delete", format!("`{text}` is no action on delete: they are {words}"))
    })
}

fn pairs(reader: &Reader<'_>, name: &str, owner: Owner<'_>) -> Result<Pairs, Error> {
    let to: ModelName = reader.parsed("m2m")?.ok_or_else(|| reader.error("`m2m` is missing"))?;
    let (table, columns) = (reader.text("table")?, reader.texts("columns")?);
    if let Some(through) = reader.parsed("through")? {
        if table.is_some() || !columns.is_empty() {
            return Err(reader.error("the model of `through` says which table and columns there are"));
        }
        return Ok(Pairs { to, by: PairsBy::Through(through) });
    }
    let derived = owner.table.map(|table| pairs_table_name(table, name));
    let table = table.or(derived).ok_or_else(|| reader.error("`table`, of the pairs, is missing"))?;
    let (from, other) = match <[String; 2]>::try_from(columns) {
        Ok([from, to]) => (from, to),
        Err(none) if none.is_empty() => pairs_column_names(owner.model, &to.name),
        Err(_) => {
            return Err(reader.error_of("columns", "a table of pairs has two columns, this side's first"));
        }
    };
    Ok(Pairs { to, by: PairsBy::Table { table, from, to: other } })
}

pub(super) fn unique(reader: &Reader<'_>) -> Result<Unique, Error> {
    Ok(Unique {
        name: reader.required("name")?,
        fields: reader.texts("fields")?,
        include: reader.texts("include")?,
        condition: reader.text("where")?,
        nulls_not_distinct: reader.flag("nulls_not_distinct", Flag::NotSet)?,
        deferrable: reader.flag("deferrable", Flag::NotSet)?,
    })
}

pub(super) fn check(reader: &Reader<'_>) -> Result<Check, Error> {
    Ok(Check { name: reader.required("name")?, condition: reader.required("check")? })
}

pub(super) fn exclude(reader: &Reader<'_>) -> Result<Exclude, Error> {
    Ok(Exclude {
        name: reader.required("name")?,
        method: reader.required("using")?,
        elements: reader.required("elements")?,
        condition: reader.text("where")?,
        deferrable: reader.flag("deferrable", Flag::NotSet)?,
    })
}

pub(super) fn index(reader: &Reader<'_>) -> Result<Index, Error> {
    let element = |value| element(reader, value);
    Ok(Index {
        name: reader.required("name")?,
        elements: reader.list("fields")?.into_iter().map(element).collect::<Result<_, _>>()?,
        method: reader.text("using")?,
        include: reader.texts("include")?,
        condition: reader.text("where")?,
    })
}

/// `name`, `-name` or `{ sql = "lower(name)" }`.
fn element<'t>(reader: &Reader<'t>, value: &'t Spanned<DeValue<'t>>) -> Result<Element, Error> {
    match value.get_ref().as_str() {
        None => reader.inner("fields", value, |reader| Ok(Element::Sql(reader.required("sql")?))),
        Some(text) => Ok(match text.strip_prefix('-') {
            Some(name) => Element::Field { name: name.to_owned(), descending: true },
            None => Element::Field { name: text.to_owned(), descending: false },
        }),
    }
}
