//! Making a pool.

use std::fmt;
use std::num::NonZeroUsize;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use deadpool::managed;
use tokio_postgres::Config;

use super::connect::Connector;
use super::db::{Db, Handle};
use super::lease::Lease;
use super::manager::Manager;
use super::options::{Address, Options, wrong};
use super::planning::Planning;
use super::pool::Pool;
use super::run::Run;
use super::servers::Server;
use super::status::Counters;
use super::tls::Tls;
use crate::error::{Error, Kind, Result};
use crate::fetch_mode::FetchMode;
use crate::watch::Recorder;

/// The environment variable that names the database.
const VARIABLE: &str = "DATABASE_URL";

impl Db {
    /// Connects to the database at `url`, such as `postgres://user:password@host/name`.
    ///
    /// Returns once a connection could be made; a server that is only starting, or has no connection to give, is waited
    /// for.
    ///
    /// # Errors
    ///
    /// [`Configuration`](Kind::Configuration) if `url` is not understood, [`Connection`](Kind::Connection) if no
    /// connection could be made, [`InsufficientResources`](Kind::InsufficientResources) if the server had none to give
    /// all the time.
    #[track_caller]
    pub fn connect(url: &str) -> Run<'static, Db> {
        Db::builder().url(url).connect()
    }

    /// Connects to the database that the environment variable `DATABASE_URL` names.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect), and [`Configuration`](Kind::Configuration) if the variable is not set.
    #[track_caller]
    pub fn from_env() -> Run<'static, Db> {
        match std::env::var(VARIABLE) {
            Ok(url) => Db::connect(&url),
            Err(error) => {
                let message = format!(
                    "the environment variable `{VARIABLE}` does not name a database; set it to an address such as \
                     `postgres://user:password@localhost/name`"
                );
                let error = Error::new(Kind::Configuration, message).caused_by(error);
                Run::new(std::future::ready(Err(error)))
            }
        }
    }

    /// Sets up a pool by hand.
    ///
    /// ```no_run
    /// # fn example() -> querent::Result<()> {
    /// use std::time::Duration;
    ///
    /// let db = querent::Db::builder()
    ///     .url("postgres://shop@localhost/shop")
    ///     .max_connections(20)
    ///     .statement_timeout(Duration::from_secs(10))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> DbBuilder {
        DbBuilder(Options::new())
    }

    /// The options of this handle's pool, to make another pool of the same database.
    ///
    /// ```no_run
    /// # fn example(db: querent::Db) -> querent::Result<()> {
    /// let for_reports = db.to_builder().max_connections(2).application_name("reports").build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_builder(&self) -> DbBuilder {
        DbBuilder(self.pool().options.clone())
    }
}

/// The options of a pool.
#[derive(Clone)]
#[must_use = "nothing is set up before `build` or `connect`"]
pub struct DbBuilder(Options);

impl DbBuilder {
    /// The database's address: a URL, or libpq's `key=value` form.
    ///
    /// Several hosts are tried in their order, `target_session_attrs` and `load_balance_hosts` are honoured, and so are
    /// `hostaddr` and the options of TCP.
    ///
    /// | `sslmode` | |
    /// |---|---|
    /// | `disable` | never encrypts |
    /// | `prefer`, the default | encrypts if the server can, and does not look at its certificate |
    /// | `require`, `verify-full` | insists on encryption, and on a certificate for the host's name that leads to a trusted root |
    /// | `verify-ca` | as `verify-full`, for a certificate of any name |
    ///
    /// `require` is stricter than libpq's, which looks at no certificate. Trusted roots are those of the system, or of a
    /// file of PEM that the address names instead, `sslrootcert=/etc/ssl/database.pem`, and those given by
    /// `root_certificate`. Where either names a root, `verify-full` is the default, and `sslrootcert` beside a mode that
    /// looks at no certificate is refused. Encryption needs the feature `tls`, and a socket of the file system is never
    /// encrypted.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.0.address = Address::Url(url.into());
        self
    }

    /// The database's address as the driver's own configuration.
    pub fn config(mut self, config: Config) -> Self {
        self.0.address = Address::Config(Box::new(config));
        self
    }

    /// The pool's size, its timeouts and which connection is used first, as deadpool's own configuration.
    ///
    /// `timeouts.wait` is [`wait_timeout`](Self::wait_timeout) and `timeouts.create`
    /// [`connect_timeout`](Self::connect_timeout); one that is `None` stays as it was.
    pub fn pool(mut self, config: managed::PoolConfig) -> Self {
        self.0.max_connections = config.max_size;
        self.0.queue_mode = config.queue_mode;
        self.0.wait_timeout = config.timeouts.wait.unwrap_or(self.0.wait_timeout);
        self.0.connect_timeout = config.timeouts.create.or(self.0.connect_timeout);
        self
    }

    /// The most connections there may be at a time; 10 if not said.
    ///
    /// They are made when they are needed, and the one used last is used first.
    pub fn max_connections(mut self, count: usize) -> Self {
        self.0.max_connections = count;
        self
    }

    /// How long a request waits for a connection, for a server that is only starting, or for one that has more
    /// connections than it or the role may have; 5 s if not said.
    pub fn wait_timeout(mut self, timeout: Duration) -> Self {
        self.0.wait_timeout = timeout;
        self
    }

    /// How long one attempt to connect may take, and how long it may take to find a server by its name; the address's
    /// `connect_timeout`, or 5 s, if not said.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.0.connect_timeout = Some(timeout);
        self
    }

    /// How long a statement may take before the server cancels it.
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.0.statement_timeout = Some(timeout);
        self
    }

    /// How long a statement may wait for a lock before it fails.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.0.lock_timeout = Some(timeout);
        self
    }

    /// How long a transaction may be open between two statements before the server ends its connection.
    pub fn idle_in_transaction_session_timeout(mut self, timeout: Duration) -> Self {
        self.0.idle_in_transaction_session_timeout = Some(timeout);
        self
    }

    /// The name that the server shows for the connections, in `pg_stat_activity` for instance.
    pub fn application_name(mut self, name: impl Into<String>) -> Self {
        self.0.application_name = Some(name.into());
        self
    }

    /// How many statements each connection keeps prepared; 256 if not said.
    pub fn statement_cache(mut self, statements: usize) -> Self {
        self.0.statement_cache = NonZeroUsize::new(statements);
        self
    }

    /// Prepares no statements by name, for poolers that give each transaction another server connection.
    ///
    /// Every statement is parsed and planned again then. Such poolers refuse options of the session, so the timeouts of
    /// this builder cannot be set together with it.
    ///
    /// Enums of models come as text. Of other types that PostgreSQL does not have by itself, such as `citext`, the driver asks
    /// the server by statements that have names: read them as values that are cast.
    pub fn without_statement_cache(self) -> Self {
        self.statement_cache(0)
    }

    /// Trusts a root certificate besides those of the system, in DER.
    ///
    /// A [`url`](Self::url) that names no `sslmode` means `verify-full` then.
    #[cfg(feature = "tls")]
    pub fn root_certificate(mut self, der: impl Into<Vec<u8>>) -> Self {
        self.0.root_certificates.push(der.into());
        self
    }

    /// How `load` of relations and deferred fields is sent for the rows of queries that do not say so by
    /// [`fetch_mode`](crate::QuerySet::fetch_mode); a query for each row if not said.
    ///
    /// Its transactions have the same.
    pub fn fetch_mode(mut self, mode: FetchMode) -> Self {
        self.0.fetch_mode = mode;
        self
    }

    /// Makes the pool, and a first connection to see that it can be made.
    ///
    /// # Errors
    ///
    /// As [`Db::connect`].
    #[track_caller]
    pub fn connect(self) -> Run<'static, Db> {
        let at = Location::caller();
        let db = self.build();
        Run::new(async move {
            let db = db?;
            Lease::take(db.pool(), at, None).await?;
            Ok(db)
        })
    }

    /// Makes the pool, and no connection yet.
    ///
    /// # Errors
    ///
    /// [`Configuration`](Kind::Configuration) if the address or an option makes no sense.
    pub fn build(self) -> Result<Db> {
        let (config, proof, roots) = self.0.config()?;
        let servers = Server::all_of(&config)?;
        let database = Server::database_of(&config, &servers);
        let described = Server::described(&config, &servers);
        let connector = Connector {
            servers,
            tls: Tls::of(&config, proof, &roots)?,
            timeout: self.0.connect_timeout(&config),
            statements: self.0.statement_cache,
            statement_counters: Arc::default(),
            check_interval: AtomicBool::new(self.0.statement_cache.is_some()),
            config,
        };
        let connections = managed::Pool::builder(Manager::new(connector))
            .max_size(self.0.max_connections)
            .queue_mode(self.0.queue_mode)
            .runtime(deadpool::Runtime::Tokio1)
            .build()
            .map_err(|error| wrong("the pool could not be made").caused_by(error))?;
        Ok(Db(Handle::Pool(Arc::new(Pool {
            number: Pool::next_number(),
            connections,
            recorder: Arc::<Recorder>::default(),
            counters: Counters::default(),
            wait: self.0.wait_timeout,
            glued: self.0.glues(),
            described,
            planning: Planning::default(),
            database,
            options: self.0,
        }))))
    }
}

impl fmt::Debug for DbBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DbBuilder") // without the address, which may hold a password
            .field("max_connections", &self.0.max_connections)
            .field("wait_timeout", &self.0.wait_timeout)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_pool_has_a_number_that_none_had_before() {
        let number = |_| Db::builder().url("postgres://localhost/shop").build().map(|db| db.pool_number());
        let numbers: Result<HashSet<u64>> = (0..50).map(number).collect();
        assert_eq!(numbers.expect("a pool connects when it is asked to").len(), 50);
    }
}
