//! Work that runs in a scope, by hand.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::configure::Watch;
use super::entered::{Current, InScope, current, for_nobody};
use super::finding::Finding;
use super::mode::Mode;
use super::rule::Rule;
use super::scope::Scope;
use super::settings::Settings;

/// Ends a scope as aborted, unless its work came to an end.
struct Ending(Scope);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pin_project! {
    /// Work in a scope that ends with it, and what was found.
    struct Whole<F> {
        #[pin]
        work: InScope<F>,
        // After the work, which is part of the scope to its end.
        ending: Ending,
    }

    impl<F> PinnedDrop for Whole<F> {
        fn drop(this: Pin<&mut Self>) {
            this.ending.0.give_up();
        }
    }
}

fn whole<F: Future>(scope: Scope, work: F) -> Whole<F> {
    let work = scope.run(work);
    Whole { ending: Ending(scope), work }
}

impl<F: Future> Future for Whole<F> {
    type Output = (F::Output, Vec<Finding>);

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        this.work.poll(context).map(|output| (output, this.ending.0.finish()))
    }
}

/// Runs `work` in a [`Scope`] of its own: a job, or what a worker takes from a queue.
///
/// In a test that watches, and in [`capture`], it is part of theirs; in [`setup`] there is none.
///
/// ```no_run
/// # async fn job() {}
/// # async fn example() {
/// querent::watch::scope("nightly report", job()).await;
/// # }
/// ```
#[track_caller]
pub fn scope<F: IntoFuture>(endpoint: impl Into<Arc<str>>, work: F) -> impl Future<Output = F::Output> {
    let (endpoint, work) = (endpoint.into(), work.into_future());
    async move {
        match current() {
            Some(Current::Scope(outer)) if outer.answers() => return work.await,
            Some(Current::Nobody) => return work.await,
            Some(Current::Scope(_)) | None => {}
        }
        whole(Scope::new(endpoint), work).await.0
    }
}

/// Runs `work` in a scope of its own, and returns what was found in it, whether the watch is on or not.
///
/// ```no_run
/// # async fn page() {}
/// # async fn example() {
/// let (page, findings) = querent::watch::capture(page()).await;
/// assert!(findings.is_empty(), "{findings:?}");
/// # }
/// ```
#[track_caller]
pub fn capture<F: IntoFuture>(work: F) -> impl Future<Output = (F::Output, Vec<Finding>)> {
    let work = work.into_future();
    async move { whole(captured().scope("capture"), work).await }
}

/// The process' own settings, or those that tell nobody.
fn captured() -> Watch {
    let mut settings = match Settings::of_process() {
        Some(settings) => (*settings).clone(),
        None => Settings { mode: Mode::Deny, ..Settings::default() },
    };
    settings.thresholds.unused = 1; // it has one result of each line to go by
    Watch::of(settings)
}

/// Runs `work` in a scope of its own, watched as `watch` says; findings of [`Mode::Deny`] are one failure at the end.
///
/// # Panics
///
/// If anything was found and the mode is [`Mode::Deny`]. With [`Mode::Error`] and [`Mode::Panic`], if eager loads were
/// unused, which no query could fail for.
#[track_caller]
pub fn watched<F: IntoFuture>(
    watch: Watch,
    endpoint: impl Into<Arc<str>>,
    work: F,
) -> impl Future<Output = F::Output> {
    watched_or_failed(watch, endpoint, work, |_| None)
}

/// As [`watched`], of work whose output says what has failed: what was loaded for code that it did not come to is not left
/// unused, and what was found is told after that.
#[doc(hidden)]
#[track_caller]
pub fn watched_or_failed<F: IntoFuture>(
    watch: Watch,
    endpoint: impl Into<Arc<str>>,
    work: F,
    failure: impl FnOnce(&F::Output) -> Option<String>,
) -> impl Future<Output = F::Output> {
    let (endpoint, work) = (endpoint.into(), work.into_future());
    async move {
        let mode = watch.chosen_mode();
        let (output, mut findings) = whole(watch.scope(endpoint), work).await;
        let failure = failure(&output);
        findings.retain(|finding| {
            let is_unused = finding.rule == Rule::UnusedEagerLoad;
            match mode {
                Mode::Deny => !is_unused || failure.is_none(),
                Mode::Error | Mode::Panic => is_unused && failure.is_none(),
                Mode::Off | Mode::Warn => false,
            }
        });
        if !findings.is_empty() {
            let failed = failure.map(|failure| format!("it failed: {failure}\n")).unwrap_or_default();
            let texts: Vec<_> = findings.iter().map(|finding| format!("- {finding}\n")).collect();
            panic!("{failed}the N+1 watch found {} of these:\n{}", findings.len(), texts.concat());
        }
        output
    }
}

/// Runs `work` outside of any scope, where nobody is watched: to fill tables for a test.
#[track_caller]
pub fn setup<F: IntoFuture>(work: F) -> impl Future<Output = F::Output> {
    for_nobody(work.into_future())
}
