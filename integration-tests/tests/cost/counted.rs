//! Allocations of memory, counted.

use std::pin::pin;
use std::task::Poll;

/// How many allocations `future` makes, reallocations included, and what it returns.
///
/// Counted is what its own polls do: the driver's task that moves the bytes is the same for everybody.
async fn allocations<F: Future>(future: F) -> (u64, F::Output) {
    let mut future = pin!(future);
    let mut count = 0;
    let output = std::future::poll_fn(|context| {
        let mut polled = Poll::Pending;
        count += allocation_counter::measure(|| polled = future.as_mut().poll(context)).count_total;
        polled
    })
    .await;
    (count, output)
}

/// The least allocations of several runs: the driver's buffer, which all statements share, grows now and then.
pub(crate) async fn least<T>(mut work: impl AsyncFnMut() -> T) -> u64 {
    let mut least = u64::MAX;
    for _ in 0..50 {
        let (count, output) = allocations(work()).await;
        drop(output);
        least = least.min(count);
    }
    least
}

#[tokio::test]
async fn every_allocation_counts_once() {
    assert_eq!(least(async || ()).await, 0);
    assert_eq!(least(async || Box::new(1)).await, 1);
    let growing = async || {
        let mut numbers = Vec::with_capacity(1);
        tokio::task::yield_now().await;
        numbers.extend([1, 2]);
        numbers
    };
    assert_eq!(least(growing).await, 2);
}
