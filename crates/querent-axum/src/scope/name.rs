//! What a request is called.

use axum::extract::MatchedPath;
use http::Request;

/// The method and the route that matched, `GET /products/{id}`: all requests of one route are one endpoint.
///
/// Without a route it is the path. The query string, which is full of values, is never part of it.
pub(super) fn endpoint<B>(request: &Request<B>) -> String {
    let route = request.extensions().get::<MatchedPath>();
    let path = route.map_or_else(|| request.uri().path(), MatchedPath::as_str);
    format!("{} {path}", request.method())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_route_it_is_the_path_and_never_the_query_string() {
        let request = Request::post("https://shop.example/carts?token=secret").body(()).expect("it is one");
        assert_eq!(endpoint(&request), "POST /carts");
    }
}
