//! Querent in an [axum](https://docs.rs/axum) service: what the N+1 watch needs to know of requests, and a place to look.
//!
//! [`RequestScope`] is a layer: what a request loads is counted together, under the name of its route, from its handler to
//! the end of its answer. [`panel`] is a router to mount while you develop: the last requests with their statements on a
//! time line, what the watch has found at which endpoint, and the figures of the pool.
//!
//! ```no_run
//! use axum::Router;
//! use querent::prelude::*;
//! use querent::watch::Watch;
//! use tracing_subscriber::prelude::*;
//!
//! # async fn example() -> querent::Result<()> {
//! tracing_subscriber::registry().with(Watch::new().keep_requests(100).layer()).init();
//! let db = Db::from_env().await?;
//! let app: Router = Router::new()
//!     .nest("/__querent", querent_axum::panel(&db)) // in development only: it shows SQL and lines of the source
//!     .layer(querent_axum::RequestScope::new());
//! # Ok(())
//! # }
//! ```
//!
//! [`querent::Error`] is an answer of its own here: this crate turns on the feature `axum` of `querent`.

mod own;
mod scope;
mod panel;

pub use panel::panel;
pub use scope::{RequestScope, Scoped, ScopedBody, ScopedFuture};
