//! The pictures of the panel in the guide: the shop, some visitors, and a browser.
//!
//! `cargo run -p integration-tests --bin screenshots` writes them into `docs/pictures`. It takes a Chromium: that of the
//! environment variable `CHROMIUM`, or one on the path.

#![allow(clippy::print_stdout, reason = "it says what it has written")]

use std::env;
use std::error::Error;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use querent::watch::{self, Watch};
use querent_testkit::{Setup, Tables, TestDb};
use tokio::net::TcpListener;
use tower::ServiceExt;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What a Chromium may be called.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// What keeps a browser from asking for anything but the page.
const QUIET: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// A picture to take.
struct Picture {
    name: &'static str,
    path: String,
    /// Width and height, in points.
    size: (u32, u32),
    look: Look,
}

/// How a browser is set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Light,
    Dark,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let setup = Setup { name: "screenshots", tables: Tables::default(), sql: Vec::new(), worker_threads: 2 };
    let database = TestDb::create(&setup).await?;
    shop::opening::prepare(database.db()).await?;
    Watch::new().keep_requests(100).install();
    let shop = shop::app(database.db().clone());
    visit(&shop).await?;
    let slow =
        watch::requests().iter().find(|request| request.endpoint == "GET /products/slow").map(|r| r.number);
    let slow = format!("requests/{}", slow.ok_or("the shop has kept no request for its slow page")?);
    let pictures = [
        Picture { name: "requests", path: "requests".to_owned(), size: (1100, 560), look: Look::Light },
        Picture { name: "request", path: slow.clone(), size: (1100, 650), look: Look::Light },
        Picture { name: "request-phone", path: slow, size: (375, 880), look: Look::Dark },
        Picture { name: "requests-phone", path: "requests".to_owned(), size: (375, 880), look: Look::Dark },
        Picture { name: "findings", path: "findings".to_owned(), size: (1100, 390), look: Look::Light },
        Picture { name: "pool", path: "pool".to_owned(), size: (1100, 820), look: Look::Light },
    ];
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(async move { axum::serve(listener, shop).await });
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    tokio::task::spawn_blocking(move || {
        pictures.iter().try_for_each(|picture| picture.take(address, &folder))
    })
    .await??;
    server.abort();
    Ok(())
}

/// What visitors ask the shop for: pages that load well, one that does not, an order, and mistakes.
async fn visit(shop: &Router) -> Outcome<()> {
    let pages =
        ["/products", "/products?search=lamp", "/products/7", "/orders/3", "/products/9999", "/wp-login.php"];
    for _ in 0..3 {
        get(shop, "/products/slow").await?;
        for page in pages {
            get(shop, page).await?;
        }
        let order = r#"{"customer": "Ada Berg", "lines": [{"product": 1, "quantity": 1}, {"product": 2, "quantity": 1}]}"#;
        let order = Request::post("/orders")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(order))?;
        send(shop, order).await?;
    }
    // Nothing is prepared any more: the pictures show how it is later.
    get(shop, "/products/slow").await?;
    get(shop, "/products?category=Lighting").await
}

async fn get(shop: &Router, path: &str) -> Outcome<()> {
    send(shop, Request::get(path).body(Body::empty())?).await
}

async fn send(shop: &Router, request: Request<Body>) -> Outcome<()> {
    let answer = shop.clone().oneshot(request).await?;
    to_bytes(answer.into_body(), usize::MAX).await?;
    Ok(())
}

impl Picture {
    fn take(&self, address: SocketAddr, folder: &Path) -> Outcome<()> {
        let profile = env::temp_dir().join(format!("querent-screenshots-{}", std::process::id()));
        let file = folder.join(self.name).with_extension("png");
        let (width, height) = self.size;
        let mut browser = Command::new(browser()?);
        browser.args(QUIET).arg(format!("--user-data-dir={}", profile.display()));
        browser
            .arg(format!("--window-size={width},{height}"))
            .arg(format!("--screenshot={}", file.display()));
        if self.look == Look::Dark {
            browser.arg("--force-dark-mode");
        }
        browser.arg(format!("http://{address}{}/{}", shop::panel::PATH, self.path));
        let ended = browser.stdout(Stdio::null()).stderr(Stdio::null()).status();
        let _ = fs::remove_dir_all(profile);
        match ended?.success() && file.exists() {
            true => println!("{}: {} kB", file.display(), fs::metadata(&file)?.len() / 1_000),
            false => return Err(format!("the browser has written no {}", file.display()).into()),
        }
        Ok(())
    }
}

/// The browser to take pictures with.
fn browser() -> Outcome<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let candidates = env::split_paths(&path).flat_map(|folder| BROWSERS.map(|name| folder.join(name)));
    let missing = "there is no Chromium on the path; name one: CHROMIUM=/usr/bin/chromium";
    candidates.into_iter().find(|candidate| candidate.is_file()).ok_or_else(|| missing.into())
}
