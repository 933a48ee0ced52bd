//! Futures that are polled so many times and then dropped.

use std::pin::pin;
use std::task::Poll;

/// Polls `future` up to `times` times, each time when it asks for it. `None`: it was not done by then, and is dropped.
pub async fn polled<F: Future>(future: F, times: usize) -> Option<F::Output> {
    abandoned(future, times, std::future::ready(())).await
}

/// As [`polled`], with a `pause` before the future is dropped.
pub async fn abandoned<F: Future>(
    future: F,
    times: usize,
    pause: impl Future<Output = ()>,
) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = times;
    let done = std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await;
    if done.is_none() {
        pause.await;
    }
    done
}

#[cfg(test)]
mod tests {
    use super::polled;

    #[tokio::test]
    async fn a_future_is_polled_as_often_as_asked_and_no_more() {
        for times in 0..3 {
            let mut polls = 0;
            let count = async {
                polls += 1;
                tokio::task::yield_now().await;
                polls += 1;
            };
            let done = polled(count, times).await;
            assert_eq!((polls, done.is_some()), (times, times == 2));
        }
    }
}
