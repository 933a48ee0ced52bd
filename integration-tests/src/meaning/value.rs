//! Values of columns, and what SQL says of two of them.

use std::fmt;

/// The value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// A number, or a key.
    Number(i64),
    /// A text.
    Text(String),
    /// True or false.
    Flag(bool),
}

impl Value {
    /// Whether it is NULL.
    pub fn is_null(&self) -> bool {
        *self == Value::Null
    }

    /// As an operand of a column of numbers.
    pub(super) fn number(&self) -> Option<i32> {
        self.key().map(|number| number.try_into().expect("the numbers here are small"))
    }

    /// As an operand of a column of keys.
    pub(super) fn key(&self) -> Option<i64> {
        match self {
            Value::Null => None,
            Value::Number(number) => Some(*number),
            other => panic!("{other} is no number"),
        }
    }

    /// As an operand of a column of texts.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Value::Null => None,
            Value::Text(text) => Some(text.clone()),
            other => panic!("{other} is no text"),
        }
    }

    /// As an operand of a column of flags.
    pub(super) fn flag(&self) -> Option<bool> {
        match self {
            Value::Null => None,
            Value::Flag(flag) => Some(*flag),
            other => panic!("{other} is no flag"),
        }
    }

    /// `self = other`, unknown beside a NULL.
    pub(super) fn equals(&self, other: &Value) -> Option<bool> {
        (!self.is_null() && !other.is_null()).then(|| self == other)
    }
}

/// A number.
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Number(number)
    }
}

/// A text.
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

/// A flag.
impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Flag(flag)
    }
}

/// The value, or NULL.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// As a literal of SQL.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("NULL"),
            Value::Number(number) => number.fmt(f),
            Value::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Value::Flag(flag) => flag.fmt(f),
        }
    }
}
