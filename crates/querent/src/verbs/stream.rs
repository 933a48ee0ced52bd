//! Rows one by one.

use std::fmt;
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::vec;

use futures::stream::{BoxStream, Stream, StreamExt};

use crate::error::{Error, Result};
use crate::exec::{CHUNK, Reading, RowSource};
use crate::load;
use crate::model::{Model, Reader};
use crate::queryset::{Awaited, QuerySet, Shape};
use crate::sql;
use crate::watch::{Arriving, Asked, Site};

/// The rows of a query, one by one: a `Stream` of `Result<Row>`.
///
/// Dropping it early ends the query on the server.
#[must_use = "a stream does nothing until it is polled"]
pub struct RowStream<T> {
    /// Those that have come. Before the batches, whose source they are rows of.
    rows: vec::IntoIter<T>,
    batches: BoxStream<'static, Result<Vec<T>>>,
    /// How many rows a cursor fetches at a time, as it is when the stream is polled first.
    chunk: Arc<AtomicUsize>,
}

impl<T> RowStream<T> {
    /// Fetches so many rows at a time where a cursor is read in chunks, 500 unless this says otherwise; to be said before
    /// the first row is read. Relations are prefetched for the rows of a chunk.
    pub fn chunk_size(self, rows: NonZeroUsize) -> Self {
        self.chunk.store(rows.get(), Ordering::Relaxed);
        self
    }

    /// The next row; `None` after the last.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        self.next().await.transpose()
    }
}

/// No row is pinned.
impl<T> Unpin for RowStream<T> {}

impl<T> Stream for RowStream<T> {
    type Item = Result<T>;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(row) = self.rows.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            match ready!(self.batches.as_mut().poll_next(context)) {
                Some(Ok(rows)) => self.rows = rows.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for RowStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowStream")
    }
}

impl<M: Model, S: Shape<M> + Awaited> QuerySet<M, S> {
    /// The rows one by one, without holding them all in memory: Django's `iterator()`.
    ///
    /// Outside a transaction rows come as the server sends them. In a transaction, and where relations are
    /// prefetched, a cursor is read in chunks, so that other statements of the transaction run in between; outside a
    /// transaction such a cursor holds one open, and its snapshot, until the stream ends.
    #[track_caller]
    pub fn stream(self) -> RowStream<S::Row> {
        let site = std::panic::Location::caller();
        let chunk = Arc::new(AtomicUsize::new(CHUNK));
        let opening = open::<M, S>(self, chunk.clone(), site);
        let batches = futures::stream::once(opening).flat_map(|opened| match opened {
            Ok(Some(streaming)) => futures::stream::unfold(Some(Box::new(streaming)), next_batch).boxed(),
            Ok(None) => futures::stream::empty().boxed(),
            Err(error) => futures::stream::once(std::future::ready(Err(error))).boxed(),
        });
        RowStream { rows: Vec::new().into_iter(), batches: batches.boxed(), chunk }
    }
}

/// A stream that is under way.
struct Streaming<M: Model, S: Shape<M>> {
    source: RowSource,
    query: QuerySet<M, S>,
    failed: Option<Error>,
    // Behind the rows that it is about.
    arriving: Arriving,
}

async fn open<M: Model, S: Shape<M> + Awaited>(
    query: QuerySet<M, S>,
    chunk: Arc<AtomicUsize>,
    site: Site,
) -> Result<Option<Streaming<M, S>>> {
    let Some(ready) = query.prepared(sql::rows, Asked::Rows, site)? else { return Ok(None) };
    let size = chunk.load(Ordering::Relaxed);
    let alone = query.plan.prefetch_related.is_empty();
    let reading = if alone { Reading::Rows(size) } else { Reading::Chunks(size) };
    let source = ready.open(reading).await?;
    let connection = source.connection();
    let arriving = Arriving::of(&query.plan, connection.call(), load::mode(connection, &query.plan));
    arriving.set_open(true);
    Ok(Some(Streaming { source, query, failed: None, arriving }))
}

type Step<M, S> = Option<(Result<Vec<<S as Shape<M>>::Row>>, Option<Box<Streaming<M, S>>>)>;

async fn next_batch<M: Model, S: Shape<M>>(streaming: Option<Box<Streaming<M, S>>>) -> Step<M, S> {
    let mut streaming = streaming?;
    loop {
        if let Some(error) = streaming.failed.take() {
            return Some((Err(error), None));
        }
        match streaming.read_batch().await {
            Ok(Some(rows)) if rows.is_empty() => {}
            Ok(Some(rows)) => {
                streaming.arriving.arrived();
                return Some((Ok(rows), Some(streaming)));
            }
            Ok(None) => return None,
            Err(error) => return Some((Err(error), None)),
        }
    }
}

impl<M: Model, S: Shape<M>> Streaming<M, S> {
    /// Decodes the next rows and prefetches for them; `None` after the last.
    async fn read_batch(&mut self) -> Result<Option<Vec<S::Row>>> {
        let Some(batch) = self.source.batch().await? else {
            self.arriving.set_open(false);
            return Ok(None);
        };
        let mut rows = Vec::with_capacity(batch.len());
        for row in &batch {
            let mut reader =
                Reader::new(row, M::META, self.arriving.next()).with(&self.query.plan.undeferred);
            if let Err(error) = S::read(&mut reader, &self.query.plan.select_related, &mut rows) {
                self.failed = Some(error); // the rows before it come first
                break;
            }
        }
        let steps = &self.query.plan.prefetch_related;
        if !steps.is_empty() {
            let instances = rows.iter().filter_map(S::instance).collect();
            load::prefetch(self.source.connection(), steps, instances).await?;
        }
        Ok(Some(rows))
    }
}
