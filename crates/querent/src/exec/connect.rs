//! Making a connection: servers in order, TLS, session options, and what kind of session is wanted.

use std::error::Error as StdError;
use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::cache::Cache;
use super::conn::{Conn, Endpoint, Holder};
use super::servers::{Address, Server, in_order};
use super::socket::Socket;
use super::status::StatementCounters;
use super::tls::Tls;
use crate::error::{Error, Kind};

/// Lets a server notice, while it runs a statement, that nobody is there any more to read the answer.
const CHECK_INTERVAL: &str = "-c client_connection_check_interval=5s";

type Source = Box<dyn StdError + Send + Sync>;

/// Everything it takes to make a connection.
pub(super) struct Connector {
    pub(super) config: Config,
    pub(super) servers: Vec<Server>,
    pub(super) tls: Tls,
    /// How long one attempt at one address may take.
    pub(super) timeout: Duration,
    /// How many statements a connection keeps prepared.
    pub(super) statements: Option<NonZeroUsize>,
    pub(super) statement_counters: Arc<StatementCounters>,
    /// Whether to ask for [`CHECK_INTERVAL`]; not every server and pooler knows it.
    pub(super) check_interval: AtomicBool,
}

/// No server could be reached, or none let us in.
#[derive(Debug)]
pub(super) struct ConnectError {
    pub(super) error: Error,
    /// Whether the server may only be starting, or have no connection to give for the moment, so that trying again makes
    /// sense.
    pub(super) passing: bool,
}

impl Connector {
    /// A connection to the first server that takes us.
    pub(super) async fn connect(&self) -> Result<Conn, ConnectError> {
        let mut order: Vec<&Server> = self.servers.iter().collect();
        in_order(&mut order, self.config.get_load_balance_hosts());
        let mut last = None;
        let mut passing = false;
        for server in order {
            match self.connect_to(server).await {
                Ok(conn) => return Ok(conn),
                Err(source) => {
                    passing |= is_passing(&*source);
                    last = Some((server, source));
                }
            }
        }
        let (server, source) = last.expect("a configuration without a server is refused");
        let others = match self.servers.len() {
            1 => String::new(),
            count => format!(", the last of {count} servers that were tried"),
        };
        let error = Error::new(kind_of(&*source), format!("could not connect to {server}{others}"));
        Err(ConnectError { error: error.caused_by(source), passing })
    }

    async fn connect_to(&self, server: &Server) -> Result<Conn, Source> {
        let addresses = server.addresses(self.config.get_load_balance_hosts());
        let addresses = self.in_time(addresses, "the name of the server was not found in time").await??;
        let mut last: Source = Box::new(io::Error::new(io::ErrorKind::NotFound, "the host has no address"));
        for address in addresses {
            match self.connect_at(&address, server.hostname()).await {
                Ok(conn) => return Ok(conn),
                Err(source) => last = source,
            }
        }
        Err(last)
    }

    async fn connect_at(&self, address: &Address, hostname: &str) -> Result<Conn, Source> {
        let check_interval = self.check_interval.load(Ordering::Relaxed);
        match self.attempt(address, hostname, check_interval).await {
            Err(source) if check_interval && refuses_options(&*source) => {
                self.check_interval.store(false, Ordering::Relaxed);
                self.attempt(address, hostname, false).await
            }
            result => result,
        }
    }

    async fn attempt(&self, address: &Address, hostname: &str, check_interval: bool) -> Result<Conn, Source> {
        let endpoint = Endpoint {
            address: address.clone(),
            hostname: hostname.to_owned(),
            tls: self.tls.clone(),
            config: Arc::new(self.config_for(address, check_interval)),
        };
        let open = async {
            let socket = Socket::open(address, &endpoint.config).await?;
            let (client, task) = match &endpoint.tls {
                Tls::Off => handshake(socket, NoTls, &endpoint).await?,
                #[cfg(feature = "tls")]
                Tls::On(tls) => handshake(socket, tls.clone(), &endpoint).await?,
            };
            let conn = Conn {
                client,
                endpoint,
                cache: self.statements.map(|most| Cache::new(most, self.statement_counters.clone())),
                holder: Arc::<Holder>::default(),
                runtime: Handle::current(),
                task,
                spent: AtomicBool::new(false),
            };
            check_session(&conn.client, self.config.get_target_session_attrs()).await?;
            Ok(conn)
        };
        self.in_time(open, "the server did not answer in time").await?
    }

    async fn in_time<T>(&self, work: impl Future<Output = T>, otherwise: &'static str) -> io::Result<T> {
        let late = |_| io::Error::new(io::ErrorKind::TimedOut, otherwise);
        tokio::time::timeout(self.timeout, work).await.map_err(late)
    }

    fn config_for(&self, address: &Address, check_interval: bool) -> Config {
        let mut config = self.config.clone();
        #[cfg(unix)]
        if matches!(address, Address::Unix(_)) {
            config.ssl_mode(tokio_postgres::config::SslMode::Disable); // as libpq does
        }
        #[cfg(not(unix))]
        let _ = address;
        if check_interval {
            let options = self.config.get_options().unwrap_or_default();
            config.options(format!("{options} {CHECK_INTERVAL}").trim());
        }
        config
    }
}

async fn handshake<T>(
    socket: Socket,
    mut tls: T,
    endpoint: &Endpoint,
) -> Result<(Client, JoinHandle<()>), Source>
where
    T: MakeTlsConnect<Socket>,
    T::TlsConnect: Send,
    T::Stream: Send + 'static,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    let tls = tls.make_tls_connect(&endpoint.hostname).map_err(Into::into)?;
    let (client, connection) = endpoint.config.connect_raw(socket, tls).await?;
    let task = tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(target: "querent::pool", %error, "a connection ended");
        }
    });
    Ok((client, task))
}

/// Whether the server is of the kind that `target_session_attrs` asks for.
async fn check_session(client: &Client, wanted: TargetSessionAttrs) -> Result<(), Source> {
    let unwanted = match wanted {
        TargetSessionAttrs::ReadWrite => ("on", "the server is read-only"),
        TargetSessionAttrs::ReadOnly => ("off", "the server is not read-only"),
        _ => return Ok(()),
    };
    let answer = client.simple_query("SHOW transaction_read_only").await?;
    let is = |message: &SimpleQueryMessage| matches!(message, SimpleQueryMessage::Row(row) if row.get(0) == Some(unwanted.0));
    if answer.iter().any(is) { Err(unwanted.1.into()) } else { Ok(()) }
}

/// What to call it that an attempt failed.
fn kind_of(source: &(dyn StdError + 'static)) -> Kind {
    let code = source.downcast_ref::<tokio_postgres::Error>().and_then(|error| error.code());
    match code {
        Some(code) if code.code().starts_with("53") => Kind::InsufficientResources,
        _ => Kind::Connection,
    }
}

/// Whether an attempt failed in a way that passes when the server has started, or when somebody else has closed a
/// connection.
fn is_passing(source: &(dyn StdError + 'static)) -> bool {
    if let Some(error) = source.downcast_ref::<tokio_postgres::Error>() {
        let passing = [
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::TOO_MANY_CONNECTIONS,
        ];
        if error.is_closed() || error.code().is_some_and(|code| passing.contains(code)) {
            return true;
        }
    }
    if let Some(error) = source.downcast_ref::<io::Error>() {
        use io::ErrorKind::*;
        // `NotFound`: the socket's file is made when the server is ready.
        let passing =
            [ConnectionRefused, ConnectionReset, ConnectionAborted, UnexpectedEof, BrokenPipe, NotFound];
        return passing.contains(&error.kind());
    }
    source.source().is_some_and(is_passing)
}

/// Whether the server or pooler does not know [`CHECK_INTERVAL`] or takes no options at all.
fn refuses_options(source: &(dyn StdError + 'static)) -> bool {
    let code = source.downcast_ref::<tokio_postgres::Error>().and_then(|error| error.code());
    code.is_some_and(|code| {
        *code == SqlState::INVALID_PARAMETER_VALUE
            || *code == SqlState::UNDEFINED_OBJECT
            || *code == SqlState::PROTOCOL_VIOLATION
    })
}
