//! A crate with models of one library, and what Cargo does with it.

use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::time::SystemTime;

use benches::Result;

use crate::cost::Cost;
use crate::library::Library;

/// A temporary folder, which goes with this value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn create() -> Result<Folder> {
        let path = env::temp_dir().join(format!("querent_build_cost_{}", process::id()));
        fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A crate, and where Cargo builds it: crates of one library share what they depend on.
pub(crate) struct Package {
    folder: PathBuf,
    target: PathBuf,
}

impl Package {
    /// Writes a crate with so many models.
    pub(crate) fn write(folder: &Folder, library: Library, models: usize) -> Result<Package> {
        let name = library.name();
        let package = Package {
            folder: folder.0.join(format!("{name}_{models}")),
            target: folder.0.join(format!("{name}_target")),
        };
        let source = package.folder.join("src");
        fs::create_dir_all(&source)?;
        fs::write(package.folder.join("Cargo.toml"), manifest(library, models))?;
        fs::copy(library.lock(), package.folder.join("Cargo.lock"))?; // for the versions
        fs::write(source.join("main.rs"), library.main())?;
        fs::write(source.join("models.rs"), library.models(models))?;
        Ok(package)
    }

    /// Gets what it depends on, so that nothing else needs the network.
    pub(crate) fn fetch(&self) -> Result<()> {
        benches::build::succeed(self.cargo("fetch").arg("--quiet"))
    }

    /// How many crates it depends on.
    pub(crate) fn crates(&self) -> Result<usize> {
        let mut tree = self.cargo("tree");
        tree.args(["--offline", "--prefix", "none", "--edges", "normal", "--format", "{p}"]);
        let output = tree.output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        let text = String::from_utf8(output.stdout)?;
        let crates: BTreeSet<_> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        Ok(crates.len() - 1) // itself
    }

    /// Builds it from nothing.
    pub(crate) fn build(&self) -> Result<Cost> {
        Cost::of(self.cargo("build").args(["--quiet", "--offline"]))
    }

    /// Has it checked.
    pub(crate) fn check(&self) -> Result<Cost> {
        Cost::of(self.cargo("check").args(["--quiet", "--offline"]))
    }

    /// As if its models had been edited.
    pub(crate) fn touch(&self) -> Result<()> {
        let models = File::options().write(true).open(self.folder.join("src/models.rs"))?;
        Ok(models.set_modified(SystemTime::now())?)
    }

    /// Cargo as everybody has it, whatever this shell does to make it faster.
    fn cargo(&self, what: &str) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        for variable in ["CARGO_INCREMENTAL", "RUSTC_WRAPPER", "RUSTFLAGS"] {
            cargo.env_remove(variable);
        }
        cargo.arg(what).current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }
}

fn manifest(library: Library, models: usize) -> String {
    let name = library.name();
    let dependencies = library.dependencies(Path::new(env!("CARGO_MANIFEST_DIR")));
    format!(
        "[workspace]\n\n[package]\nname = \"{name}-{models}-models\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependencies}tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    )
}
