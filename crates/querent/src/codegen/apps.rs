//! How an application is written.

/// Makes a `static` that stands for the models of this module and of those below it: Django's application.
///
/// The label is what migrations call it by. The extensions of PostgreSQL that the models need are listed with it. A module below
/// may have an application of its own; its models belong to that one alone.
///
/// ```
/// querent::app!(pub APP = "shop", extensions = ["btree_gist"]);
///
/// mod models {
///     use querent::prelude::*;
///
///     #[derive(Model, Debug)]
///     pub struct Product {
///         pub id: i64,
///     }
/// }
///
/// # fn main() {
/// assert_eq!((APP.label(), APP.models()[0].name), ("shop", "Product"));
/// # }
/// ```
#[macro_export]
macro_rules! app {
    ($(#[$attribute:meta])* $visibility:vis $name:ident = $label:expr $(, extensions = [$($extension:expr),* $(,)?])? $(,)?) => {
        $(#[$attribute])*
        #[doc = "The models of this module and of those below it."]
        $visibility static $name: $crate::App =
            $crate::App::new($label, ::core::module_path!(), &[$($($extension),*)?]);

        $crate::codegen::inventory::submit! { $crate::codegen::RegisteredApp(&$name) }
    };
}
