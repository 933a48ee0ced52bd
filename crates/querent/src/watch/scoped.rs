//! Work that runs in a scope, by hand.

use super::configure::Watch;
use super::finding::Finding;
use super::mode::Mode;
use super::scope::{Scope, for_nobody};
use super::settings::Settings;

/// Ends a scope as aborted, unless its work came to an end.
struct Ending(Scope);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn whole<F: Future>(scope: Scope, future: F) -> (F::Output, Vec<Finding>) {
    let ending = Ending(scope);
    let output = ending.0.run(future).await;
    let findings = ending.0.finish();
    (output, findings)
}

/// Runs `work` in a [`Scope`] of its own: a job, or what a worker takes from a queue.
///
/// ```no_run
/// # async fn job() {}
/// # async fn example() {
/// querent::watch::scope("nightly report", job()).await;
/// # }
/// ```
#[track_caller]
pub fn scope<F: IntoFuture>(endpoint: impl Into<String>, work: F) -> impl Future<Output = F::Output> {
    let (endpoint, work) = (endpoint.into(), work.into_future());
    async move { whole(Scope::new(endpoint), work).await.0 }
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
    match Settings::of_process() {
        Some(settings) => Watch::of((*settings).clone()),
        None => Watch::new().mode(Mode::Deny),
    }
}

/// Runs `work` in a scope of its own, watched as `watch` says; findings of [`Mode::Deny`] are one failure at the end.
///
/// # Panics
///
/// If anything was found and the mode is [`Mode::Deny`].
#[track_caller]
pub fn watched<F: IntoFuture>(
    watch: Watch,
    endpoint: impl Into<String>,
    work: F,
) -> impl Future<Output = F::Output> {
    let (endpoint, work) = (endpoint.into(), work.into_future());
    async move {
        let denied = watch.is_denying();
        let (output, findings) = whole(watch.scope(endpoint), work).await;
        if denied && !findings.is_empty() {
            let texts: Vec<_> = findings.iter().map(|finding| format!("- {finding}\n")).collect();
            panic!("the N+1 watch found {} of these:\n{}", findings.len(), texts.concat());
        }
        output
    }
}

/// Runs `work` outside of any scope, where nobody is watched: to fill tables for a test.
#[track_caller]
pub fn setup<F: IntoFuture>(work: F) -> impl Future<Output = F::Output> {
    for_nobody(work.into_future())
}
