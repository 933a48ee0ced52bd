//! What a request is called.

use std::sync::Arc;

use axum::extract::MatchedPath;
use http::{Method, Request};

/// The method and the route that matched, `GET /products/{id}`: all requests of one route are one endpoint.
///
/// Those without a route are one, too, `GET (no route)`: visitors can make up any number of paths, and of methods.
pub(super) fn endpoint<B>(request: &Request<B>) -> Arc<str> {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("(no route)", MatchedPath::as_str);
    [method(request.method()), " ", route].concat().into()
}

/// The method, if it is one of HTTP's own.
fn method(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::DELETE
        | Method::CONNECT
        | Method::OPTIONS
        | Method::TRACE
        | Method::PATCH => method.as_str(),
        _ => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_visitors_make_up_is_no_part_of_it() {
        let name = |method: &str, path: &str| {
            endpoint(&Request::builder().method(method).uri(path).body(()).expect("it is one"))
        };
        assert_eq!(&*name("POST", "https://shop.example/carts?token=secret"), "POST (no route)");
        assert_eq!(&*name("BREW", "/made/up"), "OTHER (no route)");
    }
}
