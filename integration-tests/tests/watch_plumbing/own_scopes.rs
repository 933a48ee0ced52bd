//! Scopes that are watched in another way than the process.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use querent::prelude::*;
use querent::watch::{Thresholds, Watch};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::pages::named;
use crate::{Category, Product, ROWS};

/// What was said, by its target.
#[derive(Clone, Default)]
struct Targets(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Targets {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.0.lock().unwrap().push(attributes.metadata().target().to_owned());
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.0.lock().unwrap().push(event.metadata().target().to_owned());
    }
}

impl Targets {
    fn of(&self, target: &str) -> usize {
        self.0.lock().unwrap().iter().filter(|said| *said == target).count()
    }
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn a_scope_has_spans_and_slow_statements_of_its_own(db: Db) -> querent::Result<()> {
    let targets = Targets::default();
    let _set = tracing::subscriber::set_default(tracing_subscriber::registry().with(targets.clone()));
    let watch = Watch::new().thresholds(Thresholds::development());
    for (watch, spans, slow) in [
        (watch.clone().spans(), 1, 0),
        (watch.clone().slow_statements(Duration::ZERO), 0, 1),
        (watch.clone().slow_statements(Duration::from_secs(60)), 0, 0),
    ] {
        let before = (targets.of("querent::statement"), targets.of("querent::slow_statement"));
        watch.scope("own").run(Product::objects(&db).count()).await?;
        let now = (targets.of("querent::statement"), targets.of("querent::slow_statement"));
        assert_eq!((now.0 - before.0, now.1 - before.1), (spans, slow));
    }
    Ok(())
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn a_scope_that_keeps_one_request_leaves_others_alone(db: Db) -> querent::Result<()> {
    for (name, keep) in [("keeps many", 100), ("keeps many", 100), ("keeps one", 1)] {
        let scope = Watch::new().keep_requests(keep).scope(name);
        scope.run(Product::objects(&db).count()).await?;
        scope.finish();
    }
    assert_eq!(named("keeps many").len(), 2);
    Ok(())
}
