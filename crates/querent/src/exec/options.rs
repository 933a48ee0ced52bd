//! The options of a pool, as they were asked for.

use std::num::NonZeroUsize;
use std::time::Duration;

use deadpool::managed::QueueMode;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

use super::address::take_parameter;
use super::settings::milliseconds;
use super::tls::{Proof, Roots};
use crate::error::{Error, Kind, Result};
use crate::fetch_mode::FetchMode;

/// A session whose statements are cancelled sooner than this could lose BEGIN, and not the statement after it.
const SHORT: Duration = Duration::from_millis(100);

/// The options of a pool, as they were asked for.
#[derive(Clone)]
pub(super) struct Options {
    pub(super) address: Address,
    pub(super) max_connections: usize,
    /// Which free connection is used first: the one used last, if not said.
    pub(super) queue_mode: QueueMode,
    pub(super) wait_timeout: Duration,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) statement_timeout: Option<Duration>,
    pub(super) lock_timeout: Option<Duration>,
    pub(super) idle_in_transaction_session_timeout: Option<Duration>,
    pub(super) application_name: Option<String>,
    /// `None`: for a pooler that gives each transaction another server connection.
    pub(super) statement_cache: Option<NonZeroUsize>,
    /// Trusted besides those of the system, in DER.
    pub(super) root_certificates: Vec<Vec<u8>>,
    /// Of rows whose query does not say.
    pub(super) fetch_mode: FetchMode,
}

#[derive(Clone)]
pub(super) enum Address {
    None,
    Url(String),
    Config(Box<Config>),
}

impl Options {
    pub(super) fn new() -> Self {
        Options {
            address: Address::None,
            max_connections: 10,
            queue_mode: QueueMode::Lifo,
            wait_timeout: Duration::from_secs(5),
            connect_timeout: None,
            statement_timeout: None,
            lock_timeout: None,
            idle_in_transaction_session_timeout: None,
            application_name: None,
            statement_cache: NonZeroUsize::new(256),
            root_certificates: Vec::new(),
            fetch_mode: FetchMode::One,
        }
    }

    /// The driver's configuration with all that these options add to it, what a server must prove, and to whom.
    pub(super) fn config(&self) -> Result<(Config, Proof, Roots)> {
        let mut roots = Roots { certificates: self.root_certificates.clone(), file: None };
        let (mut config, proof) = match &self.address {
            Address::None => return Err(wrong("no database is named; call `url` or `config`")),
            Address::Config(config) => ((**config).clone(), proof_for(config.get_ssl_mode())),
            Address::Url(url) => {
                let (url, file) = take_parameter(url, "sslrootcert");
                let (url, mode) = take_parameter(&url, "sslmode");
                let mut config: Config = url.parse().map_err(not_understood)?;
                let names_roots = file.is_some() || !self.root_certificates.is_empty();
                let proof = match mode.as_deref().or(names_roots.then_some("verify-full")) {
                    Some(mode) => {
                        let (mode, proof) = encryption(mode)?;
                        config.ssl_mode(mode);
                        proof
                    }
                    None => proof_for(config.get_ssl_mode()),
                };
                if file.is_some() && proof == Proof::Nothing {
                    return Err(wrong(
                        "`sslrootcert` names whom to trust, and `sslmode` asks for no certificate; leave one of them \
                         out, or ask for `verify-full`",
                    ));
                }
                roots.file = file;
                (config, proof)
            }
        };
        if self.max_connections == 0 {
            return Err(wrong("a pool needs at least one connection; `max_connections` is 0"));
        }
        let session = self.session();
        if self.statement_cache.is_none() && !session.is_empty() {
            return Err(wrong(
                "timeouts of the session cannot be set through a pooler, and `without_statement_cache` is for poolers; \
                 set them for the role, by ALTER ROLE … SET",
            ));
        }
        if !session.is_empty() {
            let given = config.get_options().unwrap_or_default();
            config.options(format!("{given} {session}").trim());
        }
        if let Some(name) = &self.application_name {
            config.application_name(name);
        }
        Ok((config, proof, roots))
    }

    /// The options that the server is told when a session begins.
    fn session(&self) -> String {
        let timeouts = [
            ("statement_timeout", self.statement_timeout),
            ("lock_timeout", self.lock_timeout),
            ("idle_in_transaction_session_timeout", self.idle_in_transaction_session_timeout),
        ];
        let options: Vec<_> = timeouts
            .iter()
            .filter_map(|(name, timeout)| Some(format!("-c {name}={}", milliseconds((*timeout)?))))
            .collect();
        options.join(" ")
    }

    /// How long one attempt to connect with `config` may take.
    pub(super) fn connect_timeout(&self, config: &Config) -> Duration {
        self.connect_timeout.or(config.get_connect_timeout().copied()).unwrap_or(Duration::from_secs(5))
    }

    /// Whether BEGIN may travel with the first statement of a block.
    pub(super) fn glues(&self) -> bool {
        self.statement_timeout.is_none_or(|timeout| timeout >= SHORT)
    }
}

/// What a server must prove where the driver's configuration says whether to encrypt.
fn proof_for(mode: SslMode) -> Proof {
    match mode {
        SslMode::Disable | SslMode::Prefer => Proof::Nothing,
        _ => Proof::CertificateForTheHost,
    }
}

/// What an `sslmode` asks for. libpq's `require` looks at no certificate without a file of roots, so that anybody may
/// answer in the server's place; who insists on encryption means the server here.
fn encryption(mode: &str) -> Result<(SslMode, Proof)> {
    match mode {
        "disable" => Ok((SslMode::Disable, Proof::Nothing)),
        "prefer" => Ok((SslMode::Prefer, Proof::Nothing)),
        "verify-ca" => Ok((SslMode::Require, Proof::Certificate)),
        "require" | "verify-full" => Ok((SslMode::Require, Proof::CertificateForTheHost)),
        _ => Err(wrong("`sslmode` is none of `disable`, `prefer`, `require`, `verify-ca` and `verify-full`")),
    }
}

/// The driver takes a URL of another scheme for the name of an option, and would tell all of it, the password too.
fn not_understood(error: tokio_postgres::Error) -> Error {
    let told = std::error::Error::source(&error).is_some_and(|source| source.to_string().contains("://"));
    let plain = wrong(
        "the database's address is not understood; it is `postgres://user:password@host/name`, or `key=value` pairs",
    );
    if told { plain } else { plain.caused_by(error) }
}

pub(super) fn wrong(message: &str) -> Error {
    Error::new(Kind::Configuration, message)
}
