//! What callgrind counts. It is told the names of the functions of this file.

use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use querent::Result;

/// The function whose instructions are counted, with all that it calls.
pub(crate) const COUNTED: &str = "*counted_poll*";

/// The function that ends a count.
pub(crate) const END: &str = "*end_of_a_count*";

/// Runs `future` and counts the instructions of its polls.
///
/// Those of the driver's task, which moves the bytes, and of the runtime are not among them: no variant changes them, and how many
/// they are depends on the pieces that the answer comes in.
pub(crate) async fn counted(future: impl Future<Output = Result<()>>) -> Result<()> {
    let mut future = pin!(future);
    let output = std::future::poll_fn(|context| counted_poll(future.as_mut(), context)).await;
    end_of_a_count();
    output
}

#[inline(never)]
fn counted_poll<F: Future>(future: Pin<&mut F>, context: &mut Context<'_>) -> Poll<F::Output> {
    future.poll(context)
}

#[inline(never)]
fn end_of_a_count() {
    black_box(());
}
