//! The CHECK constraints of a model.

use darling::{Error, Result};

use crate::model::attributes::Checks;
use crate::model::ir::Check;
use crate::names;

/// Reads the constraints, each of which has a name of its own.
pub(super) fn checks(written: Checks) -> Result<Vec<Check>> {
    let mut mistakes = Error::accumulator();
    let mut checks = Vec::new();
    for (ident, condition) in written.0 {
        let (name, sql) = (names::plain(&ident), condition.value());
        mistakes.handle(names::check(&name, "constraint", "check(… = \"…\")", &ident));
        if sql.trim().is_empty() || sql.contains('\0') {
            let message = "a check constraint says what must be true of a row, in SQL without a NUL";
            mistakes.push(Error::custom(message).with_span(&condition));
        }
        checks.push(Check { name, condition: sql });
    }
    mistakes.finish_with(checks)
}
