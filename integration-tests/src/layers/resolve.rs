//! What a path in a module leads to.

use super::tokens::Written;
use super::tree::Tree;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A module of this crate.
    Module(Vec<String>),
    /// An item, by the module that defines it: where it is re-exported does not count.
    Item { module: Vec<String>, name: String },
    /// Another crate, the prelude, a type parameter.
    Elsewhere,
}

/// Where `path` leads when it is written in the module `from`.
pub(super) fn resolve(tree: &Tree, from: &[String], path: &Written) -> Target {
    Walk { tree, under_way: Vec::new() }.start(from, path)
}

struct Walk<'t> {
    tree: &'t Tree,
    /// The imports that are being followed: one that leads back to itself leads elsewhere.
    under_way: Vec<*const Written>,
}

impl<'t> Walk<'t> {
    fn start(&mut self, from: &[String], path: &Written) -> Target {
        let segments = &path.segments[..];
        match segments.first().map(String::as_str) {
            Some("crate") => self.descend(Vec::new(), &segments[1..]),
            Some("self" | "super") => self.climb(from, segments),
            Some(name) => match self.name(from, name).filter(|_| !path.global) {
                Some(found) => self.onward(found, &segments[1..]),
                None if self.tree.is_called(name) => self.descend(Vec::new(), &segments[1..]),
                None => Target::Elsewhere,
            },
            None => Target::Elsewhere,
        }
    }

    fn climb(&mut self, from: &[String], segments: &[String]) -> Target {
        let words = segments.iter().take_while(|word| matches!(word.as_str(), "self" | "super")).count();
        let up = segments[..words].iter().filter(|word| *word == "super").count();
        let module = from[..from.len().saturating_sub(up)].to_vec();
        self.descend(module, &segments[words..])
    }

    /// Follows `segments` from a module of the crate.
    fn descend(&mut self, module: Vec<String>, segments: &[String]) -> Target {
        let Some((name, rest)) = segments.split_first() else { return Target::Module(module) };
        match self.name(&module, name) {
            Some(found) => self.onward(found, rest),
            // Something that a macro defines, or `*`.
            None => Target::Item { module, name: name.clone() },
        }
    }

    fn onward(&mut self, found: Target, rest: &[String]) -> Target {
        match found {
            Target::Module(module) => self.descend(module, rest),
            other => other,
        }
    }

    /// What `name` means in a module: its own module or item, an import, or one of a glob import.
    fn name(&mut self, module: &[String], name: &str) -> Option<Target> {
        let here = self.tree.modules.get(module)?;
        if here.children.iter().any(|child| child == name) {
            return Some(Target::Module([module, &[name.to_owned()]].concat()));
        }
        if here.items.contains(name) {
            return Some(Target::Item { module: module.to_vec(), name: name.to_owned() });
        }
        let named = here.imports.iter().filter(|import| import.name == name && name != "*");
        let named = named.filter_map(|import| self.follow(module, &import.path)).next();
        let globs = here.imports.iter().filter(|import| import.name == "*" && name != "*");
        named
            .or_else(|| globs.filter_map(|import| self.through_glob(module, &import.path, name)).next())
            .or_else(|| self.exported(module, name))
    }

    /// What an import leads to, unless it is being followed already.
    fn follow(&mut self, module: &[String], path: &'t Written) -> Option<Target> {
        let mark = std::ptr::from_ref(path);
        if self.under_way.contains(&mark) {
            return None;
        }
        self.under_way.push(mark);
        let target = self.start(module, path);
        self.under_way.pop();
        Some(target)
    }

    fn through_glob(&mut self, module: &[String], path: &'t Written, name: &str) -> Option<Target> {
        let Some(Target::Item { module: origin, name: star }) = self.follow(module, path) else {
            return None;
        };
        let mark = std::ptr::from_ref(path);
        if star != "*" || self.under_way.contains(&mark) {
            return None;
        }
        self.under_way.push(mark);
        let found = self.name(&origin, name);
        self.under_way.pop();
        found
    }

    /// A macro that `#[macro_export]` lifts to the root.
    fn exported(&self, module: &[String], name: &str) -> Option<Target> {
        let definer = self.tree.exported.get(name).filter(|_| module.is_empty())?;
        Some(Target::Item { module: definer.clone(), name: name.to_owned() })
    }
}
