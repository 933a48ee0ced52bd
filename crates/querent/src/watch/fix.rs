//! The code that mends what the watch found.

use crate::meta::{ColumnMeta, ModelMeta, RelationMeta, rust_name};

use super::asked::{Asked, Write};

/// The code that mends a finding, and where it goes.
#[derive(Clone, Debug)]
pub(super) struct Fix {
    pub(super) code: String,
    pub(super) place: Place,
}

/// Where the code of a fix goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind the query that found the rows.
    Query,
    /// In the place of the loop.
    Loop,
    /// It is in the query, and goes.
    Gone,
}

/// The way from a query's model to what was loaded.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) model: &'static ModelMeta,
    pub(super) steps: &'a [&'static RelationMeta],
}

impl Way<'_> {
    /// `Product.category.parent`, with `last` behind it.
    pub(super) fn dotted(&self, last: &str) -> String {
        let names = self.steps.iter().map(|step| step.name);
        std::iter::once(self.model.name).chain(names).chain([last]).collect::<Vec<_>>().join(".")
    }

    /// `p.category.parent`, with `last` behind it.
    fn handle(&self, last: &str) -> String {
        let mut code = self.model.handle().to_string();
        for step in self.steps {
            code.push('.');
            code.push_str(&rust_name(step.name));
        }
        code + "." + last
    }

    /// Whether it leads to one row for each of the query's.
    fn is_single(&self) -> bool {
        self.steps.iter().all(|step| !step.is_many())
    }

    fn added(&self, method: &str, argument: &str) -> Fix {
        let code = format!(".{method}(|{}| {argument})", self.model.handle());
        Fix { code, place: Place::Query }
    }

    /// What loads a relation for all the rows.
    pub(super) fn load(&self, relation: &RelationMeta, asked: Asked) -> Fix {
        let path = self.handle(&rust_name(relation.name));
        match asked {
            Asked::Rows if self.is_single() && !relation.is_many() => self.added("select_related", &path),
            Asked::Count if self.is_single() => self.added("annotate", &format!("{path}.count()")),
            Asked::Exists if self.is_single() => self.added("annotate", &format!("exists({path})")),
            Asked::First => self.added("prefetch_related", &format!("{path}.limit(1)")),
            _ => self.added("prefetch_related", &path),
        }
    }

    /// What asks for a deferred field with all the rows: where the query asks for the field's model, which may be a
    /// relation that it follows.
    pub(super) fn undefer(&self, column: &ColumnMeta) -> Fix {
        let model = self.steps.last().map_or(self.model, |step| (step.target)());
        let fields = format!(".undefer(|{0}| ({0}.{1},))", model.handle(), rust_name(column.field));
        match self.steps {
            [] => Fix { code: fields, place: Place::Query },
            _ => self.added("prefetch_related", &self.handle(&format!("all(){fields}"))),
        }
    }

    /// What loads a relation that nobody looks at.
    pub(super) fn unused(&self, relation: &RelationMeta, method: &'static str) -> Fix {
        let fix = self.added(method, &self.handle(&rust_name(relation.name)));
        Fix { place: Place::Gone, ..fix }
    }
}

/// One query for all the values that a loop goes through: of the key, or of a column.
pub(super) fn of_a_loop(model: &'static ModelMeta, column: Option<&ColumnMeta>, asked: Asked) -> Fix {
    let (name, handle) = (model.name, model.handle());
    let field = column.map(|column| handle_of(model, column));
    let filtered =
        |field: &str| format!("{name}::objects(&db).filter(|{handle}| {handle}.{field}.is_in(keys))");
    let code = match (asked, column, &field) {
        (Asked::Count | Asked::Exists, Some(column), Some(field)) => {
            let key = if relation_of(model, column).is_some() { ".key()" } else { "" };
            let selected = format!("{}.values(|{handle}| {handle}.{field}{key})", filtered(field));
            match asked {
                Asked::Count => format!("{selected}.annotate(|{handle}| {handle}.pk().count())"),
                _ => format!("{selected}.distinct()"),
            }
        }
        (Asked::Rows | Asked::First, None, _) => format!("{name}::objects(&db).in_bulk(keys)"),
        (_, _, field) => filtered(field.as_deref().unwrap_or("pk()")),
    };
    Fix { code, place: Place::Loop }
}

/// One query for all the rows that a relation leads to from rows that no query has found.
pub(super) fn of_relation(relation: &RelationMeta, asked: Asked) -> Fix {
    let (owner, target) = ((relation.model)(), (relation.target)());
    let handle = owner.handle();
    let code = match relation.column() {
        Some(_) => format!("{}::objects(&db).in_bulk(keys)", target.name),
        None => {
            let Fix { code, .. } = Way { model: owner, steps: &[] }.load(relation, asked);
            format!("{}::objects(&db).filter(|{handle}| {handle}.pk().is_in(keys)){code}", owner.name)
        }
    };
    Fix { code, place: Place::Loop }
}

/// What a query written by hand is to be.
pub(super) fn of_raw(model: &'static ModelMeta) -> Fix {
    let code = format!("{}::raw(&db, \"… WHERE {} = ANY($1)\")", model.name, model.key_column().name);
    Fix { code, place: Place::Loop }
}

/// What writes all the rows of a loop.
pub(super) fn of_writes(model: &'static ModelMeta, write: Write) -> Fix {
    let (name, handle) = (model.name, model.handle());
    let code = match write {
        Write::Create => format!("{name}::objects(&db).bulk_create(drafts)"),
        Write::Save => {
            let written = |column: &&ColumnMeta| {
                !model.key_columns().any(|key| std::ptr::eq(key, *column)) && !column.default.is_computed()
            };
            let column = model.columns.iter().find(written).unwrap_or(model.key_column());
            format!(
                "{name}::objects(&db).bulk_update(&mut rows, |{handle}| ({handle}.{},))",
                handle_of(model, column)
            )
        }
        Write::Delete => {
            format!("{name}::objects(&db).filter(|{handle}| {handle}.pk().is_in(keys)).delete()")
        }
    };
    Fix { code, place: Place::Loop }
}

/// The name of a column's field: a key is named by its relation.
pub(super) fn field_name(model: &'static ModelMeta, column: &ColumnMeta) -> &'static str {
    let own = |other: &&'static ColumnMeta| std::ptr::eq(*other, column);
    let field = model.columns.iter().find(own).map_or("id", |column| column.field);
    relation_of(model, column).map_or(field, |relation| relation.name)
}

/// A column as closures name it.
fn handle_of(model: &'static ModelMeta, column: &ColumnMeta) -> String {
    rust_name(field_name(model, column)).into_owned()
}

/// The relation that a column is the key of.
fn relation_of(model: &'static ModelMeta, column: &ColumnMeta) -> Option<&'static RelationMeta> {
    let keyed = |relation: &&RelationMeta| relation.column().is_some_and(|own| std::ptr::eq(own, column));
    model.relations.iter().find(keyed)
}
