//! A service on a socket, and a visitor who speaks HTTP by hand.

use axum::Router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A service that listens as long as this value lives.
pub(crate) struct Listening {
    address: std::net::SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Listening {
    pub(crate) async fn begin(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Listening { address, task }
    }

    /// A connection over which this was sent, each line with its end.
    pub(crate) async fn send(&self, lines: &[&str]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request: String =
            lines.iter().chain(&["Host: shop.example", ""]).map(|line| format!("{line}\r\n")).collect();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    /// All that is answered.
    pub(crate) async fn answer(&self, request: &str) -> String {
        let mut stream = self.send(&[request, "Connection: close"]).await;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
}
