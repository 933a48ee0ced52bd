//! The panel: a place to look at what the watch has seen.

mod text;
mod links;
mod intervals;
mod scale;
mod headline;
mod groups;
mod layout;
mod hints;
mod finding;
mod timeline;
mod summary;
mod requests;
mod request;
mod findings;
mod pool;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use querent::Db;

use crate::own::Own;

/// A router to mount while you develop: what the watch has seen, and what the pool of `db` is doing.
///
/// | path | shows |
/// |---|---|
/// | `/` | the last requests, newest first |
/// | `/requests/{number}` | one of them: its findings, and its statements on a time line |
/// | `/findings` | what was found since the process began, by endpoint, the costliest first |
/// | `/pool` | figures of the pool and of its statement caches |
///
/// The pages need no script and nothing from elsewhere. The same is there as JSON: `/requests.json`,
/// `/requests/{number}.json`, `/findings.json` and `/pool.json`. No value of a row is shown, but SQL and lines of the
/// source: do not mount it where strangers can look.
///
/// Requests are kept if the watch is set to, by [`keep_requests`](querent::watch::Watch::keep_requests), and
/// [`RequestScope`](crate::RequestScope) says where one begins. The panel's own requests are not among them.
///
/// ```
/// use axum::Router;
/// use querent::Db;
///
/// fn app(db: Db) -> Router {
///     let mut app = Router::new(); // .route(…)
///     if cfg!(debug_assertions) {
///         app = app.nest("/__querent", querent_axum::panel(&db));
///     }
///     app.layer(querent_axum::RequestScope::new()).with_state(db)
/// }
/// ```
pub fn panel<S>(db: &Db) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new()
        .route("/", get(requests::page))
        .route("/requests", get(requests::page))
        .route("/requests.json", get(requests::json))
        .route("/requests/{number}", get(request::show))
        .route("/findings", get(findings::page))
        .route("/findings.json", get(findings::json))
        .route("/pool", get(pool::page))
        .route("/pool.json", get(pool::json))
        .route("/{*path}", get(layout::missing)) // a fallback is lost where routers are nested twice
        .layer(axum::middleware::map_response(own))
        .with_state(db.clone())
}

/// Marks an answer as the panel's own, and keeps browsers from storing it or loading anything for it.
async fn own(mut response: Response) -> Response {
    response.extensions_mut().insert(Own);
    for (name, value) in layout::HEADERS {
        response.headers_mut().insert(name, value);
    }
    response
}
