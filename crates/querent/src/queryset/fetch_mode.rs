//! How what is loaded row by row for the rows of a query is sent.

use crate::fetch_mode::FetchMode;
use crate::model::Model;

use super::query_set::QuerySet;
use super::shape::{Awaited, Shape};

impl<M: Model, S: Shape<M> + Awaited> QuerySet<M, S> {
    /// How `load` of relations and deferred fields is sent for the rows of this query, and for those that they lead to,
    /// instead of as the pool has it: [`FetchMode::Peers`] for one query for all rows, [`FetchMode::Raise`] for none.
    ///
    /// ```no_run
    /// use querent::FetchMode;
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Category { id: i64, #[relation(by = category)] products: HasMany<Product> }
    /// # #[derive(Model)] struct Product { id: i64, #[relation(on_delete = Cascade)] category: ForeignKey<Category> }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// for category in &Category::objects(db).fetch_mode(FetchMode::Peers).await? {
    ///     // SELECT … FROM product WHERE category_id = ANY($1), once
    ///     println!("{} products", category.products.load(db).await?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn fetch_mode(mut self, mode: FetchMode) -> Self {
        self.plan.fetch_mode = Some(mode);
        self
    }
}
