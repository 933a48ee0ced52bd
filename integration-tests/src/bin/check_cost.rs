//! What the derive costs `cargo check`: fifty models of ten fields beside the same structs without it.
//!
//! `cargo run -p integration-tests --bin check_cost` writes both crates to a folder below the target directory, checks
//! them in turn, and prints medians. The bar is one second more after a touch.

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

const MODELS: usize = 50;
const ROUNDS: usize = 9;

/// The derive, or nothing in its place.
#[derive(Clone, Copy)]
enum Crate {
    Models,
    Structs,
}

impl Crate {
    fn name(self) -> &'static str {
        match self {
            Crate::Models => "models",
            Crate::Structs => "structs",
        }
    }

    /// Ten fields of the usual kinds; a key is a number where there is no model to point at.
    fn source(self) -> String {
        let mut source = String::from("#![allow(dead_code)]\nuse querent::prelude::*;\n");
        let _ = writeln!(source, "use querent::{{rust_decimal::Decimal, time::OffsetDateTime}};");
        for n in 0..MODELS {
            source.push_str(&self.item(n, (n + 1) % MODELS, (n + MODELS - 1) % MODELS));
        }
        source
    }

    fn item(self, n: usize, next: usize, previous: usize) -> String {
        match self {
            Crate::Models => format!(
                "#[derive(Model, Debug, Clone)]
                 #[model(ordering = [name, -id])]
                 pub struct Model{n} {{
                     pub id: i64,
                     #[field(max_length = 100)] pub name: String,
                     pub note: Option<String>,
                     #[field(max_digits = 10, decimal_places = 2)] pub price: Decimal,
                     #[field(default = 0)] pub stock: i32,
                     #[field(default = true)] pub is_active: bool,
                     #[field(auto_now_add)] pub created_at: OffsetDateTime,
                     #[field(auto_now)] pub updated_at: OffsetDateTime,
                     #[relation(on_delete = Cascade)] pub next: ForeignKey<Model{next}>,
                     #[relation(by = next)] pub previous: HasMany<Model{previous}>,
                 }}\n"
            ),
            Crate::Structs => format!(
                "#[derive(Debug, Clone)]
                 pub struct Model{n} {{
                     pub id: i64,
                     pub name: String,
                     pub note: Option<String>,
                     pub price: Decimal,
                     pub stock: i32,
                     pub is_active: bool,
                     pub created_at: OffsetDateTime,
                     pub updated_at: OffsetDateTime,
                     pub next: i64,
                     pub previous: Option<Box<Model{previous}>>,
                 }}\n"
            ),
        }
    }
}

/// How a round makes cargo check a crate again.
#[derive(Clone, Copy)]
enum Change {
    /// The file is newer, its text the same.
    Touched,
    /// A line more.
    Edited,
    /// As if it had never been compiled.
    Cold,
}

fn main() -> Outcome<()> {
    let workspace = written()?;
    for (change, title) in [
        (Change::Touched, "touched"),
        (Change::Edited, "a line added"),
        (Change::Cold, "without incremental state"),
    ] {
        let [models, structs] = medians(&workspace, change)?;
        let difference = models.as_secs_f64() - structs.as_secs_f64();
        println!(
            "{title}: {MODELS} models {:.2} s, the structs {:.2} s, {difference:+.2} s",
            models.as_secs_f64(),
            structs.as_secs_f64()
        );
    }
    Ok(())
}

/// The two crates as a workspace with the versions of this repository.
fn written() -> Outcome<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("a repository")?.to_owned();
    let target = std::env::current_exe()?.ancestors().nth(2).ok_or("a target directory")?.to_owned();
    let workspace = target.join("check_cost");
    fs::create_dir_all(&workspace)?;
    fs::copy(repository.join("Cargo.lock"), workspace.join("Cargo.lock"))?;
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"models\", \"structs\"]\n";
    fs::write(workspace.join("Cargo.toml"), manifest)?;
    for written in [Crate::Models, Crate::Structs] {
        let folder = workspace.join(written.name());
        fs::create_dir_all(folder.join("src"))?;
        let querent = repository.join("crates/querent");
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nquerent = {{ path = {:?} }}\n",
            written.name(),
            querent
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/lib.rs"), written.source())?;
    }
    Ok(workspace)
}

/// The medians of checking the models and the structs, taken in turn.
fn medians(workspace: &Path, change: Change) -> Outcome<[Duration; 2]> {
    let mut times: [Vec<Duration>; 2] = Default::default();
    for round in 0..=ROUNDS {
        for (times, checked) in times.iter_mut().zip([Crate::Models, Crate::Structs]) {
            let file = workspace.join(checked.name()).join("src/lib.rs");
            let mut source = checked.source();
            if let Change::Edited = change {
                let _ = writeln!(source, "pub fn round{round}() {{}}");
            }
            fs::write(file, source)?;
            let time = check(workspace, checked, change)?;
            if round > 0 {
                times.push(time); // the first round compiles what they depend on
            }
        }
    }
    Ok(times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    }))
}

fn check(workspace: &Path, checked: Crate, change: Change) -> Outcome<Duration> {
    let incremental = if let Change::Cold = change { "0" } else { "1" };
    let start = Instant::now();
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["check", "--offline", "--quiet", "-p", checked.name()])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .env("CARGO_INCREMENTAL", incremental)
        .output()?;
    let time = start.elapsed();
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        return Err(text.lines().take(20).collect::<Vec<_>>().join("\n").into());
    }
    Ok(time)
}
