//! Starts the shop: a database, its migrations, something on the shelves, and a port to listen on.

use std::error::Error;
use std::io::{IsTerminal, stderr};
use std::process::ExitCode;

use querent::Db;
use querent::watch::Watch;
use shop::{app, opening, panel, server};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, fmt};

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = fmt::layer().with_writer(stderr).with_ansi(stderr().is_terminal());
    tracing_subscriber::registry().with(filter).with(log).init();
    Watch::new().keep_requests(panel::requests()).install();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let causes = std::iter::successors(error.source(), |&cause| cause.source());
            tracing::error!("{}", causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}")));
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error + Send + Sync>> {
    let listener = server::listen().await?;
    let db = Db::connect(&querent_testkit::dev_database("shop").await?).await?;
    opening::prepare(&db).await?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    server::serve(listener, app(db)).await?;
    Ok(())
}
