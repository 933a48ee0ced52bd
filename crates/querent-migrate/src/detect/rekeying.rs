//! Models get their primary keys. Nothing may hold values of the ones before by then.

use querent_schema::Operation;
use querent_schema::state::ModelName;

use super::fields::take;
use super::keys::{holds, rekeyed};
use super::work::Work;
use crate::error::{Error, Result};

/// Alters primary keys. The fields that hold values of them and go are removed before.
pub(super) fn alter(work: &mut Work<'_>) -> Result<()> {
    for name in rekeyed(work) {
        let Some(target) = work.target.models.get(&name) else { continue };
        let holding = |work: &Work<'_>| -> Vec<(ModelName, String)> {
            let fields = work.state.models.iter().flat_map(|(owner, model)| {
                model
                    .fields
                    .iter()
                    .filter(|field| holds(owner, field, &name))
                    .map(move |field| (owner, field))
            });
            fields.map(|(owner, field)| (owner.clone(), field.name.clone())).collect()
        };
        let stays = |(owner, field): &(ModelName, String)| {
            work.target.models.get(owner).is_some_and(|model| model.field(field).is_some())
        };
        let gone: Vec<_> = holding(work).into_iter().filter(|own| !stays(own)).collect();
        for (owner, field) in gone {
            take(work, &owner, &field)?; // it was asked for when fields and models were matched
        }
        if let Some((owner, field)) = holding(work).first() {
            return Err(Error::model(format!(
                "the primary key of `{name}` becomes ({}), and `{owner}.{field}` holds values of the one before; remove that field \
                 in a migration before, and add it again in one after",
                target.primary_key.join(", "),
            )));
        }
        let (was, primary_key) = (work.model(&name)?.primary_key.clone(), target.primary_key.clone());
        work.push(&name.app, Operation::AlterPrimaryKey { model: name.name.clone(), was, primary_key })?;
    }
    Ok(())
}
