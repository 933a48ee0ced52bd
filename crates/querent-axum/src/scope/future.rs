//! A request that is being answered.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Method, Response};
use http_body::Body;
use pin_project_lite::pin_project;

use super::body::ScopedBody;
use super::end::End;
use super::running::Running;
use crate::own::Own;

pin_project! {
    /// The future of an answer that [`RequestScope`](crate::RequestScope) watches.
    #[derive(Debug)]
    pub struct ScopedFuture<F> {
        #[pin]
        inner: F,
        method: Method,
        request: Option<Running>,
    }

    impl<F> PinnedDrop for ScopedFuture<F> {
        fn drop(this: Pin<&mut Self>) {
            if let Some(request) = this.project().request {
                request.give_up();
            }
        }
    }
}

impl<F> ScopedFuture<F> {
    pub(super) fn new(inner: F, method: Method, request: Option<Running>) -> Self {
        ScopedFuture { inner, method, request }
    }
}

impl<F, B, E> Future for ScopedFuture<F>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body,
{
    type Output = Result<Response<ScopedBody<B>>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Some(request) = this.request else {
            let response = ready!(this.inner.poll(context))?;
            return Poll::Ready(Ok(response.map(|body| ScopedBody::new(body, None, End::Unknown))));
        };
        match ready!(request.enter(|| this.inner.poll(context))) {
            Ok(response) => {
                if response.extensions().get::<Own>().is_some() {
                    request.forget();
                }
                let end = End::of(this.method, &response);
                let request = this.request.take();
                Poll::Ready(Ok(response.map(|body| ScopedBody::new(body, request, end))))
            }
            Err(error) => {
                request.finish();
                Poll::Ready(Err(error))
            }
        }
    }
}
