//! The modules of a crate, what each holds and which paths each writes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::tokens::Written;

/// The modules of one crate, by their paths from its root; the root's is empty.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) modules: BTreeMap<Vec<String>, Module>,
    /// The files that `mod` lines lead to, those that cannot be read included.
    pub(super) files: Vec<PathBuf>,
    /// The name by which its own paths may call a library.
    name: Option<String>,
    /// Macros of `#[macro_export]`, which live at the root, and the modules that define them.
    pub(super) exported: HashMap<String, Vec<String>>,
}

/// A module.
#[derive(Debug)]
pub(super) struct Module {
    pub(super) file: PathBuf,
    pub(super) role: Role,
    /// Its modules, in the order of the `mod` lines.
    pub(super) children: Vec<String>,
    /// The names of the items that it defines itself.
    pub(super) items: HashSet<String>,
    /// The macros among them.
    pub(super) macros: HashSet<String>,
    pub(super) imports: Vec<Import>,
    /// Every path in it, those of the imports included.
    pub(super) paths: Vec<Written>,
}

/// Whether a module is compiled for tests only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Code,
    Test,
}

/// A name that a `use` brings into a module.
#[derive(Debug)]
pub(super) struct Import {
    /// The name, or `*`.
    pub(super) name: String,
    pub(super) path: Written,
}

impl Tree {
    pub(super) fn of_library(package: &str) -> Self {
        Tree { name: Some(package.replace('-', "_")), ..Tree::of_binary() }
    }

    pub(super) fn of_binary() -> Self {
        Tree { modules: BTreeMap::new(), files: Vec::new(), name: None, exported: HashMap::new() }
    }

    /// Whether `name` is this very crate.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }
}

impl Module {
    pub(super) fn new(file: &Path, role: Role) -> Self {
        Module {
            file: file.to_owned(),
            role,
            children: Vec::new(),
            items: HashSet::new(),
            macros: HashSet::new(),
            imports: Vec::new(),
            paths: Vec::new(),
        }
    }
}
