//! The rows of a query as a stream of bytes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::stream::{BoxStream, Stream, StreamExt};

use crate::error::Result;
use crate::exec::CopyOut;
use crate::model::Model;
use crate::queryset::{Awaited, QuerySet, Shape};
use crate::sql;
use crate::watch::Site;

use super::copy_format::CopyFormat;

/// The rows of a query as bytes, as they come from the server: a `Stream` of `Result<Bytes>`.
///
/// Dropping it early ends the query on the server.
#[must_use = "a stream does nothing until it is polled"]
pub struct CopyStream(BoxStream<'static, Result<Bytes>>);

impl CopyStream {
    /// The next bytes; `None` after the last.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        self.0.next().await.transpose()
    }
}

impl Stream for CopyStream {
    type Item = Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        self.0.as_mut().poll_next(context)
    }
}

impl fmt::Debug for CopyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CopyStream")
    }
}

impl<M: Model, S: Shape<M> + Awaited> QuerySet<M, S> {
    /// The rows as bytes, for a download for instance: `COPY (SELECT …) TO STDOUT`.
    ///
    /// The values of a row stand one beside the other: `values` says which; without it, the model's columns. No row is
    /// decoded, and none is held in memory. Values of the query are handed over by settings of the transaction, so that no
    /// text of a statement has any.
    ///
    /// It is a transaction of its own, or a block inside the one it runs in, whose handle is of no use before the stream
    /// has ended.
    ///
    /// ```no_run
    /// use querent::CopyFormat;
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Product { id: i64, name: String, price: i32 }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// let dear = Product::objects(db).filter(|p| p.price.gt(1000)).values(|p| (p.name, p.price));
    /// let mut csv = dear.copy_out(CopyFormat::CsvWithHeader);
    /// while let Some(bytes) = csv.try_next().await? {
    ///     print!("{}", String::from_utf8_lossy(&bytes));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn copy_out(self, format: CopyFormat) -> CopyStream {
        let site = std::panic::Location::caller();
        let opening = open(self, format, site);
        let rows = futures::stream::once(opening).flat_map(|opened| match opened {
            Ok(copy) => futures::stream::try_unfold(copy, CopyOut::next).boxed(),
            Err(error) => futures::stream::once(std::future::ready(Err(error))).boxed(),
        });
        CopyStream(rows.boxed())
    }
}

async fn open<M: Model, S: Shape<M> + Awaited>(
    query: QuerySet<M, S>,
    format: CopyFormat,
    site: Site,
) -> Result<CopyOut> {
    let db = query.database()?;
    let of_query = sql::copy_out(&query.plan, format.options())?;
    let copying = db.copying(site)?;
    if let Some(settings) = &of_query.settings {
        copying.db().connection(site).await?.query_first(settings).await?;
    }
    copying.copy_out(&of_query.copy).await
}
