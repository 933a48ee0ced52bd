//! Related rows for instances that are there already.

use crate::error::Error;
use crate::exec::{Db, Run};
use crate::load;
use crate::model::{Fields, Handles, Model};
use crate::queryset::Prefetched;
use crate::watch::Call;

use super::locks::{locked_by, locks_last};

/// Loads relations of instances by a query each, all in flight at once: Django's `prefetch_related_objects`.
///
/// It takes what [`prefetch_related`](crate::QuerySet::prefetch_related) takes. What an instance has loaded already is
/// not loaded again; without instances, or where all is loaded, nothing is sent.
///
/// ```no_run
/// use querent::prelude::*;
/// # #[derive(Model)] struct Product { id: i64, name: String, #[relation(by = product)] reviews: HasMany<Review> }
/// # #[derive(Model)] struct Review { id: i64, rating: i32, #[relation(on_delete = Cascade)] product: ForeignKey<Product> }
/// # async fn example(db: &Db, products: Vec<Product>) -> querent::Result<()> {
/// prefetch_related_objects(db, &products, |p| p.reviews.order_by(|r| r.rating.desc())).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Kind::Misuse`](crate::Kind::Misuse) where one relation is given two querysets, and where one locks its rows outside of a
/// transaction.
#[track_caller]
pub fn prefetch_related_objects<'a, M: Model, C: Prefetched<M>>(
    db: &Db,
    instances: impl IntoIterator<Item = &'a M>,
    relations: impl FnOnce(Fields<M>) -> C,
) -> Run<'a, ()> {
    let site = std::panic::Location::caller();
    let (db, instances): (Db, Vec<&M>) = (db.clone(), instances.into_iter().collect());
    let mut steps = Vec::new();
    let mistake = relations(Handles::NEW).steps(&mut steps).err();
    Run::new(async move {
        if let Some(mistake) = mistake {
            return Err(Error::misuse(mistake));
        }
        locks_last(&db, locked_by(&steps))?;
        if instances.is_empty() {
            return Ok(());
        }
        let connection = db.connection(Call::begin(site).for_instances()).await?;
        load::prefetch_for_instances(&connection, &steps, instances).await
    })
}
