//! Models are written as `shop.T { a: text null, p: ->shop.P, tags: <->shop.Tag }`; `id` is there by itself.

use querent_schema::state::{Field, ForeignKey, Kind, Model, ModelName, Pairs, PairsBy, Plain};
use querent_schema::{Default, Enum, OnDelete, Operation, SqlType, State};
use querent_schema::{key_column_name, pairs_column_names, pairs_table_name, table_name};

use crate::detect::{Answer, Detected, Draft, Question, detect};
use crate::target::{Hints, Target};

pub(super) fn plain(column: &str, sql_type: SqlType, words: &str) -> Plain {
    let is = |word: &str| words.split_whitespace().any(|own| own == word);
    let default = words.split_once("default=").map(|(_, sql)| match sql.starts_with('\'') {
        true => Default::Literal(sql.to_owned()),
        false => Default::Expression(sql.to_owned()),
    });
    Plain {
        column: column.to_owned(),
        sql_type,
        nullable: is("null"),
        default,
        unique: is("unique"),
        index: is("index"),
    }
}

pub(super) fn field(model: &ModelName, table: &str, text: &str) -> Field {
    let (name, rest) = text.split_once(": ").unwrap();
    let (what, words) = rest.split_once(' ').unwrap_or((rest, ""));
    let kind = match (what.strip_prefix("->"), what.strip_prefix("<->")) {
        (_, Some(to)) => {
            let to: ModelName = to.parse().unwrap();
            let (from, other) = pairs_column_names(&model.name, &to.name);
            let by = match words.strip_prefix("through ") {
                Some(through) => PairsBy::Through(through.parse().unwrap()),
                None => PairsBy::Table { table: pairs_table_name(table, name), from, to: other },
            };
            Kind::ManyToMany(Pairs { to, by })
        }
        (Some(to), _) => Kind::ForeignKey(ForeignKey {
            column: words
                .split_once("column=")
                .map_or_else(|| key_column_name(name), |(_, own)| own.to_owned()),
            to: to.parse().unwrap(),
            on_delete: OnDelete::Cascade,
            nullable: words.contains("null"),
            default: None,
            unique: words.contains("one"),
            index: true,
            constraint: true,
            deferrable: false,
        }),
        _ => {
            let sql_type = what.parse().unwrap_or_else(|_| SqlType::Enum(what.to_owned()));
            Kind::Plain(plain(name, sql_type, words))
        }
    };
    Field { name: name.to_owned(), kind, comment: None }
}

pub(super) fn state(models: &[&str]) -> State {
    let mut state = State::default();
    for text in models {
        let (name, rest) = text.split_once(" {").unwrap();
        let name: ModelName = name.parse().unwrap();
        let mut model = Model::new(table_name(&name.name));
        let id = Plain { default: Some(Default::Identity), ..plain("id", SqlType::BigInt, "") };
        model.fields.push(Field { name: "id".to_owned(), kind: Kind::Plain(id), comment: None });
        let table = model.table.clone();
        let fields = rest.trim_end_matches('}').split(',').map(str::trim).filter(|text| !text.is_empty());
        model.fields.extend(fields.map(|text| field(&name, &table, text)));
        model.primary_key = vec!["id".to_owned()];
        state.models.insert(name, model);
    }
    state
}

pub(super) fn target(state: State) -> Target {
    Target { state, hints: Hints::default() }
}

/// An operation in a few words.
pub(super) fn short(operation: &Operation) -> String {
    match operation {
        Operation::CreateModel { model, definition } => {
            let fields: Vec<_> = definition.fields.iter().skip(1).map(|field| field.name.as_str()).collect();
            format!("create {model}({})", fields.join(" "))
        }
        Operation::DeleteModel { model } => format!("delete {model}"),
        Operation::RenameModel { from, to } => format!("rename {from}:{to}"),
        Operation::AlterTable { model, table } => format!("table {model} {table}"),
        Operation::AddField { model, field, one_off: None } => format!("add {model}.{}", field.name),
        Operation::AddField { model, field, one_off: Some(sql) } => {
            format!("add {model}.{} once {sql}", field.name)
        }
        Operation::RemoveField { model, field } => format!("remove {model}.{field}"),
        Operation::AlterField { model, field, one_off, using, .. } => {
            let more = one_off.iter().chain(using).map(|sql| format!(" {sql}")).collect::<String>();
            format!("alter {model}.{}{more}", field.name)
        }
        Operation::RenameField { model, from, to, column } => {
            let column = column.as_ref().map(|column| format!(" column {column}")).unwrap_or_default();
            format!("rename {model}.{from}:{to}{column}")
        }
        Operation::AddConstraint { constraint, .. } => format!("add {}", constraint.name()),
        Operation::RemoveConstraint { constraint, .. } => format!("remove {constraint}"),
        Operation::AddEnumValue { name, value, before } => {
            format!("value {name}.{value} before {}", before.as_deref().unwrap_or("nothing"))
        }
        Operation::RenameConstraint { from, to, .. } | Operation::RenameIndex { from, to, .. } => {
            format!("rename {from}:{to}")
        }
        other => other.name().to_owned(),
    }
}

/// What leads from one to the other, an element for each migration.
pub(super) fn changes(before: &State, now: State, answers: &[Answer]) -> Vec<String> {
    let target = target(now);
    match detect(before, &target, answers).unwrap() {
        Detected::Undecided(questions) => panic!("{questions:?}"),
        Detected::Changes(changes) => {
            let text = |draft: &Draft| draft.operations.iter().map(short).collect::<Vec<_>>().join(", ");
            changes.drafts.iter().map(|draft| format!("{}: {}", draft.app, text(draft))).collect()
        }
    }
}

pub(super) fn between(before: &[&str], now: &[&str], flags: &[&str]) -> Vec<String> {
    changes(&state(before), state(now), &answers(flags))
}

pub(super) fn answers(flags: &[&str]) -> Vec<Answer> {
    let read = |flag: &&str| {
        let (name, value) = flag.split_once(' ').unwrap();
        match name {
            "rename" => Answer::rename(value),
            "rename-model" => Answer::rename_model(value),
            "keep" => Answer::keep(value),
            "drop" => Answer::drop(value),
            "lossy" => Answer::lossy(value),
            "one-off" => Answer::one_off(value),
            "using" => Answer::using(value),
            "rename-value" => Answer::rename_value(value),
            _ => Answer::drop_value(value),
        }
    };
    flags.iter().map(|flag| read(flag).unwrap()).collect()
}

/// The flags that would answer what is asked.
pub(super) fn asked(before: &State, now: State, flags: &[&str]) -> Vec<String> {
    match detect(before, &target(now), &answers(flags)).unwrap() {
        Detected::Changes(changes) => panic!("{changes:?}"),
        Detected::Undecided(questions) => {
            questions.iter().flat_map(Question::answers).map(|answer| answer.to_string()).collect()
        }
    }
}

pub(super) fn asks(before: &[&str], now: &[&str], flags: &[&str]) -> Vec<String> {
    asked(&state(before), state(now), flags)
}

pub(super) fn moods(labels: &[&str], default: Option<&str>) -> State {
    let default = default.map(|label| format!(" default='{label}'")).unwrap_or_default();
    let mut state = state(&[&format!("shop.T {{ m: mood{default} }}")]);
    state.enums.insert("mood".to_owned(), Enum::new("mood", labels.iter().copied()));
    state
}
