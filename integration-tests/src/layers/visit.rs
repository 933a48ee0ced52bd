//! What stands in the text of one module.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, Macro, Meta, Path, UseTree};

use super::tokens::{Written, path_in_text, paths, spoken};
use super::tree::{Import, Module};

/// Fills a module with the items, imports and paths of its text; modules in it are left to the reader.
pub(super) fn fill(module: &mut Module, items: &[Item]) {
    for item in items {
        let name = defined(item);
        module.items.extend(name);
        if let Item::Macro(definition) = item {
            module.macros.extend(definition.ident.as_ref().map(spoken));
        }
    }
    let mut visitor = Visitor { module };
    for item in items.iter().filter(|item| !matches!(item, Item::Mod(_))) {
        visitor.visit_item(item);
    }
}

/// The name that an item gives to its module.
fn defined(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(spoken(ident))
}

struct Visitor<'m> {
    module: &'m mut Module,
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let trunk = Written { segments: Vec::new(), global: item.leading_colon.is_some(), line: 0 };
        self.import(&item.tree, trunk);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if let [first, _, ..] = &path.segments.iter().collect::<Vec<_>>()[..] {
            self.module.paths.push(Written {
                segments: path.segments.iter().map(|segment| spoken(&segment.ident)).collect(),
                global: path.leading_colon.is_some(),
                line: first.ident.span().start().line,
            });
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.module.paths.extend(paths(call.tokens.clone()));
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        // A link of the documentation leads wherever the reader wants to go.
        if attribute.path().is_ident("doc") {
            return;
        }
        self.visit_path(attribute.path());
        match &attribute.meta {
            Meta::List(list) => {
                self.module.paths.extend(paths(list.tokens.clone()));
                self.module.paths.extend(texts(list.tokens.clone()));
            }
            Meta::NameValue(pair) => self.visit_expr(&pair.value),
            Meta::Path(_) => {}
        }
    }
}

impl Visitor<'_> {
    fn import(&mut self, tree: &UseTree, trunk: Written) {
        match tree {
            UseTree::Path(step) => self.import(&step.tree, trunk.then(&step.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, trunk.clone())),
            UseTree::Name(name) if name.ident == "self" => {
                let called = trunk.segments.last().cloned().unwrap_or_default();
                self.bind(called, trunk);
            }
            UseTree::Name(name) => self.bind(spoken(&name.ident), trunk.then(&name.ident)),
            UseTree::Rename(pair) if pair.ident == "self" => self.bind(spoken(&pair.rename), trunk),
            UseTree::Rename(pair) => self.bind(spoken(&pair.rename), trunk.then(&pair.ident)),
            UseTree::Glob(glob) => {
                let line = glob.star_token.spans[0].start().line;
                let segments = trunk.segments.iter().cloned().chain(["*".to_owned()]).collect();
                self.bind("*".to_owned(), Written { segments, line, ..trunk });
            }
        }
    }

    fn bind(&mut self, name: String, path: Written) {
        self.module.paths.push(path.clone());
        self.module.imports.push(Import { name, path });
    }
}

impl Written {
    fn then(mut self, next: &proc_macro2::Ident) -> Self {
        self.segments.push(spoken(next));
        self.line = next.span().start().line;
        self
    }
}

/// The paths in the texts of an attribute, however deep in its groups.
fn texts(tokens: TokenStream) -> Vec<Written> {
    let each = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => texts(group.stream()),
        TokenTree::Literal(literal) => path_in_text(&literal).into_iter().collect(),
        TokenTree::Ident(_) | TokenTree::Punct(_) => Vec::new(),
    });
    each.collect()
}
