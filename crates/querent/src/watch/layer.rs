//! The switch of the N+1 watch.

use std::sync::atomic::{AtomicBool, Ordering};

use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{Filtered, LevelFilter};
use tracing_subscriber::registry::LookupSpan;

static ON: AtomicBool = AtomicBool::new(false);

/// Whether rows are to remember the query they came from.
pub(crate) fn is_on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// Turns the N+1 watch on for the process, as a layer of a `tracing` subscriber.
///
/// From then on the second row of one result whose relation is loaded, or queried through its manager, from the same
/// line logs one `WARN` on the target `querent::n_plus_one`, with the line that loads, the line of the query to fix and
/// the call to add there. The layer itself looks at no span and no event, and its filter keeps it from raising the
/// process' level.
///
/// ```
/// use tracing_subscriber::prelude::*;
/// tracing_subscriber::registry().with(querent::n_plus_one_layer()).init();
/// ```
pub fn n_plus_one_layer<S>() -> Filtered<NPlusOneLayer, LevelFilter, S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    NPlusOneLayer.with_filter(LevelFilter::ERROR)
}

/// The layer that [`n_plus_one_layer`] makes.
#[derive(Debug)]
pub struct NPlusOneLayer;

impl<S: Subscriber> Layer<S> for NPlusOneLayer {
    fn on_layer(&mut self, _: &mut S) {
        ON.store(true, Ordering::Relaxed);
    }
}
