//! What to do where there is nothing to show.

use std::sync::Arc;

use maud::{Markup, html};
use querent::watch::{self, Request};

/// Why no request is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nothing {
    /// The watch is off.
    Off,
    /// It is on, and was not told to keep requests.
    NotKept,
    /// None has ended yet.
    NoneYet,
}

impl Nothing {
    /// Why there will be no more than these requests; `None` if there will be.
    pub(super) fn after(requests: &[Arc<Request>]) -> Option<Nothing> {
        match (watch::is_on(), watch::kept_requests()) {
            (false, _) => Some(Nothing::Off),
            (true, 0) => Some(Nothing::NotKept),
            (true, _) => requests.is_empty().then_some(Nothing::NoneYet),
        }
    }
}

const TURN_ON: &str = "tracing_subscriber::registry()
    .with(querent::watch::Watch::new().keep_requests(100).layer())
    .init();";

const SCOPE: &str = "Router::new()
    .nest(\"/__querent\", querent_axum::panel(&db))
    .layer(querent_axum::RequestScope::new())";

/// Says so, and what to do about it.
pub(super) fn nothing(nothing: Nothing) -> Markup {
    html! {
        section.nothing {
            @match nothing {
                Nothing::Off => {
                    h2 { "The watch is off" }
                    p { "Nothing is counted and nothing is kept. Turn it on where the log is set up:" }
                    pre { code { (TURN_ON) } }
                }
                Nothing::NotKept => {
                    h2 { "No requests are kept" }
                    p { "The watch is on, and looks at queries without keeping them. Say how many of the last requests to keep:" }
                    pre { code { (TURN_ON) } }
                }
                Nothing::NoneYet => {
                    h2 { "No request yet" }
                    p { "Call a page of the service, and look again. If nothing comes, no layer says where requests begin:" }
                    pre { code { (SCOPE) } }
                }
            }
        }
    }
}
