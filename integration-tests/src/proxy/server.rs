//! Where the server of a pool listens.

use querent::{Db, Result};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// Bytes to and from a server.
pub(super) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// A server, and who one is there.
#[derive(Clone, Debug)]
pub(super) struct Server {
    host: Host,
    port: u16,
    user: String,
    password: Option<Vec<u8>>,
    database: String,
}

impl Server {
    /// The server behind `db`: the one that `DATABASE_URL` names, or else the test kit's own, which listens on a socket
    /// of the file system.
    pub(super) async fn of(db: &Db) -> Result<Server> {
        let named = std::env::var("DATABASE_URL").ok().and_then(|url| url.parse::<Config>().ok());
        let ask = "SELECT split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), \
                   current_user::text, current_database()::text";
        let row =
            db.with_client(async |client| -> Result<_> { Ok(client.query_one(ask, &[]).await?) }).await?;
        let own = Server {
            host: Host::Unix(row.get::<_, String>(0).into()),
            port: row.get::<_, String>(1).parse().unwrap_or(5432),
            user: row.get(2),
            password: None,
            database: row.get(3),
        };
        Ok(match named {
            None => own,
            Some(named) => Server {
                host: named.get_hosts().first().cloned().unwrap_or(own.host),
                port: named.get_ports().first().copied().unwrap_or(5432),
                password: named.get_password().map(<[u8]>::to_vec),
                ..own
            },
        })
    }

    /// How to get to the same database by way of `port` on this machine.
    pub(super) fn by_way_of(&self, port: u16) -> Config {
        let mut config = Config::new();
        config
            .host("127.0.0.1")
            .port(port)
            .user(&self.user)
            .dbname(&self.database)
            .ssl_mode(SslMode::Disable);
        if let Some(password) = &self.password {
            config.password(password);
        }
        config
    }

    /// Who one is there, in libpq's `key=value` form.
    pub(super) fn session(&self) -> String {
        let quoted = |value: &str| format!("'{}'", value.replace('\\', r"\\").replace('\'', r"\'"));
        let password = self.password.as_deref().map(String::from_utf8_lossy);
        let password = password.map(|password| format!(" password={}", quoted(&password)));
        format!(
            "user={} dbname={}{}",
            quoted(&self.user),
            quoted(&self.database),
            password.unwrap_or_default()
        )
    }

    pub(super) async fn connect(&self) -> std::io::Result<Box<dyn Wire>> {
        match &self.host {
            Host::Tcp(name) => {
                let stream = TcpStream::connect((name.as_str(), self.port)).await?;
                stream.set_nodelay(true)?;
                Ok(Box::new(stream))
            }
            #[cfg(unix)]
            Host::Unix(directory) => {
                let socket = directory.join(format!(".s.PGSQL.{}", self.port));
                Ok(Box::new(UnixStream::connect(socket).await?))
            }
        }
    }
}
