//! How code loads for one row and another.

use std::time::Duration;

use futures::StreamExt;
use futures::future::{BoxFuture, join_all};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Longer than any of it takes.
const SOON: Duration = Duration::from_secs(60);

/// How code loads for one row and another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    OneByOne,
    JoinAll,
    /// So many at a time.
    BufferUnordered(usize),
    /// Each in a task of its own.
    Tasks,
}

impl Shape {
    /// What comes of all of it, in its order; `None` if anything waits for ever.
    pub(super) async fn run<T: Send + 'static>(self, work: Vec<BoxFuture<'static, T>>) -> Option<Vec<T>> {
        timeout(SOON, self.to_the_end(work)).await.ok()
    }

    async fn to_the_end<T: Send + 'static>(self, work: Vec<BoxFuture<'static, T>>) -> Vec<T> {
        let placed = work.into_iter().enumerate().map(|(place, work)| async move { (place, work.await) });
        let placed: Vec<_> = placed.collect();
        let mut done = match self {
            Shape::OneByOne => {
                let mut done = Vec::new();
                for work in placed {
                    done.push(work.await);
                }
                done
            }
            Shape::JoinAll => join_all(placed).await,
            Shape::BufferUnordered(most) => {
                futures::stream::iter(placed).buffer_unordered(most).collect().await
            }
            Shape::Tasks => placed.into_iter().collect::<JoinSet<_>>().join_all().await,
        };
        done.sort_by_key(|(place, _)| *place);
        done.into_iter().map(|(_, done)| done).collect()
    }
}
