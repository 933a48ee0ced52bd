//! The tables of models.

use crate::column::Column;
use crate::error::{Error, Kind as ErrorKind};
use crate::names::{foreign_key_name, index_name};
use crate::schema::Schema;
use crate::sql_type::SqlType;
use crate::state::{self, Element, Field, ForeignKey, Kind, Model, ModelName, PairsBy, State};
use crate::table::{self, Exclude, Index, IndexElement, OnDelete, Table};

impl State {
    /// The tables that the models stand for: those of models that are managed, and of their pairs; the enums, unless they are
    /// [somebody else's](State::is_foreign_enum).
    ///
    /// Tables come by the names of their models, each with its tables of pairs after it.
    ///
    /// # Errors
    ///
    /// [`Kind::Replay`](crate::Kind::Replay) if a model speaks of something that is not there; a state that was only changed
    /// by [`apply`](State::apply) is whole.
    pub fn schema(&self) -> Result<Schema, Error> {
        let mut schema = Schema {
            extensions: self.extensions.iter().cloned().collect(),
            enums: self.enums.values().filter(|own| !self.is_foreign_enum(&own.name)).cloned().collect(),
            ..Schema::default()
        };
        for (name, model) in &self.models {
            if !model.managed {
                schema.external.push(model.table.clone());
                continue;
            }
            schema.tables.push(self.table(name, model)?);
            for field in &model.fields {
                if let Kind::ManyToMany(pairs) = &field.kind
                    && let PairsBy::Table { table, from, to } = &pairs.by
                {
                    schema.tables.push(self.pairs(table, (from, name), (to, &pairs.to))?);
                }
            }
        }
        Ok(schema)
    }

    fn table(&self, name: &ModelName, model: &Model) -> Result<Table, Error> {
        let key = columns(name, model, &model.primary_key)?;
        let mut table = Table::new(&model.table).primary_key(key);
        table.comment.clone_from(&model.comment);
        for field in &model.fields {
            table = self.add(table, (name, model), field)?;
        }
        for unique in &model.unique {
            add_unique(
                &mut table,
                unique,
                columns(name, model, &unique.fields)?,
                columns(name, model, &unique.include)?,
            );
        }
        for check in &model.checks {
            table = table.check(&check.name, &check.condition);
        }
        table.excludes.extend(model.excludes.iter().map(exclude));
        for index in &model.indexes {
            table.indexes.push(self::index(name, model, index)?);
        }
        for key in model.fields.iter().filter_map(unchecked_key) {
            // The index that a constraint would bring, by the same rule.
            let column = std::slice::from_ref(&key.column);
            if !table.serves(column) {
                table.indexes.push(Index::of(index_name(&table.name, column), column.to_vec()));
            }
        }
        Ok(table)
    }

    fn add(&self, table: Table, (name, model): (&ModelName, &Model), field: &Field) -> Result<Table, Error> {
        let is_key = model.primary_key == [field.name.as_str()];
        match &field.kind {
            Kind::ManyToMany(_) => Ok(table),
            Kind::Plain(plain) => {
                let mut column = Column::new(&plain.column, plain.sql_type.clone());
                column.nullable = plain.nullable;
                column.default.clone_from(&plain.default);
                column.comment.clone_from(&field.comment);
                let mut table = table.column(column);
                if plain.unique && !is_key {
                    table = table.unique([&plain.column]);
                }
                if plain.index {
                    table = table.index([&plain.column]);
                }
                Ok(table)
            }
            Kind::ForeignKey(key) => {
                let target = self.target(name, &key.to)?;
                let mut column = Column::new(&key.column, self.key_type(&key.to)?);
                column.nullable = key.nullable;
                column.default.clone_from(&key.default);
                column.comment.clone_from(&field.comment);
                let mut table = table.column(column);
                if key.unique && !is_key {
                    table = table.unique([&key.column]);
                }
                if key.constraint {
                    table.foreign_keys.push(table::ForeignKey {
                        name: foreign_key_name(&table.name, &[&key.column]),
                        columns: vec![key.column.clone()],
                        to_table: target.table.clone(),
                        to_columns: columns(&key.to, target, &target.primary_key)?,
                        on_delete: key.on_delete,
                        deferrable: key.deferrable,
                        indexed: key.index,
                    });
                }
                Ok(table)
            }
        }
    }

    /// A table of pairs: two keys, each pair of them once; pairs go with either of their rows.
    fn pairs(
        &self,
        table: &str,
        (from, owner): (&str, &ModelName),
        (to, target): (&str, &ModelName),
    ) -> Result<Table, Error> {
        let mut pairs = Table::new(table).primary_key([from, to]);
        for (column, model) in [(from, owner), (to, target)] {
            let definition = self.target(owner, model)?;
            let key = columns(model, definition, &definition.primary_key)?;
            pairs = pairs.column(Column::new(column, self.key_type(model)?)).foreign_key(
                [column],
                &definition.table,
                key,
                OnDelete::Cascade,
            );
        }
        Ok(pairs)
    }

    fn target(&self, from: &ModelName, to: &ModelName) -> Result<&Model, Error> {
        self.models.get(to).ok_or_else(|| broken(format!("`{from}` refers to `{to}`, which is no model")))
    }

    /// The type of a field's column: that of a key is the type of what it refers to.
    pub fn column_type(&self, field: &Field) -> Option<SqlType> {
        let mut kind = &field.kind;
        // What a key refers to may be a key, and so on; a circle ends at some point.
        for _ in 0..=self.models.len() {
            match kind {
                Kind::Plain(plain) => return Some(plain.sql_type.clone()),
                Kind::ManyToMany(_) => return None,
                Kind::ForeignKey(key) => kind = &self.models.get(&key.to)?.only_key()?.kind,
            }
        }
        None
    }

    /// Whether an enum is somebody else's: fields are of it, and no column in a table of a model that is managed.
    pub fn is_foreign_enum(&self, name: &str) -> bool {
        let is_of = |sql_type: Option<SqlType>| sql_type.is_some_and(|own| own.as_enum() == Some(name));
        let is_in = |field: &Field| match &field.kind {
            Kind::Plain(_) | Kind::ForeignKey(_) => is_of(self.column_type(field)),
            Kind::ManyToMany(pairs) => is_of(self.key_type(&pairs.to).ok()),
        };
        let (ours, others): (Vec<&Model>, Vec<&Model>) =
            self.models.values().partition(|model| model.managed);
        let is_used = |models: &[&Model]| models.iter().flat_map(|model| &model.fields).any(is_in);
        is_used(&others) && !is_used(&ours)
    }

    /// The type of a model's key.
    fn key_type(&self, name: &ModelName) -> Result<SqlType, Error> {
        let key = self.target(name, name)?.only_key();
        key.and_then(|key| self.column_type(key)).ok_or_else(|| {
            broken(format!("`{name}` has no primary key of one column that a field could refer to"))
        })
    }
}

impl Model {
    /// The field of a primary key that has one.
    fn only_key(&self) -> Option<&Field> {
        match self.primary_key.as_slice() {
            [key] => self.field(key),
            _ => None,
        }
    }
}

/// The columns of fields.
fn columns(name: &ModelName, model: &Model, fields: &[String]) -> Result<Vec<String>, Error> {
    let column = |field: &String| match model.column(field) {
        Some(column) => Ok(column.to_owned()),
        None => Err(broken(format!("`{name}` has no field `{field}` with a column"))),
    };
    fields.iter().map(column).collect()
}

/// A unique constraint; with a condition it can only be an index.
fn add_unique(table: &mut Table, unique: &state::Unique, columns: Vec<String>, include: Vec<String>) {
    let nulls_not_distinct = unique.nulls_not_distinct;
    match &unique.condition {
        None => table.unique.push(table::Unique {
            name: unique.name.clone(),
            columns,
            include,
            nulls_not_distinct,
            deferrable: unique.deferrable,
        }),
        Some(condition) => table.indexes.push(Index {
            unique: true,
            include,
            nulls_not_distinct,
            condition: Some(condition.clone()),
            ..Index::of(&unique.name, columns)
        }),
    }
}

fn exclude(exclude: &state::Exclude) -> Exclude {
    Exclude {
        name: exclude.name.clone(),
        method: exclude.method.clone(),
        elements: exclude.elements.clone(),
        condition: exclude.condition.clone(),
        deferrable: exclude.deferrable,
    }
}

fn index(name: &ModelName, model: &Model, index: &state::Index) -> Result<Index, Error> {
    let element = |element: &Element| match element {
        Element::Sql(sql) => Ok(IndexElement::Sql(sql.clone())),
        Element::Field { name: field, descending } => {
            let column = columns(name, model, std::slice::from_ref(field))?.remove(0);
            Ok(IndexElement::Column { name: column, descending: *descending })
        }
    };
    Ok(Index {
        name: index.name.clone(),
        unique: false,
        elements: index.elements.iter().map(element).collect::<Result<_, Error>>()?,
        method: index.method.clone(),
        include: columns(name, model, &index.include)?,
        nulls_not_distinct: false,
        condition: index.condition.clone(),
    })
}

/// The key of a field that has an index and no constraint.
fn unchecked_key(field: &Field) -> Option<&ForeignKey> {
    match &field.kind {
        Kind::ForeignKey(key) if key.index && !key.constraint => Some(key),
        _ => None,
    }
}

fn broken(message: String) -> Error {
    Error::new(ErrorKind::Replay, message)
}
