//! A proxy that encrypts, with a certificate that it has made itself.

use std::io;
use std::sync::Arc;

use querent::{Db, DbBuilder, Result};
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
        let server = Server::of(db).await?;
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).expect("a key can be made");
        let certificate = made.cert.der().to_vec();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("the key is one");
        let acceptor = acceptor(certificate.clone().into(), key);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a machine has free ports");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let task = tokio::spawn(listen(listener, acceptor, server.clone()));
        Ok(Encrypted { port, server, certificate, task })
    }

    /// The certificate, in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The options of a pool that gets to the server by way of this proxy, which calls itself `host`.
    pub fn builder(&self, host: &str, sslmode: &str) -> DbBuilder {
        Db::builder().url(format!(
            "{} host={host} hostaddr=127.0.0.1 port={} sslmode={sslmode}",
            self.server.session(),
            self.port
        ))
    }
}

impl Drop for Encrypted {
    fn drop(&mut self) {
        self.task.abort();
    }
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

async fn listen(listener: TcpListener, acceptor: TlsAcceptor, server: Server) {
    let mut connections = JoinSet::new(); // which ends with this task
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(carry(client, acceptor.clone(), server.clone()));
        while connections.try_join_next().is_some() {}
    }
}

async fn carry(mut client: TcpStream, acceptor: TlsAcceptor, server: Server) -> io::Result<()> {
    let mut first = [0; 8];
    client.read_exact(&mut first).await?;
    let mut server = server.connect().await?;
    let mut client: Box<dyn Wire> = if first == SSL_REQUEST {
        client.write_all(b"S").await?;
        Box::new(acceptor.accept(client).await?)
    } else {
        server.write_all(&first).await?;
        Box::new(client)
    };
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}
