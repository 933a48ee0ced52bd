//! The enums of models' columns.

use std::collections::BTreeMap;

use querent::types::Enumeration;
use querent_schema::Enum;

use super::names::{Names, title};
use crate::error::{Error, Result};

/// The enums, by name; two columns may share one.
pub(super) fn enums(names: &Names) -> Result<BTreeMap<String, Enum>> {
    let mut found: BTreeMap<&str, (Enumeration, String)> = BTreeMap::new();
    let columns = names.iter().flat_map(|(model, _)| model.columns.iter().map(move |column| (model, column)));
    for (model, column) in columns {
        let Some(own) = column.enumeration else { continue };
        let place = format!("{}.{}", title(model), column.field);
        let (first, first_place) = found.entry(own.name).or_insert_with(|| (own, place.clone()));
        if first.labels != own.labels {
            return Err(Error::model(format!(
                "`{first_place}` and `{place}` have an enum `{}` each, with other labels; rename one of the types",
                own.name
            )));
        }
    }
    let definition = |own: &Enumeration| Enum::new(own.name, own.labels.iter().copied());
    Ok(found.values().map(|(own, _)| (own.name.to_owned(), definition(own))).collect())
}
