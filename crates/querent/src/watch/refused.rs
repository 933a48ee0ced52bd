//! The errors of loads that the fetch mode of their rows refuses.

use crate::error::{Error, Kind};
use crate::meta::{ColumnMeta, RelationMeta};

use super::asked::Asked;
use super::origin::Origin;
use super::problem::What;
use super::site::Site;

impl Origin {
    /// `NotLoaded` of `relation` of this row, whose load at `site` is refused; `None` if it is a row of no result.
    pub(crate) fn refused(&self, relation: &'static RelationMeta, site: Site) -> Option<Error> {
        let set = self.set()?;
        Some(refused(&set.relation_loaded(relation, Asked::Rows, site)))
    }

    /// As [`refused`](Self::refused), of a deferred field.
    pub(crate) fn refused_field(&self, column: &'static ColumnMeta, site: Site) -> Option<Error> {
        let set = self.set()?;
        Some(refused(&set.field_loaded(column, site)))
    }
}

fn refused(what: &What) -> Error {
    let (path, advice) = (&what.path, what.advice());
    let text = format!("`{path}` is not loaded, and `FetchMode::Raise` lets `load` send nothing; {advice}");
    Error::new(Kind::NotLoaded, text)
}
