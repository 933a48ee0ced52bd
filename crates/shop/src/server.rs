//! Listening, until somebody asks to stop.

use std::env;
use std::io::{Error, ErrorKind, Result};
use std::ops::RangeInclusive;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal;

/// The ports to try when none is named.
const PORTS: RangeInclusive<u16> = 3000..=3009;

/// Listens on the port that the environment variable `PORT` names, 0 being any free one; without it, on the first free
/// port from 3000 on.
///
/// `HOST` is the address to listen on, 127.0.0.1 without it: only this machine can call.
pub async fn listen() -> Result<TcpListener> {
    let host = env::var("HOST").unwrap_or_else(|_| "127.0.0.1".to_owned());
    let Ok(port) = env::var("PORT") else { return first_free(&host).await };
    match port.parse() {
        Ok(number) => bind(&host, number).await,
        Err(_) => {
            let text = format!("`PORT` is `{port}`, and a port is a number from 0 to 65535");
            Err(Error::new(ErrorKind::InvalidInput, text))
        }
    }
}

async fn first_free(host: &str) -> Result<TcpListener> {
    for port in PORTS {
        match bind(host, port).await {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            done => return done,
        }
    }
    let text = format!("the ports {PORTS:?} are in use; choose another one: PORT=4000");
    Err(Error::new(ErrorKind::AddrInUse, text))
}

async fn bind(host: &str, port: u16) -> Result<TcpListener> {
    TcpListener::bind((host, port)).await.map_err(|error| {
        let text = match error.kind() {
            ErrorKind::AddrInUse => format!("port {port} is in use; choose another one: PORT=4000"),
            _ => format!("cannot listen on port {port} of {host}: {error}"),
        };
        Error::new(error.kind(), text)
    })
}

/// Answers requests until Ctrl-C or SIGTERM; those under way are answered still.
pub async fn serve(listener: TcpListener, app: Router) -> Result<()> {
    axum::serve(listener, app).with_graceful_shutdown(stop()).await
}

#[cfg(unix)]
async fn stop() {
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signals) => signals.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        _ = terminate => {}
    }
    tracing::info!("stopping");
}

#[cfg(not(unix))]
async fn stop() {
    let _ = signal::ctrl_c().await;
    tracing::info!("stopping");
}
