//! States and operations in few words.

use querent_migrate::querent_schema::state::{
    Field, ForeignKey, Kind, Model, ModelName, Pairs, PairsBy, Plain,
};
use querent_migrate::querent_schema::{Default, Enum, OnDelete, Operation, State, key_column_name};

/// A state of models of `shop`, by their names.
pub(crate) fn state(models: impl IntoIterator<Item = (&'static str, Model)>) -> State {
    let models = models.into_iter().map(|(name, model)| (ModelName::new("shop", name), model));
    State { models: models.collect(), ..State::default() }
}

/// The same with an enum.
pub(crate) fn with_enum(mut state: State, name: &str, labels: &[&str]) -> State {
    state.enums.insert(name.to_owned(), Enum::new(name, labels.iter().copied()));
    state
}

/// A model with a counting `id`.
pub(crate) fn model(table: &str, fields: impl IntoIterator<Item = Field>) -> Model {
    let mut model = keyed(table, "id", [plain("id", "bigint", |id| id.default = Some(Default::Identity))]);
    model.fields.extend(fields);
    model
}

/// A model with a primary key of its own.
pub(crate) fn keyed(table: &str, key: &str, fields: impl IntoIterator<Item = Field>) -> Model {
    let mut model = Model::new(table);
    model.fields.extend(fields);
    model.primary_key = vec![key.to_owned()];
    model
}

/// A field with values of its own.
pub(crate) fn plain(name: &str, sql_type: &str, change: impl FnOnce(&mut Plain)) -> Field {
    let mut plain = Plain {
        column: name.to_owned(),
        sql_type: sql_type.parse().unwrap(),
        nullable: false,
        default: None,
        unique: false,
        index: false,
    };
    change(&mut plain);
    Field { name: name.to_owned(), kind: Kind::Plain(plain), comment: None }
}

/// A field as it comes.
pub(crate) fn simple(name: &str, sql_type: &str) -> Field {
    plain(name, sql_type, |_| {})
}

pub(crate) fn expression(sql: &str) -> Option<Default> {
    Some(Default::Expression(sql.to_owned()))
}

/// A foreign key.
pub(crate) fn key(name: &str, to: &str, change: impl FnOnce(&mut ForeignKey)) -> Field {
    let mut key = ForeignKey {
        column: key_column_name(name),
        to: ModelName::new("shop", to),
        on_delete: OnDelete::Cascade,
        nullable: false,
        default: None,
        unique: false,
        index: true,
        constraint: true,
        deferrable: false,
    };
    change(&mut key);
    Field { name: name.to_owned(), kind: Kind::ForeignKey(key), comment: None }
}

/// A many-to-many relation.
pub(crate) fn pairs(name: &str, to: &str, (table, from, to_column): (&str, &str, &str)) -> Field {
    let by = PairsBy::Table { table: table.to_owned(), from: from.to_owned(), to: to_column.to_owned() };
    let kind = Kind::ManyToMany(Pairs { to: ModelName::new("shop", to), by });
    Field { name: name.to_owned(), kind, comment: None }
}

pub(crate) fn add(model: &str, field: Field, one_off: Option<&str>) -> Operation {
    Operation::AddField { model: model.to_owned(), field, one_off: one_off.map(str::to_owned) }
}

pub(crate) fn remove(model: &str, field: &str) -> Operation {
    Operation::RemoveField { model: model.to_owned(), field: field.to_owned() }
}

pub(crate) fn alter(model: &str, was: Field, field: Field) -> Operation {
    Operation::AlterField { model: model.to_owned(), was, field, one_off: None, using: None }
}

pub(crate) fn alter_using(model: &str, was: Field, field: Field, using: &str) -> Operation {
    let using = Some(using.to_owned());
    Operation::AlterField { model: model.to_owned(), was, field, one_off: None, using }
}

pub(crate) fn alter_once(model: &str, was: Field, field: Field, one_off: &str) -> Operation {
    let one_off = Some(one_off.to_owned());
    Operation::AlterField { model: model.to_owned(), was, field, one_off, using: None }
}

pub(crate) fn rename_model(from: &str, to: &str) -> Operation {
    Operation::RenameModel { from: from.to_owned(), to: to.to_owned() }
}

pub(crate) fn rename_field(model: &str, from: &str, to: &str) -> Operation {
    let model = model.to_owned();
    Operation::RenameField { model, from: from.to_owned(), to: to.to_owned(), column: None }
}
