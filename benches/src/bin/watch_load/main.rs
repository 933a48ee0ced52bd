//! The shop under load, with the N+1 watch off and on: `cargo run --release -p benches --bin watch_load [rounds]`.
//!
//! The watch is a switch of the process, so each of its states has a server of its own, which is this program again.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]

mod state;
mod pages;
mod visitors;
mod server;
mod rounds;
mod table;

use std::env;
use std::process::ExitCode;

use benches::Result;
use querent_testkit::{Setup, Tables, TestDb};
use tokio::runtime::Builder;

use crate::pages::Pages;
use crate::server::Server;
use crate::state::State;
use crate::table::Verdict;

/// How many rounds there are unless somebody wants more.
const ROUNDS: usize = 60;

/// For how many rounds the servers stay: where the system has placed a process lasts, and counts for more than a percent.
const TOGETHER: usize = 6;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let result = match &arguments[..] {
        [state, url] => server::serve(state, url).map(|()| Verdict::Pass),
        [rounds] => rounds.parse().map_err(Into::into).and_then(measure),
        _ => measure(ROUNDS),
    };
    match result {
        Ok(Verdict::Pass) => ExitCode::SUCCESS,
        Ok(Verdict::Open | Verdict::Fail) => ExitCode::FAILURE,
        Err(error) => {
            let causes = std::iter::successors(error.source(), |&cause| cause.source());
            eprintln!("error: {}", causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}")));
            ExitCode::FAILURE
        }
    }
}

fn measure(rounds: usize) -> Result<Verdict> {
    let setup = Setup {
        name: "watch_load",
        tables: Tables::Migrated(&shop::PROJECT),
        sql: Vec::new(),
        worker_threads: 0,
    };
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let database = runtime.block_on(TestDb::create(&setup))?;
    let measured = runtime.block_on(measure_all(&database, rounds));
    drop(runtime); // and with it the connections, before the database is dropped
    measured
}

async fn measure_all(database: &TestDb, rounds: usize) -> Result<Verdict> {
    shop::opening::prepare(database.db()).await?;
    let (usual, slow) = (Pages::usual(database.db()).await?, Pages::slow());
    let (mut of_usual, mut of_slow) = (Vec::new(), Vec::new());
    while of_usual.len() < rounds {
        let done = of_usual.len();
        let mut servers = started(done / TOGETHER, database.url()).await?;
        let numbers = done..rounds.min(done + TOGETHER);
        of_usual.extend(rounds::of(&usual, &mut servers, numbers.clone()).await?);
        of_slow.extend(rounds::of(&slow, &mut servers, numbers).await?);
    }
    table::head(rounds);
    let verdict = table::usual(&of_usual);
    table::slow(&of_slow);
    Ok(verdict)
}

/// A server for each state; which one starts first goes round.
async fn started(turn: usize, url: &str) -> Result<Vec<Server>> {
    let mut servers = Vec::new();
    for state in State::ALL.into_iter().cycle().skip(turn % State::ALL.len()).take(State::ALL.len()) {
        servers.push(Server::start(state, url).await?);
    }
    Ok(servers)
}
