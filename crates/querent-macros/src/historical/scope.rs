//! Which models are written, and where: those of the application itself, and in a module each those of the others that
//! they refer to.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use querent_schema::State;
use querent_schema::state::{Field, Kind, Model, ModelName};
use quote::quote;

use super::idents::{camel_case, distinct, ident};

/// What is written.
pub(super) struct Scope<'a> {
    pub(super) state: &'a State,
    /// The application whose models stand in no module of their own.
    app: &'a str,
    models: BTreeSet<&'a ModelName>,
    /// The names of the types for the enums that the models' fields have, by the enums' names.
    enums: BTreeMap<&'a str, String>,
}

impl<'a> Scope<'a> {
    /// The models of an application, with those that they refer to.
    pub(super) fn of(state: &'a State, app: &'a str) -> Self {
        let mut models = BTreeSet::new();
        let mut next: Vec<&ModelName> = state.models.keys().filter(|name| name.app == app).collect();
        while let Some(name) = next.pop() {
            let Some((name, model)) = state.models.get_key_value(name) else { continue };
            if models.insert(name) {
                next.extend(model.fields.iter().flat_map(|field| field.refers_to()));
            }
        }
        let mut scope = Scope { state, app, models, enums: BTreeMap::new() };
        scope.enums = scope.names_of_enums();
        scope
    }

    /// The models of one of the applications.
    pub(super) fn models_of(&self, app: &str) -> impl Iterator<Item = (&'a ModelName, &'a Model)> {
        let own = self.models.iter().copied().filter(move |name| name.app == app);
        own.filter_map(|name| self.state.models.get_key_value(name))
    }

    /// The application whose models stand in no module of their own.
    pub(super) fn app(&self) -> &'a str {
        self.app
    }

    /// The other applications.
    pub(super) fn others(&self) -> BTreeSet<&'a str> {
        self.models.iter().map(|name| name.app.as_str()).filter(|app| *app != self.app).collect()
    }

    /// The enums, with the names of their types.
    pub(super) fn enums(&self) -> impl Iterator<Item = (&str, &[String])> {
        let labels = |name: &str| self.state.enums.get(name).map(|own| own.labels.as_slice());
        self.enums.keys().filter_map(move |name| Some((*name, labels(name)?)))
    }

    /// The path of a model, where the models of `from` are.
    pub(super) fn model(&self, from: &str, name: &ModelName) -> TokenStream {
        let (model, app) = (ident(&name.name), ident(&name.app));
        match (name.app == from, name.app == self.app, from == self.app) {
            (true, ..) => quote!(#model),
            (_, true, _) => quote!(super::#model),
            (_, _, true) => quote!(self::#app::#model),
            _ => quote!(super::#app::#model),
        }
    }

    /// The path of an enum's type, where the models of `from` are.
    pub(super) fn enumeration(&self, from: &str, name: &str) -> Option<TokenStream> {
        let ty = ident(self.enums.get(name)?);
        Some(if from == self.app { quote!(#ty) } else { quote!(super::#ty) })
    }

    /// The enums of the fields, each with the name of a type that no model has.
    fn names_of_enums(&self) -> BTreeMap<&'a str, String> {
        let models = || self.models.iter().filter_map(|name| self.state.models.get(*name));
        let fields = models().flat_map(|model| &model.fields);
        let used: BTreeSet<&str> = fields.filter_map(enumeration).collect();
        // A model has three names: `Order`, `OrderFields`, `OrderDraft`.
        let own = self.models_of(self.app).map(|(name, _)| name.name.as_str());
        let taken: BTreeSet<String> =
            own.flat_map(|name| ["", "Fields", "Draft"].map(|suffix| format!("{name}{suffix}"))).collect();
        let free = |name: &&str| {
            let name = camel_case(name);
            if taken.contains(&name) { format!("{name}Enum") } else { name }
        };
        let names = distinct(used.iter().map(free));
        used.into_iter().zip(names).collect()
    }
}

fn enumeration(field: &Field) -> Option<&str> {
    match &field.kind {
        Kind::Plain(plain) => plain.sql_type.as_enum(),
        Kind::ForeignKey(_) | Kind::ManyToMany(_) => None,
    }
}
