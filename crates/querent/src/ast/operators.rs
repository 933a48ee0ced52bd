//! Comparisons, arithmetic, functions and directions.

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Eq,
    /// `<>`, and true if one side is NULL
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Gte,
    /// `<`
    Lt,
    /// `<=`
    Lte,
    /// Contains the text.
    Contains,
    /// Contains the text, whatever the case.
    IContains,
    /// Starts with the text.
    StartsWith,
    /// Starts with the text, whatever the case.
    IStartsWith,
    /// Ends with the text.
    EndsWith,
    /// Ends with the text, whatever the case.
    IEndsWith,
    /// Equals the text, whatever the case.
    IExact,
    /// Matches the POSIX regular expression.
    Regex,
    /// Matches the POSIX regular expression, whatever the case.
    IRegex,
}

/// An arithmetic operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

impl Operator {
    /// The operator in SQL.
    pub const fn sql(self) -> &'static str {
        match self {
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Modulo => "%",
        }
    }
}

/// A function or a part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `EXTRACT(field FROM value)::integer`; timestamps with a time zone are read in UTC.
    Extract(&'static str),
    /// `value::date`; timestamps with a time zone are read in UTC.
    Date,
    /// `value::time`; timestamps with a time zone are read in UTC.
    Time,
}

/// Which way rows are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// Where NULLs are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    /// PostgreSQL's way: as if larger than every value.
    Default,
    /// Before every value.
    First,
    /// After every value.
    Last,
}
