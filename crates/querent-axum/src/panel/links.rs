//! Links between the panel's pages.

use std::convert::Infallible;
use std::fmt::Display;

use axum::extract::{FromRequestParts, OriginalUri};
use http::request::Parts;

/// The way from a page to the others.
///
/// Links are relative: the panel does not know where it is mounted, nor what a proxy before the service has cut off.
#[derive(Clone, Debug)]
pub(super) struct Links {
    up: String,
}

impl Links {
    /// From the page at `inner`, which a visitor has asked for as `outer`.
    fn between(outer: &str, inner: &str) -> Links {
        let up = match inner.trim_start_matches('/') {
            // The panel's own name is the last segment then, as that of a page is elsewhere.
            "" if !outer.ends_with('/') => format!("{}/", outer.rsplit('/').next().unwrap_or_default()),
            page => "../".repeat(page.matches('/').count()),
        };
        Links { up }
    }

    /// To the page or JSON at `path`, which is not empty.
    pub(super) fn to(&self, path: impl Display) -> String {
        format!("{}{path}", self.up)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Links {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let OriginalUri(outer) = OriginalUri::from_request_parts(parts, state).await?;
        Ok(Links::between(outer.path(), parts.uri.path()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_on_from_wherever_the_panel_is_mounted() {
        for (outer, inner, link) in [
            ("/__querent", "/", "__querent/pool"),
            ("/__querent/", "/", "pool"),
            ("/", "/", "pool"),
            ("/tools/__querent", "/", "__querent/pool"),
            ("/__querent/findings", "/findings", "pool"),
            ("/tools/__querent/requests/3", "/requests/3", "../pool"),
        ] {
            assert_eq!(Links::between(outer, inner).to("pool"), link, "{outer}");
        }
    }
}
