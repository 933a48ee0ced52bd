//! The names of models, of a list that has all of them.

use querent::App;
use querent::meta::{ModelMeta, RelationMeta};
use querent_schema::state::ModelName;

use crate::error::{Error, Result};

/// The models of one state, each with its name there.
#[derive(Default)]
pub(super) struct Names {
    models: Vec<(&'static ModelMeta, ModelName)>,
}

impl Names {
    /// Adds a model.
    pub(super) fn add(&mut self, model: &'static ModelMeta, name: ModelName) -> Result<()> {
        if let Some((other, _)) = self.models.iter().find(|(_, own)| *own == name) {
            return Err(Error::model(format!(
                "two models of `{}` are called `{}`: one of the module `{}` and one of `{}`; rename one, or give one of \
                 the modules an app of its own",
                name.app, name.name, other.module, model.module
            )));
        }
        self.models.push((model, name));
        Ok(())
    }

    /// Leaves out the structs that are not managed and whose table is that of a managed one: they are second structs for
    /// its rows.
    pub(super) fn without_second_structs(mut self) -> Self {
        let managed: Vec<_> =
            self.models.iter().filter(|(model, _)| model.managed).map(|(model, _)| model.table).collect();
        self.models.retain(|(model, _)| model.managed || !managed.contains(&model.table));
        self
    }

    /// The models with their names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static ModelMeta, &ModelName)> {
        self.models.iter().map(|(model, name)| (*model, name))
    }

    /// The name of a model that a relation leads to or goes through. A second struct for a table stands for the first.
    pub(super) fn of(&self, model: &'static ModelMeta, relation: &RelationMeta) -> Result<ModelName> {
        let found = self.iter().find(|(own, _)| std::ptr::eq(*own, model));
        let found = found.or_else(|| self.iter().find(|(own, _)| *own == model));
        found.map(|(_, name)| name.clone()).ok_or_else(|| absent(model, relation))
    }
}

/// `shop.Product`, in messages; without an app `Product`.
pub(super) fn title(model: &ModelMeta) -> String {
    match App::of(model) {
        Some(app) => format!("{}.{}", app.label(), model.name),
        None => model.name.to_owned(),
    }
}

fn absent(model: &ModelMeta, relation: &RelationMeta) -> Error {
    let place = format!("`{}.{}`", title((relation.model)()), relation.name);
    let to = format!("`{}::{}`", model.module, model.name);
    Error::model(match App::of(model) {
        Some(app) if app.models().iter().any(|own| std::ptr::eq(*own, model)) => format!(
            "{place} refers to {to} of the app `{0}`, which is not listed; list `{0}`, too",
            app.label()
        ),
        Some(_) => format!("{place} refers to {to}, which is a historical model and no app's"),
        None => format!(
            "{place} refers to {to}, which belongs to no app; write `querent::app!(pub APP = \"…\")` in its module or in \
             one above, and list that app"
        ),
    })
}
