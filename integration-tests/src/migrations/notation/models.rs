//! Models, enums and extensions.

use querent_schema::state::{Model, ModelName};
use querent_schema::{Enum, State, table_name};

use super::fields::{Owner, field};
use super::named::{check, exclude, index, owned, unique};
use super::reader::{Fault, Reader};

/// One thing of a state.
pub(super) fn item(reader: &mut Reader<'_>, state: &mut State) -> Result<(), Fault> {
    if reader.eat_word("enum") {
        let own = enumeration(reader)?;
        state.enums.insert(own.name.clone(), own);
    } else if reader.eat_word("extension") {
        state.extensions.insert(reader.word()?.to_owned());
    } else {
        let name = name(reader, "shop")?;
        state.models.insert(name.clone(), model(reader, &name)?);
    }
    Ok(())
}

/// `mood(happy, sad)`.
pub(super) fn enumeration(reader: &mut Reader<'_>) -> Result<Enum, Fault> {
    let name = reader.word()?;
    Ok(Enum::new(name, reader.list()?))
}

/// `Author` or `shop.Author`.
pub(super) fn name(reader: &mut Reader<'_>, app: &str) -> Result<ModelName, Fault> {
    let first = reader.word()?;
    match reader.eat(".") {
        true => Ok(ModelName::new(first, reader.word()?)),
        false => Ok(ModelName::new(app, first)),
    }
}

/// `{id; name: text; …}`.
pub(super) fn model(reader: &mut Reader<'_>, name: &ModelName) -> Result<Model, Fault> {
    reader.expect("{")?;
    let mut model = Model::new(table_name(&name.name));
    while !reader.eat("}") {
        if !part(reader, &mut model)? {
            let owner = Owner { name, table: &model.table };
            let (field, key) = field(reader, &owner)?;
            if key {
                model.primary_key.push(field.name.clone());
            }
            model.fields.push(field);
        }
        if !reader.eat(";") && !reader.clone().eat("}") {
            return Err(reader.fault("`;` or `}`"));
        }
    }
    Ok(model)
}

/// What is no field; a `table=` stands before the fields that are named after it.
fn part(reader: &mut Reader<'_>, model: &mut Model) -> Result<bool, Fault> {
    let mut ahead = reader.clone();
    let is_field = ahead.word().is_ok() && ahead.eat(":");
    if is_field {
        return Ok(false);
    }
    if reader.eat("table=") {
        reader.word()?.clone_into(&mut model.table);
    } else if reader.eat("comment=") {
        model.comment = Some(reader.text()?);
    } else if reader.eat_word("unmanaged") {
        model.managed = false;
    } else if reader.eat_word("key") {
        model.primary_key = owned(&reader.list()?);
    } else if reader.eat_word("unique") {
        model.unique.push(unique(reader)?);
    } else if reader.eat_word("check") {
        model.checks.push(check(reader)?);
    } else if reader.eat_word("exclude") {
        model.excludes.push(exclude(reader)?);
    } else if reader.eat_word("index") {
        model.indexes.push(index(reader)?);
    } else {
        return Ok(false);
    }
    Ok(true)
}
