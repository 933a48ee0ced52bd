//! A request that is being answered.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Method, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use querent::watch::InScope;

use super::body::ScopedBody;
use super::end::End;
use super::running::Running;
use crate::own::Own;

pin_project! {
    /// The future of an answer that [`RequestScope`](crate::RequestScope) watches.
    #[derive(Debug)]
    pub struct ScopedFuture<F> {
        #[pin]
        work: Work<F>,
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

pin_project! {
    /// What makes the answer: in the scope of its request, if that has one.
    #[project = Projected]
    #[derive(Debug)]
    enum Work<F> {
        Scoped { #[pin] work: InScope<F> },
        Free { #[pin] work: F },
    }
}

impl<F: Future> ScopedFuture<F> {
    pub(super) fn new(work: F, method: Method, request: Option<Running>) -> Self {
        let work = match request.as_ref().and_then(Running::scope) {
            Some(scope) => Work::Scoped { work: scope.run(work) },
            None => Work::Free { work },
        };
        ScopedFuture { work, method, request }
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
        let answer = ready!(match this.work.project() {
            Projected::Scoped { work } => work.poll(context),
            Projected::Free { work } => work.poll(context),
        });
        let mut request = this.request.take();
        match (answer, &mut request) {
            (Ok(response), None) => {
                Poll::Ready(Ok(response.map(|body| ScopedBody::new(body, None, End::Unknown))))
            }
            (Ok(response), Some(running)) => {
                if response.extensions().get::<Own>().is_some() {
                    running.forget();
                }
                let end = End::of(this.method, &response);
                Poll::Ready(Ok(response.map(|body| ScopedBody::new(body, request, end))))
            }
            (Err(error), _) => {
                if let Some(running) = &mut request {
                    running.finish();
                }
                Poll::Ready(Err(error))
            }
        }
    }
}
