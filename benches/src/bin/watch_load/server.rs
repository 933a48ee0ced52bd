//! A process that serves the shop.

use std::env;
use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio, exit};
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use benches::Result;
use cpu_time::ProcessTime;
use querent::Db;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::state::State;
use crate::visitors::Visitors;

/// The page that tells how many nanoseconds the server has spent on a processor.
const CPU: &str = "/cpu";

/// A process that serves the shop until this value is dropped, and who visits it.
pub(crate) struct Server {
    pub(crate) state: State,
    pub(crate) visitors: Visitors,
    process: Child,
}

impl Server {
    pub(crate) async fn start(state: State, url: &str) -> Result<Server> {
        let mut command = Command::new(env::current_exe()?);
        let mut process =
            command.args([state.name(), url]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut port = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout).read_line(&mut port)?;
        }
        let port =
            port.trim().parse().map_err(|_| format!("the server `{}` does not start", state.name()))?;
        Ok(Server { state, visitors: Visitors::of(port).await?, process })
    }

    /// How long the process was on a processor so far.
    pub(crate) async fn cpu(&mut self) -> Result<Duration> {
        let page = self.visitors.get(CPU).await?;
        Ok(Duration::from_nanos(std::str::from_utf8(&page)?.parse()?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take()); // which it waits for
        let _ = self.process.wait();
    }
}

/// Serves the shop on the database at `url`: what such a process does. It ends with the one that has started it.
pub(crate) fn serve(state: &str, url: &str) -> Result<()> {
    let state = State::named(state).ok_or_else(|| format!("there is no state `{state}`"))?;
    state.listen();
    thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        exit(0);
    });
    Runtime::new()?.block_on(async {
        let db = Db::connect(url).await?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        println!("{}", listener.local_addr()?.port());
        let cpu = get(async || ProcessTime::now().as_duration().as_nanos().to_string());
        Ok(axum::serve(listener, Router::new().route(CPU, cpu).merge(shop::app(db))).await?)
    })
}
