//! Fields.

use querent_schema::state::{Field, ForeignKey, Kind, ModelName, Pairs, PairsBy, Plain};
use querent_schema::{Default, OnDelete, SqlType, key_column_name, pairs_column_names, pairs_table_name};

use super::reader::{Fault, Reader};

/// The model that a field is of.
pub(super) struct Owner<'a> {
    pub(super) name: &'a ModelName,
    pub(super) table: &'a str,
}

/// What stands behind the type of a field.
#[derive(Default)]
struct Flags {
    nullable: bool,
    key: bool,
    unique: bool,
    index: bool,
    no_index: bool,
    no_constraint: bool,
    deferrable: bool,
    column: Option<String>,
    default: Option<Default>,
    comment: Option<String>,
    on_delete: Option<OnDelete>,
}

/// A field, and whether it is part of the primary key.
pub(super) fn field(reader: &mut Reader<'_>, owner: &Owner<'_>) -> Result<(Field, bool), Fault> {
    let name = reader.word()?.to_owned();
    if name == "id" && !reader.eat(":") {
        return Ok((counting(), true));
    }
    if name != "id" {
        reader.expect(":")?;
    }
    let one_to_one = reader.eat_word("O2O");
    if one_to_one || reader.eat_word("FK") {
        let to = target(reader.parenthesized()?, owner)?;
        let flags = flags(reader)?;
        let key = flags.key;
        return Ok((foreign_key(name, to, one_to_one, flags), key));
    }
    if reader.eat_word("M2M") {
        return Ok((pairs(name, reader, owner)?, false));
    }
    let sql_type = sql_type(reader)?;
    let flags = flags(reader)?;
    let key = flags.key;
    Ok((plain(name, sql_type, flags), key))
}

/// A model by its name, with or without its application's.
pub(super) fn model_name(text: &str, app: &str) -> Result<ModelName, Fault> {
    let full = if text.contains('.') { text.to_owned() } else { format!("{app}.{text}") };
    full.parse().map_err(|_| Reader::new(text).fault("a model"))
}

fn target(text: &str, owner: &Owner<'_>) -> Result<ModelName, Fault> {
    if text == "self" { Ok(owner.name.clone()) } else { model_name(text, &owner.name.app) }
}

fn counting() -> Field {
    let flags = Flags { default: Some(Default::Identity), ..Flags::default() };
    plain("id".to_owned(), SqlType::BigInt, flags)
}

fn plain(name: String, sql_type: SqlType, flags: Flags) -> Field {
    let column = flags.column.unwrap_or_else(|| name.clone());
    let plain = Plain {
        column,
        sql_type,
        nullable: flags.nullable,
        default: flags.default,
        unique: flags.unique,
        index: flags.index,
    };
    Field { name, kind: Kind::Plain(plain), comment: flags.comment }
}

fn foreign_key(name: String, to: ModelName, unique: bool, flags: Flags) -> Field {
    let key = ForeignKey {
        column: flags.column.unwrap_or_else(|| key_column_name(&name)),
        to,
        on_delete: flags.on_delete.unwrap_or(OnDelete::Cascade),
        nullable: flags.nullable,
        default: flags.default,
        unique: unique || flags.unique,
        index: !flags.no_index,
        constraint: !flags.no_constraint,
        deferrable: flags.deferrable,
    };
    Field { name, kind: Kind::ForeignKey(key), comment: flags.comment }
}

/// `(Tag)`, `(Tag through Link)`, `(Tag) table=t`.
fn pairs(name: String, reader: &mut Reader<'_>, owner: &Owner<'_>) -> Result<Field, Fault> {
    let inside = reader.parenthesized()?;
    let (to, by) = match inside.split_once(" through ") {
        Some((to, through)) => (target(to, owner)?, PairsBy::Through(model_name(through, &owner.name.app)?)),
        None => {
            let to = target(inside, owner)?;
            let table = match reader.eat("table=") {
                true => reader.word()?.to_owned(),
                false => pairs_table_name(owner.table, &name),
            };
            let (own, other) = pairs_column_names(&owner.name.name, &to.name);
            (to, PairsBy::Table { table, from: own, to: other })
        }
    };
    Ok(Field { name, kind: Kind::ManyToMany(Pairs { to, by }), comment: None })
}

/// A type as PostgreSQL spells it in one word; another word is an enum.
fn sql_type(reader: &mut Reader<'_>) -> Result<SqlType, Fault> {
    let word = reader.word()?;
    let size = if reader.eat("(") {
        let mut size = String::from("(");
        while !reader.eat(")") {
            size.push_str(if reader.eat(",") { "," } else { reader.word()? });
        }
        size + ")"
    } else {
        String::new()
    };
    let array = if reader.eat("[]") { "[]" } else { "" };
    let spelled = format!("{word}{size}{array}");
    let named = || format!("\"{word}\"{array}").parse();
    spelled.parse().or_else(|_| named()).map_err(|_| reader.fault("a type before this"))
}

fn flags(reader: &mut Reader<'_>) -> Result<Flags, Fault> {
    let mut flags = Flags { nullable: reader.eat("?"), ..Flags::default() };
    loop {
        if reader.eat_word("pk") {
            flags.key = true;
        } else if reader.eat_word("identity") {
            flags.default = Some(Default::Identity);
        } else if reader.eat_word("unique") {
            flags.unique = true;
        } else if reader.eat_word("index") {
            flags.index = true;
        } else if reader.eat_word("no_index") {
            flags.no_index = true;
        } else if reader.eat_word("no_constraint") {
            flags.no_constraint = true;
        } else if reader.eat_word("deferrable") {
            flags.deferrable = true;
        } else if reader.eat("column=") {
            flags.column = Some(reader.word()?.to_owned());
        } else if reader.eat("default=") {
            flags.default = Some(Default::of_sql(reader.sql()?));
        } else if reader.eat("generated=") {
            flags.default = Some(Default::Generated(reader.parenthesized()?.to_owned()));
        } else if reader.eat("comment=") {
            flags.comment = Some(reader.text()?);
        } else if reader.eat("on_delete=") {
            flags.on_delete = Some(on_delete(reader)?);
        } else {
            return Ok(flags);
        }
    }
}

fn on_delete(reader: &mut Reader<'_>) -> Result<OnDelete, Fault> {
    Ok(match reader.word()? {
        "cascade" => OnDelete::Cascade,
        "set_null" => OnDelete::SetNull,
        "set_default" => OnDelete::SetDefault,
        "restrict" => OnDelete::Restrict,
        "no_action" => OnDelete::NoAction,
        _ => return Err(reader.fault("an action before this")),
    })
}
