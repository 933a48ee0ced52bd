//! Models of a list, whatever application they belong to.

use querent::meta::{Link, ModelMeta};
use querent_schema::Schema;
use querent_schema::state::ModelName;

use super::names::Names;
use super::whole::target;
use crate::error::Result;

/// The tables of models, and of every model that they refer to; the enums of their columns.
///
/// A foreign key becomes a column with a constraint and an index, a many-to-many relation a table of pairs.
///
/// ```
/// use querent_migrate::querent::prelude::*;
///
/// #[derive(Model)]
/// struct Tag {
///     id: i64,
///     #[field(max_length = 50, unique)]
///     name: String,
/// }
/// # fn main() -> querent_migrate::Result<()> {
/// let schema = querent_migrate::schema_of(&[Tag::META])?;
/// assert_eq!(schema.tables[0].name, "tag");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Kind::Model`](crate::Kind::Model) if a relation goes through a model that has no keys to both sides, or two
/// columns have enums of one name and different labels.
pub fn schema_of(models: &[&'static ModelMeta]) -> Result<Schema> {
    let mut names = Names::default();
    for model in with_targets(models) {
        // A name of its own for each, without an application.
        names.add(model, ModelName::new(model.module, model.name))?;
    }
    Ok(target(&names.without_second_structs())?.state.schema()?)
}

/// The models, each once, with those that their keys and tables of pairs refer to.
fn with_targets(models: &[&'static ModelMeta]) -> Vec<&'static ModelMeta> {
    let mut all: Vec<&'static ModelMeta> = Vec::new();
    let mut next: Vec<_> = models.iter().rev().copied().collect();
    while let Some(model) = next.pop() {
        // Two structs for one table stay two, for the schema to refuse.
        if all.iter().any(|known| std::ptr::eq(*known, model)) {
            continue;
        }
        all.push(model);
        for relation in model.relations {
            match relation.link {
                Link::Reverse { .. } => {}
                Link::Forward { .. } => next.push((relation.target)()),
                Link::Through { join, .. } => {
                    next.extend(join().through.into_iter().chain([(relation.target)()]))
                }
            }
        }
    }
    all
}
