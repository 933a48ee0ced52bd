//! The code of the README, and of the page of the watch, as files that `tests/readme.rs` compiles.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// A page with code, the name of the file that this becomes, and what its statements may mention.
const PAGES: [(&str, &str, &str); 2] = [
    (
        "../README.md",
        "readme.rs",
        "db: Db, search: Option<&str>, electronics: Category, new: Tag, sale: Tag, drafts: Vec<ProductDraft>",
    ),
    ("../docs/watch.md", "watch.rs", "db: Db, rows: Vec<Product>"),
];

fn main() {
    let out = env::var("OUT_DIR").expect("cargo says where a build script writes");
    for (page, file, given) in PAGES {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        println!("cargo::rerun-if-changed={}", page.display());
        let text = fs::read_to_string(&page).expect("the repository has this page");
        fs::write(Path::new(&out).join(file), code(&text, given))
            .expect("the folder of a build script can be written");
    }
}

/// Items as they are, and each block of statements as the body of a function.
fn code(page: &str, given: &str) -> String {
    let mut code = String::new();
    for (number, block) in blocks(page).enumerate() {
        let written = if syn::parse_file(block).is_ok() {
            writeln!(code, "{block}")
        } else {
            writeln!(
                code,
                "pub async fn block_{number}({given}) -> querent::Result<()> {{\n{block}\nOk(())\n}}"
            )
        };
        written.expect("a String can be written to");
    }
    code
}

fn blocks(page: &str) -> impl Iterator<Item = &str> {
    page.split("```rust\n").skip(1).filter_map(|rest| Some(rest.split_once("\n```")?.0))
}
