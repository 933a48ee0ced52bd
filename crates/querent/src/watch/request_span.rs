//! The scope of the nearest span of a request.
//!
//! It is kept in the span's extensions, which every `tracing_subscriber::Registry` has. So it is found whatever layers and
//! filters the subscriber is made of, as long as the span is not filtered out for all of them.

use std::sync::{Arc, Mutex};

use tracing::dispatcher::get_default;
use tracing_subscriber::Registry;
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::locks::lock;

use super::scope::Scope;
use super::settings::Settings;

/// A scope that ends with its span.
struct OfSpan(Scope);

/// The scope of the nearest span of a request, which is made with the first query in it.
pub(super) fn scope(settings: &Arc<Settings>) -> Option<Scope> {
    tell_ended();
    get_default(|dispatch| {
        let registry = dispatch.downcast_ref::<Registry>()?;
        let current = registry.span(dispatch.current_span().id()?)?;
        current.scope().find(|span| (settings.is_request)(span.metadata())).map(|span| of(&span, settings))
    })
}

fn of(span: &SpanRef<'_, Registry>, settings: &Arc<Settings>) -> Scope {
    let mut extensions = span.extensions_mut();
    if let Some(OfSpan(scope)) = extensions.get_mut() {
        return scope.clone();
    }
    let scope = Scope::with(settings.clone(), span.name().to_owned(), None);
    extensions.replace(OfSpan(scope.clone()));
    scope
}

/// Scopes whose spans have closed. Nothing may be logged in that moment: the subscriber is at work.
static ENDED: Mutex<Vec<Scope>> = Mutex::new(Vec::new());

impl Drop for OfSpan {
    fn drop(&mut self) {
        lock(&ENDED).push(self.0.clone());
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async { tell_ended() });
        }
    }
}

/// Tells what was found in scopes whose spans have closed, here or with the next query.
fn tell_ended() {
    let ended = std::mem::take(&mut *lock(&ENDED));
    for scope in ended {
        scope.finish();
    }
}
