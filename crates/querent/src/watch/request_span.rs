//! The scope of the nearest span of a request.
//!
//! It is kept in the span's extensions, which every `tracing_subscriber::Registry` has. So it is found whatever layers and
//! filters the subscriber is made of, as long as the span is not filtered out for all of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use tracing::Dispatch;
use tracing::dispatcher::{WeakDispatch, get_default, with_default};
use tracing_subscriber::Registry;
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use super::scope::Scope;
use super::settings::{IsRequest, Settings};

/// What a span has among its extensions.
struct OfSpan(Known);

/// The scope of a span.
#[derive(Clone)]
struct Known {
    scope: Scope,
    end: End,
    /// That of the registry which has the span.
    subscriber: WeakDispatch,
}

/// Who ends the scope of a span.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The span's own end does.
    WithSpan,
    /// Who has made the scope does.
    Elsewhere,
}

/// The scope of the nearest span of a request, which is made with the first query in it.
pub(super) fn scope(settings: &Arc<Settings>) -> Option<Scope> {
    tell_ended();
    in_nearest(settings.is_request, |span, dispatch| of(span, dispatch, settings))
}

impl Scope {
    /// Makes it the scope of the request's span, too, which is the nearest one around this code or around its first query.
    ///
    /// A task that is spawned with `.instrument(Span::current())` runs in the span and in no scope that was entered: so it
    /// belongs to this one, as long as that has not ended.
    pub fn share_with_span(&self) {
        self.set_seeks_span(!share(self));
    }
}

/// Shares a scope that seeks its span, now that a query is about to be sent in it.
pub(super) fn found(scope: &Scope) {
    scope.set_seeks_span(false);
    share(scope);
}

/// Whether there is a span that a scope can be shared with.
fn share(scope: &Scope) -> bool {
    let insert = |span: &SpanRef<'_, Registry>, dispatch: &Dispatch| {
        let mut extensions = span.extensions_mut();
        if extensions.get_mut::<OfSpan>().is_none_or(|OfSpan(known)| known.scope.has_ended()) {
            extensions.replace(OfSpan::new(scope, End::Elsewhere, dispatch))
        } else {
            None
        }
    };
    // What it takes the place of ends after the lock.
    in_nearest(scope.settings().is_request, insert).is_some()
}

/// What `with` makes of the nearest span of a request, where there is one.
fn in_nearest<T>(
    is_request: IsRequest,
    mut with: impl FnMut(&SpanRef<'_, Registry>, &Dispatch) -> T,
) -> Option<T> {
    get_default(|dispatch| {
        let registry = dispatch.downcast_ref::<Registry>()?;
        let mut span = registry.span(dispatch.current_span().id()?)?;
        while !is_request(span.metadata()) {
            span = span.parent()?;
        }
        Some(with(&span, dispatch))
    })
}

fn of(span: &SpanRef<'_, Registry>, dispatch: &Dispatch, settings: &Arc<Settings>) -> Scope {
    let mut extensions = span.extensions_mut();
    let endpoint = match extensions.get_mut::<OfSpan>() {
        Some(OfSpan(known)) if known.end == End::WithSpan || !known.scope.has_ended() => {
            return known.scope.clone();
        }
        Some(OfSpan(known)) => known.scope.endpoint(), // what goes on after the answer
        None => span.name().into(),
    };
    let scope = Scope::with(settings.clone(), endpoint, None);
    extensions.replace(OfSpan::new(&scope, End::WithSpan, dispatch));
    scope
}

impl OfSpan {
    fn new(scope: &Scope, end: End, dispatch: &Dispatch) -> Self {
        OfSpan(Known { scope: scope.clone(), end, subscriber: dispatch.downgrade() })
    }
}

/// Scopes whose spans have closed. Nothing may be logged in that moment: the subscriber is at work.
static ENDED: Mutex<Vec<Known>> = Mutex::new(Vec::new());

/// Whether there are any.
static ARE_ENDED: AtomicBool = AtomicBool::new(false);

impl Drop for OfSpan {
    fn drop(&mut self) {
        if self.0.scope.has_ended() {
            return;
        }
        let mut all = ENDED.lock();
        all.push(self.0.clone());
        ARE_ENDED.store(true, Ordering::Relaxed);
        drop(all);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async { tell_ended() });
        }
    }
}

/// Tells what was found in scopes whose spans have closed, here or with the next query.
fn tell_ended() {
    if !ARE_ENDED.load(Ordering::Relaxed) {
        return;
    }
    let mut all = ENDED.lock();
    let ended = std::mem::take(&mut *all);
    ARE_ENDED.store(false, Ordering::Relaxed);
    drop(all);
    ended.into_iter().for_each(Known::tell);
}

impl Known {
    /// Ends the scope, for the subscriber that its span was of, whoever else listens here.
    fn tell(self) {
        let Known { scope, end, subscriber } = self;
        let tell = move || match end {
            End::WithSpan => scope.close(),
            End::Elsewhere => drop(scope), // it may be the last one that has it
        };
        match subscriber.upgrade() {
            Some(subscriber) if is_current(&subscriber) => tell(),
            Some(subscriber) => with_default(&subscriber, tell),
            None => with_default(&Dispatch::none(), tell),
        }
    }
}

/// Whether the code that runs has this subscriber.
///
/// While one is set for a thread, `tracing` hides them all from what the subscribers of any thread log themselves: so that is
/// left out where it changes nothing.
fn is_current(subscriber: &Dispatch) -> bool {
    fn registry(dispatch: &Dispatch) -> Option<*const Registry> {
        dispatch.downcast_ref::<Registry>().map(std::ptr::from_ref)
    }
    get_default(|current| registry(current) == registry(subscriber))
}
