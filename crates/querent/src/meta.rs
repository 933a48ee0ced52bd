//! Models as data: tables, columns and relations, all of them constants.

mod options;

use std::borrow::Cow;

pub use options::{ElementMeta, ExcludeMeta, FieldOptions, IndexMeta, ModelOptions, UniqueMeta};
pub use querent_schema::OnDelete;
use tokio_postgres::types::Type;

use crate::types::Enumeration;

/// A model: its table, its columns in the order of the struct, and its relations.
#[derive(Debug)]
pub struct ModelMeta {
    /// The struct's name, for messages.
    pub name: &'static str,
    /// The path of the module that the struct is in.
    pub module: &'static str,
    /// The table's name.
    pub table: &'static str,
    /// Whether migrations create, change and drop the table. Otherwise it is somebody else's.
    pub managed: bool,
    /// The columns, in the order of the struct's fields; rows are decoded in this order.
    pub columns: &'static [ColumnMeta],
    /// The index of the primary key in `columns`; of its first column, where it has several.
    pub key: usize,
    /// The indices of the primary key's columns, in the order of the key.
    pub keys: &'static [usize],
    /// The relations, in the order of the struct's fields.
    pub relations: &'static [RelationMeta],
    /// The CHECK constraints.
    pub checks: &'static [CheckMeta],
    /// What only migrations ask for.
    pub options: ModelOptions,
}

impl ModelMeta {
    /// The primary key's column; its first one, where it has several.
    ///
    /// Like each of them it is never NULL, so that it tells whether there is a row.
    pub const fn key_column(&'static self) -> &'static ColumnMeta {
        &self.columns[self.key]
    }

    /// The primary key's columns, in the order of the key.
    pub fn key_columns(&'static self) -> impl Iterator<Item = &'static ColumnMeta> + Clone {
        self.keys.iter().map(|key| &self.columns[*key])
    }

    /// The index of the column that counts how often a row was saved, if there is one.
    pub(crate) fn version(&'static self) -> Option<usize> {
        self.columns.iter().position(|column| matches!(column.default, DefaultMeta::Version))
    }

    /// The indices of the columns that come back from every save of a row.
    pub(crate) fn computed(&'static self) -> impl Iterator<Item = usize> + Clone {
        (0..self.columns.len()).filter(|column| self.columns[*column].default.is_computed())
    }

    /// Whether a column is the whole primary key.
    pub(crate) fn is_key(&'static self, column: &ColumnMeta) -> bool {
        self.keys.len() == 1 && column.name == self.key_column().name
    }

    /// The relation that a column is the key of, where it is that of another row.
    pub(crate) fn relation_by(&'static self, column: &ColumnMeta) -> Option<&'static RelationMeta> {
        let has = |relation: &&RelationMeta| relation.column().is_some_and(|own| std::ptr::eq(own, column));
        self.relations.iter().find(has)
    }

    /// The columns that every row has: those that are not deferred.
    pub(crate) fn always(&self) -> impl Iterator<Item = &'static ColumnMeta> {
        self.columns.iter().filter(|column| !column.deferred)
    }

    /// What closures call its handles, in messages: `p` for `Product`.
    pub fn handle(&self) -> char {
        self.name.chars().next().unwrap_or('r').to_ascii_lowercase()
    }
}

/// Two descriptions are of one model when they are of one table: a table may have several structs.
impl PartialEq for ModelMeta {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self.table == other.table
    }
}

/// A CHECK constraint of a model's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckMeta {
    /// The constraint's name.
    pub name: &'static str,
    /// What must not be false, in SQL.
    pub condition: &'static str,
}

/// A column of a model's table.
#[derive(Debug)]
pub struct ColumnMeta {
    /// The field's name in the struct.
    pub field: &'static str,
    /// The column's name in the table.
    pub name: &'static str,
    /// The type that values are sent as.
    pub ty: Type,
    /// The type that lists of values are sent as.
    pub array: Type,
    /// The type in DDL, before length and precision; of an array, its elements' type.
    pub sql: &'static str,
    /// Whether it is an array.
    pub is_array: bool,
    /// The enum of the database that its values are of.
    pub enumeration: Option<Enumeration>,
    /// The length of a `varchar`.
    pub max_length: Option<u32>,
    /// The digits and decimal places of a `numeric`.
    pub precision: Option<(u16, u16)>,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// Whether values are unique in the table.
    pub unique: bool,
    /// Whether it has an index of its own.
    pub index: bool,
    /// Whether rows are selected without it unless it is asked for.
    pub deferred: bool,
    /// What the database writes when a row is created without a value.
    pub default: DefaultMeta,
}

impl ColumnMeta {
    /// Whether it is an array of `varchar`, whose values are sent as a `text[]`. PostgreSQL widens no arrays.
    pub(crate) fn is_varchar_array(&self) -> bool {
        self.is_array && self.max_length.is_some() && self.ty == Type::TEXT_ARRAY
    }
}

/// What the database writes when a row is created without a value.
#[derive(Clone, Copy, Debug)]
pub enum DefaultMeta {
    /// Nothing: the value is required, or NULL.
    None,
    /// The next number of the column's sequence.
    Identity,
    /// A literal or an expression, in SQL.
    Sql(&'static str),
    /// A choice, as a literal of SQL.
    Choice(fn() -> String),
    /// The database's clock when the row is created.
    AutoNowAdd(&'static str),
    /// The database's clock whenever the row is saved.
    AutoNow(&'static str),
    /// An expression of the row's other columns, in SQL, which the database stores and nobody else writes.
    Generated(&'static str),
    /// 1, and one more whenever the row is saved: what tells whether somebody else has saved it.
    Version,
}

impl DefaultMeta {
    /// Whether the database alone writes the column, with every save of the row.
    pub const fn is_computed(&self) -> bool {
        match self {
            DefaultMeta::AutoNow(_) | DefaultMeta::Generated(_) | DefaultMeta::Version => true,
            DefaultMeta::None
            | DefaultMeta::Identity
            | DefaultMeta::Sql(_)
            | DefaultMeta::Choice(_)
            | DefaultMeta::AutoNowAdd(_) => false,
        }
    }
}

/// A relation of a model.
#[derive(Debug)]
pub struct RelationMeta {
    /// The field's name in the struct.
    pub name: &'static str,
    /// Its place among the model's relations.
    pub index: usize,
    /// The model it belongs to.
    pub model: fn() -> &'static ModelMeta,
    /// The model it leads to.
    pub target: fn() -> &'static ModelMeta,
    /// How the two tables are linked.
    pub link: Link,
}

/// How two tables are linked.
#[derive(Debug)]
pub enum Link {
    /// A foreign key or one-to-one of this model.
    Forward {
        /// The index of the key's column in the model.
        column: usize,
        /// Whether each target is referred to at most once.
        unique: bool,
        /// What the database does when the target is deleted.
        on_delete: OnDelete,
    },
    /// The other side of a foreign key or one-to-one.
    Reverse {
        /// The foreign key, a relation of the target.
        by: fn() -> &'static RelationMeta,
    },
    /// Many to many, through a table of pairs.
    Through {
        /// The table of pairs.
        join: fn() -> JoinTable,
        /// Whether this side says which table that is; the other one says `by`.
        owner: bool,
    },
}

/// The table of pairs of a many-to-many relation, seen from one side.
#[derive(Clone, Copy, Debug)]
pub struct JoinTable {
    /// The table's name.
    pub table: &'static str,
    /// The column that holds this side's key.
    pub from: &'static str,
    /// The column that holds the other side's key.
    pub to: &'static str,
    /// Whether each pair has a mirror, so that both directions are seen from one side.
    pub symmetrical: bool,
    /// The model that the table is of, where it is one: its rows have fields of their own.
    pub through: Option<&'static ModelMeta>,
}

impl JoinTable {
    /// The same table, seen from the other side.
    pub const fn reversed(self) -> JoinTable {
        JoinTable { from: self.to, to: self.from, ..self }
    }

    /// Whether a pair can lead to no row: its key can be NULL, or the database does not check it.
    pub(crate) fn may_miss(&self) -> bool {
        let unchecked = |model: &ModelMeta, key: &ColumnMeta| {
            model.options.fields.iter().any(|options| options.field == key.field && !options.constraint)
        };
        self.through.is_some_and(|model| {
            let mut keys = model.columns.iter().filter(|column| column.name == self.to);
            keys.any(|key| key.nullable || unchecked(model, key))
        })
    }
}

impl RelationMeta {
    /// The column that holds its key, if that is one of its own model.
    pub(crate) fn column(&self) -> Option<&'static ColumnMeta> {
        match self.link {
            Link::Forward { column, .. } => Some(&(self.model)().columns[column]),
            Link::Reverse { .. } | Link::Through { .. } => None,
        }
    }

    /// Whether it can lead to several rows.
    pub fn is_many(&self) -> bool {
        match self.link {
            Link::Forward { .. } => false,
            Link::Reverse { by } => !matches!(by().link, Link::Forward { unique: true, .. }),
            Link::Through { .. } => true,
        }
    }

    /// Whether it can lead to no row.
    pub fn is_nullable(&self) -> bool {
        match self.link {
            Link::Forward { column, .. } => (self.model)().columns[column].nullable,
            Link::Reverse { .. } | Link::Through { .. } => true,
        }
    }

    /// `Product.category`, for messages.
    pub fn path(&self) -> String {
        format!("{}.{}", (self.model)().name, self.name)
    }
}

/// A step of a path from a query's model to a related one, a constant of the path's type.
#[derive(Debug)]
pub struct Hop {
    /// The steps before this one; `None` at the query's model.
    pub before: Trail,
    /// The relation that is followed.
    pub relation: &'static RelationMeta,
    /// For a filtered relation, its place among those of the query.
    pub filtered: Option<u16>,
}

/// The steps of a path; `None` for the query's own model.
pub type Trail = Option<&'static Hop>;

/// The steps of a path, the last one first.
pub(crate) fn hops(trail: Trail) -> impl Iterator<Item = &'static Hop> {
    std::iter::successors(trail, |hop| hop.before)
}

/// The model at the end of a path from `model`.
pub(crate) fn at_the_end(trail: Trail, model: &'static ModelMeta) -> &'static ModelMeta {
    trail.map_or(model, |hop| (hop.relation.target)())
}

/// Whether a path can lead to no row.
pub(crate) fn may_miss(trail: Trail) -> bool {
    hops(trail).any(|hop| hop.filtered.is_some() || hop.relation.is_nullable())
}

/// Whether a path passes many rows.
pub(crate) fn leads_to_many(trail: Trail) -> bool {
    hops(trail).any(|hop| hop.relation.is_many())
}

/// Whether two paths take the same steps.
pub(crate) fn same_path(one: Trail, other: Trail) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            let same_step = one.relation.index == other.relation.index
                && one.filtered == other.filtered
                && (one.relation.model)() == (other.relation.model)();
            same_step && same_path(one.before, other.before)
        }
        _ => false,
    }
}

/// A field's name as code spells it: `r#type` for a field `type`.
pub(crate) fn rust_name(field: &str) -> Cow<'_, str> {
    match KEYWORDS.contains(&field) {
        true => Cow::Owned(format!("r#{field}")),
        false => Cow::Borrowed(field),
    }
}

/// The keywords of Rust that can be names all the same, in every edition
/// (<https://doc.rust-lang.org/reference/keywords.html>).
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
