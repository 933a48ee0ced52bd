//! Checks that take long: `cargo run --release -p integration-tests --bin soak -- cancellation`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that reports to a terminal")]

use std::fmt::Display;
#[cfg(unix)]
use std::process::Command;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use integration_tests::cancellation::{Campaign, Operation, Server};
use integration_tests::meaning::{Dice, compare, models::MODELS};
#[cfg(unix)]
use integration_tests::replicas;
use integration_tests::{faults, fetch_modes, migrations, races, watch};
use querent::Db;
use querent_migrate::create_tables;

/// A long check.
struct Check {
    name: &'static str,
    about: &'static str,
    /// How much of it there is if nothing is said.
    amount: usize,
    run: fn(Db, usize) -> BoxFuture<'static, ()>,
}

const CHECKS: &[Check] = &[
    Check {
        name: "cancellation",
        about: "drops so many futures, each somewhere before its end, and looks for what they leave behind",
        amount: 10_000,
        run: |db, amount| Box::pin(cancellation(db, amount)),
    },
    #[cfg(unix)]
    Check {
        name: "server-killed",
        about: "kills the server under 32 writers so many times, and starts it again",
        amount: 100,
        run: |_, amount| Box::pin(async move { report(faults::killed(amount).await) }),
    },
    Check {
        name: "connections-terminated",
        about: "ends so many connections of 32 writers",
        amount: 2_000,
        run: |db, amount| Box::pin(async move { report(faults::terminated(&db, amount).await) }),
    },
    Check {
        name: "network",
        about: "lets so many accidents happen between 32 writers and the server",
        amount: 1_000,
        run: |db, amount| Box::pin(async move { report(faults::network(&db, amount).await) }),
    },
    Check {
        name: "pool-exhausted",
        about: "takes all connections of 32 writers so many times, for longer than they wait",
        amount: 200,
        run: |db, amount| Box::pin(async move { report(faults::exhausted(&db, amount).await) }),
    },
    #[cfg(unix)]
    Check {
        name: "read-only",
        about: "makes the server read-only so many times under 32 writers and 4 readers",
        amount: 200,
        run: |_, amount| Box::pin(async move { report(faults::read_only(amount).await) }),
    },
    Check {
        name: "get-or-create",
        about: "lets 64 tasks get or create the row of one key, for so many keys",
        amount: 1_000,
        run: |db, amount| Box::pin(async move { report(races::one_key(&db, amount).await) }),
    },
    Check {
        name: "transfers",
        about: "makes so many transfers between 8 accounts, by 32 tasks in serializable transactions",
        amount: 5_000,
        run: |db, amount| Box::pin(async move { report(races::transfers(&db, amount).await) }),
    },
    Check {
        name: "altered",
        about: "alters a table so many times while 16 tasks read and write it",
        amount: 2_000,
        run: |db, amount| Box::pin(async move { report(races::altered(&db, amount).await) }),
    },
    Check {
        name: "orders",
        about: "places so many orders at the shop, for more than it has",
        amount: 50_000,
        run: |db, amount| Box::pin(async move { report(races::orders(&db, amount).await) }),
    },
    #[cfg(unix)]
    Check {
        name: "migrate-replicas",
        about: "lets 8 processes migrate so many databases, and kills one of them in half of the rounds",
        amount: 20,
        run: |_, amount| Box::pin(async move { report(replicas::rounds(amount, replica).await) }),
    },
    Check {
        name: "n-plus-one",
        about: "does everything so many times that the watch finds something in, or nothing, and compares what it says",
        amount: 50,
        run: |db, amount| Box::pin(n_plus_one(db, amount)),
    },
    Check {
        name: "meaning",
        about: "asks so many random conditions on random rows, and compares the answers with Django's rules",
        amount: 10_000,
        run: |db, amount| Box::pin(meaning(db, amount)),
    },
    Check {
        name: "fetch-modes",
        about: "loads random rows in so many ways, and compares them with what eager queries find",
        amount: 5_000,
        run: |db, amount| Box::pin(async move { report(fetch_modes::rounds(&db, 0x5eed, amount).await) }),
    },
    Check {
        name: "migrations",
        about: "changes random models so many times, there and back, and compares the tables with new ones",
        amount: 1_000,
        run: |db, amount| Box::pin(migrations(db, amount)),
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next();
    #[cfg(unix)]
    if name.as_deref() == Some(REPLICA) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("there is room for a runtime").block_on(replicas::replica());
        return ExitCode::SUCCESS;
    }
    let Some(check) = CHECKS.iter().find(|check| Some(check.name) == name.as_deref()) else {
        eprintln!("usage: soak <check> [<amount>]");
        for check in CHECKS {
            eprintln!("  {:22} {} ({} if not said)", check.name, check.about, check.amount);
        }
        return ExitCode::FAILURE;
    };
    let amount = match arguments.next().map(|amount| amount.parse()) {
        None => check.amount,
        Some(Ok(amount)) => amount,
        Some(Err(error)) => {
            eprintln!("the amount is a number: {error}");
            return ExitCode::FAILURE;
        }
    };
    let setup = querent_testkit::Setup {
        name: check.name,
        tables: Default::default(),
        sql: Vec::new(),
        worker_threads: 2,
    };
    querent_testkit::run(setup, async move |db| {
        let began = Instant::now();
        (check.run)(db, amount).await;
        println!("{}: {amount} in {:.1?}", check.name, began.elapsed());
    });
    ExitCode::SUCCESS
}

/// Asks this program to be one of the processes of `migrate-replicas`.
#[cfg(unix)]
const REPLICA: &str = "replica";

#[cfg(unix)]
fn replica() -> Command {
    let program = std::env::current_exe().expect("this program has a file");
    let mut command = Command::new(program);
    command.arg(REPLICA);
    command
}

/// Prints what was seen.
fn report(seen: querent::Result<impl Display>) {
    match seen {
        Ok(figures) => println!("{figures}"),
        Err(error) => panic!("what looks on is hit, too: {error:?}"),
    }
}

async fn cancellation(db: Db, amount: usize) {
    Campaign::prepare(&db).await.expect("an empty database has room for tables");
    let mut chance = Dice::new(0x5eed);
    let mut dropped = 0;
    for server in [Server::Quick, Server::Stalled] {
        for connections in [1, 3] {
            let mut campaign =
                Campaign::begin(&db, server, connections).await.expect("the server can be reached");
            // How many polls each operation takes, as far as has been seen.
            let mut reach = Operation::ALL.map(|operation| (operation, 4));
            while campaign.figures().drops < amount.div_ceil(4) {
                for (operation, reach) in &mut reach {
                    let (polls, pause) = (chance.below(*reach), chance.below(1_000) as u64);
                    let pause = Duration::from_micros(pause.saturating_sub(500));
                    let result = campaign.drop_after(*operation, polls, pause).await;
                    let done = result.expect("those who look on are not disturbed");
                    *reach = if done { polls.max(2) } else { (*reach).max(polls + 2) };
                }
            }
            dropped += campaign.figures().drops;
            println!("{server:?}, {connections} connections: {}", campaign.figures());
        }
    }
    println!("{dropped} futures dropped, and nothing left behind");
}

async fn n_plus_one(db: Db, amount: usize) {
    create_tables(&db, &watch::models::MODELS).await.expect("an empty database has room for tables");
    let scenarios: Vec<_> = watch::scenarios().collect();
    report(watch::rounds(&db, &scenarios, amount).await);
}

async fn meaning(db: Db, amount: usize) {
    create_tables(&db, &MODELS).await.expect("an empty database has room for tables");
    match compare(&db, 0x5eed, amount).await {
        Ok(shares) => println!("{shares}"),
        Err(difference) => panic!("{difference}"),
    }
}

async fn migrations(db: Db, amount: usize) {
    let (made, detected) = (
        migrations::changes(&db, 0x5eed, amount.div_ceil(2)).await,
        migrations::detections(&db, 0x5eed, amount / 2).await,
    );
    for (what, seen) in [("made", made), ("detected", detected)] {
        match seen {
            Ok(figures) => println!("{what}: {figures}"),
            Err(failure) => panic!("{failure}"),
        }
    }
}
