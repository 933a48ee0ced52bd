//! Those who visit a server, all of them at the same time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use benches::Result;
use futures::future::try_join_all;
use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::HOST;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::pages::Pages;

/// How many there are, each on a connection of its own that stays open.
const VISITORS: usize = 8;

/// Those who visit a server.
pub(crate) struct Visitors(Vec<Visitor>);

struct Visitor(SendRequest<Empty<Bytes>>);

impl Visitors {
    /// Opens the connections to the server at this port.
    pub(crate) async fn of(port: u16) -> Result<Visitors> {
        let mut visitors = Vec::new();
        for _ in 0..VISITORS {
            let stream = TcpStream::connect(("127.0.0.1", port)).await?;
            stream.set_nodelay(true)?;
            let (sender, connection) = handshake(TokioIo::new(stream)).await?;
            tokio::spawn(connection);
            visitors.push(Visitor(sender));
        }
        Ok(Visitors(visitors))
    }

    /// Asks for as many pages, whoever is free for the next one; how long it took until all were there.
    pub(crate) async fn visit(&mut self, pages: &Pages, count: usize) -> Result<Duration> {
        let next = &AtomicUsize::new(0);
        let start = Instant::now();
        try_join_all(self.0.iter_mut().map(async |visitor| {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok(());
                }
                visitor.get(pages.page(number)).await?;
            }
        }))
        .await
        .map(|_: Vec<()>| start.elapsed())
    }

    /// A page, for the first of them.
    pub(crate) async fn get(&mut self, page: &str) -> Result<Bytes> {
        self.0[0].get(page).await
    }
}

impl Visitor {
    async fn get(&mut self, page: &str) -> Result<Bytes> {
        let request = Request::get(page).header(HOST, "shop.example").body(Empty::new())?;
        self.0.ready().await?;
        let answer = self.0.send_request(request).await?;
        if !answer.status().is_success() {
            return Err(format!("{page}: {}", answer.status()).into());
        }
        Ok(answer.into_body().collect().await?.to_bytes())
    }
}
