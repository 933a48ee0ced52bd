//! What the N+1 watch warns of, and what it is silent about.
//!
//! The watch is a switch of the process, so these tests are a process of their own. Each looks only at warnings of
//! lines between its own first and last.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod eager;
mod fields;
mod fetch_modes;
mod loads;
mod managers;
mod instances;
mod modes;
mod outliving;
mod queries;

use std::collections::HashMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::panic::Location;
use std::sync::{Mutex, Once};

use querent::Result;
use querent::prelude::*;
use querent::watch::{Finding, Mode, Rule, Thresholds, Watch};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

#[derive(Model, Debug, Clone)]
#[model(table = "categories")]
pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) name: String,
    #[relation(on_delete = Cascade)]
    pub(crate) parent: ForeignKey<Option<Category>>,
    #[relation(by = category)]
    pub(crate) products: HasMany<Product>,
}

#[derive(Model, Debug, Clone)]
#[model(table = "products")]
pub(crate) struct Product {
    pub(crate) id: i64,
    pub(crate) name: String,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
    #[relation(on_delete = SetNull)]
    pub(crate) replaced_by: ForeignKey<Option<Product>>,
    pub(crate) tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub(crate) detail: HasOne<Detail>,
}

#[derive(Model, Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) id: i64,
    #[relation(by = tags)]
    pub(crate) products: ManyToMany<Product>,
}

#[derive(Model, Debug, Clone)]
pub(crate) struct Detail {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) product: OneToOne<Product>,
}

/// Six products of three categories whose parent is the first one; each has two tags, the first two have details.
const ROWS: &str = "
    INSERT INTO categories (name, parent_id) VALUES ('root', NULL), ('a', 1), ('b', 1);
    INSERT INTO products (name, category_id) SELECT 'p' || n, n % 3 + 1 FROM generate_series(1, 6) n;
    INSERT INTO tag SELECT FROM generate_series(1, 3);
    INSERT INTO products_tags SELECT p, (p + n) % 3 + 1 FROM generate_series(1, 6) p, generate_series(0, 1) n;
    INSERT INTO detail (product_id) VALUES (1), (2)";

/// One warning, field by field; `level` and `target` among them.
pub(crate) type Warning = HashMap<&'static str, String>;

static WARNINGS: Mutex<Vec<Warning>> = Mutex::new(Vec::new());

/// Keeps what the watch says.
struct Capture;

impl<S: Subscriber> Layer<S> for Capture {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "querent::n_plus_one" {
            let level = event.metadata().level().to_string();
            let mut fields =
                Fields(HashMap::from([("level", level), ("target", event.metadata().target().to_owned())]));
            event.record(&mut fields);
            WARNINGS.lock().unwrap().push(fields.0);
        }
    }
}

struct Fields(Warning);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

/// Turns the watch on, with a layer that listens, and fills the tables.
pub(crate) async fn watched(db: &Db) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::registry().with(querent::n_plus_one_layer()).with(Capture);
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
    db.batch_execute(ROWS).await.unwrap();
}

/// The warnings of lines between two lines of the caller's file.
#[track_caller]
pub(crate) fn warnings(lines: RangeInclusive<u32>) -> Vec<Warning> {
    lines_of("first", lines)
}

/// What was said in this phase of lines between two lines of the caller's file.
#[track_caller]
pub(crate) fn lines_of(phase: &str, lines: RangeInclusive<u32>) -> Vec<Warning> {
    let file = Location::caller().file();
    let of_ours = |warning: &&Warning| {
        if warning.get("phase").is_none_or(|of| of != phase) {
            return false; // the watch says of itself what it cannot see, too
        }
        let mut place = warning["loaded_at"].split(':');
        place.next() == Some(file) && lines.contains(&place.next().unwrap().parse().unwrap())
    };
    WARNINGS.lock().unwrap().iter().filter(of_ours).cloned().collect()
}

/// What the watch told to add, for each warning of these lines.
#[track_caller]
pub(crate) fn fixes(lines: RangeInclusive<u32>) -> Vec<String> {
    warnings(lines).into_iter().filter_map(|mut warning| warning.remove("fix")).collect()
}

pub(crate) const SILENT: [&str; 0] = [];

/// What is found in `work`, with queries in a loop told of at the third.
pub(crate) async fn found(work: impl Future<Output = Result<()>>) -> Result<Vec<Finding>> {
    let watch = Watch::new().mode(Mode::Deny).thresholds(Thresholds::test());
    let scope = watch.scope("a test");
    scope.run(work).await?;
    Ok(scope.finish())
}

/// Each finding's rule, path and fix.
pub(crate) fn told(findings: &[Finding]) -> Vec<(Rule, &str, Option<&str>)> {
    findings.iter().map(|one| (one.rule, one.path.as_str(), one.fix.as_deref())).collect()
}
