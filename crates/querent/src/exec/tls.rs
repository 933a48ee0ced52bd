//! Whether and how connections are encrypted.
//!
//! `sslmode=disable` never encrypts. `prefer`, the default, encrypts if the server can, and does not look at its
//! certificate: whoever can change the traffic could refuse encryption as well. `require` insists on encryption and on
//! a certificate for the host's name that leads to a root of the system or of
//! `DbBuilder::root_certificate`.

use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

use crate::error::{Error, Kind, Result};

#[cfg(feature = "tls")]
mod rustls;

/// Whether and how connections are encrypted.
#[derive(Clone)]
pub(super) enum Tls {
    Off,
    #[cfg(feature = "tls")]
    On(tokio_postgres_rustls::MakeRustlsConnect),
}

impl Tls {
    /// What `config` asks for. `roots` are certificates in DER that are trusted besides the system's.
    #[cfg(feature = "tls")]
    pub(super) fn of(config: &Config, roots: &[Vec<u8>]) -> Result<Tls> {
        match config.get_ssl_mode() {
            SslMode::Disable => Ok(Tls::Off),
            SslMode::Prefer => rustls::unverified().map(Tls::On),
            _ => rustls::verified(roots).map(Tls::On),
        }
        .map_err(|error| Error::new(Kind::Configuration, "TLS could not be set up").caused_by(error))
    }

    /// What `config` asks for, which must not be encryption.
    #[cfg(not(feature = "tls"))]
    pub(super) fn of(config: &Config, _: &[Vec<u8>]) -> Result<Tls> {
        match config.get_ssl_mode() {
            SslMode::Disable | SslMode::Prefer => Ok(Tls::Off),
            _ => Err(Error::new(
                Kind::Configuration,
                "`sslmode=require` needs the feature `tls` of the crate `querent`",
            )),
        }
    }
}

#[cfg(all(test, not(feature = "tls")))]
mod tests {
    use super::*;

    #[test]
    fn encryption_that_is_not_compiled_in_is_refused_and_not_left_out() {
        let mut config = Config::new();
        assert!(Tls::of(&config, &[]).is_ok());
        config.ssl_mode(SslMode::Require);
        let Err(error) = Tls::of(&config, &[]) else { panic!("it is not encrypted") };
        assert_eq!(error.kind(), Kind::Configuration);
        assert!(error.to_string().contains("feature `tls`"), "{error}");
    }
}
