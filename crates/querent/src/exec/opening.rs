//! What opens a block.

use std::sync::Arc;

use futures::future::BoxFuture;
use tokio_postgres::Error;

use super::lease::Lease;
use crate::sql::Statement;
use crate::watch::{By, Departure, Rows, Site, Text};

/// What opens a block. It has been sent.
pub(super) struct Opening {
    pub(super) step: Step,
    pub(super) answer: BoxFuture<'static, Result<(), Error>>,
    /// How many blocks the one that it opens is around the statement's own.
    pub(super) depth: usize,
    /// Where that one began.
    began: Site,
    /// The text that those who watch statements have not been told of.
    untold: Option<String>,
}

/// A step in opening a block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Begin,
    Savepoint,
    /// The settings after a savepoint.
    Settings,
}

impl Opening {
    /// Sends BEGIN or SAVEPOINT for the block that began at `began`, of which nobody is told before [`tell`](Self::tell).
    pub(super) fn post(lease: &Arc<Lease>, step: Step, sql: String, began: Site, depth: usize) -> Opening {
        let untold = lease.untold(&sql);
        Opening { step, answer: lease.post(sql, Departure::UNSEEN), depth, began, untold }
    }

    /// As [`post`](Self::post), of the settings after a savepoint.
    pub(super) fn post_settings(
        lease: &Arc<Lease>,
        settings: Statement,
        began: Site,
        depth: usize,
    ) -> Opening {
        let untold = lease.untold(&settings.text);
        let answer = lease.post_statement(settings, Departure::UNSEEN);
        Opening { step: Step::Settings, answer, depth, began, untold }
    }

    /// Tells those who watch statements. It is other people's code: nothing is locked meanwhile that it could ask for.
    pub(super) fn tell(&mut self, lease: &Lease) {
        let Some(text) = self.untold.take() else { return };
        let text = match self.step {
            Step::Begin | Step::Savepoint => Text::Own(&text, None),
            Step::Settings => Text::Users(&text),
        };
        let mut departure = lease.leaves(text, By::Line(self.began));
        let answer = std::mem::replace(&mut self.answer, Box::pin(std::future::pending()));
        self.answer = Box::pin(async move {
            let result = answer.await;
            departure.arrive(&result, |()| Rows::Unknown);
            result
        });
    }
}
