//! How many rows a second come into a table, by each way that creates many: `cargo run --release -p benches --bin copying`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]

use std::convert::Infallible;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use querent::prelude::*;
use querent::{Db, Result};
use querent_testkit::{Setup, Tables, TestDb};
use rust_decimal::Decimal;
use time::OffsetDateTime;

/// What a row of a log is like.
#[derive(Model, Debug)]
struct Reading {
    id: i64,
    sensor: i32,
    place: String,
    value: Decimal,
    note: Option<String>,
    #[field(auto_now_add)]
    created_at: OffsetDateTime,
}

/// How often each way is measured; the median counts.
const ROUNDS: usize = 7;

fn main() -> ExitCode {
    match measured() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measured() -> Result<(), Box<dyn std::error::Error>> {
    let setup = Setup {
        name: "copying",
        tables: Tables::Models(vec![Reading::META]),
        sql: Vec::new(),
        worker_threads: 0,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let database = runtime.block_on(TestDb::create(&setup))?;
    let measured = runtime.block_on(measure_all(database.db()));
    drop(runtime);
    Ok(measured?)
}

async fn measure_all(db: &Db) -> Result<()> {
    println!("| rows | bulk_create | without_returning | copy_in | copy_in / without_returning |");
    println!("|---|---|---|---|---|");
    for rows in [10, 100, 1_000, 10_000, 100_000] {
        let created =
            median(db, async || Reading::objects(db).bulk_create(drafts(rows)).await.map(drop)).await?;
        let counted = median(db, async || {
            Reading::objects(db).bulk_create(drafts(rows)).without_returning().await.map(drop)
        })
        .await?;
        let copied = median(db, async || {
            let drafts = futures::stream::iter(drafts(rows).map(Ok::<_, Infallible>));
            Reading::objects(db).copy_in(drafts).await.map(drop)
        })
        .await?;
        let ratio = copied.as_secs_f64() / counted.as_secs_f64();
        println!("| {rows} | {created:.2?} | {counted:.2?} | {copied:.2?} | {ratio:.2} |");
    }
    Ok(())
}

fn drafts(rows: i32) -> impl Iterator<Item = ReadingDraft> + Send {
    (0..rows).map(|row| {
        let draft = Reading::draft().sensor(row % 50).place(format!("room {row} of the house"));
        draft.value(Decimal::new(row.into(), 2)).note((row % 3 == 0).then(|| "it was warm".to_owned()))
    })
}

async fn median(db: &Db, work: impl AsyncFn() -> Result<()>) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..=ROUNDS {
        db.batch_execute("TRUNCATE reading").await?;
        let begin = Instant::now();
        work().await?;
        times.push(begin.elapsed());
    }
    times.remove(0); // prepares the statements
    times.sort_unstable();
    Ok(times[times.len() / 2])
}
