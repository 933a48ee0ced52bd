//! Querent beside the bare driver, on a database of its own: `cargo run --release -p benches`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]

mod workloads;
mod measure;
mod table;

use std::error::Error;
use std::process::ExitCode;

use benches::models::{Category, Product, ROWS, Review, Tag};
use querent::prelude::*;
use querent::{Db, Result};
use querent_testkit::{Setup, Tables, TestDb};
use tokio_postgres::Client;

use crate::workloads::{product_list, rows};

fn main() -> ExitCode {
    match measured() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let causes = std::iter::successors(error.source(), |&cause| cause.source());
            causes.for_each(|cause| eprintln!("  caused by: {cause}"));
            ExitCode::FAILURE
        }
    }
}

/// One thread runs both ways and their connections: with more of them, which one wakes which would be measured too.
fn measured() -> Result<(), Box<dyn Error>> {
    let setup = Setup {
        name: "benches",
        tables: Tables::Models(vec![Category::META, Product::META, Review::META, Tag::META]),
        sql: vec![ROWS],
        worker_threads: 0,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let database = runtime.block_on(TestDb::create(&setup))?;
    let db = database.db();
    let measuring = db.with_client(async |client| measure_all(db, client).await);
    let measured = runtime.block_on(measuring);
    drop(runtime); // and with it the connections, before the database is dropped
    Ok(measured?)
}

/// Measures every workload: Querent on the pool, and the driver on the connection that it lends.
async fn measure_all(db: &Db, client: &Client) -> Result<()> {
    table::head();

    let prepared = rows::prepare(client).await?;
    let by_hand = async || rows::by_hand(client, &prepared).await;
    let by_querent = async || rows::by_querent(db).await;
    assert!(rows::agree(&by_hand().await?, &by_querent().await?), "the two ways read different rows");
    table::row(rows::NAME, &measure::rounds(by_hand, by_querent).await?);

    let prepared = product_list::prepare(client).await?;
    let by_hand = async || product_list::by_hand(client, &prepared).await;
    let by_querent = async || product_list::by_querent(db).await;
    assert!(product_list::agree(&by_hand().await?, &by_querent().await?), "the two ways read different rows");
    table::row(product_list::NAME, &measure::rounds(by_hand, by_querent).await?);
    Ok(())
}
