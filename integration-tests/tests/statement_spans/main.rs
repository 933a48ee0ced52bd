//! Single statements: a span for each, a line of the log for a slow one, and the list that a request keeps.
//!
//! What is watched is a matter of the process, so these tests are a process of their own. Each looks at the spans inside one
//! of its own, and at lines of the log with a text of its own.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod captured;
mod parents;
mod plans;
mod records;
mod slow;
mod spans;

use std::sync::Once;
use std::time::Duration;

use querent::prelude::*;
use querent::watch::Watch;
use tracing_subscriber::prelude::*;

use captured::Capture;

#[derive(Model, Debug, Clone)]
#[model(table = "categories")]
pub(crate) struct Category {
    pub(crate) id: i64,
    #[field(unique)]
    pub(crate) name: String,
    #[relation(by = category)]
    pub(crate) products: HasMany<Product>,
}

#[derive(Model, Debug, Clone)]
#[model(table = "products", ordering = [id])]
pub(crate) struct Product {
    pub(crate) id: i64,
    pub(crate) name: String,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
    pub(crate) tags: ManyToMany<Tag>,
}

#[derive(Model, Debug, Clone)]
#[model(table = "tags")]
pub(crate) struct Tag {
    pub(crate) id: i64,
    pub(crate) word: String,
}

/// Six products of three categories.
const ROWS: &str = "
    INSERT INTO categories (name) VALUES ('a'), ('b'), ('c');
    INSERT INTO products (name, category_id) SELECT 'p' || n, n % 3 + 1 FROM generate_series(1, 6) n";

/// From when on a statement of these tests is slow: long enough that on a busy machine few others are.
pub(crate) const SLOW: Duration = Duration::from_millis(700);

/// Lets statements be watched, with layers that listen, and fills the tables.
pub(crate) async fn watched(db: &Db) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let watch = Watch::new().spans().slow_statements(SLOW).explain_slow_statements().keep_requests(100);
        let subscriber = tracing_subscriber::registry().with(watch.layer()).with(Capture);
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
    db.batch_execute(ROWS).await.unwrap();
}
