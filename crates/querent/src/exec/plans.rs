//! The plans of slow statements, asked for in the background.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use querent_schema::quote_identifier;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Error, SimpleQueryMessage};
use tracing::instrument::WithSubscriber;

use super::lease::Lease;
use super::pool::Pool;
use crate::sql::{Statement, StatementText};
use crate::watch::{Planner, Site, SlowStatement, can_be_explained, without_literals};

/// How a plan is asked for: nothing is written, nothing is waited for, and no setting outlives it.
///
/// Of a generic plan the server shows `$1` and not the values of a condition. It is asked for with no values at all, which
/// no partition has: none may be left out of it.
const BEGIN: &str = "BEGIN READ ONLY; SET LOCAL plan_cache_mode = force_generic_plan; \
                     SET LOCAL enable_partition_pruning = off; \
                     SET LOCAL statement_timeout = '2s'; SET LOCAL lock_timeout = '100ms'";

/// How many lines of a plan are told: a table may have thousands of partitions.
const MOST_LINES: usize = 100;

/// Who asks for the plan of `statement` on another connection of the pool, should it be slow; `None` if it has none.
pub(super) fn planner(lease: &Lease, statement: &Statement, at: Site) -> Option<Planner> {
    if !can_be_explained(&statement.text) {
        return None;
    }
    let (pool, runtime) = (lease.pool.clone(), lease.runtime.clone());
    let explained = Explained {
        text: statement.text.clone(),
        types: statement.types(),
        has_values: statement.may_have_values(),
        at,
    };
    Some(Box::new(move |slow| {
        if pool.planning.begin(&explained.text) {
            let asking = Asking { pool, slow };
            drop(runtime.spawn(asking.plan(explained).with_current_subscriber()));
        }
    }))
}

/// A statement whose plan is asked for.
struct Explained {
    text: StatementText,
    types: Vec<Type>,
    /// Whether values may stand in the text.
    has_values: bool,
    at: Site,
}

/// A slow statement whose plan is being asked for. Whatever becomes of that, it is told of in the end.
struct Asking {
    pool: Arc<Pool>,
    slow: SlowStatement,
}

impl Asking {
    async fn plan(mut self, explained: Explained) {
        match self.ask(&explained).await {
            Ok(Some(plan)) => self.slow.set_plan(plan),
            Ok(None) => {}
            Err(error) => {
                let code = error.code().map(|code| code.code());
                tracing::debug!(target: "querent::slow_statement", code, "a statement could not be explained");
            }
        }
    }

    /// `None` where no connection is free: nobody else waits for a plan.
    async fn ask(&self, explained: &Explained) -> Result<Option<String>, Error> {
        let Some(lease) = Lease::take_free(&self.pool, explained.at).await else { return Ok(None) };
        let flight = lease.flight();
        lease.set_in_transaction(true);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let plan = explained.ask(&lease.client, number).await?;
        flight.land();
        lease.set_in_transaction(false);
        plan.map(Some)
    }
}

/// What tells prepared statements of one session from each other.
static NUMBER: AtomicU64 = AtomicU64::new(1);

impl Drop for Asking {
    fn drop(&mut self) {
        self.pool.planning.end();
    }
}

impl Explained {
    /// The inner result is that of the statement; after an error of the outer one the transaction may be open.
    async fn ask(&self, client: &Client, number: u64) -> Result<Result<String, Error>, Error> {
        let name = format!("querent_slow_{number}");
        client.batch_execute(BEGIN).await?;
        // Of the extended protocol, which takes one command: what was slow may be anything.
        let prepared = client.execute_typed(&self.prepare(&name), &[]).await;
        let Err(error) = prepared else {
            let plan = client.simple_query(&self.explain(&name)).await;
            client.batch_execute(&format!("ROLLBACK; DEALLOCATE {name}")).await?;
            return Ok(plan.map(|lines| self.shown(&lines)));
        };
        client.batch_execute("ROLLBACK").await?;
        Ok(Err(error))
    }

    fn prepare(&self, name: &str) -> String {
        let types: Vec<_> = self
            .types
            .iter()
            .map(|ty| format!("{}.{}", quote_identifier(ty.schema()), quote_identifier(ty.name())))
            .collect();
        let types = if types.is_empty() { String::new() } else { format!(" ({})", types.join(", ")) };
        format!("PREPARE {name}{types} AS {}", self.text)
    }

    /// A generic plan is made for any values, so that it needs none.
    fn explain(&self, name: &str) -> String {
        let values = vec!["NULL"; self.types.len()].join(", ");
        let values = if values.is_empty() { String::new() } else { format!("({values})") };
        format!("EXPLAIN EXECUTE {name}{values}")
    }

    /// The lines of a plan. Those that are conditions may have values that a user has written into the text.
    fn shown(&self, lines: &[SimpleQueryMessage]) -> String {
        let lines: Vec<_> = lines
            .iter()
            .filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => row.get(0),
                _ => None,
            })
            .collect();
        let shown = |line: &&str| match self.has_values && !line.contains("  (cost=") {
            true => without_literals(line),
            false => (*line).to_owned(),
        };
        let mut shown: Vec<_> = lines.iter().take(MOST_LINES).map(shown).collect();
        if lines.len() > MOST_LINES {
            shown.push(format!("… {} lines more", lines.len() - MOST_LINES));
        }
        shown.join("\n")
    }
}
