//! How what is loaded row by row is sent.

/// How `load` of a relation or of a deferred field is sent: Django's fetch modes.
///
/// [`QuerySet::fetch_mode`](crate::QuerySet::fetch_mode) chooses it for the rows of a query,
/// [`DbBuilder::fetch_mode`](crate::DbBuilder::fetch_mode) for those of all queries of a pool. Rows that such rows lead to
/// have the same mode, so that nested loops are one query for each level. The querysets of related managers,
/// `category.products.objects(&db)`, are always sent as they are; their rows have the mode.
///
/// A mode changes which queries are sent, and not what rows know: `loaded`, `save`, JSON and `Debug` of a row tell what
/// that row was asked for, however many others were loaded with it.
///
/// What is loaded for several rows at once is what all of them see: what the database had at that moment. It is only
/// handed to loads by the same handle, so that no row of a transaction is seen outside of it: a `load` by another handle
/// is a query of its own.
///
/// ```no_run
/// use querent::FetchMode;
/// use querent::prelude::*;
/// # #[derive(Model)] struct Category { id: i64, name: String }
/// # #[derive(Model)] struct Product { id: i64, #[relation(on_delete = Cascade)] category: ForeignKey<Category> }
/// # async fn example(db: &Db) -> querent::Result<()> {
/// for product in &Product::objects(db).fetch_mode(FetchMode::Peers).await? {
///     println!("{}", product.category.load(db).await?.name); // one query for all products
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FetchMode {
    /// A query for each row: `SELECT … FROM categories WHERE id = $1`. Django's `FETCH_ONE`.
    #[default]
    One,
    /// The first load is for all rows of the same result that are still in memory, by one query for each thousand
    /// distinct keys: `SELECT … FROM categories WHERE id = ANY($1)`. Django's `FETCH_PEERS`.
    ///
    /// Rows that were dropped, that are loaded already or whose key is NULL are not loaded for. The rows of a stream are
    /// peers of those that are in memory at the time. A slot whose key was set, or through which was written, is loaded
    /// by itself.
    Peers,
    /// Loads that wait at the same time, under `join_all` or in tasks, are one query, as in Facebook's DataLoader:
    /// `SELECT … FROM categories WHERE id = ANY($1)`. Loads one after another are a query each.
    ///
    /// They are loads of one relation for rows of one result, or for the rows that one relation of it leads to. Two results are
    /// two queries: they may be of two requests, and none is to wait for what another one does, or to hear of its failures.
    Coalesce,
    /// Nothing is loaded: `load` is [`Kind::NotLoaded`](crate::Kind::NotLoaded), unless it is in memory. The error names
    /// the line of the query and the call to add there. Django's `RAISE`.
    Raise,
}
