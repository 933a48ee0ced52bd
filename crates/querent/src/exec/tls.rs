//! Whether and how connections are encrypted.

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

/// What a server must show before it is talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// Nothing, not even that it can encrypt: whoever can change the traffic could refuse that as well.
    Nothing,
    /// A certificate that leads to a trusted root.
    Certificate,
    /// A certificate for the host's name that leads to a trusted root.
    CertificateForTheHost,
}

/// Whom to trust.
#[derive(Clone, Debug, Default)]
pub(super) struct Roots {
    /// Trusted besides the others, in DER.
    #[cfg_attr(not(feature = "tls"), allow(dead_code, reason = "nothing is verified without encryption"))]
    pub(super) certificates: Vec<Vec<u8>>,
    /// A file of PEM that is trusted instead of the system's.
    pub(super) file: Option<String>,
}

impl Tls {
    /// What `config` asks for.
    #[cfg(feature = "tls")]
    pub(super) fn of(config: &Config, proof: Proof, roots: &Roots) -> Result<Tls> {
        let verified = |name| rustls::verified(roots.file.as_deref(), &roots.certificates, name).map(Tls::On);
        match (config.get_ssl_mode(), proof) {
            (SslMode::Disable, _) => Ok(Tls::Off),
            (_, Proof::Nothing) => rustls::unverified().map(Tls::On),
            (_, Proof::Certificate) => verified(rustls::Name::Any),
            (_, Proof::CertificateForTheHost) => verified(rustls::Name::OfTheHost),
        }
        .map_err(|error| {
            let of_file = roots.file.as_ref().map(|file| format!(" with the root certificates of `{file}`"));
            let message = format!("TLS could not be set up{}", of_file.unwrap_or_default());
            Error::new(Kind::Configuration, message).caused_by(error)
        })
    }

    /// What `config` asks for, which must not be encryption.
    #[cfg(not(feature = "tls"))]
    pub(super) fn of(config: &Config, _: Proof, _: &Roots) -> Result<Tls> {
        match config.get_ssl_mode() {
            SslMode::Disable | SslMode::Prefer => Ok(Tls::Off),
            _ => Err(Error::new(
                Kind::Configuration,
                "the database's address insists on encryption, which needs the feature `tls` of the crate `querent`",
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
        assert!(Tls::of(&config, Proof::Nothing, &Roots::default()).is_ok());
        config.ssl_mode(SslMode::Require);
        let refused = Tls::of(&config, Proof::CertificateForTheHost, &Roots::default());
        let Err(error) = refused else { panic!("it is not encrypted") };
        assert_eq!(error.kind(), Kind::Configuration);
        assert!(error.to_string().contains("feature `tls`"), "{error}");
    }
}
