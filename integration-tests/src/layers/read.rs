//! From files to modules.

use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::{Attribute, Item, ItemMod, Meta};

use super::fault::Fault;
use super::tokens::spoken;
use super::tree::{Module, Role, Tree};
use super::visit::fill;

/// Every Rust file under `folder`, sorted; paths are relative to the root of the workspace.
pub(super) fn sources(root: &Path, folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
        let path = folder.join(entry.file_name());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(sources(root, &path)),
            _ if path.extension().is_some_and(|extension| extension == "rs") => found.push(path),
            _ => {}
        }
    }
    found.sort();
    found
}

/// Whether a file of the package in `folder` is where a crate begins.
pub(super) fn is_entry(folder: &Path, file: &Path) -> bool {
    let src = folder.join("src");
    let bin = src.join("bin");
    file == src.join("lib.rs")
        || file == src.join("main.rs")
        || file.parent() == Some(bin.as_path())
        || (file.ends_with("main.rs") && file.parent().and_then(Path::parent) == Some(bin.as_path()))
}

/// Reads a crate from its first file into `tree`; what cannot be read is a fault.
pub(super) fn tree(root: &Path, entry: &Path, tree: &mut Tree) -> Vec<Fault> {
    let folder = entry.parent().map(Path::to_owned).unwrap_or_default();
    let place = Place { path: Vec::new(), file: entry.to_owned(), folder, role: Role::Code };
    let mut reader = Reader { root, tree, faults: Vec::new() };
    reader.file(place);
    reader.faults
}

/// Where a module stands, in the crate and on the disk.
struct Place {
    path: Vec<String>,
    file: PathBuf,
    /// The folder that holds the files of its modules.
    folder: PathBuf,
    role: Role,
}

struct Reader<'a> {
    root: &'a Path,
    tree: &'a mut Tree,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn file(&mut self, place: Place) {
        self.tree.files.push(place.file.clone());
        let text = fs::read_to_string(self.root.join(&place.file)).map_err(|error| (1, error.to_string()));
        let parsed = text.and_then(|text| {
            syn::parse_file(&text).map_err(|error| (error.span().start().line, error.to_string()))
        });
        match parsed {
            Ok(file) => self.module(place, &file.items),
            Err((line, message)) => self.faults.push(Fault::new(&place.file, line, message)),
        }
    }

    fn module(&mut self, place: Place, items: &[Item]) {
        let mut module = Module::new(&place.file, place.role);
        fill(&mut module, items);
        for item in items {
            match item {
                Item::Mod(child) => {
                    module.children.push(spoken(&child.ident));
                    self.child(&place, child);
                }
                Item::Macro(definition) if has(&definition.attrs, "macro_export") => {
                    let name = definition.ident.as_ref().map(spoken);
                    self.tree.exported.extend(name.map(|name| (name, place.path.clone())));
                }
                _ => {}
            }
        }
        self.tree.modules.insert(place.path, module);
    }

    fn child(&mut self, parent: &Place, child: &ItemMod) {
        if has(&child.attrs, "path") {
            let message = format!("module `{}` stands in a file of another name", child.ident);
            self.faults.push(Fault::new(&parent.file, child.span().start().line, message));
        }
        let name = spoken(&child.ident);
        let role = if is_test(&child.attrs) { Role::Test } else { parent.role };
        let path = parent.path.iter().cloned().chain([name.clone()]).collect();
        let folder = parent.folder.join(&name);
        match &child.content {
            Some((_, items)) => self.module(Place { path, file: parent.file.clone(), folder, role }, items),
            None => self.file(Place { path, file: folder.with_extension("rs"), folder, role }),
        }
    }
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

/// `#[cfg(test)]`, or `#[cfg(all(test, …))]`.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let condition = list.tokens.to_string().replace(' ', "");
            condition == "test" || condition.starts_with("all(test,")
        }
        _ => false,
    })
}
