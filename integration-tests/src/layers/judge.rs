//! Which paths look down the page.

use std::collections::HashSet;

use super::fault::Fault;
use super::resolve::{Target, resolve};
use super::tokens::Written;
use super::tree::{Module, Role, Tree};

/// The paths of a crate that look down the page.
///
/// What a `use` brings in is a fault of the `use`, not of every line that names it afterwards.
pub(super) fn check(tree: &Tree) -> Vec<Fault> {
    tree.modules.iter().flat_map(|(from, module)| check_module(tree, from, module)).collect()
}

fn check_module(tree: &Tree, from: &[String], module: &Module) -> Vec<Fault> {
    let said = said(tree, from);
    let is_import = |path: &Written| module.imports.iter().any(|import| import.path == *path);
    let is_said =
        |path: &Written, target: &String| said.contains(target) && !path.is_rooted() && !is_import(path);
    let faults = module.paths.iter().filter_map(|path| {
        let target = below(tree, from, &resolve(tree, from, path)).filter(|target| !is_said(path, target))?;
        let message = format!("module `{}` uses `{target}`, which stands below it", from.join("::"));
        Some(Fault::new(&module.file, path.line, message))
    });
    faults.collect()
}

/// What the imports of a module and of those around it are faulted for: `use super::*` passes them on.
fn said(tree: &Tree, from: &[String]) -> HashSet<String> {
    let around = (0..=from.len()).map(|depth| &from[..depth]);
    let imports =
        around.flat_map(|path| tree.modules[path].imports.iter().map(move |import| (path, &import.path)));
    imports.filter_map(|(path, import)| below(tree, path, &resolve(tree, path, import))).collect()
}

/// What the target is called if it stands below the module `from`.
fn below(tree: &Tree, from: &[String], target: &Target) -> Option<String> {
    let module = match target {
        Target::Module(module) | Target::Item { module, .. } => &module[..],
        Target::Elsewhere => return None,
    };
    let shared = from.iter().zip(module).take_while(|(a, b)| a == b).count();
    let (parent, own) = (&from[..shared], from.get(shared)?);
    match (module.get(shared), target) {
        (Some(other), _) => {
            let above = rank(tree, parent, other) < rank(tree, parent, own);
            (!above).then(|| module[..=shared].join("::"))
        }
        // A macro is in scope by its place in the text, which rustc holds.
        (None, Target::Item { name, .. }) => {
            let above = is_bottom(tree, parent, own) || tree.modules[parent].macros.contains(name);
            (!above).then(|| called(module, name))
        }
        // The module around it: what is used of it is a path of its own.
        (None, _) => None,
    }
}

/// The place of a module among those of its parent, lowest first.
fn rank(tree: &Tree, parent: &[String], name: &str) -> (bool, Option<usize>) {
    let place = tree.modules[parent].children.iter().position(|child| child == name);
    (is_bottom(tree, parent, name), place)
}

/// Whether a module holds the tests of its parent, and so may use all of it.
fn is_bottom(tree: &Tree, parent: &[String], name: &str) -> bool {
    let child = tree.modules.get(&[parent, &[name.to_owned()]].concat());
    child.is_some_and(|child| child.role == Role::Test) && tree.modules[parent].role == Role::Code
}

fn called(module: &[String], name: &str) -> String {
    let root = if module.is_empty() { "crate".to_owned() } else { module.join("::") };
    format!("{root}::{name}")
}
