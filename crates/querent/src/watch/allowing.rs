//! What is expected while some work runs.

use std::sync::Arc;

use crate::meta::{ModelMeta, RelationMeta};

use super::allow::{Allowed, Expected};
use super::site::Site;

/// What is expected while some work runs, and by the work around it.
struct Frame {
    allowed: Arc<Allowed>,
    around: Option<Arc<Frame>>,
}

tokio::task_local! {
    static ALLOWED: Arc<Frame>;
}

/// A relation as an entry of an allow-list names it: `Product::fields().category`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "a relation such as `Product::fields().category` is expected"
)]
pub trait AllowedRelation {
    /// The relation, as it is written down.
    #[doc(hidden)]
    fn expected(self) -> Expected;
}

/// Runs `work`, which is expected to load a relation row by row: what it loads so is not counted.
///
/// An entry that nothing matches is told by [`report`](super::report).
///
/// ```no_run
/// # use querent::prelude::*;
/// # #[derive(Model, Debug)] struct Category { id: i64 }
/// # #[derive(Model, Debug)] struct Product { id: i64, #[relation(on_delete = Cascade)] category: ForeignKey<Category> }
/// # async fn example(db: &Db, products: &[Product]) -> querent::Result<()> {
/// let category = Product::fields().category;
/// querent::watch::allow(category, "three rows at most", async {
///     for product in products {
///         product.category.load(db).await?;
///     }
///     Ok(())
/// })
/// .await
/// # }
/// ```
#[track_caller]
pub fn allow<F: IntoFuture, R: AllowedRelation>(
    relation: R,
    reason: &'static str,
    work: F,
) -> impl Future<Output = F::Output> {
    let allowed = entry(relation, reason, std::panic::Location::caller());
    let work = work.into_future();
    async move {
        let around = ALLOWED.try_with(Clone::clone).ok();
        ALLOWED.scope(Arc::new(Frame { allowed, around }), work).await
    }
}

/// The entry for a relation, which stands at `site`.
pub(crate) fn entry(relation: impl AllowedRelation, reason: &'static str, site: Site) -> Arc<Allowed> {
    Allowed::at(site, relation.expected(), reason)
}

/// Whether this code is expected to load the relation at the end of `way`.
pub(super) fn expects(
    model: &'static ModelMeta,
    way: &[&'static RelationMeta],
    last: &'static RelationMeta,
) -> bool {
    ALLOWED
        .try_with(|frame| {
            std::iter::successors(Some(frame), |frame| frame.around.as_ref())
                .any(|frame| frame.allowed.expects(model, way, last))
        })
        .unwrap_or(false)
}
