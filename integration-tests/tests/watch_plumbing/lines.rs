//! What a subscriber is told by the watch.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

/// One line of the log, field by field.
pub(crate) type Line = HashMap<&'static str, String>;

/// A layer that keeps what the watch says. A clone is the same.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<Line>>>);

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "querent::n_plus_one" {
            let mut fields = Fields(Line::new());
            event.record(&mut fields);
            self.0.lock().unwrap().push(fields.0);
        }
    }
}

struct Fields(Line);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Lines {
    pub(crate) fn all(&self) -> Vec<Line> {
        self.0.lock().unwrap().clone()
    }

    /// The findings of this phase.
    pub(crate) fn of(&self, phase: &str) -> Vec<Line> {
        let in_phase = |line: &Line| line.get("phase").is_some_and(|of| of == phase);
        self.all().into_iter().filter(in_phase).collect()
    }

    /// Which relations, or what else, the findings of this phase are about.
    pub(crate) fn paths(&self, phase: &str) -> Vec<String> {
        self.of(phase).into_iter().map(|mut line| line.remove("relation").unwrap()).collect()
    }

    /// Why the watch says that it sees less than it could, as often as it has said so.
    pub(crate) fn reasons(&self) -> Vec<String> {
        self.all().into_iter().filter_map(|mut line| line.remove("reason")).collect()
    }
}

/// Waits until something is so that is known a moment later.
pub(crate) async fn eventually(what: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it is never so");
}
