//! The folder that the migrations are in.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind};
use crate::graph::{Graph, Heads};
use crate::migration::{Migration, MigrationName};
use crate::source::Source;

/// The ending of a migration's file.
const ENDING: &str = "toml";

/// The name of the file that names the last migrations.
const HEAD: &str = "HEAD";

/// A folder of migrations: `HEAD`, and `shop/0001_initial.toml` for `shop.0001_initial`.
///
/// Other files in it are nobody's business.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    source: Source,
}

impl Folder {
    /// The folder of that path, with the texts of its files. One that is not there yet is empty.
    ///
    /// # Errors
    ///
    /// [`Kind::Folder`] if something cannot be read, or the name of a file is no migration's.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let head = if_there(fs::read_to_string(path.join(HEAD)))
            .map_err(|error| unread(&path.join(HEAD), &error))?;
        let mut files = Vec::new();
        for app in entries(&path)?.into_iter().filter(|entry| entry.is_dir()) {
            for file in entries(&app)?.into_iter().filter(|file| is_migration(file)) {
                let text = fs::read_to_string(&file).map_err(|error| unread(&file, &error))?;
                files.push((name_of(&file)?, text));
            }
        }
        Ok(Folder { path, source: Source::new(head, files) })
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of `HEAD`.
    pub fn head_path(&self) -> PathBuf {
        self.path.join(HEAD)
    }

    /// The path of a migration's file.
    pub fn path_of(&self, name: &MigrationName) -> PathBuf {
        self.path.join(&name.app).join(format!("{}.{ENDING}", name.name))
    }

    /// The texts of the files.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Writes a migration and, after it, `HEAD`; gives the path of the new file.
    ///
    /// `HEAD` may be wrong before: it is made from the files. If the program ends between the two, the file is there, whole,
    /// and [`Source::graph`] says what is to be done.
    ///
    /// # Errors
    ///
    /// [`Kind::Folder`] if there is a file of that name, or it cannot be written; those of [`Graph::of`] if the migration
    /// does not fit to the others, before anything is written.
    pub fn write(&mut self, migration: &Migration) -> Result<PathBuf, Error> {
        let path = self.path_of(&migration.name);
        if fs::exists(&path).map_err(|error| unread(&path, &error))? {
            let message = format!("`{}` is there already, and no migration is written over", path.display());
            return Err(Error::new(Kind::Folder, message));
        }
        let text = migration.to_toml();
        let all = self.source.migrations()?.into_iter().chain([migration.clone()]);
        let head = Heads::of(&Graph::of(all)?).to_string();
        if let Some(app) = path.parent() {
            fs::create_dir_all(app).map_err(|error| unwritten(app, &error))?;
        }
        replace(&path, &text)?;
        replace(&self.head_path(), &head)?;
        self.source.put(migration.name.clone(), text, head);
        Ok(path)
    }
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let read = || -> io::Result<Vec<PathBuf>> {
        let entries = if_there(fs::read_dir(folder))?.into_iter().flatten();
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    };
    read().map_err(|error| unread(folder, &error))
}

/// Editors keep copies under names that begin with a dot.
fn is_migration(file: &Path) -> bool {
    let hidden = file.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
    !hidden && file.extension().is_some_and(|ending| ending == ENDING) && file.is_file()
}

fn name_of(file: &Path) -> Result<MigrationName, Error> {
    let text = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned());
    let app = text(file.parent().and_then(Path::file_name)).unwrap_or_default();
    let name = format!("{app}.{}", text(file.file_stem()).unwrap_or_default());
    name.parse().map_err(|_| {
        let message = format!(
            "`{}` is no name of a migration: call it `<app>/0001_initial.{ENDING}`, without dots",
            file.display()
        );
        Error::new(Kind::Folder, message)
    })
}

/// Writes a file under another name first, so that it is there whole or not at all.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    let write = || -> io::Result<()> {
        let mut file = fs::File::create(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|error| unwritten(path, &error))
}

fn if_there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn unread(path: &Path, error: &io::Error) -> Error {
    Error::new(Kind::Folder, format!("`{}` cannot be read: {error}", path.display()))
}

fn unwritten(path: &Path, error: &io::Error) -> Error {
    Error::new(Kind::Folder, format!("`{}` cannot be written: {error}", path.display()))
}
