//! Applications: which models go together, and by which label migrations know them.

use crate::meta::ModelMeta;

/// An application, in Django's sense: the models of a module and of those below it, under one label.
///
/// [`app!`](crate::app!) makes one. A model belongs to the application whose module is nearest above it.
#[derive(Debug)]
pub struct App {
    label: &'static str,
    module: &'static str,
    extensions: &'static [&'static str],
}

/// A model that was compiled into the program.
#[doc(hidden)]
#[derive(Debug)]
pub struct RegisteredModel(pub &'static ModelMeta);

/// An application that was compiled into the program.
#[doc(hidden)]
#[derive(Debug)]
pub struct RegisteredApp(pub &'static App);

inventory::collect!(RegisteredModel);
inventory::collect!(RegisteredApp);

impl App {
    /// # Panics
    ///
    /// If it is not a label; [`app!`](crate::app!) calls this while the program is compiled.
    #[doc(hidden)]
    pub const fn new(label: &'static str, module: &'static str, extensions: &'static [&'static str]) -> Self {
        assert!(
            is_label(label),
            "the label of an app is lowercase letters, digits and underscores, a letter first: `shop`"
        );
        App { label, module, extensions }
    }

    /// The label, which names the folder of its migrations.
    pub const fn label(&self) -> &'static str {
        self.label
    }

    /// The path of the module whose models these are.
    pub const fn module(&self) -> &'static str {
        self.module
    }

    /// The extensions of PostgreSQL that the models need.
    pub const fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    /// The application's models, by name.
    ///
    /// Historical models are not among them.
    pub fn models(&self) -> Vec<&'static ModelMeta> {
        let own = |model: &&ModelMeta| App::of(model).is_some_and(|app| app.module == self.module);
        let registered = inventory::iter::<RegisteredModel>.into_iter().map(|model| model.0);
        let mut models: Vec<_> = registered.filter(own).collect();
        models.sort_by_key(|model| (model.name, model.module, model.table));
        models
    }

    /// The application that a model belongs to: that of the nearest module above it.
    pub fn of(model: &ModelMeta) -> Option<&'static App> {
        let above = App::all().filter(|app| is_in(model.module, app.module));
        above.max_by_key(|app| app.module.len())
    }

    /// Every application of the program.
    pub fn all() -> impl Iterator<Item = &'static App> {
        inventory::iter::<RegisteredApp>.into_iter().map(|app| app.0)
    }
}

/// Whether a module is another one, or below it.
fn is_in(module: &str, other: &str) -> bool {
    module.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

const fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'a'..=b'z' => {}
            b'0'..=b'9' | b'_' if at > 0 => {}
            _ => return false,
        }
        at += 1;
    }
    at > 0
}

#[cfg(test)]
mod tests {
    use super::{is_in, is_label};

    #[test]
    fn a_module_is_in_those_above_it_and_in_no_other_that_begins_alike() {
        assert!(is_in("shop", "shop"));
        assert!(is_in("shop::models::orders", "shop"));
        assert!(!is_in("shopping", "shop"));
        assert!(!is_in("shop", "shop::models"));
    }

    #[test]
    fn a_label_can_name_a_folder() {
        assert!(is_label("shop") && is_label("shop_2"));
        assert!(!["", "2shop", "_shop", "Shop", "my-shop", "a.b", "a/b"].into_iter().any(is_label));
    }
}
