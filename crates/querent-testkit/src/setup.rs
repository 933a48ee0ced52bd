//! What a test asks for.

use querent_migrate::ddl::create_statements;
use querent_migrate::querent::meta::ModelMeta;
use querent_migrate::schema_of;

use crate::error::{Error, Kind, Result};

/// What a test asks for: the contents of its database, and its runtime.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The test, as the server shows it beside the connections.
    pub name: &'static str,
    /// The models whose tables the database has.
    pub models: Vec<&'static ModelMeta>,
    /// The statements that are run once the tables are there; each text may hold several.
    pub sql: Vec<&'static str>,
    /// How many threads the runtime has besides the test's own.
    pub worker_threads: usize,
}

impl Setup {
    /// Everything that makes an empty database into the one that is asked for.
    pub(crate) fn script(&self) -> Result<Vec<String>> {
        let tables = schema_of(&self.models).and_then(|schema| create_statements(&schema));
        let tables = tables.map_err(|error| {
            Error::new(Kind::Setup, "the models of this test make no database").caused_by(error)
        })?;
        let tables = (!tables.is_empty()).then(|| tables.join(";\n"));
        Ok(tables.into_iter().chain(self.sql.iter().map(|&sql| sql.to_owned())).collect())
    }
}
