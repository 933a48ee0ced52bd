//! Connections with their statements, and the pool of them.

use deadpool::managed::{self, Manager, Metrics, PoolConfig, QueueMode, RecycleError, RecycleResult};
use tokio_postgres::{Client, Config, Error, NoTls, Statement};

/// A connection that has prepared everything.
pub(crate) struct Connection {
    pub(crate) client: Client,
    /// In the order of their texts.
    pub(crate) statements: Vec<Statement>,
}

pub(crate) type Pool = managed::Pool<Connections>;

/// How connections are opened.
pub(crate) struct Connections {
    config: Config,
    texts: Vec<String>,
}

impl Manager for Connections {
    type Type = Connection;
    type Error = Error;

    async fn create(&self) -> Result<Connection, Error> {
        let (client, driver) = self.config.connect(NoTls).await?;
        tokio::spawn(driver);
        let mut statements = Vec::new();
        for text in &self.texts {
            statements.push(client.prepare(text).await?);
        }
        Ok(Connection { client, statements })
    }

    async fn recycle(&self, connection: &mut Connection, _: &Metrics) -> RecycleResult<Error> {
        match connection.client.is_closed() {
            false => Ok(()),
            true => Err(RecycleError::message("it is closed")),
        }
    }
}

/// A pool whose connections prepare these texts.
pub(crate) fn pool(url: &str, texts: Vec<String>, size: usize) -> benches_harness::Result<Pool> {
    let manager = Connections { config: url.parse()?, texts };
    let mut config = PoolConfig::new(size);
    config.queue_mode = QueueMode::Lifo;
    Ok(managed::Pool::builder(manager).config(config).build()?)
}
