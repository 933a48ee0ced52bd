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
}

impl Violation {
    pub(super) fn of(error: &DbError) -> Option<Violation> {
        let kind = match error.code() {
            code if *code == SqlState::UNIQUE_VIOLATION => Kind::UniqueViolation,
            code if *code == SqlState::FOREIGN_KEY_VIOLATION => Kind::ForeignKeyViolation,
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

    /// The columns of the constraint, where the server names them.
    pub fn columns(&self) -> &[String] {
        &self.columns
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
