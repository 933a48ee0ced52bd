//! The first page: what there is, with calls to copy.

use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::Html;

use crate::panel;

/// The page around the list.
const PAGE: &str = include_str!("front.html");

/// A page of the shop, as the first page tells of it.
struct Endpoint {
    method: &'static str,
    path: &'static str,
    says: &'static str,
    calls: &'static [Call],
}

/// A call to try.
enum Call {
    /// An address.
    Get(&'static str),
    /// An address, and the JSON that is sent to it.
    Post(&'static str, &'static str),
}

use Call::{Get, Post};

const ENDPOINTS: [Endpoint; 7] = [
    Endpoint { method: "GET", path: "/", says: "This page.", calls: &[Get("/")] },
    Endpoint {
        method: "GET",
        path: "/products",
        says: "Products with category, supplier, tags and the three latest reviews of each: three statements, however \
               many products. Takes search, category, supplier, tag, min_price, max_price, in_stock, order_by, limit \
               and offset.",
        calls: &[
            Get("/products?search=lamp&order_by=-price"),
            Get("/products?category=Electronics&min_price=1000&in_stock=true"),
            Get("/products?tag=new&tag=gift"),
            Get("/products?order_by=price,-name&limit=5&offset=10"),
            Get("/products?min_price=cheap"),
        ],
    },
    Endpoint {
        method: "GET",
        path: "/products/{id}",
        says: "One product, or 404.",
        calls: &[Get("/products/1"), Get("/products/999999")],
    },
    Endpoint {
        method: "GET",
        path: "/products/slow",
        says: "Products listed the wrong way, one query for the category of each. Call it, and read the log: it names \
               the line that loads, and what to add to which line.",
        calls: &[Get("/products/slow")],
    },
    Endpoint {
        method: "POST",
        path: "/products/{id}/stock",
        says: "Adds to the stock, or takes from it: 409 with the name of the constraint when it would be below zero.",
        calls: &[
            Post("/products/1/stock", r#"{"change": 5}"#),
            Post("/products/1/stock", r#"{"change": -9999}"#),
        ],
    },
    Endpoint {
        method: "POST",
        path: "/orders",
        says: "Places an order in a transaction that locks what it takes: 201, or 409 when there is not enough; 422 with \
               all the fields that make no sense.",
        calls: &[
            Post("/orders", r#"{"customer": "Ada Berg", "lines": [{"product": 1, "quantity": 1}]}"#),
            Post("/orders", r#"{"customer": "Ada Berg", "lines": [{"product": 1, "quantity": 1000}]}"#),
            Post("/orders", r#"{"customer": " ", "lines": [{"product": 1, "quantity": 0}]}"#),
        ],
    },
    Endpoint {
        method: "GET",
        path: "/orders/{id}",
        says: "An order with its lines, their products and the total, or 404.",
        calls: &[Get("/orders/1")],
    },
];

const PANEL: Endpoint = Endpoint {
    method: "GET",
    path: panel::PATH,
    says: "What the pages above have done with the database: the last requests with their statements on a time line, and \
           what could be quicker. It is there while the shop is developed.",
    calls: &[Get(panel::PATH)],
};

/// Shows what there is, with calls that lead to wherever the visitor has found the shop.
pub async fn show(headers: HeaderMap) -> Html<String> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost:3000");
    let endpoints: String = ENDPOINTS
        .iter()
        .chain(panel::is_there().then_some(&PANEL))
        .map(|endpoint| endpoint.html(host))
        .collect();
    Html(PAGE.replace("{{endpoints}}", &endpoints))
}

impl Endpoint {
    fn html(&self, host: &str) -> String {
        let calls: String = self.calls.iter().map(|call| call.html(host)).collect();
        let [path, says] = [self.path, self.says].map(escaped);
        format!("<article><h2><b>{}</b> {path}</h2><p>{says}</p>{calls}</article>\n", self.method)
    }
}

impl Call {
    fn html(&self, host: &str) -> String {
        let (curl, open) = match self {
            Get(path) => {
                (format!("curl 'http://{host}{path}'"), format!("<a href=\"{}\">Open</a>", escaped(path)))
            }
            Post(path, body) => {
                let header = "content-type: application/json";
                (format!("curl -i 'http://{host}{path}' -H '{header}' -d '{body}'"), String::new())
            }
        };
        format!("<div><code>{}</code>{open}<button>Copy</button></div>", escaped(&curl))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
