//! Operations on whole models.

use super::lookup::{no_model, refused};
use crate::derived::{pairs_column_names, pairs_table_name, table_name};
use crate::error::Error;
use crate::state::{Kind, Model, ModelName, Pairs, PairsBy, State};

impl State {
    pub(super) fn create_model(&mut self, app: &str, name: &str, definition: &Model) -> Result<(), Error> {
        let full = ModelName::new(app, name);
        if self.models.contains_key(&full) {
            return Err(refused(format!("there is a model `{full}` already")));
        }
        self.models.insert(full.clone(), definition.clone());
        self.check_model(&full)
    }

    pub(super) fn delete_model(&mut self, app: &str, name: &str) -> Result<(), Error> {
        let full = ModelName::new(app, name);
        self.models.remove(&full).ok_or_else(|| no_model(&full))?;
        for (other, model) in &self.models {
            if let Some(field) = model.fields.iter().find(|field| field.refers_to().any(|to| *to == full)) {
                return Err(refused(format!(
                    "`{full}` is still referred to by `{other}.{}`; remove or alter that field before",
                    field.name
                )));
            }
        }
        Ok(())
    }

    pub(super) fn rename_model(&mut self, app: &str, from: &str, to: &str) -> Result<(), Error> {
        let (old, new) = (ModelName::new(app, from), ModelName::new(app, to));
        if self.models.contains_key(&new) {
            return Err(refused(format!("there is a model `{new}` already")));
        }
        let model = self.models.remove(&old).ok_or_else(|| no_model(&old))?;
        self.models.insert(new.clone(), model);
        for (owner, model) in &mut self.models {
            for field in &mut model.fields {
                follow(&mut field.kind, owner, (&old, &new));
            }
        }
        if self.model(app, to)?.table == table_name(from) {
            return self.alter_table(app, to, &table_name(to));
        }
        self.check_model(&new)
    }

    pub(super) fn alter_table(&mut self, app: &str, name: &str, table: &str) -> Result<(), Error> {
        self.change(app, name, |model| {
            let old = std::mem::replace(&mut model.table, table.to_owned());
            for field in &mut model.fields {
                if let Kind::ManyToMany(Pairs { by: PairsBy::Table { table: pairs, .. }, .. }) =
                    &mut field.kind
                    && *pairs == pairs_table_name(&old, &field.name)
                {
                    *pairs = pairs_table_name(table, &field.name);
                }
            }
        })
    }

    pub(super) fn manage(&mut self, app: &str, name: &str, managed: bool) -> Result<(), Error> {
        if self.model(app, name)?.managed == managed {
            let whose = if managed { "ours" } else { "somebody else's" };
            return Err(refused(format!("the table of `{app}.{name}` is {whose} already")));
        }
        self.change(app, name, |model| (model.managed, model.released) = (managed, !managed))
    }

    pub(super) fn alter_primary_key(
        &mut self,
        app: &str,
        name: &str,
        was: &[String],
        primary_key: &[String],
    ) -> Result<(), Error> {
        if self.model(app, name)?.primary_key != was {
            return Err(refused(format!(
                "the primary key of `{app}.{name}` is not ({}), as `was` says",
                was.join(", ")
            )));
        }
        self.change(app, name, |model| model.primary_key = primary_key.to_vec())?;
        let full = ModelName::new(app, name);
        let refers = |model: &Model| model.fields.iter().any(|field| field.refers_to().any(|to| *to == full));
        let referring: Vec<_> =
            self.models.iter().filter(|(_, model)| refers(model)).map(|(name, _)| name.clone()).collect();
        referring.iter().try_for_each(|name| self.check_model(name))
    }
}

/// Makes a field of `owner`, as it is called now, refer to a renamed model by its new name.
fn follow(kind: &mut Kind, owner: &ModelName, (old, new): (&ModelName, &ModelName)) {
    match kind {
        Kind::Plain(_) => {}
        Kind::ForeignKey(key) => rename(&mut key.to, old, new),
        Kind::ManyToMany(pairs) => {
            let owner_before = if owner == new { old } else { owner };
            let (from_before, to_before) = pairs_column_names(&owner_before.name, &pairs.to.name);
            rename(&mut pairs.to, old, new);
            match &mut pairs.by {
                PairsBy::Through(through) => rename(through, old, new),
                PairsBy::Table { from, to, .. } => {
                    let (from_now, to_now) = pairs_column_names(&owner.name, &pairs.to.name);
                    if *from == from_before {
                        *from = from_now;
                    }
                    if *to == to_before {
                        *to = to_now;
                    }
                }
            }
        }
    }
}

fn rename(name: &mut ModelName, old: &ModelName, new: &ModelName) {
    if name == old {
        name.clone_from(new);
    }
}
