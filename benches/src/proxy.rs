//! A proxy before PostgreSQL that adds a round-trip time and counts flights.
//!
//! It has threads, not a runtime: a runtime's timers are too coarse for half a millisecond.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

#[cfg(unix)]
use std::os::unix::net::UnixStream;

use benches_harness::Result;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// A proxy on a port of this machine, which is there until the process ends.
#[derive(Debug)]
pub struct Proxy {
    url: String,
    flights: Arc<AtomicU64>,
}

impl Proxy {
    /// A proxy before the database at `url`; what is sent either way arrives half of `round_trip` later.
    ///
    /// # Errors
    ///
    /// If `url` cannot be read.
    pub fn before(url: &str, round_trip: Duration) -> Result<Proxy> {
        let config: Config = url.parse()?;
        let server = Server::of(&config)?;
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let user = encoded(config.get_user().unwrap_or("postgres").as_bytes());
        let password = config.get_password().map(|password| format!(":{}", encoded(password)));
        let database = encoded(config.get_dbname().unwrap_or("postgres").as_bytes());
        let password = password.unwrap_or_default();
        let url = format!("postgres://{user}{password}@127.0.0.1:{port}/{database}?sslmode=disable");
        let flights = Arc::new(AtomicU64::new(0));
        let road = Road { half: round_trip / 2, flights: flights.clone() };
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A connection that cannot be carried is closed, which its client tells.
                let _ = server.connect().and_then(|server| carry(client, server, &road));
            }
        });
        Ok(Proxy { url, flights })
    }

    /// The address of the same database by way of this proxy.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many flights there were: one begins when something is sent after an answer has arrived.
    pub fn flights(&self) -> u64 {
        self.flights.load(Ordering::SeqCst)
    }
}

fn encoded(text: &[u8]) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.iter()
        .map(|&byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// What all connections share.
#[derive(Clone, Debug)]
struct Road {
    half: Duration,
    flights: Arc<AtomicU64>,
}

/// Where PostgreSQL listens.
#[derive(Debug)]
enum Server {
    #[cfg(unix)]
    Socket(PathBuf),
    Port(String, u16),
}

impl Server {
    fn of(config: &Config) -> Result<Server> {
        let port = config.get_ports().first().copied().unwrap_or(5432);
        match config.get_hosts().first().ok_or("the address has no host")? {
            Host::Tcp(host) => Ok(Server::Port(host.clone(), port)),
            #[cfg(unix)]
            Host::Unix(folder) => Ok(Server::Socket(folder.join(format!(".s.PGSQL.{port}")))),
        }
    }

    fn connect(&self) -> io::Result<End> {
        match self {
            #[cfg(unix)]
            Server::Socket(path) => UnixStream::connect(path).map(End::Socket),
            Server::Port(host, port) => TcpStream::connect((host.as_str(), *port)).and_then(End::of_port),
        }
    }
}

/// One end of a connection.
#[derive(Debug)]
enum End {
    #[cfg(unix)]
    Socket(UnixStream),
    Port(TcpStream),
}

impl End {
    fn of_port(stream: TcpStream) -> io::Result<End> {
        stream.set_nodelay(true)?;
        Ok(End::Port(stream))
    }

    fn again(&self) -> io::Result<End> {
        match self {
            #[cfg(unix)]
            End::Socket(stream) => stream.try_clone().map(End::Socket),
            End::Port(stream) => stream.try_clone().map(End::Port),
        }
    }

    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            #[cfg(unix)]
            End::Socket(stream) => stream.read(bytes),
            End::Port(stream) => stream.read(bytes),
        }
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            #[cfg(unix)]
            End::Socket(stream) => stream.write_all(bytes),
            End::Port(stream) => stream.write_all(bytes),
        }
    }

    fn shut_down(&self) {
        // It may be closed already.
        let _ = match self {
            #[cfg(unix)]
            End::Socket(stream) => stream.shutdown(Shutdown::Write),
            End::Port(stream) => stream.shutdown(Shutdown::Write),
        };
    }
}

/// Bytes, and when they arrive.
type Chunk = (Instant, Vec<u8>);

/// Carries one connection, by a thread that reads and one that writes for each way.
fn carry(client: TcpStream, server: End, road: &Road) -> io::Result<()> {
    let client = End::of_port(client)?;
    // Whether an answer has arrived since something was sent.
    let answered = Arc::new(AtomicBool::new(false));
    let (mut questions, mut answers) = (client.again()?, server.again()?);
    let (half, flights) = (road.half, road.flights.clone());

    let (asked, to_server) = channel();
    let seen = answered.clone();
    thread::spawn(move || {
        read(&mut questions, half, &asked, || {
            if seen.swap(false, Ordering::SeqCst) {
                flights.fetch_add(1, Ordering::SeqCst);
            }
        })
    });
    thread::spawn(move || write(server, &to_server, || {}));

    let (told, to_client) = channel();
    thread::spawn(move || read(&mut answers, half, &told, || {}));
    // Before it is written: the client may be quicker than this thread.
    thread::spawn(move || write(client, &to_client, || answered.store(true, Ordering::SeqCst)));
    Ok(())
}

fn read(from: &mut End, half: Duration, to: &Sender<Chunk>, mut seen: impl FnMut()) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        seen();
        if to.send((Instant::now() + half, bytes[..count].to_vec())).is_err() {
            return;
        }
    }
}

fn write(mut to: End, from: &Receiver<Chunk>, before: impl Fn()) {
    for (due, bytes) in from {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        before();
        if to.write_all(&bytes).is_err() {
            break;
        }
    }
    to.shut_down();
}
