//! Twelve questions to Chinook, a shop that sells music: asked through Querent, and in SQL on the bare driver.
//!
//! It expects the tables and rows of the Chinook sample database, as its PostgreSQL script names them, in the database
//! that the environment variable `DATABASE_URL` names, and only reads:
//!
//! ```console
//! $ DATABASE_URL=postgres://localhost/chinook cargo run -p integration-tests --example chinook
//! ```
//!
//! Each question is shown with both answers side by side and the number of statements that Querent sent. Any
//! difference is marked, and the exit code is 1.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

mod models;
mod line;
mod queries;
mod ask;
mod show;

use std::error::Error;
use std::process::ExitCode;

use querent::Db;

use crate::queries::QUERIES;

#[tokio::main]
async fn main() -> ExitCode {
    match compare_all().await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            let causes = std::iter::successors(error.source(), |&cause| cause.source());
            causes.for_each(|cause| eprintln!("  caused by: {cause}"));
            ExitCode::FAILURE
        }
    }
}

/// Asks and shows everything; how many questions were answered differently.
async fn compare_all() -> Result<usize, Box<dyn Error>> {
    let db = Db::from_env().await?;
    ask::check_tables(&db).await?;
    let mut different = 0;
    for (number, query) in (1..).zip(&QUERIES) {
        let answers = ask::both_ways(&db, query).await?;
        show::answers(number, query, &answers);
        different += usize::from(!answers.agree(query));
    }
    show::verdict(QUERIES.len(), different);
    Ok(different)
}
