//! The user's tokens as a [`Model`], or every mistake in them.

mod checks;
mod default;
mod precision;
mod column;
mod deferred;
mod slot;
mod relation;
mod options;
mod field;
mod named;
mod stand_in;
mod whole;

use darling::error::Accumulator;
use darling::{Error, Result};
use querent_schema::table_name;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Fields, Token};

use super::attributes::{self, ModelArguments};
use super::ir::{Model, ModelOptions};
use crate::names::{self, Names};

use field::Parsed;

/// What was made of a struct.
pub(super) struct Reading {
    /// The model; nothing if too little of it was understood to be expanded.
    pub(super) model: Option<Model>,
    /// All mistakes together.
    pub(super) mistakes: Option<Error>,
}

/// Reads a struct; all mistakes are found before any is reported.
pub(super) fn model(input: &DeriveInput) -> Reading {
    let mut mistakes = Error::accumulator();
    let fields = mistakes.handle(named_fields(input));
    let model = fields.and_then(|fields| read(input, fields, &mut mistakes));
    Reading { model, mistakes: mistakes.finish().err() }
}

fn read(
    input: &DeriveInput,
    fields: &Punctuated<syn::Field, Token![,]>,
    mistakes: &mut Accumulator,
) -> Option<Model> {
    let parameter = input.generics.params.first();
    if let Some(parameter) = parameter {
        let message = "a model is a row of one table, so it has no type parameters and no lifetimes";
        mistakes.push(Error::custom(message).with_span(parameter));
    }
    let attribute = attributes::only(&input.attrs, "model", mistakes);
    let arguments: ModelArguments = mistakes.handle(attributes::arguments(attribute)).unwrap_or_default();
    let table = mistakes.handle(table(input, &arguments)).unwrap_or_default();
    let owner = field::Owner { ident: &input.ident, table: &table };
    let read: Vec<Option<Parsed>> =
        fields.iter().map(|field| mistakes.handle(field::parse(field, &owner))).collect();
    let all_read = read.iter().all(Option::is_some);
    let with_stand_ins =
        read.into_iter().zip(fields).map(|(read, field)| read.or_else(|| stand_in::field(field)));
    let parsed: Vec<Parsed> = with_stand_ins.collect::<Option<_>>()?;
    whole::distinct_columns(&parsed, mistakes);
    whole::one_version(&parsed, mistakes);
    let written = arguments.check.iter().flat_map(|checks| checks.0.iter().map(|(name, _)| name));
    let [unique, index, exclude] = [&arguments.unique, &arguments.index, &arguments.exclude];
    let named = || unique.iter().chain(index).chain(exclude).map(|named| &named.name);
    named::distinct(written.chain(named()), mistakes);
    let options = ModelOptions {
        comment: mistakes.handle(options::text(arguments.comment.as_ref())).flatten(),
        renamed_from: mistakes.handle(options::text(arguments.renamed_from.as_ref())).flatten(),
        unique: named::unique(unique, &parsed, mistakes),
        indexes: named::indexes(index, &parsed, mistakes),
        excludes: named::excludes(exclude, mistakes),
    };
    let checks = mistakes.handle(checks::checks(arguments.check.unwrap_or_default())).unwrap_or_default();
    // A field with a mistake may be the key that is missed, so a missing key is told only if all fields were read.
    let keys = whole::keys(&input.ident, &parsed, arguments.primary_key.as_ref());
    let keys = if all_read { mistakes.handle(keys) } else { keys.ok() };
    let keys = keys.or_else(|| stand_in::key(&parsed).map(|key| vec![key]))?;
    whole::identity_of_key(&parsed, &keys, mistakes);
    parameter.is_none().then(|| Model {
        ident: input.ident.clone(),
        visibility: input.vis.clone(),
        table,
        managed: arguments.managed.unwrap_or(true),
        historical: arguments.historical.is_present(),
        fields: whole::numbered(parsed, &keys),
        checks,
        options,
        ordering: arguments.ordering.map(|ordering| ordering.0).unwrap_or_default(),
        keys,
        names: names_beside(input),
    })
}

/// Names that are neither the user's nor those of the two structs that stand beside the model.
fn names_beside(input: &DeriveInput) -> Names {
    let (handles, draft) = (names::of_handles(&input.ident), names::of_draft(&input.ident));
    Names::beside(quote!(#input #handles #draft))
}

fn named_fields(input: &DeriveInput) -> Result<&Punctuated<syn::Field, Token![,]>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(&fields.named),
            _ => Err(Error::custom("a model is a struct with named fields, one for each column")
                .with_span(&input.ident)),
        },
        Data::Enum(data) => {
            Err(Error::custom("a model is a struct, not an enum").with_span(&data.enum_token))
        }
        Data::Union(data) => {
            Err(Error::custom("a model is a struct, not a union").with_span(&data.union_token))
        }
    }
}

fn table(input: &DeriveInput, arguments: &ModelArguments) -> Result<String> {
    let way_out = "#[model(table = \"…\")]";
    match &arguments.table {
        Some(table) => names::check(&table.value(), "table", way_out, table).map(|()| table.value()),
        None => {
            let table = table_name(&names::plain(&input.ident));
            names::check(&table, "table", way_out, &input.ident).map(|()| table)
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::{Reading, model};

    #[test]
    fn a_struct_with_mistakes_is_still_a_model_and_all_of_them_are_told() {
        let Reading { model, mistakes } = model(&parse_quote! {
            struct Product {
                id: i64,
                #[field(max_len = 3)]
                name: String,
                parent: ForeignKey<Option<Product>>,
                #[field(default = "many")]
                stock: i32,
            }
        });
        assert_eq!(mistakes.map(|mistakes| mistakes.len()), Some(3));
        let model =
            model.map(|model| model.columns().map(|(_, column)| column.name.clone()).collect::<Vec<_>>());
        assert_eq!(model.unwrap_or_default(), ["id", "name", "parent_id", "stock"]);
    }

    #[test]
    fn a_missing_key_is_told_only_where_no_other_mistake_can_be_the_cause() {
        let without = model(&parse_quote!(
            struct Product {
                name: String,
            }
        ));
        assert_eq!(without.mistakes.map(|mistakes| mistakes.len()), Some(1));
        let misspelt = model(&parse_quote!(
            struct Product {
                #[field(primary_kay)]
                name: String,
            }
        ));
        let told = misspelt.mistakes.map(|mistakes| mistakes.to_string()).unwrap_or_default();
        assert!(told.contains("primary_kay") && !told.contains("no primary key"), "{told}");
    }
}
