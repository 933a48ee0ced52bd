//! Rows page by page: after a row, or by the number of the page.

use serde::Serialize;

use crate::ast::{Condition, Expr, Filter, Ordering};
use crate::error::{Error, Kind, Result};
use crate::exec::Run;
use crate::load;
use crate::model::{Model, Reader};
use crate::queryset::{Awaited, QuerySet, Shape};
use crate::sql;
use crate::watch::{Asked, Site};

use super::cursor::{self, Key};

/// A page of rows, and where the next one begins.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// What [`page`](QuerySet::page) takes for the rows after these; `None` if these are the last ones.
    pub next: Option<String>,
}

/// A page of rows by its number, and how many there are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NumberedPage<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The number of the page; the first one is 1.
    pub number: u64,
    /// How many pages there are; one without rows if there are none.
    pub pages: u64,
    /// How many rows there are on all pages.
    pub total: u64,
}

impl<M: Model, S: Shape<M> + Awaited> QuerySet<M, S> {
    /// At most `size` rows after the row that a cursor stands for: `WHERE (price, id) > ($1, $2) … LIMIT $3`.
    ///
    /// Without a cursor these are the first ones. The order is that of the query, and by primary key where it leaves rows
    /// equal. A page costs the same wherever it is, and rows that come or go before it move none from one page to
    /// another. The cursor is a text for URLs: it carries the values that the rows are ordered by, which a client can
    /// read, and change to those of another place.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Product { id: i64, price: i32 }
    /// # async fn example(db: &Db, cursor: Option<&str>) -> querent::Result<()> {
    /// let page = Product::objects(db).order_by(|p| p.price.desc()).page(20, cursor).await?;
    /// println!("{} rows, and more after {:?}", page.rows.len(), page.next);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Kind::InvalidInput`] for a cursor that is malformed or of another order, and for a size of 0.
    /// [`Kind::Misuse`] for an order by anything but columns of the model and of its to-one relations, and of rows that
    /// have no key: distinct, grouped or combined values.
    #[track_caller]
    pub fn page<'a>(mut self, size: u64, cursor: impl Into<Option<&'a str>>) -> Run<'static, Page<S::Row>> {
        let site = std::panic::Location::caller();
        self.kept_first();
        let prepared = self.behind_cursor(size, cursor.into());
        Run::new(async move { self.read_page(size, prepared?, site).await })
    }

    /// The page of a number, of `size` rows: Django's `Paginator`; `SELECT count(*)`, and `LIMIT` and `OFFSET`.
    ///
    /// The first page is 1. After the last one there are no rows. Where there are many pages, [`page`](QuerySet::page)
    /// costs less.
    ///
    /// # Errors
    ///
    /// [`Kind::InvalidInput`] for a number or a size of 0.
    #[track_caller]
    pub fn paginate(self, number: u64, size: u64) -> Run<'static, NumberedPage<S::Row>> {
        let site = std::panic::Location::caller();
        let mut whole = self;
        whole.slice_first();
        let mut counted = whole.clone();
        counted.watched.part();
        let count = counted.count();
        Run::new(async move {
            let Some(before) = number.checked_sub(1).filter(|_| size > 0) else {
                return Err(Error::new(Kind::InvalidInput, "pages begin with 1 and have at least one row"));
            };
            let total = u64::try_from(count.await?).unwrap_or(0);
            let offset = before.saturating_mul(size);
            let rows = match offset < total {
                true => whole.ordered().offset(offset).limit(size).fetch(site).await?,
                false => Vec::new(),
            };
            Ok(NumberedPage { rows, number, pages: total.div_ceil(size).max(1), total })
        })
    }

    /// Keeps the rows after a cursor, and one more than a page has; the keys of the order.
    fn behind_cursor(&mut self, size: u64, cursor: Option<&str>) -> Result<Vec<Key>> {
        self.require_columns();
        if let Some(mistake) = self.plan.mistake {
            return Err(Error::misuse(mistake));
        }
        if size == 0 {
            return Err(Error::new(Kind::InvalidInput, "a page has at least one row"));
        }
        let mut order = self.plan.order().into_owned();
        let keys: Result<Vec<Key>> = order.iter().map(|key| Key::new(key.clone(), &self.plan)).collect();
        let mut keys = keys?;
        for (column, mut key) in M::META.key_columns().zip(sql::key_order(M::META)) {
            if keys.iter().any(|key| key.is(column)) {
                continue;
            }
            // In the direction of the key before it, so that one comparison of rows finds the place.
            if let Some(before) = order.last() {
                key.direction = before.direction;
            }
            order.push(key.clone());
            keys.push(Key::new(key, &self.plan)?);
        }
        if let Some(cursor) = cursor {
            let bounds = cursor::parse(M::META, &keys, cursor)?;
            self.plan.filters.push(Filter { condition: Condition::behind(&bounds) });
        }
        self.plan.extra = order.iter().map(|key| key.expr.clone()).collect::<Vec<Expr>>();
        self.plan.ordering = Ordering::Keys(order);
        self.plan.reversed = false;
        self.plan.limit = Some(size.saturating_add(1)); // one more tells whether there is another page
        Ok(keys)
    }

    async fn read_page(self, size: u64, keys: Vec<Key>, site: Site) -> Result<Page<S::Row>> {
        let Some(ready) = self.prepared(sql::rows, Asked::Rows, site)? else {
            return Ok(Page { rows: Vec::new(), next: None });
        };
        let (connection, statement) = ready.connected().await?;
        let mut count = 0;
        let values = |reader: &mut Reader<'_>| {
            count += 1;
            let last = count == size;
            let mut values = Vec::new();
            for _ in keys.iter().filter(|_| last) {
                values.push(reader.bytes()?.map(<[u8]>::to_vec));
            }
            Ok(last.then_some(values))
        };
        let (mut rows, more) =
            load::read_most::<M, S, _>(&connection, &self.plan, &statement, size, values).await?;
        let last = rows.last_mut().and_then(|(_, values)| values.take()).filter(|_| more);
        let next = last.map(|values| cursor::write(M::META, &keys, &values));
        Ok(Page { rows: rows.into_iter().map(|(row, _)| row).collect(), next })
    }
}
