//! An answer that is sent piece by piece.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Buf;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::end::End;
use super::running::Running;

pin_project! {
    /// The body of an answer that [`RequestScope`](crate::RequestScope) watches: a stream may load while it is sent.
    #[derive(Debug)]
    pub struct ScopedBody<B> {
        #[pin]
        inner: B,
        request: Option<Running>,
        end: End,
    }

    impl<B> PinnedDrop for ScopedBody<B> {
        fn drop(this: Pin<&mut Self>) {
            if let Some(request) = this.project().request {
                request.give_up();
            }
        }
    }
}

impl<B> ScopedBody<B> {
    pub(super) fn new(inner: B, mut request: Option<Running>, end: End) -> Self {
        if end == End::Reached
            && let Some(mut request) = request.take()
        {
            request.finish();
        }
        ScopedBody { inner, request, end }
    }
}

impl<B: Body> Body for ScopedBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let mut this = self.project();
        let Some(request) = this.request else { return this.inner.poll_frame(context) };
        let polled = request.enter(|| this.inner.as_mut().poll_frame(context));
        match &polled {
            Poll::Pending => return polled,
            Poll::Ready(None) => *this.end = End::Reached,
            Poll::Ready(Some(Ok(frame))) => {
                *this.end = this.end.behind(frame.data_ref().map_or(0, Buf::remaining));
                if this.inner.is_end_stream() {
                    *this.end = End::Reached;
                }
            }
            Poll::Ready(Some(Err(_))) => request.abort(),
        }
        if *this.end == End::Reached {
            request.finish();
            *this.request = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
