//! Constraints and indexes.

use querent_schema::state::{Check, Element, Exclude, Index, Unique};

use super::reader::{Fault, Reader};

/// `uq(a, b) include (c) where (…) nulls_not_distinct deferrable`.
pub(super) fn unique(reader: &mut Reader<'_>) -> Result<Unique, Fault> {
    let name = reader.word()?.to_owned();
    let mut unique = Unique {
        name,
        fields: owned(&reader.list()?),
        include: Vec::new(),
        condition: None,
        nulls_not_distinct: false,
        deferrable: false,
    };
    loop {
        if reader.eat_word("include") {
            unique.include = owned(&reader.list()?);
        } else if reader.eat_word("where") {
            unique.condition = Some(reader.parenthesized()?.to_owned());
        } else if reader.eat_word("nulls_not_distinct") {
            unique.nulls_not_distinct = true;
        } else if reader.eat_word("deferrable") {
            unique.deferrable = true;
        } else {
            return Ok(unique);
        }
    }
}

/// `ck(a > 0)`.
pub(super) fn check(reader: &mut Reader<'_>) -> Result<Check, Fault> {
    let name = reader.word()?.to_owned();
    Ok(Check { name, condition: reader.parenthesized()?.to_owned() })
}

/// `ex using gist (room WITH =) where (…) deferrable`.
pub(super) fn exclude(reader: &mut Reader<'_>) -> Result<Exclude, Fault> {
    let name = reader.word()?.to_owned();
    reader.expect("using")?;
    let method = reader.word()?.to_owned();
    let elements = reader.parenthesized()?.to_owned();
    let condition = match reader.eat_word("where") {
        true => Some(reader.parenthesized()?.to_owned()),
        false => None,
    };
    Ok(Exclude { name, method, elements, condition, deferrable: reader.eat_word("deferrable") })
}

/// ``ix(a, -b, `lower(c)`) using gin include (d) where (…)``.
pub(super) fn index(reader: &mut Reader<'_>) -> Result<Index, Fault> {
    let name = reader.word()?.to_owned();
    let elements = reader.list()?.into_iter().map(element).collect();
    let mut index = Index { name, elements, method: None, include: Vec::new(), condition: None };
    loop {
        if reader.eat_word("using") {
            index.method = Some(reader.word()?.to_owned());
        } else if reader.eat_word("include") {
            index.include = owned(&reader.list()?);
        } else if reader.eat_word("where") {
            index.condition = Some(reader.parenthesized()?.to_owned());
        } else {
            return Ok(index);
        }
    }
}

fn element(text: &str) -> Element {
    if let Some(sql) = text.strip_prefix('`').and_then(|text| text.strip_suffix('`')) {
        return Element::Sql(sql.to_owned());
    }
    let (name, descending) = match text.strip_prefix('-') {
        Some(name) => (name, true),
        None => (text, false),
    };
    Element::Field { name: name.to_owned(), descending }
}

pub(super) fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}
