//! Listening, until somebody asks to stop.

use std::env;
use std::io::{Error, ErrorKind, Result};

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal;

/// Listens on the port that the environment variable `PORT` names, 3000 without it; 0 is any free port.
///
/// `HOST` is the address to listen on, 127.0.0.1 without it: only this machine can call.
pub async fn listen() -> Result<TcpListener> {
    let host = env::var("HOST").unwrap_or_else(|_| "127.0.0.1".to_owned());
    let port = env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let Ok(number) = port.parse::<u16>() else {
        let text = format!("`PORT` is `{port}`, and a port is a number from 0 to 65535");
        return Err(Error::new(ErrorKind::InvalidInput, text));
    };
    TcpListener::bind((host.as_str(), number)).await.map_err(|error| {
        let text = match error.kind() {
            ErrorKind::AddrInUse => format!("port {port} is in use; choose another one: PORT=3001"),
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
