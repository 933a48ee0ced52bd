//! The texts of migrations, wherever they come from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::error::{Error, Kind};
use crate::graph::{Graph, Heads};
use crate::migration::{Migration, MigrationName};

/// The texts of a project's migrations, and of the file `HEAD`, which names the last ones.
///
/// They are not read before they are asked for: a mistake in one of them is reported by [`graph`](Source::graph).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    head: Option<Cow<'static, str>>,
    files: BTreeMap<MigrationName, Cow<'static, str>>,
}

impl Source {
    /// The text of `HEAD`, if there is one, and those of migrations.
    pub fn new<T: Into<Cow<'static, str>>>(
        head: Option<T>,
        files: impl IntoIterator<Item = (MigrationName, T)>,
    ) -> Self {
        Source {
            head: head.map(Into::into),
            files: files.into_iter().map(|(name, text)| (name, text.into())).collect(),
        }
    }

    /// The text of `HEAD`.
    pub fn head(&self) -> Option<&str> {
        self.head.as_deref()
    }

    /// The migrations with their texts, by name.
    pub fn files(&self) -> impl Iterator<Item = (&MigrationName, &str)> {
        self.files.iter().map(|(name, text)| (name, &**text))
    }

    /// The text of a migration.
    pub fn text(&self, name: &MigrationName) -> Option<&str> {
        self.files.get(name).map(|text| &**text)
    }

    /// The migrations, by name.
    ///
    /// # Errors
    ///
    /// [`Kind::File`] for the first file with a mistake, and its line.
    pub fn migrations(&self) -> Result<Vec<Migration>, Error> {
        self.files().map(|(name, text)| Migration::read(name.clone(), text)).collect()
    }

    /// The graph of the migrations, which `HEAD` agrees with.
    ///
    /// # Errors
    ///
    /// [`Kind::File`] for a mistake in a file; [`Kind::Graph`] for migrations that do not fit together, and for a `HEAD`
    /// that names others than the last ones: two branches were merged, or a file was written or deleted by hand.
    pub fn graph(&self) -> Result<Graph, Error> {
        let graph = Graph::of(self.migrations()?)?;
        match self.head() {
            Some(head) => Heads::read(head)?.check(&graph)?,
            None if self.files.is_empty() => {}
            None => Heads::default().check(&graph)?,
        }
        Ok(graph)
    }

    /// A migration and all that come before it; no other text is read.
    ///
    /// # Errors
    ///
    /// [`Kind::File`] for a mistake in one of their files, [`Kind::Graph`] for one that is missing.
    pub fn history(&self, name: &MigrationName) -> Result<Vec<Migration>, Error> {
        let mut history: BTreeMap<MigrationName, Migration> = BTreeMap::new();
        let mut next = vec![name.clone()];
        while let Some(name) = next.pop() {
            if history.contains_key(&name) {
                continue;
            }
            let text = self.text(&name).ok_or_else(|| missing(&name, history.values()))?;
            let migration = Migration::read(name.clone(), text)?;
            next.extend(migration.after.iter().cloned());
            history.insert(name, migration);
        }
        Ok(history.into_values().collect())
    }

    /// Adds a migration, and replaces `HEAD`.
    pub(crate) fn put(&mut self, name: MigrationName, text: String, head: String) {
        self.files.insert(name, text.into());
        self.head = Some(head.into());
    }
}

fn missing<'a>(name: &MigrationName, mut read: impl Iterator<Item = &'a Migration>) -> Error {
    let child = read.find(|migration| migration.after.contains(name));
    let child = child.map(|child| format!(", which `{}` comes after", child.name)).unwrap_or_default();
    Error::new(Kind::Graph, format!("there is no migration `{name}`{child}"))
}
