//! What is told of the database that statements go to.

/// What is told of the database that statements go to: what its pool was configured with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Database {
    pub(crate) name: String,
    /// The server's name, address or folder of sockets; with commas between several.
    pub(crate) address: String,
    /// Its port, if that is not PostgreSQL's own and there is one for all.
    pub(crate) port: Option<u16>,
}
