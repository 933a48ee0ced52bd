//! Fields by chance.

use querent_schema::state::{Field, ForeignKey, Kind, ModelName, Pairs, PairsBy, Plain};
use querent_schema::{Default, OnDelete, SqlType, key_column_name, pairs_column_names, pairs_table_name};

use crate::meaning::Dice;

/// Few, so that a name comes again.
const NAMES: [&str; 6] = ["a", "b", "c", "order", "first_name", "d"];

pub(super) fn name(dice: &mut Dice) -> String {
    (*dice.one_of(&NAMES)).to_owned()
}

/// A counting key.
pub(super) fn counting(sql_type: SqlType) -> Field {
    plain("id", Plain { default: Some(Default::Identity), ..column("id", sql_type) })
}

/// A field that tables with rows take.
pub(super) fn added(dice: &mut Dice, owner: &ModelName, table: &str, targets: &[ModelName]) -> Field {
    let name = name(dice);
    match (dice.below(6), targets) {
        (0, [_, ..]) => pairs(&name, owner, table, dice.one_of(targets)),
        (1 | 2, [_, ..]) => {
            let to = dice.one_of(targets);
            foreign_key(dice, &name, to)
        }
        _ => with_values(dice, &name),
    }
}

/// A field of the first values of its type, nullable or with a default.
fn with_values(dice: &mut Dice, name: &str) -> Field {
    let (sql_type, default) = match dice.below(7) {
        0 => (SqlType::Integer, Default::Expression("7".to_owned())),
        1 => (SqlType::BigInt, Default::Expression("1 + 1".to_owned())),
        2 => (SqlType::Text, Default::text("it's")),
        3 => (SqlType::Varchar(40), Default::text("")),
        4 => (SqlType::Uuid, Default::Expression("gen_random_uuid()".to_owned())),
        5 => (SqlType::TimestampTz, Default::Expression("now()".to_owned())),
        _ => (SqlType::Array(Box::new(SqlType::Integer)), Default::text("{}")),
    };
    // The same value for all rows is not unique.
    let each_its_own = sql_type == SqlType::Uuid;
    let nullable = dice.once_in(2);
    let with_default = !nullable || dice.once_in(3);
    let unique = (!with_default || each_its_own) && dice.once_in(3);
    let index = !unique && dice.once_in(4);
    let default = with_default.then_some(default);
    let comment = dice.once_in(5).then(|| "what it's for".to_owned());
    Field { comment, ..plain(name, Plain { nullable, default, unique, index, ..column(name, sql_type) }) }
}

fn foreign_key(dice: &mut Dice, name: &str, to: &ModelName) -> Field {
    let on_delete =
        *dice.one_of(&[OnDelete::Cascade, OnDelete::SetNull, OnDelete::Restrict, OnDelete::NoAction]);
    let key = ForeignKey {
        column: key_column_name(name),
        to: to.clone(),
        on_delete,
        nullable: true,
        default: None,
        unique: dice.once_in(4),
        index: !dice.once_in(4),
        constraint: !dice.once_in(5),
        deferrable: dice.once_in(4),
    };
    Field { name: name.to_owned(), kind: Kind::ForeignKey(key), comment: None }
}

fn pairs(name: &str, owner: &ModelName, table: &str, to: &ModelName) -> Field {
    let (from, other) = pairs_column_names(&owner.name, &to.name);
    let by = PairsBy::Table { table: pairs_table_name(table, name), from, to: other };
    Field { name: name.to_owned(), kind: Kind::ManyToMany(Pairs { to: to.clone(), by }), comment: None }
}

fn plain(name: &str, plain: Plain) -> Field {
    Field { name: name.to_owned(), kind: Kind::Plain(plain), comment: None }
}

fn column(name: &str, sql_type: SqlType) -> Plain {
    Plain { column: name.to_owned(), sql_type, nullable: false, default: None, unique: false, index: false }
}

/// A field that is a little otherwise, with what its NULLs become.
pub(super) fn altered(dice: &mut Dice, field: &Field) -> (Field, Option<String>) {
    let mut field = field.clone();
    let mut one_off = None;
    match &mut field.kind {
        Kind::Plain(plain) => one_off = alter_plain(dice, plain),
        Kind::ForeignKey(key) => match dice.below(5) {
            0 => {
                key.on_delete =
                    if key.on_delete == OnDelete::Cascade { OnDelete::Restrict } else { OnDelete::Cascade }
            }
            1 => key.index = !key.index,
            2 => key.constraint = !key.constraint,
            3 => key.deferrable = !key.deferrable,
            _ => key.unique = !key.unique,
        },
        Kind::ManyToMany(Pairs { by: PairsBy::Table { table, .. }, .. }) => table.push('s'),
        Kind::ManyToMany(_) => {}
    }
    (field, one_off)
}

fn alter_plain(dice: &mut Dice, plain: &mut Plain) -> Option<String> {
    match dice.below(5) {
        0 => plain.sql_type = wider(&plain.sql_type),
        1 if plain.default != Some(Default::Identity) => plain.index = !plain.index && !plain.unique,
        2 if plain.unique => plain.unique = false,
        3 if plain.default == Some(Default::Expression("7".to_owned())) => {
            plain.default = Some(Default::Expression("8".to_owned()));
        }
        4 if plain.sql_type == SqlType::Text && !plain.unique => {
            plain.nullable = !plain.nullable;
            return (!plain.nullable).then(|| "'none'".to_owned());
        }
        _ => plain.column.push('_'),
    }
    None
}

fn wider(sql_type: &SqlType) -> SqlType {
    match sql_type {
        SqlType::Integer => SqlType::BigInt,
        SqlType::Varchar(_) => SqlType::Text,
        other => other.clone(),
    }
}
