//! Rows by their keys, in a map.

use std::collections::HashMap;
use std::hash::Hash;

use crate::ast::{Condition, Expr, Filter};
use crate::error::{Error, Result};
use crate::exec::Run;
use crate::field::Column;
use crate::load;
use crate::lookup::{KeyItem, Set};
use crate::model::{Handles, Key, Model};
use crate::queryset::{Awaited, FieldsOf, QuerySet, Scope, Shape};
use crate::sql;
use crate::types::Scalar;
use crate::watch::{Asked, Site};

impl<M: Model, S: Shape<M> + Awaited> QuerySet<M, S> {
    /// The rows with these primary keys, by their keys: `SELECT … WHERE key = ANY($1)`.
    ///
    /// Keys that no row has are not in the map. Of no keys, nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) of distinct, grouped and combined values, which have no key.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Product { id: i64, name: String }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// let products = Product::objects(db).in_bulk([1, 2, 7]).await?;
    /// if let Some(second) = products.get(&2) {
    ///     println!("{}", second.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn in_bulk<K: KeyItem<M>>(
        mut self,
        keys: impl IntoIterator<Item = K>,
    ) -> Run<'static, HashMap<M::Key, S::Row>> {
        let site = std::panic::Location::caller();
        let keys: Vec<M::Key> = keys.into_iter().map(KeyItem::key_item).collect();
        self.kept_first();
        self.plan.none |= keys.is_empty();
        self.plan.keep_keys(M::Key::key_list(keys));
        Run::new(self.by(Expr::key_columns(M::META, None), site))
    }

    /// All the rows by their primary keys.
    ///
    /// # Errors
    ///
    /// As those of [`in_bulk`](QuerySet::in_bulk).
    #[track_caller]
    pub fn in_bulk_all(mut self) -> Run<'static, HashMap<M::Key, S::Row>> {
        let site = std::panic::Location::caller();
        if !self.plan.is_sliced() {
            self.plan.forget_order();
        }
        Run::new(self.by(Expr::key_columns(M::META, None), site))
    }

    /// The rows with these values of a unique field, by the values: `SELECT … WHERE slug = ANY($1)`.
    ///
    /// # Errors
    ///
    /// As those of [`in_bulk`](QuerySet::in_bulk), and [`Kind::Misuse`](crate::Kind::Misuse) of a field that is not
    /// unique: several rows would have one place.
    #[track_caller]
    pub fn in_bulk_by<T, V>(
        mut self,
        field: impl FnOnce(FieldsOf<M, S>) -> Column<S::Root, T>,
        values: V,
    ) -> Run<'static, HashMap<T, S::Row>>
    where
        T: Scalar + Eq + Hash,
        V: Set<Scope<M, S>, T>,
    {
        let site = std::panic::Location::caller();
        let field = field(Handles::NEW);
        let (column, key) = (field.meta(), field.tree());
        let condition = match values.set() {
            Some(set) => Condition::In(key.clone(), set),
            None => Condition::Constant(false),
        };
        self.kept_first();
        self.plan.filters.push(Filter { condition });
        Run::new(async move {
            if !column.unique && !M::META.is_key(column) {
                return Err(Error::misuse(format!(
                    "`in_bulk_by` of `{}.{}`, which is not unique: several rows would have one place; filter by it",
                    M::META.name,
                    column.field
                )));
            }
            self.by(vec![key], site).await
        })
    }

    /// The rows, each by a value of its own, or by a row of values.
    async fn by<K: Key>(mut self, key: Vec<Expr>, site: Site) -> Result<HashMap<K, S::Row>> {
        self.require_columns();
        self.plan.extra = key;
        let Some(ready) = self.prepared(sql::rows, Asked::Rows, site)? else { return Ok(HashMap::new()) };
        let (connection, statement) = ready.connected().await?;
        let rows = load::read_with::<M, S, K>(&connection, &self.plan, &statement, K::read_key).await?;
        Ok(rows.into_iter().map(|(row, key)| (key, row)).collect())
    }
}
