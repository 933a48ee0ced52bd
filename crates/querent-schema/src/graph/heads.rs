//! The file that names the last migration of each application.

use std::collections::BTreeMap;
use std::fmt;

use super::plan::Graph;
use crate::error::{Error, Kind};
use crate::migration::MigrationName;

/// The last migration of each application: the file `HEAD`.
///
/// Two branches that add a migration to one application conflict in that file, before they meet in a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads(BTreeMap<String, String>);

const WANTED: &str = "a line is an application and its last migration, `shop 0002_product_sku`; after a conflict of two \
                      branches keep both files, and bring them together by `makemigrations --merge`";

impl Heads {
    /// Those of a graph in which each application has one.
    pub fn of(graph: &Graph) -> Self {
        let last = |app: &str| Some((app.to_owned(), graph.heads(app).last()?.name.clone()));
        Heads(graph.apps().into_iter().filter_map(last).collect())
    }

    /// Reads the file: a line for each application, `shop 0002_product_sku`.
    ///
    /// # Errors
    ///
    /// [`Kind::File`] for any other line, such as the marks of a conflict.
    pub fn read(text: &str) -> Result<Self, Error> {
        let mut heads = BTreeMap::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let fault = |what: &str| Error::new(Kind::File, format!("HEAD, line {}: {what}", at + 1));
            let words: Vec<_> = line.split_whitespace().collect();
            let [app, name] = words[..] else {
                return Err(fault(WANTED));
            };
            if [app, name]
                .iter()
                .any(|word| word.contains(|letter: char| !letter.is_alphanumeric() && !"_-".contains(letter)))
            {
                return Err(fault(WANTED));
            }
            if heads.insert(app.to_owned(), name.to_owned()).is_some() {
                return Err(fault(&format!("`{app}` is there twice")));
            }
        }
        Ok(Heads(heads))
    }

    /// The migrations that it names.
    pub fn names(&self) -> impl Iterator<Item = MigrationName> {
        self.0.iter().map(|(app, name)| MigrationName::new(app, name))
    }

    /// Whether it names the last migrations of `graph`.
    ///
    /// # Errors
    ///
    /// [`Kind::Graph`] for an application whose last migration is another one, or that has several.
    pub fn check(&self, graph: &Graph) -> Result<(), Error> {
        graph.check_heads()?;
        let actual = Heads::of(graph);
        let apps = self.0.keys().chain(actual.0.keys());
        for app in apps {
            let (said, there) = (self.0.get(app), actual.0.get(app));
            if said != there {
                let none = || "none".to_owned();
                let quoted = |name: Option<&String>| name.map_or_else(none, |name| format!("`{name}`"));
                return Err(Error::new(
                    Kind::Graph,
                    format!(
                        "HEAD says that the last migration of `{app}` is {}, and the files say {}; bring back the file that is \
                         missing, or write `{app} {}` into HEAD",
                        quoted(said),
                        quoted(there),
                        there.map_or("…", String::as_str)
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// The text of the file.
impl fmt::Display for Heads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(app, name)| writeln!(f, "{app} {name}"))
    }
}
