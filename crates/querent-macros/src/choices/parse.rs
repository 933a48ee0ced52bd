//! The user's enum as [`Choices`], or every mistake in it.

use std::collections::HashMap;

use darling::util::Flag;
use darling::{Error, FromMeta, Result};
use syn::{Data, DeriveInput, Fields, LitStr};

use super::ir::{Choices, Store, Variant};
use crate::attributes;
use crate::names;

/// `#[choices(…)]`.
#[derive(Default, FromMeta)]
#[darling(default)]
struct EnumArguments {
    text: Flag,
    smallint: Flag,
    integer: Flag,
    bigint: Flag,
    postgres: Option<LitStr>,
}

/// `#[choice(…)]`.
#[derive(Default, FromMeta)]
#[darling(default)]
struct VariantArguments {
    value: Option<LitStr>,
    label: Option<LitStr>,
}

/// PostgreSQL keeps this many bytes of an enum's label and refuses more.
const LONGEST: usize = 63;

/// Reads an enum; all mistakes are found before any is reported.
pub(super) fn choices(input: &DeriveInput) -> Result<Choices> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::custom("choices are the variants of an enum").with_span(&input.ident));
    };
    let mut mistakes = Error::accumulator();
    if let Some(parameter) = input.generics.params.first() {
        mistakes.push(Error::custom("choices have no type parameters and no lifetimes").with_span(parameter));
    }
    let attribute = attributes::only(&input.attrs, "choices", &mut mistakes);
    let arguments = mistakes.handle(attributes::arguments(attribute)).unwrap_or_default();
    let store = mistakes.handle(store(&arguments)).unwrap_or(Store::Text);
    if data.variants.is_empty() {
        mistakes
            .push(Error::custom("an enum without variants has no value to store").with_span(&input.ident));
    }
    let read = data.variants.iter().filter_map(|variant| mistakes.handle(self::variant(variant, &store)));
    let variants: Vec<Variant> = read.collect();
    mistakes.handle(distinct(&variants));
    mistakes.finish_with(Choices { ident: input.ident.clone(), store, variants })
}

fn store(arguments: &EnumArguments) -> Result<Store> {
    let flags = [
        (&arguments.text, Store::Text),
        (&arguments.smallint, Store::Integer("i16")),
        (&arguments.integer, Store::Integer("i32")),
        (&arguments.bigint, Store::Integer("i64")),
    ];
    let mut given: Vec<_> = flags
        .into_iter()
        .filter(|(flag, _)| flag.is_present())
        .map(|(flag, store)| (flag.span(), store))
        .collect();
    if let Some(name) = &arguments.postgres {
        names::check(&name.value(), "type", "#[choices(postgres = \"…\")]", name)?;
        given.push((name.span(), Store::Postgres(name.value())));
    }
    match (given.pop(), given.pop()) {
        (None, _) => Ok(Store::Text),
        (Some((_, store)), None) => Ok(store),
        (Some((span, _)), Some(_)) => {
            let message = "choices are stored in one way: `text`, `smallint`, `integer`, `bigint` or `postgres = \"…\"`";
            Err(Error::custom(message).with_span(&span))
        }
    }
}

fn variant(variant: &syn::Variant, store: &Store) -> Result<Variant> {
    let mut mistakes = Error::accumulator();
    if !matches!(variant.fields, Fields::Unit) {
        let message = "a choice is a variant without fields: a column has one value for it";
        mistakes.push(Error::custom(message).with_span(&variant.fields));
    }
    let attribute = attributes::only(&variant.attrs, "choice", &mut mistakes);
    let arguments: VariantArguments = mistakes.handle(attributes::arguments(attribute)).unwrap_or_default();
    let words = querent_schema::snake_case(&names::plain(&variant.ident));
    let value = match &arguments.value {
        Some(value) => {
            mistakes.handle(stored(value, store));
            value.value()
        }
        None => words.clone(),
    };
    let label = arguments.label.map_or_else(|| title(&words), |label| label.value());
    mistakes.finish_with(Variant { ident: variant.ident.clone(), value, label })
}

fn stored(value: &LitStr, store: &Store) -> Result<()> {
    let text = value.value();
    let message = match store {
        Store::Integer(_) => {
            "a choice that is stored as an integer has its discriminant: `Paid = 2`".to_owned()
        }
        _ if text.contains('\0') => "PostgreSQL's text cannot hold a NUL".to_owned(),
        Store::Postgres(_) if text.is_empty() || text.len() > LONGEST => {
            format!("the label of an enum has between 1 and {LONGEST} bytes")
        }
        _ => return Ok(()),
    };
    Err(Error::custom(message).with_span(value))
}

/// Two variants of one value would be read as the first of them.
fn distinct(variants: &[Variant]) -> Result<()> {
    let mut mistakes = Error::accumulator();
    let mut seen = HashMap::new();
    for variant in variants {
        if let Some(other) = seen.insert(&variant.value, &variant.ident) {
            let message =
                format!("`{other}` is stored as \"{}\" too; give one another `value`", variant.value);
            mistakes.push(Error::custom(message).with_span(&variant.ident));
        }
    }
    mistakes.finish()
}

/// `in_progress` as `In Progress`, as Django writes labels.
fn title(words: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    words.split('_').filter(|word| !word.is_empty()).map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::{choices, title};

    #[test]
    fn labels_are_the_variants_words() {
        assert_eq!(title("in_progress"), "In Progress");
        assert_eq!(title("ünder_way"), "Ünder Way");
    }

    #[test]
    fn every_mistake_is_told() {
        let mistakes = choices(&parse_quote!(
            #[choices(text, integer)]
            enum Status {
                Open(u8),
                #[choice(value = "paid")]
                Settled,
                Paid,
                #[choice(lable = "x")]
                Lost,
            }
        ));
        assert_eq!(mistakes.err().map(|mistakes| mistakes.len()), Some(4));
    }
}
