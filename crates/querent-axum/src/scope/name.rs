//! What a request is called.

use std::cell::RefCell;
use std::sync::Arc;

use axum::extract::MatchedPath;
use http::{Method, Request};
use rustc_hash::FxHashMap;

/// The most routes whose names a thread remembers. They are an application's own, and there are fewer.
const ROUTES: usize = 1_024;

thread_local! {
    /// The names of each route, one for each method that it was asked for by. A thread shares them with no other one: a
    /// name is counted up and down for each request.
    static NAMES: RefCell<FxHashMap<Box<str>, Vec<Arc<str>>>> = RefCell::default();
}

/// The method and the route that matched, `GET /products/{id}`: all requests of one route are one endpoint.
///
/// Those without a route are one, too, `GET (no route)`: visitors can make up any number of paths, and of methods.
pub(super) fn endpoint<B>(request: &Request<B>) -> Arc<str> {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("(no route)", MatchedPath::as_str);
    let method = method(request.method());
    NAMES.with_borrow_mut(|names| {
        let known = names.get(route).and_then(|names| names.iter().find(|name| name.starts_with(method)));
        known.cloned().unwrap_or_else(|| named(names, method, route))
    })
}

#[cold]
fn named(names: &mut FxHashMap<Box<str>, Vec<Arc<str>>>, method: &str, route: &str) -> Arc<str> {
    if names.len() >= ROUTES && !names.contains_key(route) {
        names.clear();
    }
    let name: Arc<str> = [method, " ", route].concat().into();
    names.entry(route.into()).or_default().push(name.clone());
    name
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
