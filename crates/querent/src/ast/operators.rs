//! Comparisons, arithmetic, functions and directions.

use std::borrow::Cow;

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
    /// Has every element of the array.
    HasAll,
    /// Has no element that is not in the array.
    HasOnly,
    /// Has an element of the array.
    HasAny,
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
    /// `&`
    BitAnd,
    /// `|`
    BitOr,
    /// `#`
    BitXor,
    /// `<<`
    ShiftLeft,
    /// `>>`
    ShiftRight,
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
            Operator::BitAnd => "&",
            Operator::BitOr => "|",
            Operator::BitXor => "#",
            Operator::ShiftLeft => "<<",
            Operator::ShiftRight => ">>",
        }
    }
}

/// How a value that is made of others is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Function {
    /// `EXTRACT(field FROM value)::integer`.
    Extract(&'static str, Zone),
    /// `value::date`.
    Date(Zone),
    /// `value::time`.
    Time(Zone),
    /// Texts before, between and after the arguments, such as `lower(` and `)`.
    Sql {
        /// Before the first argument.
        before: Cow<'static, str>,
        /// Between two arguments.
        between: &'static str,
        /// After the last argument.
        after: Cow<'static, str>,
        /// When it is NULL.
        nulls: NullRule,
    },
    /// The texts around the arguments, one more than there are.
    Fragment(Vec<&'static str>),
    /// A text that a user has written, with `{}` for each argument; `{{}}` is `{}` itself.
    Written(&'static str),
}

impl Function {
    /// `name(argument, …)`, NULL if an argument is: `before` is the name with its parenthesis.
    pub const fn strict(before: &'static str) -> Function {
        Function::with(before, NullRule::Strict)
    }

    /// `name(argument, …)`: `before` is the name with its parenthesis.
    pub const fn with(before: &'static str, nulls: NullRule) -> Function {
        Function::Sql { before: Cow::Borrowed(before), between: ", ", after: Cow::Borrowed(")"), nulls }
    }

    /// Texts around one argument, NULL if it is.
    pub fn around(before: &'static str, after: impl Into<Cow<'static, str>>) -> Function {
        Function::Sql {
            before: Cow::Borrowed(before),
            between: ", ",
            after: after.into(),
            nulls: NullRule::Strict,
        }
    }
}

/// Whether a moment has a time zone. One that has is read in UTC, whatever the session's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// `timestamptz`
    Zoned,
    /// Every other type.
    Unzoned,
}

/// When a value that is made of others is NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullRule {
    /// If one of them is.
    Strict,
    /// If all of them are: COALESCE.
    Coalesce,
    /// Never.
    Never,
    /// Perhaps, whatever they are.
    Perhaps,
    /// As a row that is ordered beside another one: if its first value is, and perhaps if another one is.
    Row,
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
