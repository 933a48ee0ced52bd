//! Orderings that are chosen by name, as in a request.

use crate::error::{Error, Kind, Result};
use crate::lookup::{Order, Ordering};
use crate::model::Model;

use super::query_set::QuerySet;
use super::shape::{Scope, Shape};

impl<M: Model, S: Shape<M>> QuerySet<M, S> {
    /// Orders the rows by names from outside, of those that are listed: `"-price,name"`.
    ///
    /// Names are separated by commas, and one with a minus before it is turned round. `None` leaves the order as it is.
    ///
    /// # Errors
    ///
    /// [`Kind::InvalidInput`] for another name; the text lists those that there are.
    ///
    /// ```
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Product { id: i64, name: String, price: i32 }
    /// # fn example(db: &Db, sort: Option<&str>) -> querent::Result<QuerySet<Product>> {
    /// Product::objects(db).order_by_name(sort, |p| [("price", p.price.asc()), ("name", p.name.asc())])
    /// # }
    /// ```
    pub fn order_by_name<'a, 'n, N>(
        self,
        names: impl Into<Option<&'a str>>,
        orderings: impl FnOnce(S::Handed) -> N,
    ) -> Result<Self>
    where
        N: IntoIterator<Item = (&'n str, Order<Scope<M, S>>)>,
    {
        let Some(names) = names.into() else { return Ok(self) };
        let known: Vec<_> = orderings(S::handed(&mut 0)).into_iter().collect();
        let (mut keys, mut taken) = (Vec::new(), vec![false; known.len()]);
        for asked in names.split(',').map(str::trim) {
            let (name, reversed) = match asked.strip_prefix('-') {
                Some(name) => (name, true),
                None => (asked, false),
            };
            let Some(at) = known.iter().position(|(one, _)| *one == name) else {
                return Err(unknown(&known));
            };
            if std::mem::replace(&mut taken[at], true) {
                continue; // ordered by it already
            }
            let mut one = Vec::new();
            Ordering::<Scope<M, S>>::keys(known[at].1.clone(), &mut one);
            keys.extend(one.into_iter().map(|key| if reversed { key.reversed() } else { key }));
        }
        let mut ordered = self;
        ordered.slice_first();
        ordered.plan.ordering = crate::ast::Ordering::Keys(keys);
        Ok(ordered)
    }
}

/// What was asked for is not repeated: it is text from outside.
fn unknown<S>(known: &[(&str, Order<S>)]) -> Error {
    let names: Vec<_> = known.iter().map(|(name, _)| format!("`{name}`")).collect();
    Error::new(
        Kind::InvalidInput,
        format!(
            "rows are not ordered by that name; there are {}, with `-` before one to turn it round",
            names.join(", ")
        ),
    )
}
