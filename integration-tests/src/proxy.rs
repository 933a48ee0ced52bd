//! A proxy before PostgreSQL that counts flights, can hold answers back and can break.

mod server;
mod wire;
mod encrypted;

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use querent::{Db, DbBuilder, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

pub use encrypted::Encrypted;
use server::{Server, Wire};
use wire::Messages;

/// How many bytes of an answer are held back at most; then the server feels that nobody reads.
const MOST: usize = 1 << 20;

/// How the server's answers are passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As they come.
    Quick,
    /// Everything that was asked in one flight is answered at once, so long after its first byte was sent.
    Slow(Duration),
    /// Not before the pace is another one.
    Held,
}

/// What happens to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accident {
    /// It breaks, for both ends.
    Cut,
    /// It carries nothing any more. Neither end is told, before it breaks much later.
    Deaf,
}

/// How long a deaf connection lasts: longer than a pool takes to give up one that does not answer.
const DEAF_FOR: Duration = Duration::from_millis(2500);

/// A proxy on a port of this machine. It ends when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    road: Arc<Road>,
    task: JoinHandle<()>,
}

/// What all connections of a proxy share.
#[derive(Debug)]
struct Road {
    server: Server,
    pace: watch::Sender<Pace>,
    flights: AtomicUsize,
    /// How to reach the connections there are.
    lines: Mutex<Vec<mpsc::UnboundedSender<Accident>>>,
}

impl Road {
    /// The connections that have not ended.
    fn lines(&self) -> MutexGuard<'_, Vec<mpsc::UnboundedSender<Accident>>> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|line| !line.is_closed());
        lines
    }
}

impl Proxy {
    /// A proxy before the server of `db`.
    pub async fn before(db: &Db) -> Result<Proxy> {
        let server = Server::of(db).await?;
        let road = Arc::new(Road {
            server,
            pace: watch::Sender::new(Pace::Quick),
            flights: AtomicUsize::new(0),
            lines: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a machine has free ports");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let task = tokio::spawn(listen(listener, road.clone()));
        Ok(Proxy { port, road, task })
    }

    /// The options of `db` with this proxy on the way.
    pub fn on_the_way_of(&self, db: &Db) -> DbBuilder {
        db.to_builder().config(self.road.server.by_way_of(self.port))
    }

    /// Passes answers on at another pace from now on.
    pub fn set_pace(&self, pace: Pace) {
        self.road.pace.send_replace(pace);
    }

    /// Lets something happen to one of the connections, the `number`th or, counting on, from the first again.
    pub fn happens(&self, accident: Accident, number: usize) {
        let lines = self.road.lines();
        if !lines.is_empty() {
            // It may have ended just now.
            let _ = lines[number % lines.len()].send(accident);
        }
    }

    /// How many flights `work` takes: a flight begins when something is sent after an answer.
    ///
    /// Answers are held back long enough for everything that needs none of them to be sent before.
    pub async fn flights<T>(&self, work: impl Future<Output = T>) -> usize {
        let pace = *self.road.pace.borrow();
        self.set_pace(Pace::Slow(Duration::from_millis(40)));
        let before = self.road.flights.load(Ordering::SeqCst);
        work.await;
        let flights = self.road.flights.load(Ordering::SeqCst) - before;
        self.set_pace(pace);
        flights
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listener: TcpListener, road: Arc<Road>) {
    let mut connections = JoinSet::new(); // which ends with this task
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(carry(client, road.clone()));
        while connections.try_join_next().is_some() {}
    }
}

/// One connection: questions one way, answers the other.
async fn carry(client: TcpStream, road: Arc<Road>) -> io::Result<()> {
    client.set_nodelay(true)?;
    let (client_in, client_out) = split(Box::new(client) as Box<dyn Wire>);
    let (server_in, server_out) = split(road.server.connect().await?);
    let talk = Talk::default();
    let asked = questions(client_in, server_out, &road, &talk);
    let answered = answers(server_in, client_out, &road, &talk);
    // A server that closes ends the connection; a client that closes waits for what it has asked.
    let (mut asked, mut answered) = (std::pin::pin!(asked), std::pin::pin!(answered));
    let conversation = async {
        tokio::select! {
            result = &mut answered => result,
            result = &mut asked => match result {
                Ok(()) => answered.await,
                lost => lost,
            },
        }
    };
    let (line, mut accidents) = mpsc::unbounded_channel();
    road.lines().push(line);
    tokio::select! {
        result = conversation => result,
        Some(accident) = accidents.recv() => {
            if accident == Accident::Deaf {
                tokio::time::sleep(DEAF_FOR).await; // with both sockets open
            }
            Ok(())
        }
    }
}

/// Who has said what on one connection.
#[derive(Debug, Default)]
struct Talk(Mutex<Said>);

#[derive(Debug, Default)]
struct Said {
    questions: Messages,
    answers: Messages,
    /// When the flight under way began; `None` once it is answered.
    flight: Option<Instant>,
}

impl Talk {
    fn said(&self) -> MutexGuard<'_, Said> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what is asked; whether a flight begins with it.
    fn ask(&self, bytes: &[u8]) -> bool {
        let mut said = self.said();
        said.questions.read(bytes, b"QS");
        let begins = said.flight.is_none();
        said.flight.get_or_insert_with(Instant::now);
        begins
    }

    fn answer(&self, bytes: &[u8]) {
        self.said().answers.read(bytes, b"ZG"); // a COPY answers its first Sync by asking for data
    }

    /// When the flight under way began, if all that was asked is answered.
    fn answered(&self) -> Option<Instant> {
        let said = self.said();
        // There is one answer more, to the start; before that one no question is counted.
        let whole = said.answers.count > said.questions.count || said.answers.count == 0;
        said.flight.filter(|_| whole)
    }
}

async fn questions(
    mut client: ReadHalf<Box<dyn Wire>>,
    mut server: WriteHalf<Box<dyn Wire>>,
    road: &Road,
    talk: &Talk,
) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(16 * 1024);
    // The message that opens a connection has no type.
    let first = client.read_u32().await?;
    bytes.extend_from_slice(&first.to_be_bytes());
    let rest = u64::from(first.saturating_sub(4));
    (&mut client).take(rest).read_to_end(&mut bytes).await?;
    loop {
        server.write_all(&bytes).await?;
        bytes.clear();
        if client.read_buf(&mut bytes).await? == 0 {
            return server.shutdown().await;
        }
        if talk.ask(&bytes) {
            road.flights.fetch_add(1, Ordering::SeqCst);
        }
    }
}

async fn answers(
    mut server: ReadHalf<Box<dyn Wire>>,
    mut client: WriteHalf<Box<dyn Wire>>,
    road: &Road,
    talk: &Talk,
) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(16 * 1024);
    let mut pace = road.pace.subscribe();
    loop {
        let before = bytes.len();
        let more = tokio::select! {
            () = may_pass(&mut pace, talk), if !bytes.is_empty() => false,
            read = server.read_buf(&mut bytes), if bytes.len() < MOST => {
                if read? == 0 {
                    client.write_all(&bytes).await?;
                    return client.shutdown().await;
                }
                true
            }
        };
        if more {
            talk.answer(&bytes[before..]);
        } else {
            talk.said().flight = None;
            client.write_all(&bytes).await?;
            bytes.clear();
        }
    }
}

/// Waits until what the server has said may be passed on; anew whenever it has said more.
async fn may_pass(pace: &mut watch::Receiver<Pace>, talk: &Talk) {
    loop {
        let now = *pace.borrow_and_update();
        let passed = async {
            match now {
                Pace::Quick => {}
                Pace::Slow(lag) => match talk.answered() {
                    Some(began) => tokio::time::sleep_until(began + lag).await,
                    None if talk.said().flight.is_none() => {} // said unasked
                    None => std::future::pending().await,
                },
                Pace::Held => std::future::pending().await,
            }
        };
        tokio::select! {
            () = passed => return,
            changed = pace.changed() => if changed.is_err() { return },
        }
    }
}
