//! The folder of a crate's migrations, and the files of it that the compiled crate depends on.

use std::env;
use std::path::PathBuf;

use proc_macro2::TokenStream;
use querent_schema::Folder;
use quote::quote;
use syn::{Error, LitStr, Result};

/// The folder that is written as a path from the package's; a mistake is told at the path.
pub(crate) fn open(written: &LitStr) -> Result<Folder> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    Folder::open(package.join(written.value())).map_err(|error| Error::new(written.span(), error))
}

/// The text of a file. It makes cargo build the crate again when the file has changed.
pub(crate) fn text_of(path: &std::path::Path) -> TokenStream {
    let path = path.to_string_lossy();
    quote!(::core::include_str!(#path))
}
