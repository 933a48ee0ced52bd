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

/// Runs `future` in a [`Scope`] of its own: a job, or what a worker takes from a queue.
///
/// ```no_run
/// # async fn job() {}
/// # async fn example() {
/// querent::watch::scope("nightly report", job()).await;
/// # }
/// ```
pub async fn scope<F: Future>(endpoint: impl Into<String>, future: F) -> F::Output {
    whole(Scope::new(endpoint), future).await.0
}

/// Runs `future` in a scope of its own, and returns what was found in it, whether the watch is on or not.
///
/// ```no_run
/// # async fn page() {}
/// # async fn example() {
/// let (page, findings) = querent::watch::capture(page()).await;
/// assert!(findings.is_empty(), "{findings:?}");
/// # }
/// ```
pub async fn capture<F: Future>(future: F) -> (F::Output, Vec<Finding>) {
    whole(captured().scope("capture"), future).await
}

/// The process' own settings, or those that tell nobody.
fn captured() -> Watch {
    match Settings::of_process() {
        Some(settings) => Watch::of((*settings).clone()),
        None => Watch::new().mode(Mode::Deny),
    }
}

/// Runs `future` in a scope of its own, watched as `watch` says; findings of [`Mode::Deny`] are one failure at the end.
///
/// # Panics
///
/// If anything was found and the mode is [`Mode::Deny`].
pub async fn watched<F: Future>(watch: Watch, endpoint: impl Into<String>, future: F) -> F::Output {
    let denied = watch.is_denying();
    let (output, findings) = whole(watch.scope(endpoint), future).await;
    if denied && !findings.is_empty() {
        let texts: Vec<_> = findings.iter().map(|finding| format!("- {finding}\n")).collect();
        panic!("the N+1 watch has {} findings:\n{}", findings.len(), texts.concat());
    }
    output
}

/// Runs `future` outside of any scope, where nobody is watched: to fill tables for a test.
pub async fn setup<F: Future>(future: F) -> F::Output {
    for_nobody(future).await
}
