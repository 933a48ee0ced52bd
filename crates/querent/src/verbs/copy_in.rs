//! Rows of a stream that are written without an end of memory.

use std::error::Error as StdError;

use bytes::{BufMut, Bytes, BytesMut};
use futures::{Stream, StreamExt};
use tokio_postgres::types::{IsNull, ToSql, Type};

use crate::ast::Expr;
use crate::error::{Error, Kind, Result};
use crate::exec::{Copying, Run};
use crate::lookup::Columns;
use crate::meta::ColumnMeta;
use crate::model::{Fields, Handles, Model, Reader};
use crate::queryset::{Plain, QuerySet};
use crate::sql;
use crate::types::Param;
use crate::watch::{RowOf, Site};

use super::copy_format::CopyFormat;
use super::draft::Draft;

/// What the user's own stream may fail with.
type Cause = Box<dyn StdError + Send + Sync>;

impl<M: Model> QuerySet<M, Plain> {
    /// Creates the rows of a stream of drafts, however many: `COPY … FROM STDIN (FORMAT binary)`; how many there were.
    ///
    /// All of them are written or none. The drafts set the same fields, and they are sent as they come, so that memory
    /// does not grow with their number. Columns kept by `auto_now` and `auto_now_add` get the transaction's time.
    ///
    /// The table's columns must have the types that the model says: values are sent in the server's own form, which an
    /// INSERT would convert. Triggers fire; rules and row-level security are not for COPY (PostgreSQL manual, "COPY").
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Reading { id: i64, celsius: f64 }
    /// # async fn example(db: &Db, measured: impl futures::Stream<Item = std::io::Result<f64>> + Send) -> querent::Result<()> {
    /// use futures::TryStreamExt;
    /// let drafts = measured.map_ok(|celsius| Reading::draft().celsius(celsius));
    /// let written: u64 = Reading::objects(db).copy_in(drafts).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// - [`Kind::InvalidInput`] if the stream fails; its error is the cause.
    /// - [`Kind::Misuse`] for a first draft that sets no field, for one that sets other fields than the first, and for an array
    ///   of an enum of the database.
    #[track_caller]
    pub fn copy_in<'a, D, E>(self, drafts: impl Stream<Item = Result<D, E>> + Send + 'a) -> Run<'a, u64>
    where
        D: Draft<M>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let site = std::panic::Location::caller();
        let rows = drafts.map(|draft| match draft {
            Ok(draft) => Ok(draft.into_row().given()),
            Err(error) => Err(error.into()),
        });
        Run::new(async move {
            let db = self.database()?;
            let mut rows = std::pin::pin!(rows);
            let first = match rows.next().await {
                None => return Ok(0),
                Some(first) => first.map_err(|error| broken::<M>(0, error))?,
            };
            let copying = db.copying(site)?;
            let outcome = copy_rows::<M>(&copying, first, rows, site).await;
            copying.end(outcome).await
        })
    }

    /// As [`copy_in`](Self::copy_in), of bytes that hold rows already, a CSV file for instance: `COPY … (…) FROM STDIN`.
    ///
    /// The columns are named in the order in which the rows have them; others get the database's default. What the bytes
    /// are is for the server to say.
    ///
    /// ```no_run
    /// use querent::CopyFormat;
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Product { id: i64, name: String, price: i32 }
    /// # async fn example(db: &Db, file: impl futures::Stream<Item = std::io::Result<bytes::Bytes>> + Send) -> querent::Result<()> {
    /// Product::objects(db).copy_in_bytes(|p| (p.name, p.price), CopyFormat::Csv, file).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Kind::InvalidInput`] if the stream fails; its error is the cause.
    #[track_caller]
    pub fn copy_in_bytes<'a, C: Columns<M>, E>(
        self,
        columns: impl FnOnce(Fields<M>) -> C,
        format: CopyFormat,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send + 'a,
    ) -> Run<'a, u64>
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let site = std::panic::Location::caller();
        let mut named: Vec<&'static ColumnMeta> = Vec::new();
        columns(Handles::NEW).columns(&mut named);
        let bytes = bytes.map(|bytes| bytes.map_err(Into::into));
        Run::new(async move {
            let statement = sql::copy_in(M::META, named.into_iter(), format.options())?;
            let copying = self.database()?.copying(site)?;
            let outcome = async {
                let mut copy = copying.copy_in(&statement).await?;
                let mut bytes = std::pin::pin!(bytes);
                while let Some(part) = bytes.next().await {
                    copy.send(part.map_err(stopped::<M>)?).await?;
                }
                copy.finish().await
            };
            let outcome = outcome.await;
            copying.end(outcome).await
        })
    }
}

/// A row's values, by column.
type Given = Vec<(usize, Expr)>;

async fn copy_rows<M: Model>(
    copying: &Copying,
    first: Given,
    mut rows: impl Stream<Item = Result<Given, Cause>> + Unpin + Send,
    site: Site,
) -> Result<u64> {
    const PART: usize = 64 << 10; // fewer messages than there are rows
    let given: Vec<usize> = first.iter().map(|(column, _)| *column).collect();
    check::<M>(&given)?;
    let times = times::<M>(copying, site).await?;
    let fields = given.len() + times.columns.len();
    if fields == 0 {
        return Err(of_defaults::<M>());
    }
    let columns = given.iter().chain(&times.columns).map(|column| &M::META.columns[*column]);
    let statement = sql::copy_in(M::META, columns, CopyFormat::Binary.options())?;
    let mut copy = copying.copy_in(&statement).await?;
    let mut out = BytesMut::with_capacity(2 * PART);
    out.put_slice(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0"); // no flags, no extension
    let (mut next, mut count) = (Some(first), 0u64);
    while let Some(row) = next {
        count += 1;
        if !row.iter().map(|(column, _)| column).eq(&given) {
            return Err(others::<M>(count, &given, &row));
        }
        out.put_i16(fields as i16); // a table has 1,600 columns at most
        for (column, value) in &row {
            let Expr::Param(value) = value else { return Err(computed::<M>(count, *column)) };
            put(&mut out, &M::META.columns[*column], value)
                .map_err(|cause| unsendable::<M>(count, *column, cause))?;
        }
        out.put_slice(&times.fields);
        if out.len() >= PART {
            copy.send(out.split().freeze()).await?;
        }
        next = rows.next().await.transpose().map_err(|error| broken::<M>(count, error))?;
    }
    out.put_i16(-1);
    copy.send(out.freeze()).await?;
    copy.finish().await
}

/// A field of a row: its length, or -1 for NULL, and its bytes.
fn put(out: &mut BytesMut, column: &ColumnMeta, value: &Param) -> Result<(), Cause> {
    // An array says of which type its elements are.
    let ty = if column.is_varchar_array() { Type::VARCHAR_ARRAY } else { value.ty() };
    let at = out.len();
    out.put_i32(-1);
    if let IsNull::No = value.to_sql(&ty, out)? {
        let length = i32::try_from(out.len() - at - 4)?;
        out[at..at + 4].copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}

/// The columns that the database's clock fills, and their fields, the same in every row.
#[derive(Default)]
struct Times {
    columns: Vec<usize>,
    fields: Vec<u8>,
}

async fn times<M: Model>(copying: &Copying, site: Site) -> Result<Times> {
    let Some((columns, statement)) = sql::times(M::META)? else { return Ok(Times::default()) };
    let connection = copying.db().connection(site).await?;
    let Some(row) = connection.query_first(&statement).await? else { return Ok(Times::default()) };
    let mut times = Times { columns, fields: Vec::new() };
    let mut reader = Reader::new(&row, M::META, RowOf::UNKNOWN);
    for _ in &times.columns {
        let bytes = reader.bytes()?.unwrap_or_default();
        times.fields.put_i32(bytes.len() as i32); // of a time or a date
        times.fields.put_slice(bytes);
    }
    Ok(times)
}

/// Whether these columns can be sent in binary form.
fn check<M: Model>(columns: &[usize]) -> Result<()> {
    let unknown = |column: &&usize| {
        let column = &M::META.columns[**column];
        column.is_array && column.enumeration.is_some()
    };
    match columns.iter().find(unknown) {
        None => Ok(()),
        Some(column) => Err(Error::misuse(format!(
            "`copy_in` of `{}.{}`, an array of an enum of the database, whose number is not known; `bulk_create` sends it by \
             name",
            M::META.name,
            M::META.columns[*column].field
        ))),
    }
}

fn of_defaults<M: Model>() -> Error {
    Error::misuse(format!(
        "the first draft of a `copy_in` of `{}` sets no field, and a COPY has columns; `bulk_create` makes rows of defaults \
         alone",
        M::META.name
    ))
}

fn others<M: Model>(number: u64, given: &[usize], row: &[(usize, Expr)]) -> Error {
    let field = |column: &usize| M::META.columns[*column].field;
    let first: Vec<&str> = given.iter().map(field).collect();
    let own: Vec<&str> = row.iter().map(|(column, _)| field(column)).collect();
    Error::misuse(format!(
        "draft {number} of a `copy_in` of `{}` sets `{}`, and the first one sets `{}`: the rows of a COPY have the same \
         columns; set the same fields in all of them",
        M::META.name,
        own.join("`, `"),
        first.join("`, `"),
    ))
}

fn computed<M: Model>(number: u64, column: usize) -> Error {
    Error::misuse(format!(
        "draft {number} of a `copy_in` sets `{}.{}` to an expression, which COPY does not compute; `bulk_create` does",
        M::META.name,
        M::META.columns[column].field
    ))
}

fn unsendable<M: Model>(number: u64, column: usize, cause: Cause) -> Error {
    let field = M::META.columns[column].field;
    let text = format!(
        "draft {number} of a `copy_in` has a value for `{}.{field}` that cannot be sent",
        M::META.name
    );
    Error::new(Kind::Misuse, text).caused_by(cause)
}

fn broken<M: Model>(rows: u64, cause: Cause) -> Error {
    let text = format!(
        "the stream that a `copy_in` of `{}` reads failed after {rows} rows; nothing is written",
        M::META.name
    );
    Error::new(Kind::InvalidInput, text).caused_by(cause)
}

fn stopped<M: Model>(cause: Cause) -> Error {
    let text =
        format!("the stream of bytes that is copied into `{}` failed; nothing is written", M::META.table);
    Error::new(Kind::InvalidInput, text).caused_by(cause)
}
