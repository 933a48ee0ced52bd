//! A proxy that encrypts, with a certificate that it has made itself.

use std::io;
use std::sync::Arc;

use querent::{Db, DbBuilder, Result};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::server::{Server, Wire};

/// What a client sends to ask for encryption (PostgreSQL manual, "Message Formats", SSLRequest).
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// A proxy before a server that encrypts what its clients ask it to encrypt. It ends when it is dropped.
#[derive(Debug)]
pub struct Encrypted {
    port: u16,
    server: Server,
    certificate: Vec<u8>,
    task: JoinHandle<()>,
}

impl Encrypted {
    /// A proxy before the server of `db` whose certificate is for the host `name`.
    pub async fn before(db: &Db, name: &str) -> Result<Encrypted> {
        Encrypted::with(db, Some(name), 4096).await
    }

    /// As [`before`](Self::before), with a certificate that is no longer valid.
    pub async fn expired(db: &Db, name: &str) -> Result<Encrypted> {
        Encrypted::with(db, Some(name), 2001).await
    }

    /// A proxy that says that it cannot encrypt.
    pub async fn refusing(db: &Db) -> Result<Encrypted> {
        Encrypted::with(db, None, 4096).await
    }

    /// A proxy whose certificate, if it has one, is valid until that year.
    async fn with(db: &Db, name: Option<&str>, until: i32) -> Result<Encrypted> {
        let server = Server::of(db).await?;
        let mut params =
            CertificateParams::new([name.unwrap_or("nobody").to_owned()]).expect("a name is one");
        (params.not_before, params.not_after) = (date_time_ymd(2000, 1, 1), date_time_ymd(until, 1, 1));
        let key = KeyPair::generate().expect("a key can be made");
        let certificate = params.self_signed(&key).expect("a certificate can be made").der().to_vec();
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("the key is one");
        let acceptor = name.map(|_| acceptor(certificate.clone().into(), key));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a machine has free ports");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let task = tokio::spawn(listen(listener, acceptor, server.clone()));
        Ok(Encrypted { port, server, certificate, task })
    }

    /// The certificate, in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The certificate, in PEM.
    pub fn pem(&self) -> String {
        let base64: String = self.certificate.chunks(3).map(base64).collect();
        let lines: Vec<_> = base64.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    }

    /// The address of the server by way of this proxy, which calls itself `host`; it names no `sslmode`.
    pub fn address(&self, host: &str) -> String {
        format!("{} host={host} hostaddr=127.0.0.1 port={}", self.server.session(), self.port)
    }

    /// The options of a pool that gets to that address.
    pub fn builder(&self, host: &str, sslmode: &str) -> DbBuilder {
        Db::builder().url(format!("{} sslmode={sslmode}", self.address(host)))
    }
}

impl Drop for Encrypted {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Up to three bytes as four letters (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let byte = |at: usize| u32::from(*bytes.get(at).unwrap_or(&0));
    let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    let letter = |at: usize| char::from(letters[(bits >> (18 - 6 * at) & 63) as usize]);
    (0..4).map(|at| if at <= bytes.len() { letter(at) } else { '=' }).collect()
}

fn acceptor(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> TlsAcceptor {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows the protocols")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("the key is that of the certificate");
    TlsAcceptor::from(Arc::new(config))
}

async fn listen(listener: TcpListener, acceptor: Option<TlsAcceptor>, server: Server) {
    let mut connections = JoinSet::new(); // which ends with this task
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(carry(client, acceptor.clone(), server.clone()));
        while connections.try_join_next().is_some() {}
    }
}

async fn carry(mut client: TcpStream, acceptor: Option<TlsAcceptor>, server: Server) -> io::Result<()> {
    let mut first = [0; 8];
    client.read_exact(&mut first).await?;
    let mut server = server.connect().await?;
    let mut client: Box<dyn Wire> = match acceptor {
        Some(acceptor) if first == SSL_REQUEST => {
            client.write_all(b"S").await?;
            Box::new(acceptor.accept(client).await?)
        }
        None if first == SSL_REQUEST => {
            client.write_all(b"N").await?;
            Box::new(client)
        }
        _ => {
            server.write_all(&first).await?;
            Box::new(client)
        }
    };
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}
