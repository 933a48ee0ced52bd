//! The models of applications.

use std::collections::HashMap;

use querent::App;
use querent_schema::state::ModelName;

use super::names::{Names, title};
use super::whole::target;
use crate::error::{Error, Result};
use crate::target::Target;

/// The models of applications as they are now, which is where migrations lead.
///
/// Several structs may be of one table if all but one say `#[model(managed = false)]`: the one is the model, and what refers to
/// another refers to it.
///
/// ```
/// use querent_migrate::querent::{self, prelude::*};
///
/// querent::app!(pub APP = "shop");
///
/// #[derive(Model, Debug)]
/// struct Tag {
///     id: i64,
///     #[field(max_length = 50, unique)]
///     name: String,
/// }
///
/// # fn main() -> querent_migrate::Result<()> {
/// let target = querent_migrate::state_of(&[&APP])?;
/// assert_eq!(target.state.models[&"shop.Tag".parse()?].table, "tag");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// - [`Kind::Model`](crate::Kind::Model) if two applications have one label or one module, two models one name or one
///   table, two enums of one name other labels; if a relation leads to a model of no listed application, or goes through one
///   that has no keys to both sides.
/// - [`Kind::Schema`](crate::Kind::Schema) if no database can hold the tables.
pub fn state_of(apps: &[&App]) -> Result<Target> {
    check_apps(apps)?;
    let mut names = Names::default();
    for app in apps {
        for model in app.models() {
            names.add(model, ModelName::new(app.label(), model.name))?;
        }
    }
    let names = names.without_second_structs();
    check_tables(&names)?;
    let mut target = target(&names)?;
    let extensions = apps.iter().flat_map(|app| app.extensions());
    target.state.extensions = extensions.map(|&extension| extension.to_owned()).collect();
    target.state.schema()?.check()?;
    Ok(target)
}

/// A label is one application's, and so is a module: otherwise nobody could tell whose its models are.
fn check_apps(apps: &[&App]) -> Result<()> {
    for (at, app) in apps.iter().enumerate() {
        if let Some(other) = apps[..at].iter().find(|other| other.label() == app.label()) {
            return Err(Error::model(match other.module() == app.module() {
                true => format!("the app `{}` is listed twice", app.label()),
                false => format!(
                    "two apps are called `{}`: that of `{}` and that of `{}`; give one another label",
                    app.label(),
                    other.module(),
                    app.module()
                ),
            }));
        }
        let same = App::all().find(|own| own.module() == app.module() && own.label() != app.label());
        if let Some(other) = same {
            return Err(Error::model(format!(
                "the module `{}` has two apps, `{}` and `{}`; move one with its models to a module of its own",
                app.module(),
                app.label(),
                other.label()
            )));
        }
    }
    Ok(())
}

/// A table is one model's.
fn check_tables(names: &Names) -> Result<()> {
    let mut seen = HashMap::new();
    for (model, _) in names.iter() {
        if let Some(other) = seen.insert(model.table, model) {
            return Err(Error::model(format!(
                "`{}` and `{}` have one table, `{}`; name another one by `#[model(table = \"…\")]`, or let one of them be \
                 a second struct for the table: `#[model(managed = false)]`",
                title(other),
                title(model),
                model.table
            )));
        }
    }
    Ok(())
}
