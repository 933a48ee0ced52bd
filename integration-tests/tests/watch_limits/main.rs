//! What the watch writes, keeps and allocates at most, however much happens.
//!
//! The watch, its report and what was told are of the process, so these tests are a process of their own.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

#[path = "../cost/counted.rs"]
mod counted;

mod allocations;
mod lines;
mod room;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, Once};

use querent::prelude::*;
use querent::watch::{Thresholds, Watch};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

#[derive(Model, Debug)]
#[model(table = "categories")]
pub(crate) struct Category {
    pub(crate) id: i64,
}

#[derive(Model, Debug)]
#[model(table = "products")]
pub(crate) struct Product {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
}

const ROWS: &str = "
    INSERT INTO categories SELECT FROM generate_series(1, 3);
    INSERT INTO products (category_id) SELECT n FROM generate_series(1, 3) n";

/// One line of the watch, field by field.
type Line = HashMap<&'static str, String>;

static LINES: Mutex<Vec<Line>> = Mutex::new(Vec::new());

/// Keeps what the watch says.
struct Capture;

impl<S: Subscriber> Layer<S> for Capture {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "querent::n_plus_one" {
            let mut fields = Fields(Line::new());
            event.record(&mut fields);
            LINES.lock().unwrap().push(fields.0);
        }
    }
}

struct Fields(Line);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

/// Turns the watch on, with a layer that listens, and fills the tables.
async fn watched(db: &Db) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let watch = Watch::new().thresholds(Thresholds::development()).layer();
        let subscriber = tracing_subscriber::registry().with(watch).with(Capture);
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
    db.batch_execute(ROWS).await.unwrap();
}

/// What was told of the scopes of these names: the phase, which occurrence it is, and how many were not told before it.
fn told(endpoints: &[&str]) -> Vec<(String, u64, u64)> {
    let number = |line: &Line, field| line[field].parse().unwrap();
    let line = |line: &Line| (line["phase"].clone(), number(line, "occurrence"), number(line, "suppressed"));
    let of_theirs = |line: &&Line| line.get("endpoint").is_some_and(|of| endpoints.contains(&of.as_str()));
    LINES.lock().unwrap().iter().filter(of_theirs).map(line).collect()
}
