//! Cancel requests.

use std::io;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{CancelToken, NoTls};

use super::conn::Conn;
use super::socket::{KeptOpen, Socket};
use super::tls::Tls;

/// How long a cancel request may take.
const LIMIT: Duration = Duration::from_secs(1);

impl Conn {
    /// Asks the server to cancel what this connection runs, and returns once it has passed the signal on.
    ///
    /// The server closes the socket after that. Without waiting for it the signal could arrive later and hit the next
    /// statement.
    pub(super) async fn cancel(&self) -> io::Result<()> {
        let request = async {
            let mut socket =
                KeptOpen::new(Socket::open(&self.endpoint.address, &self.endpoint.config).await?);
            let token = self.client.cancel_token();
            match &self.endpoint.tls {
                Tls::Off => self.send(token, &socket, NoTls).await?,
                #[cfg(feature = "tls")]
                Tls::On(tls) => self.send(token, &socket, tls.clone()).await?,
            }
            closed(&mut socket).await
        };
        tokio::time::timeout(LIMIT, request).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }

    async fn send<T>(&self, token: CancelToken, socket: &KeptOpen, mut tls: T) -> io::Result<()>
    where
        T: MakeTlsConnect<KeptOpen>,
    {
        let tls =
            tls.make_tls_connect(&self.endpoint.hostname).map_err(|error| io::Error::other(error.into()))?;
        token.cancel_query_raw(socket.clone(), tls).await.map_err(io::Error::other)
    }
}

/// Waits until the server has closed `socket`.
async fn closed(socket: &mut KeptOpen) -> io::Result<()> {
    let mut rest = [0; 64];
    loop {
        match socket.read(&mut rest).await {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            // The server has closed it over the last words of TLS, which it does not read.
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}
