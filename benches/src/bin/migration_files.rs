//! What 200 migration files cost a program when it is built and when it starts:
//! `cargo run --release -p benches --bin migration_files`.
//!
//! Two packages are written into a temporary folder, one with the files and one without, and are built again after an edit of
//! their only source.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use querent_migrate::querent_schema::state::{Element, Field, Index, Kind, Model, Plain, Unique};
use querent_migrate::querent_schema::{Constraint, Default, Migration, MigrationName, Operation, SqlType};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How many files there are, of five operations each.
const FILES: usize = 200;

/// How often each package is built, and started; the median counts.
const ROUNDS: usize = 9;

const MAIN: &str = r#"
use std::time::Instant;

querent::app!(pub APP = "shop");

static PROJECT: querent_migrate::Project =
    querent_migrate::project!(apps: [APP], migrations: "migrations");

fn main() {
    let begin = Instant::now();
    let graph = PROJECT.graph().expect("the files are right");
    let read = begin.elapsed();
    let state = graph.state().expect("the operations fit together");
    println!("{} {} {}", read.as_secs_f64(), begin.elapsed().as_secs_f64(), state.models.len());
}
"#;

fn main() -> ExitCode {
    let scratch = std::env::temp_dir().join(format!("querent-migration-files-{}", std::process::id()));
    let measured = measure(&scratch);
    let _ = fs::remove_dir_all(&scratch);
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(scratch: &Path) -> Result<()> {
    let with = Package::write(scratch, "with_files", FILES)?;
    let without = Package::write(scratch, "without_files", 0)?;
    println!("{FILES} files of five operations: medians of {ROUNDS} rounds");
    println!();
    println!("| profile | build without | build with | more | read | read and replayed |");
    println!("|---|---|---|---|---|---|");
    for profile in ["debug", "release"] {
        for package in [&with, &without] {
            package.build(profile)?;
        }
        let (mut built_with, mut built_without, mut read, mut replayed) = (vec![], vec![], vec![], vec![]);
        for round in 0..ROUNDS {
            built_without.push(without.edited(round)?.build(profile)?);
            built_with.push(with.edited(round)?.build(profile)?);
            let [one, two] = with.run(profile)?;
            read.push(one);
            replayed.push(two);
        }
        let [without, with] = [built_without, built_with].map(median);
        println!(
            "| {profile} | {without:.2?} | {with:.2?} | {:.2?} | {:.1?} | {:.1?} |",
            with.saturating_sub(without),
            median(read),
            median(replayed)
        );
    }
    Ok(())
}

/// A package whose program reads its migrations.
struct Package {
    folder: PathBuf,
    name: &'static str,
}

impl Package {
    fn write(scratch: &Path, name: &'static str, files: usize) -> Result<Package> {
        let package = Package { folder: scratch.join(name), name };
        let workspace = workspace();
        // The profiles of the workspace, so that what is built already can be used.
        let manifest = fs::read_to_string(workspace.join("Cargo.toml"))?;
        let profiles = manifest.find("[profile.").map_or("", |at| &manifest[at..]);
        let crates = workspace.join("crates");
        let text = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             querent = {{ path = {:?} }}\nquerent-migrate = {{ path = {:?} }}\n\n{profiles}",
            crates.join("querent"),
            crates.join("querent-migrate"),
        );
        fs::create_dir_all(package.folder.join("src"))?;
        fs::write(package.folder.join("Cargo.toml"), text)?;
        fs::copy(workspace.join("Cargo.lock"), package.folder.join("Cargo.lock"))?;
        fs::write(package.main(), MAIN)?;
        package.write_migrations(files)?;
        Ok(package)
    }

    fn write_migrations(&self, files: usize) -> Result<()> {
        let folder = self.folder.join("migrations");
        let migrations: Vec<Migration> = (1..=files).map(migration).collect();
        if let Some(Migration { name, .. }) = migrations.last() {
            fs::create_dir_all(folder.join(&name.app))?;
            fs::write(folder.join("HEAD"), format!("{} {}\n", name.app, name.name))?;
        }
        for migration in migrations {
            let file = format!("{}/{}.toml", migration.name.app, migration.name.name);
            fs::write(folder.join(file), migration.to_toml())?;
        }
        Ok(())
    }

    fn main(&self) -> PathBuf {
        self.folder.join("src/main.rs")
    }

    /// The package after an edit of its source.
    fn edited(&self, round: usize) -> Result<&Package> {
        fs::write(self.main(), format!("{MAIN}// {round}\n"))?;
        Ok(self)
    }

    fn build(&self, profile: &str) -> Result<Duration> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--offline"]).current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", target());
        if profile == "release" {
            cargo.arg("--release");
        }
        let begin = Instant::now();
        match cargo.status()?.success() {
            true => Ok(begin.elapsed()),
            false => Err(format!("the package `{}` cannot be built", self.name).into()),
        }
    }

    /// How long it took to read the files, and to read and replay them.
    fn run(&self, profile: &str) -> Result<[Duration; 2]> {
        let program = Command::new(target().join(profile).join(self.name)).output()?;
        let printed = String::from_utf8(program.stdout)?;
        let mut seconds = printed.split_whitespace().map(str::parse::<f64>);
        let mut next = || -> Result<Duration> {
            Ok(Duration::from_secs_f64(seconds.next().ok_or("the program printed nothing")??))
        };
        Ok([next()?, next()?])
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where the workspace's own crates are built.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A model, and four changes of it.
fn migration(number: usize) -> Migration {
    let name = |number: usize| MigrationName::new("shop", format!("{number:04}_item_{number}"));
    let model = format!("Item{number}");
    let definition = Model {
        fields: vec![
            field("id", SqlType::BigInt, Some(Default::Identity)),
            field("name", SqlType::Varchar(100), None),
            field("price", SqlType::Numeric(Some((10, 2))), None),
            field("created_at", SqlType::TimestampTz, Some(Default::Expression("now()".to_owned()))),
        ],
        primary_key: vec!["id".to_owned()],
        ..Model::new(format!("item_{number}"))
    };
    let index = Index {
        name: format!("item_{number}_newest"),
        elements: vec![Element::Field { name: "created_at".to_owned(), descending: true }],
        method: None,
        include: Vec::new(),
        condition: None,
    };
    let unique = Unique {
        name: format!("item_{number}_title"),
        fields: vec!["title".to_owned(), "sku".to_owned()],
        include: Vec::new(),
        condition: None,
        nulls_not_distinct: false,
        deferrable: false,
    };
    Migration {
        name: name(number),
        after: number.checked_sub(1).filter(|before| *before > 0).map(name).into_iter().collect(),
        atomic: true,
        operations: vec![
            Operation::CreateModel { model: model.clone(), definition },
            Operation::AddField {
                model: model.clone(),
                field: field("sku", SqlType::Varchar(32), Some(Default::text(""))),
                one_off: None,
            },
            Operation::RenameField {
                model: model.clone(),
                from: "name".to_owned(),
                to: "title".to_owned(),
                column: None,
            },
            Operation::AddIndex { model: model.clone(), index, concurrently: false },
            Operation::AddConstraint { model, constraint: Constraint::Unique(unique) },
        ],
    }
}

fn field(name: &str, sql_type: SqlType, default: Option<Default>) -> Field {
    let column = name.to_owned();
    let plain = Plain { column, sql_type, nullable: false, default, unique: false, index: false };
    Field { name: name.to_owned(), kind: Kind::Plain(plain), comment: None }
}
