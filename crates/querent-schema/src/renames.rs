//! What an operation renames in the database.

use crate::operation::Operation;
use crate::state::{Field, Kind, Model, ModelName, Pairs, PairsBy, State};

/// The tables, columns and enums that are called otherwise after an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// The tables.
    pub tables: Vec<Rename>,
    /// The columns.
    pub columns: Vec<ColumnRename>,
    /// The enums.
    pub enums: Vec<Rename>,
}

/// A name before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The name before.
    pub from: String,
    /// The name afterwards.
    pub to: String,
}

/// A column's name before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRename {
    /// The name of its table before, and afterwards.
    pub table: Rename,
    /// The column's names.
    pub column: Rename,
}

impl Renames {
    /// What `operation`, applied to the models of `app`, renames on the way from one state to the other.
    ///
    /// A field that has another column keeps its values, whatever operation says so.
    pub fn between(before: &State, after: &State, app: &str, operation: &Operation) -> Self {
        let mut renames = Renames::default();
        if let Operation::RenameEnum { from, to } = operation {
            renames.enums.push(Rename { from: from.clone(), to: to.clone() });
        }
        for (name, model) in &before.models {
            let now = match operation {
                Operation::RenameModel { from, to } if name.app == app && name.name == *from => {
                    ModelName::new(app, to)
                }
                _ => name.clone(),
            };
            let Some(model_now) = after.models.get(&now) else { continue };
            renames.tables.extend(Rename::of(&model.table, &model_now.table));
            for field in &model.fields {
                let field_now = match operation {
                    Operation::RenameField { model, from, to, .. }
                        if name.app == app && name.name == *model && field.name == *from =>
                    {
                        to
                    }
                    _ => &field.name,
                };
                if let Some(field_now) = model_now.field(field_now) {
                    renames.add_field((model, field), (model_now, field_now));
                }
            }
        }
        renames
    }

    /// The same the other way.
    pub fn reversed(self) -> Self {
        let turned = |renames: Vec<Rename>| renames.into_iter().map(Rename::reversed).collect();
        let column = |rename: ColumnRename| ColumnRename {
            table: rename.table.reversed(),
            column: rename.column.reversed(),
        };
        Renames {
            tables: turned(self.tables),
            columns: self.columns.into_iter().map(column).collect(),
            enums: turned(self.enums),
        }
    }

    fn add_field(&mut self, (model, field): (&Model, &Field), (model_now, field_now): (&Model, &Field)) {
        if let (Some(column), Some(column_now)) = (field.column(), field_now.column()) {
            self.add_column((&model.table, column), (&model_now.table, column_now));
        }
        if let (Kind::ManyToMany(pairs), Kind::ManyToMany(pairs_now)) = (&field.kind, &field_now.kind)
            && let (Some(before), Some(now)) = (table_of(pairs), table_of(pairs_now))
        {
            self.tables.extend(Rename::of(before[0], now[0]));
            self.add_column((before[0], before[1]), (now[0], now[1]));
            self.add_column((before[0], before[2]), (now[0], now[2]));
        }
    }

    fn add_column(&mut self, (table, column): (&str, &str), (table_now, column_now): (&str, &str)) {
        let table = Rename { from: table.to_owned(), to: table_now.to_owned() };
        self.columns.extend(Rename::of(column, column_now).map(|column| ColumnRename { table, column }));
    }
}

impl Rename {
    fn of(from: &str, to: &str) -> Option<Rename> {
        (from != to).then(|| Rename { from: from.to_owned(), to: to.to_owned() })
    }

    fn reversed(self) -> Self {
        Rename { from: self.to, to: self.from }
    }
}

/// The table of pairs, and its columns.
fn table_of(pairs: &Pairs) -> Option<[&str; 3]> {
    match &pairs.by {
        PairsBy::Table { table, from, to } => Some([table, from, to]),
        PairsBy::Through(_) => None,
    }
}
