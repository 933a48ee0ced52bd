//! Without its layer the N+1 watch is off: no other test of this process turns it on.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use querent::prelude::*;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::models::{Detail, Product, Review, shop};

/// Counts the events of the watch.
struct Count(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Count {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target().starts_with("querent") {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[querent_testkit::test(models = [Review, Detail])]
async fn nobody_is_warned_without_the_layer(db: Db) {
    shop(&db).await;
    let count = Arc::new(AtomicUsize::new(0));
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(Count(count.clone())));
    for product in &Product::objects(&db).await.unwrap() {
        product.category.load(&db).await.unwrap();
    }
    assert_eq!(count.load(Ordering::Relaxed), 0);
}
