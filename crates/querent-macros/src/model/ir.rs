//! A model as plain data, between the user's tokens and the expansion.

use proc_macro2::{Ident, Span};
use syn::{ExprPath, Path, Type, Visibility};

use crate::names::Names;

/// A model without mistakes.
pub(super) struct Model {
    pub(super) ident: Ident,
    pub(super) visibility: Visibility,
    pub(super) table: String,
    /// Whether migrations create and change the table.
    pub(super) managed: bool,
    /// Whether it is a model as it was at one point of the migrations, and none of the application's.
    pub(super) historical: bool,
    pub(super) fields: Vec<Field>,
    pub(super) ordering: Vec<OrderingKey>,
    pub(super) checks: Vec<Check>,
    pub(super) options: ModelOptions,
    /// The indices of the key's columns among the fields, in the order of the key.
    pub(super) keys: Vec<usize>,
    pub(super) names: Names,
}

impl Model {
    /// The fields of the key.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Field> {
        self.keys.iter().map(|key| &self.fields[*key])
    }

    /// The indices of the key's columns among the columns.
    pub(super) fn key_columns(&self) -> impl Iterator<Item = usize> {
        self.keys().filter_map(|field| Some(field.column()?.index))
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = (&Field, &Column)> {
        self.fields.iter().filter_map(|field| Some((field, field.column()?)))
    }

    pub(super) fn relations(&self) -> impl Iterator<Item = (&Field, &Relation)> {
        self.fields.iter().filter_map(|field| Some((field, field.relation()?)))
    }

    /// The columns that a new row must have a value for.
    pub(super) fn required(&self) -> impl Iterator<Item = (&Field, &Column)> {
        self.columns().filter(|(_, column)| column.is_required())
    }
}

/// A field of the struct.
pub(super) struct Field {
    pub(super) ident: Ident,
    pub(super) visibility: Visibility,
    /// The type of the field, of what it holds if it is deferred.
    pub(super) ty: Type,
    pub(super) role: Role,
    pub(super) options: FieldOptions,
}

/// What a field stands for.
pub(super) enum Role {
    /// A column.
    Plain(Column),
    /// A relation whose key is a column of this table.
    Forward(Column, Relation),
    /// A relation whose key is elsewhere.
    Distant(Relation),
}

impl Role {
    pub(super) fn column(&self) -> Option<&Column> {
        match self {
            Role::Plain(column) | Role::Forward(column, _) => Some(column),
            Role::Distant(_) => None,
        }
    }
}

impl Field {
    pub(super) fn column(&self) -> Option<&Column> {
        self.role.column()
    }

    pub(super) fn relation(&self) -> Option<&Relation> {
        match &self.role {
            Role::Plain(_) => None,
            Role::Forward(_, relation) | Role::Distant(relation) => Some(relation),
        }
    }
}

/// A column of the table.
pub(super) struct Column {
    /// Its place among the model's columns.
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) nullable: bool,
    pub(super) max_length: Option<u32>,
    /// The digits, and how many of them are decimal places.
    pub(super) precision: Option<(u16, u16)>,
    pub(super) unique: bool,
    pub(super) indexed: bool,
    /// Whether it is left out of rows until it is asked for.
    pub(super) deferred: bool,
    pub(super) default: Default,
}

impl Column {
    pub(super) fn is_required(&self) -> bool {
        !self.nullable && matches!(self.default, Default::None)
    }

    /// Whether the database alone writes it.
    pub(super) fn is_automatic(&self) -> bool {
        match self.default {
            Default::AutoNow(_) | Default::Generated(_) | Default::Version => true,
            Default::None | Default::Identity | Default::Sql(_) | Default::Choice(_) => false,
        }
    }
}

/// What the database writes where no value is given.
pub(super) enum Default {
    None,
    Identity,
    /// A literal or expression, as SQL.
    Sql(String),
    /// A variant of choices.
    Choice(Box<ExprPath>),
    AutoNow(Clock),
    /// An expression of other columns, as SQL.
    Generated(String),
    /// 1, and one more with every save.
    Version,
}

/// A CHECK constraint.
pub(super) struct Check {
    pub(super) name: String,
    /// What must not be false, as SQL.
    pub(super) condition: String,
}

/// What a model says to migrations alone.
#[derive(Default)]
pub(super) struct ModelOptions {
    pub(super) comment: Option<String>,
    pub(super) renamed_from: Option<String>,
    pub(super) unique: Vec<Unique>,
    pub(super) indexes: Vec<Index>,
    pub(super) excludes: Vec<Exclude>,
}

/// What a field says to migrations alone.
#[derive(Default, PartialEq, Eq)]
pub(super) struct FieldOptions {
    pub(super) comment: Option<String>,
    pub(super) renamed_from: Option<String>,
    /// Whether the database does not check the key.
    pub(super) unchecked: bool,
    pub(super) deferrable: bool,
}

/// A unique constraint with a name of its own.
pub(super) struct Unique {
    pub(super) name: String,
    pub(super) fields: Vec<String>,
    pub(super) include: Vec<String>,
    pub(super) condition: Option<String>,
    pub(super) nulls_not_distinct: bool,
    pub(super) deferrable: bool,
}

/// An index with a name of its own.
pub(super) struct Index {
    pub(super) name: String,
    pub(super) elements: Vec<Element>,
    pub(super) method: Option<String>,
    pub(super) include: Vec<String>,
    pub(super) condition: Option<String>,
}

/// An element of an index.
pub(super) enum Element {
    Field { name: String, descending: bool },
    Sql(String),
}

/// An exclusion constraint.
pub(super) struct Exclude {
    pub(super) name: String,
    pub(super) elements: String,
    pub(super) method: String,
    pub(super) condition: Option<String>,
    pub(super) deferrable: bool,
}

/// When the database's clock is read.
#[derive(Clone, Copy)]
pub(super) enum Clock {
    WhenCreated,
    WheneverSaved,
}

/// A relation of the model.
pub(super) struct Relation {
    /// Its place among the model's relations.
    pub(super) index: usize,
    /// `Category`, or `Option<Category>` where the key can be NULL.
    pub(super) target: Type,
    pub(super) link: Link,
}

/// How a relation's rows are found.
pub(super) enum Link {
    /// By a key of this table.
    Forward { one_to_one: bool, on_delete: OnDelete },
    /// By a key of the other table, the relation `by`.
    Reverse { many: bool, by: Ident },
    /// By a table of pairs.
    Pairs(Pairs),
}

impl Link {
    pub(super) fn leads_to_many(&self) -> bool {
        matches!(self, Link::Reverse { many: true, .. } | Link::Pairs(_))
    }
}

/// Where a table of pairs comes from.
pub(super) enum Pairs {
    /// This side creates it.
    Owned { table: String, from: String, to: String, symmetrical: bool },
    /// It is a model of its own. Its columns are named where its keys do not tell which is which.
    Through { model: Path, columns: Option<(String, String)>, symmetrical: bool },
    /// The other side's relation creates it.
    By(Ident),
}

impl Pairs {
    /// What stands for pairs that were not understood; the mistake is reported and nothing is expanded.
    pub(super) fn nothing() -> Pairs {
        Pairs::Owned { table: String::new(), from: String::new(), to: String::new(), symmetrical: false }
    }
}

/// What the database does when the row that a key points at is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnDelete {
    Cascade,
    SetNull,
    SetDefault,
    Restrict,
    NoAction,
}

impl OnDelete {
    pub(super) const ALL: [(&'static str, OnDelete); 5] = [
        ("Cascade", OnDelete::Cascade),
        ("SetNull", OnDelete::SetNull),
        ("SetDefault", OnDelete::SetDefault),
        ("Restrict", OnDelete::Restrict),
        ("NoAction", OnDelete::NoAction),
    ];

    pub(super) fn name(self) -> &'static str {
        let (name, _) = Self::ALL[self as usize];
        name
    }
}

/// One key of a model's own ordering: `-category.name`.
pub(super) struct OrderingKey {
    pub(super) path: Vec<Ident>,
    /// The place of the `-`, which turns it round.
    pub(super) descending: Option<Span>,
}
