//! How rows are written in a stream of bytes.

/// How COPY writes rows as bytes (PostgreSQL manual, "COPY", File Formats).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CopyFormat {
    /// Comma-separated values.
    Csv,
    /// Comma-separated values below a line with the columns' names.
    CsvWithHeader,
    /// PostgreSQL's own text format: values with tabs between them.
    Text,
    /// PostgreSQL's binary format.
    Binary,
}

impl CopyFormat {
    /// The options of the statement.
    pub(super) fn options(self) -> &'static str {
        match self {
            CopyFormat::Csv => "(FORMAT csv)",
            CopyFormat::CsvWithHeader => "(FORMAT csv, HEADER)",
            CopyFormat::Text => "(FORMAT text)",
            CopyFormat::Binary => "(FORMAT binary)",
        }
    }
}
