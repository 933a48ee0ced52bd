//! A violated constraint, as data.

use std::fmt;

use tokio_postgres::error::{DbError, SqlState};

use super::kind::Kind;

/// The constraint that a write violated.
///
/// Names come from the server's error fields, never from its text
/// (PostgreSQL manual, "Error and Notice Message Fields").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    kind: Kind,
    constraint: Option<String>,
    table: Option<String>,
    columns: Vec<String>,
    referring: Option<&'static str>,
}

impl Violation {
    pub(super) fn of(error: &DbError) -> Option<Violation> {
        let kind = match error.code() {
            code if *code == SqlState::UNIQUE_VIOLATION => Kind::UniqueViolation,
            // Since PostgreSQL 18, ON DELETE RESTRICT has a code of its own.
            code if *code == SqlState::FOREIGN_KEY_VIOLATION || *code == SqlState::RESTRICT_VIOLATION => {
                Kind::ForeignKeyViolation
            }
            code if *code == SqlState::CHECK_VIOLATION => Kind::CheckViolation,
            code if *code == SqlState::NOT_NULL_VIOLATION => Kind::NotNullViolation,
            code if *code == SqlState::EXCLUSION_VIOLATION => Kind::ExclusionViolation,
            _ => return None,
        };
        let columns = match error.column() {
            Some(column) => vec![column.to_owned()],
            // The DETAIL of the other kinds is a row's values.
            None if matches!(
                kind,
                Kind::UniqueViolation | Kind::ForeignKeyViolation | Kind::ExclusionViolation
            ) =>
            {
                error.detail().map(columns_of_detail).unwrap_or_default()
            }
            None => Vec::new(),
        };
        Some(Violation {
            kind,
            constraint: error.constraint().map(str::to_owned),
            table: error.table().map(str::to_owned),
            columns,
            referring: None,
        })
    }

    /// Which kind of constraint it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The constraint's name; `None` for NOT NULL before PostgreSQL 18.
    pub fn constraint(&self) -> Option<&str> {
        self.constraint.as_deref()
    }

    /// The table that the constraint is on.
    pub fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// The model whose rows refer to what was to be deleted, where a delete was refused and the deleted model names it:
    /// [`table`](Self::table) is its table.
    pub fn referring_model(&self) -> Option<&str> {
        self.referring
    }

    /// The columns of the constraint, where the server names them.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Notes that it refused to delete rows of the model `deleted`, and says so.
    pub(super) fn refuse(&mut self, deleted: &str, referring: Option<&'static str>) -> String {
        self.referring = referring;
        let what = match referring {
            Some(_) => format!("the `{deleted}` that was to be deleted"),
            None => format!("the `{deleted}` that was to be deleted, or to rows that would go with it"),
        };
        let table = self.table.as_deref().unwrap_or("another table");
        let referring = referring.map(|model| format!("`{model}` (")).unwrap_or_default();
        let end = if referring.is_empty() { "" } else { ")" };
        let constraint = self.constraint.as_deref().unwrap_or_default();
        format!(
            "rows of {referring}table `{table}`{end} refer to {what}, by the foreign key `{constraint}`; delete them first, or \
             say by `on_delete` what becomes of them"
        )
    }
}

/// The column list of a DETAIL such as `Key (tenant, name)=(3, x) already exists.`: the server has no field for it.
fn columns_of_detail(detail: &str) -> Vec<String> {
    let Some((_, rest)) = detail.split_once('(') else { return Vec::new() };
    let Some((names, _)) = rest.split_once(")=(") else { return Vec::new() };
    names.split(", ").map(|name| name.trim_matches('"').to_owned()).collect()
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            Kind::UniqueViolation => "unique constraint",
            Kind::ForeignKeyViolation => "foreign key",
            Kind::CheckViolation => "check constraint",
            Kind::ExclusionViolation => "exclusion constraint",
            _ => "NOT NULL constraint",
        };
        write!(f, "{what}")?;
        if let Some(constraint) = &self.constraint {
            write!(f, " `{constraint}`")?;
        }
        if let Some(table) = &self.table {
            write!(f, " of table `{table}`")?;
        }
        if !self.columns.is_empty() {
            write!(f, " on `{}`", self.columns.join("`, `"))?;
        }
        f.write_str(" is violated")
    }
}
