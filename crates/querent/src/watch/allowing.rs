//! What is expected while some work runs.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::meta::{Hop, ModelMeta, RelationMeta};

use super::allow::{Allowance, Allowed};
use super::mode::is_on;

/// What is expected while some work runs, and by the work around it.
struct Frame {
    allowed: Allowance,
    /// Its entry, once somebody has wanted to know.
    entry: OnceLock<Arc<Allowed>>,
    around: Option<Arc<Frame>>,
}

impl Frame {
    fn entry(&self) -> &Arc<Allowed> {
        self.entry.get_or_init(|| self.allowed.entry())
    }
}

/// Whether anything was ever expected so: most programs never do.
static IS_USED: AtomicBool = AtomicBool::new(false);

tokio::task_local! {
    static ALLOWED: Arc<Frame>;
}

/// A relation as an entry of an allow-list names it: `Product::fields().category`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "a relation such as `Product::fields().category` is expected"
)]
pub trait AllowedRelation {
    /// The last step of the way to it.
    #[doc(hidden)]
    fn last(self) -> &'static Hop;
}

/// Runs `work`, which is expected to load a relation row by row: what it loads so is not counted.
///
/// An entry that nothing matches is listed by [`report`](super::report).
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
    let allowed = Allowance { site: std::panic::Location::caller(), relation: relation.last(), reason };
    let work = work.into_future();
    async move {
        let around = ALLOWED.try_with(Clone::clone).ok();
        let frame = Frame { allowed, entry: OnceLock::new(), around };
        if is_on() {
            frame.entry(); // is known from now on, whether anything matches it or not
        }
        IS_USED.store(true, Ordering::Relaxed);
        ALLOWED.scope(Arc::new(frame), work).await
    }
}

/// Whether any code has ever expected that it loads a relation.
pub(super) fn is_used() -> bool {
    IS_USED.load(Ordering::Relaxed)
}

/// What expects that this code loads the relation at the end of `way`.
pub(super) fn expecting(
    model: &'static ModelMeta,
    way: &[&'static RelationMeta],
    last: &'static RelationMeta,
) -> Option<Arc<Allowed>> {
    let expecting = |frame: &Arc<Frame>| {
        std::iter::successors(Some(frame), |frame| frame.around.as_ref())
            .map(|frame| frame.entry())
            .find(|entry| entry.expects(model, way, last))
            .cloned()
    };
    ALLOWED.try_with(expecting).ok().flatten()
}
