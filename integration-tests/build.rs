//! The README's code as a file that `tests/readme.rs` compiles.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// What statements of the README may mention.
const GIVEN: &str =
    "db: Db, search: Option<&str>, electronics: Category, new: Tag, sale: Tag, drafts: Vec<ProductDraft>";

fn main() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    println!("cargo::rerun-if-changed={}", readme.display());
    let text = fs::read_to_string(&readme).expect("the repository has a README");
    let out = env::var("OUT_DIR").expect("cargo says where a build script writes");
    fs::write(Path::new(&out).join("readme.rs"), code(&text))
        .expect("the folder of a build script can be written");
}

/// Items as they are, and each block of statements as the body of a function.
fn code(readme: &str) -> String {
    let mut code = String::new();
    for (number, block) in blocks(readme).enumerate() {
        let items = ["use ", "#[", "async fn", "pub "].iter().any(|start| block.starts_with(start));
        let written = if items {
            writeln!(code, "{block}")
        } else {
            writeln!(
                code,
                "pub async fn block_{number}({GIVEN}) -> querent::Result<()> {{\n{block}\nOk(())\n}}"
            )
        };
        written.expect("a String can be written to");
    }
    code
}

fn blocks(readme: &str) -> impl Iterator<Item = &str> {
    readme.split("```rust\n").skip(1).filter_map(|rest| Some(rest.split_once("\n```")?.0))
}
