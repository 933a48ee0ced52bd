//! What all pages of the panel share.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use querent::prelude::*;

use crate::service::{self, watched};

const PAGES: [&str; 4] = ["", "/requests", "/findings", "/pool"];

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_page_stands_for_itself_fits_a_phone_and_is_stored_nowhere(db: Db) {
    let router = watched(&db, Router::new());
    for path in PAGES {
        let page = service::get(&router, &format!("/__querent{path}")).await;
        assert_eq!(page.status, 200, "{path}");
        let policy = page.headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        for directive in ["default-src", "frame-ancestors", "base-uri", "form-action"] {
            assert!(policy.contains(&format!("{directive} 'none'")), "{policy}");
        }
        assert_eq!(page.headers[CACHE_CONTROL], "no-store");
        page.assert_in_order(&[
            "<!DOCTYPE html>",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "prefers-color-scheme: dark",
            "@media (max-width: 720px)",
            "aria-current=\"page\"",
            "<h1>",
        ]);
        for foreign in ["<script", "http://", "https://", "src=", "@import", "url("] {
            assert!(!page.text.contains(foreign), "{foreign} on {path}");
        }
    }
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn links_lead_from_every_page_to_every_page_wherever_the_panel_is_mounted(db: Db) {
    let panel = || querent_axum::panel::<()>(&db);
    let deep = Router::new().nest("/tools", Router::new().nest("/orm", panel()));
    for (router, mount) in
        [(panel(), ""), (Router::new().nest("/__querent", panel()), "/__querent"), (deep, "/tools/orm")]
    {
        for from in ["/requests", "/findings", "/pool", "/requests/0", "/nowhere/at/all", "/"] {
            let address = match (mount, from) {
                ("", from) => from.to_owned(),
                (mount, "/") => mount.to_owned(),
                (mount, from) => format!("{mount}{from}"),
            };
            let page = service::get(&router, &address).await;
            let Some((_, nav)) = page.text.split_once("<nav>") else {
                panic!("no page at {address}: {page:?}")
            };
            let (nav, _) = nav.split_once("</nav>").unwrap();
            let links: Vec<_> =
                nav.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            let targets = links.iter().map(|link| resolved(&address, link));
            let expected = ["requests", "findings", "pool"].map(|page| format!("{mount}/{page}"));
            assert_eq!(targets.collect::<Vec<_>>(), expected, "from {address}");
        }
    }
}

/// Where a relative link leads from a page.
fn resolved(page: &str, link: &str) -> String {
    let mut segments: Vec<_> = page.split('/').collect();
    segments.pop();
    for step in link.split('/') {
        match step {
            ".." => drop(segments.pop()),
            step => segments.push(step),
        }
    }
    segments.join("/")
}
