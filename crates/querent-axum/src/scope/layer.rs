//! The layer, and the service that it makes.

use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::Body;
use querent::watch::Scope;
use tower_layer::Layer;
use tower_service::Service;

use super::future::ScopedFuture;
use super::name::endpoint;
use super::running::Running;

/// Gives each request a [`Scope`] of the watch: a layer for axum's `Router`, or for any service over HTTP.
///
/// The scope is called by the method and the route, `GET /products/{id}`; all requests without a route are one endpoint,
/// `GET (no route)`. What the handler does belongs to it, and so does what a streamed body does while it is sent; it ends
/// with the last byte. A request whose visitor hangs up, whose handler panics or whose time is up is aborted there: what it
/// has cost is reported all the same.
///
/// A task that a handler spawns is part of the request while it goes on, if the task runs in the request's span: by
/// `.instrument(Span::current())` below tower-http's `TraceLayer`, for instance. Another one, that of a websocket say, is
/// not: [`watch::scope`](querent::watch::scope) gives it a scope. Where there is a scope already, that of a test or of this
/// layer further out, requests belong to that one. In [`watch::setup`](querent::watch::setup), and while the watch is
/// off, the layer does nothing.
///
/// ```
/// use axum::Router;
/// use axum::routing::get;
/// use querent_axum::RequestScope;
///
/// let app: Router = Router::new().route("/", get(|| async { "Hello" })).layer(RequestScope::new());
/// ```
///
/// Use `Router::layer`: in a layer around the whole router no route is known yet.
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestScope(());

impl RequestScope {
    /// Makes the layer.
    pub fn new() -> Self {
        RequestScope(())
    }
}

impl<S> Layer<S> for RequestScope {
    type Service = Scoped<S>;

    fn layer(&self, inner: S) -> Scoped<S> {
        Scoped { inner }
    }
}

/// The service that [`RequestScope`] makes of another one.
#[derive(Clone, Debug)]
pub struct Scoped<S> {
    inner: S,
}

impl<S, A, B> Service<Request<A>> for Scoped<S>
where
    S: Service<Request<A>, Response = Response<B>>,
    B: Body,
{
    type Response = Response<super::body::ScopedBody<B>>;
    type Error = S::Error;
    type Future = ScopedFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<A>) -> Self::Future {
        let method = request.method().clone();
        if !Scope::is_needed() {
            return ScopedFuture::new(self.inner.call(request), method, None);
        }
        let running = Running::begin(Scope::new(endpoint(&request)));
        let inner = running.enter(|| self.inner.call(request));
        ScopedFuture::new(inner, method, Some(running))
    }
}
