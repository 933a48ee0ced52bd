//! The constraints and indexes that a model names, but for checks.

use std::collections::HashSet;

use darling::error::Accumulator;
use darling::{Error, Result};
use proc_macro2::Ident;
use syn::Expr;

use crate::model::attributes::{ElementArgument, Named, elements, is_whole, text};
use crate::model::ir::{Element, Exclude, Index, Unique};
use crate::names;

use super::field::Parsed;

/// Reads unique constraints.
pub(super) fn unique(written: &[Named], fields: &[Parsed], mistakes: &mut Accumulator) -> Vec<Unique> {
    let read = |named: &Named| {
        let mut options = Options::of(named, &["include", "where", "nulls_not_distinct", "deferrable"])?;
        let names = fields_of(&named.of, fields)?;
        let unique = Unique {
            name: name(&named.name)?,
            fields: names,
            include: options.fields("include", fields)?,
            condition: options.text("where")?,
            nulls_not_distinct: options.is_set("nulls_not_distinct")?,
            deferrable: options.is_set("deferrable")?,
        };
        if unique.condition.is_some() && unique.deferrable {
            let message =
                "with a condition it is an index, whose check cannot be put off: leave out `deferrable`";
            return Err(Error::custom(message).with_span(&named.name));
        }
        Ok(unique)
    };
    written.iter().filter_map(|named| mistakes.handle(read(named))).collect()
}

/// Reads indexes.
pub(super) fn indexes(written: &[Named], fields: &[Parsed], mistakes: &mut Accumulator) -> Vec<Index> {
    let read = |named: &Named| {
        let mut options = Options::of(named, &["using", "include", "where"])?;
        let element = |element| match element {
            ElementArgument::Sql(sql) if is_whole(&sql.value()) => Ok(Element::Sql(sql.value())),
            ElementArgument::Sql(sql) => {
                Err(Error::custom("SQL is not empty and holds no NUL").with_span(&sql))
            }
            ElementArgument::Field { name, descending } => {
                Ok(Element::Field { name: column(&name, fields)?, descending })
            }
        };
        let elements: Vec<_> = elements(&named.of)?.into_iter().map(element).collect::<Result<_>>()?;
        if elements.is_empty() {
            return Err(Error::custom("an index is of one field at least").with_span(&named.of));
        }
        Ok(Index {
            name: name(&named.name)?,
            elements,
            method: options.text("using")?,
            include: options.fields("include", fields)?,
            condition: options.text("where")?,
        })
    };
    written.iter().filter_map(|named| mistakes.handle(read(named))).collect()
}

/// Reads exclusion constraints.
pub(super) fn excludes(written: &[Named], mistakes: &mut Accumulator) -> Vec<Exclude> {
    let read = |named: &Named| {
        let mut options = Options::of(named, &["using", "where", "deferrable"])?;
        Ok(Exclude {
            name: name(&named.name)?,
            elements: text("what is excluded", &named.of)?,
            method: options.text("using")?.unwrap_or_else(|| "gist".to_owned()),
            condition: options.text("where")?,
            deferrable: options.is_set("deferrable")?,
        })
    };
    written.iter().filter_map(|named| mistakes.handle(read(named))).collect()
}

/// Refuses a name that two constraints or indexes have.
pub(super) fn distinct<'n>(written: impl Iterator<Item = &'n Ident>, mistakes: &mut Accumulator) {
    let mut seen = HashSet::new();
    for ident in written {
        if !seen.insert(names::plain(ident)) {
            let message = format!("two constraints or indexes are called `{ident}`");
            mistakes.push(Error::custom(message).with_span(ident));
        }
    }
}

fn name(ident: &Ident) -> Result<String> {
    let name = names::plain(ident);
    names::check(&name, "constraint or index", "…(… = […])", ident).map(|()| name)
}

/// The names of listed fields.
fn fields_of(list: &Expr, fields: &[Parsed]) -> Result<Vec<String>> {
    let field = |element| match element {
        ElementArgument::Field { name, descending: false } => column(&name, fields),
        ElementArgument::Field { name, descending: true } => {
            Err(Error::custom("a constraint has no order: leave out the `-`").with_span(&name))
        }
        ElementArgument::Sql(sql) => {
            Err(Error::custom("a constraint is of fields, without SQL").with_span(&sql))
        }
    };
    let names: Vec<_> = elements(list)?.into_iter().map(field).collect::<Result<_>>()?;
    if names.is_empty() {
        return Err(Error::custom("name one field at least").with_span(list));
    }
    Ok(names)
}

/// The name of a field that has a column.
fn column(name: &Ident, fields: &[Parsed]) -> Result<String> {
    match fields.iter().find(|field| field.ident == *name) {
        Some(field) if field.role.column().is_some() => Ok(names::plain(name)),
        Some(_) => Err(Error::custom(format!("`{name}` is no column of this table")).with_span(name)),
        None => {
            let known: Vec<_> = fields
                .iter()
                .filter(|field| field.role.column().is_some())
                .map(|field| field.ident.to_string())
                .collect();
            let message = format!("the model has no field `{name}`: there are {}", known.join(", "));
            Err(Error::custom(message).with_span(name))
        }
    }
}

/// The options of a constraint or index, each of which is read once.
struct Options<'n>(Vec<(&'n Ident, Option<&'n Expr>)>);

impl<'n> Options<'n> {
    fn of(named: &'n Named, known: &[&str]) -> Result<Self> {
        let mut seen = HashSet::new();
        for (option, _) in &named.options {
            if !known.iter().any(|name| option == name) {
                let message = format!("there is no option `{option}` here: there are {}", known.join(", "));
                return Err(Error::custom(message).with_span(option));
            }
            if !seen.insert(option.to_string()) {
                return Err(Error::custom(format!("`{option}` is said twice")).with_span(option));
            }
        }
        Ok(Options(named.options.iter().map(|(option, value)| (option, value.as_ref())).collect()))
    }

    fn take(&mut self, name: &str) -> Option<(&'n Ident, Option<&'n Expr>)> {
        let at = self.0.iter().position(|(option, _)| *option == name)?;
        Some(self.0.swap_remove(at))
    }

    fn text(&mut self, name: &str) -> Result<Option<String>> {
        match self.take(name) {
            None => Ok(None),
            Some((_, Some(value))) => text(&format!("`{name}`"), value).map(Some),
            Some((option, None)) => Err(Error::custom(format!("write `{name} = \"…\"`")).with_span(option)),
        }
    }

    fn is_set(&mut self, name: &str) -> Result<bool> {
        match self.take(name) {
            None => Ok(false),
            Some((_, None)) => Ok(true),
            Some((option, Some(_))) => {
                Err(Error::custom(format!("`{name}` has no value: write it alone")).with_span(option))
            }
        }
    }

    fn fields(&mut self, name: &str, fields: &[Parsed]) -> Result<Vec<String>> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some((_, Some(list))) => fields_of(list, fields),
            Some((option, None)) => Err(Error::custom(format!("write `{name} = […]`")).with_span(option)),
        }
    }
}
