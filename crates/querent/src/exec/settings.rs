//! Settings that hold until the end of a transaction.

use std::time::Duration;

use crate::sql::Statement;
use crate::types::Param;

/// Settings that hold until the end of a transaction, in their order.
#[derive(Clone, Default)]
pub(super) struct Settings(Vec<(String, String)>);

impl Settings {
    pub(super) fn set(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, for a message.
    pub(super) fn names(&self) -> String {
        let names: Vec<_> = self.0.iter().map(|(name, _)| format!("`{name}`")).collect();
        names.join(", ")
    }

    /// The statement that sets them. SET takes no values, so that a hostile one would have to be quoted; `set_config`
    /// does (PostgreSQL manual, "System Administration Functions").
    pub(super) fn statement(&self) -> Statement {
        let calls: Vec<_> =
            (0..self.0.len()).map(|n| format!("set_config(${}, ${}, true)", n * 2 + 1, n * 2 + 2)).collect();
        let params = self.0.iter().flat_map(|(name, value)| [name, value]).cloned().map(Param::Text);
        let text = format!("SELECT {}", calls.join(", "));
        Statement { text: text.into(), params: params.collect(), table: None, has_fragments: false }
    }
}

/// A time as the server's timeouts take it. Of none it would make "no timeout".
pub(super) fn milliseconds(time: Duration) -> String {
    format!("{}ms", time.as_millis().clamp(1, i32::MAX as u128))
}
