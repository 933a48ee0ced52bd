//! The command that a statement begins with.

use std::fmt;

/// The commands of SQL that a statement begins with (PostgreSQL manual, "SQL Commands"): another word at its beginning
/// might be a value.
const COMMANDS: [&str; 52] = [
    "ABORT",
    "ALTER",
    "ANALYZE",
    "BEGIN",
    "CALL",
    "CHECKPOINT",
    "CLOSE",
    "CLUSTER",
    "COMMENT",
    "COMMIT",
    "COPY",
    "CREATE",
    "DEALLOCATE",
    "DECLARE",
    "DELETE",
    "DISCARD",
    "DO",
    "DROP",
    "END",
    "EXECUTE",
    "EXPLAIN",
    "FETCH",
    "GRANT",
    "IMPORT",
    "INSERT",
    "LISTEN",
    "LOAD",
    "LOCK",
    "MERGE",
    "MOVE",
    "NOTIFY",
    "PREPARE",
    "REASSIGN",
    "REFRESH",
    "REINDEX",
    "RELEASE",
    "RESET",
    "REVOKE",
    "ROLLBACK",
    "SAVEPOINT",
    "SECURITY",
    "SELECT",
    "SET",
    "SHOW",
    "START",
    "TABLE",
    "TRUNCATE",
    "UNLISTEN",
    "UPDATE",
    "VACUUM",
    "VALUES",
    "WITH",
];

/// The command that `sql`, without comments, begins with.
pub(super) fn command(sql: &str) -> Option<&str> {
    let sql = sql.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '(');
    let end = sql.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(sql.len());
    let word = &sql[..end];
    COMMANDS.iter().any(|command| command.eq_ignore_ascii_case(word)).then_some(word)
}

/// Whether there is a plan for `sql`.
pub(crate) fn can_be_explained(sql: &str) -> bool {
    let explained = ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "WITH", "TABLE"];
    command(sql).is_some_and(|command| explained.iter().any(|one| one.eq_ignore_ascii_case(command)))
}

/// A statement in two words: `SELECT products`.
#[derive(Clone, Copy)]
pub(super) struct Summary<'a> {
    pub(super) command: Option<&'a str>,
    pub(super) table: Option<&'static str>,
}

impl Summary<'_> {
    /// Of a statement that reads or writes `table`, or of one of which that is not known.
    pub(super) fn of<'a>(sql: &'a str, table: Option<&'static str>) -> Summary<'a> {
        let command = match command(sql) {
            // The one statement of ours that begins so creates a row, and its pair.
            Some("WITH") if table.is_some() => Some("INSERT"),
            command => command,
        };
        Summary { command, table }
    }
}

/// As OpenTelemetry's conventions have it, "Generating a summary of the query".
impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.command.unwrap_or(SYSTEM))?;
        self.table.map_or(Ok(()), |table| write!(f, " {table}"))
    }
}

/// What OpenTelemetry calls PostgreSQL.
pub(super) const SYSTEM: &str = "postgresql";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_command_of_sql_is_a_summary() {
        assert_eq!(command("\n (SELECT 1) UNION SELECT 2"), Some("SELECT"));
        assert_eq!(command("select 1"), Some("select"));
        assert_eq!(command("COMMIT"), Some("COMMIT"));
        for none in ["", "secret", "selection", "?"] {
            assert_eq!(command(none), None, "{none}");
        }
    }

    #[test]
    fn a_summary_names_the_table_where_it_is_known() {
        assert_eq!(Summary::of("SELECT 1", Some("products")).to_string(), "SELECT products");
        assert_eq!(Summary::of("WITH a AS (INSERT", Some("tags")).to_string(), "INSERT tags");
        assert_eq!(Summary::of("BEGIN ISOLATION LEVEL SERIALIZABLE", None).to_string(), "BEGIN");
        assert_eq!(Summary::of("secret", None).to_string(), "postgresql");
    }

    #[test]
    fn what_reads_and_writes_rows_has_a_plan() {
        assert!(
            can_be_explained("with a as (select 1) select * from a")
                && can_be_explained("UPDATE a SET b = 1")
        );
        assert!(!can_be_explained("COMMIT") && !can_be_explained("CREATE TABLE a AS SELECT 1"));
        assert!(!can_be_explained("FETCH FORWARD 500 FROM querent_cursor_0"));
    }
}
