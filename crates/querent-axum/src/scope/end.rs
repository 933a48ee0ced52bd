//! Where an answer ends.

use http::header::CONTENT_LENGTH;
use http::{Method, Response, StatusCode};
use http_body::Body;

/// How much of an answer is to come, as far as it says so itself.
///
/// A server does not ask a body for its end where it knows that from elsewhere: it drops a body of which nothing is to be
/// sent, and one that has given all the bytes that were promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Nothing more is to come.
    Reached,
    /// So many bytes are to come.
    After(u64),
    /// The body says when.
    Unknown,
}

impl End {
    /// Where the answer to a request of this method ends.
    pub(super) fn of<B: Body>(method: &Method, response: &Response<B>) -> End {
        let status = response.status();
        let bodiless = method == Method::HEAD
            || status.is_informational()
            || [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status);
        if bodiless || response.body().is_end_stream() {
            return End::Reached;
        }
        let promised =
            response.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        promised.map_or(End::Unknown, End::After)
    }

    /// Where it ends once so many more bytes have been given.
    pub(super) fn behind(self, bytes: usize) -> End {
        match self {
            End::After(rest) if rest <= bytes as u64 => End::Reached,
            End::After(rest) => End::After(rest - bytes as u64),
            End::Reached | End::Unknown => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn end(method: Method, status: u16, length: Option<&str>, body: Body) -> End {
        let mut response = Response::builder().status(status);
        if let Some(length) = length {
            response = response.header(CONTENT_LENGTH, length);
        }
        End::of(&method, &response.body(body).expect("it is one"))
    }

    #[test]
    fn an_answer_without_a_body_has_ended_when_it_begins() {
        assert_eq!(end(Method::GET, 200, None, Body::empty()), End::Reached);
        assert_eq!(end(Method::HEAD, 200, Some("4"), Body::from("text")), End::Reached);
        for status in [101, 204, 304] {
            assert_eq!(end(Method::GET, status, None, Body::from("text")), End::Reached, "{status}");
        }
    }

    #[test]
    fn an_answer_ends_behind_the_bytes_that_it_promised() {
        let promised = end(Method::GET, 200, Some("4"), Body::from("text"));
        assert_eq!((promised, promised.behind(3).behind(1)), (End::After(4), End::Reached));
        assert_eq!((promised.behind(1), promised.behind(9)), (End::After(3), End::Reached));
        let unknown = end(Method::GET, 200, None, Body::from("text"));
        assert_eq!((unknown, unknown.behind(9)), (End::Unknown, End::Unknown));
    }
}
