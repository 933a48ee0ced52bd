//! Conditions as trees, and what a comparison says of values.

use std::fmt;

use super::value::Value;

/// A condition on a row.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A comparison of a column.
    Leaf(Leaf),
    /// All of these.
    All(Vec<Tree>),
    /// Any of these.
    Any(Vec<Tree>),
    /// An odd number of these.
    Odd(Vec<Tree>),
    /// Not this.
    Not(Box<Tree>),
}

/// A comparison of a column, which is named by the relations that lead to it: `project.client.name`.
///
/// A path that ends with a relation speaks of the related row's key.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The path of the column.
    pub path: &'static str,
    /// What it is compared with.
    pub test: Test,
}

/// What a column is compared with.
#[derive(Clone, Debug)]
pub enum Test {
    /// With a value, where NULL makes equality IS NULL.
    Value(Comparison, Value),
    /// With the column at the end of another path.
    Column(Comparison, &'static str),
    /// It is one of these, NULLs left out.
    In(Vec<Value>),
    /// It is none of these.
    NotIn(Vec<Value>),
    /// It is NULL, or there is no row that it is a column of.
    IsNull,
    /// It is not NULL.
    IsNotNull,
    /// It is true.
    IsTrue,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// They are equal.
    Eq,
    /// They are not equal, or one is NULL.
    Ne,
    /// The first is greater.
    Gt,
    /// The first is not less.
    Gte,
    /// The first is less.
    Lt,
    /// The first is not greater.
    Lte,
    /// The first has the second in it.
    Contains,
}

/// One call on a queryset.
#[derive(Clone, Debug)]
pub enum Call {
    /// Rows that fulfil it.
    Filter(Tree),
    /// Rows that do not.
    Exclude(Tree),
}

impl Call {
    /// What rows must fulfil.
    pub(super) fn condition(&self) -> Tree {
        match self {
            Call::Filter(tree) => tree.clone(),
            Call::Exclude(tree) => !tree.clone(),
        }
    }

    /// The tree that was handed to it.
    pub(super) fn tree(&self) -> &Tree {
        match self {
            Call::Filter(tree) | Call::Exclude(tree) => tree,
        }
    }
}

impl Tree {
    /// The comparison of the column at the end of a path.
    pub fn leaf(path: &'static str, test: Test) -> Tree {
        Tree::Leaf(Leaf { path, test })
    }

    /// The column equals a value.
    pub fn eq(path: &'static str, value: impl Into<Value>) -> Tree {
        Tree::leaf(path, Test::Value(Comparison::Eq, value.into()))
    }

    /// The leaves, in the order in which they are written.
    pub(super) fn leaves(&self) -> Vec<&Leaf> {
        match self {
            Tree::Leaf(leaf) => vec![leaf],
            Tree::All(terms) | Tree::Any(terms) | Tree::Odd(terms) => {
                terms.iter().flat_map(Tree::leaves).collect()
            }
            Tree::Not(inner) => inner.leaves(),
        }
    }

    /// Whether a negation is in it.
    pub(super) fn negates(&self) -> bool {
        match self {
            Tree::Leaf(_) => false,
            Tree::All(terms) | Tree::Any(terms) | Tree::Odd(terms) => terms.iter().any(Tree::negates),
            Tree::Not(_) => true,
        }
    }
}

impl std::ops::BitAnd for Tree {
    type Output = Tree;
    fn bitand(self, other: Tree) -> Tree {
        Tree::All(vec![self, other])
    }
}

impl std::ops::BitOr for Tree {
    type Output = Tree;
    fn bitor(self, other: Tree) -> Tree {
        Tree::Any(vec![self, other])
    }
}

impl std::ops::BitXor for Tree {
    type Output = Tree;
    fn bitxor(self, other: Tree) -> Tree {
        Tree::Odd(vec![self, other])
    }
}

impl std::ops::Not for Tree {
    type Output = Tree;
    fn not(self) -> Tree {
        Tree::Not(Box::new(self))
    }
}

impl Leaf {
    /// The paths that it names.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'static str> {
        let other = match self.test {
            Test::Column(_, path) => Some(path),
            _ => None,
        };
        std::iter::once(self.path).chain(other)
    }
}

impl Test {
    /// What it says of the column's value, and of the other column's; unknown because of a NULL.
    pub fn of(&self, left: &Value, right: &Value) -> Option<bool> {
        match self {
            Test::Value(Comparison::Eq, Value::Null) | Test::IsNull => Some(left.is_null()),
            Test::Value(Comparison::Ne, Value::Null) | Test::IsNotNull => Some(!left.is_null()),
            Test::Value(comparison, value) => comparison.of(left, value),
            Test::Column(comparison, _) => comparison.of(left, right),
            Test::In(values) => (!left.is_null()).then(|| values.contains(left)),
            Test::NotIn(values) => Some(left.is_null() || !values.contains(left)),
            Test::IsTrue => left.equals(&Value::Flag(true)),
        }
    }
}

impl Comparison {
    fn of(self, left: &Value, right: &Value) -> Option<bool> {
        match (self, left, right) {
            (Comparison::Eq, ..) => left.equals(right),
            (Comparison::Ne, ..) => Some(left.equals(right) != Some(true)),
            (_, Value::Null, _) | (_, _, Value::Null) => None,
            (Comparison::Gt, Value::Number(left), Value::Number(right)) => Some(left > right),
            (Comparison::Gte, Value::Number(left), Value::Number(right)) => Some(left >= right),
            (Comparison::Lt, Value::Number(left), Value::Number(right)) => Some(left < right),
            (Comparison::Lte, Value::Number(left), Value::Number(right)) => Some(left <= right),
            (Comparison::Contains, Value::Text(left), Value::Text(right)) => Some(left.contains(right)),
            _ => panic!("{left} and {right} have no {self:?}"),
        }
    }
}

/// As a user writes it, the model's handle left out.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut joined = |terms: &[Tree], sign: &str| {
            for (at, term) in terms.iter().enumerate() {
                write!(f, "{}{term}", if at == 0 { "(" } else { sign })?;
            }
            f.write_str(")")
        };
        match self {
            Tree::Leaf(leaf) => leaf.fmt(f),
            Tree::All(terms) => joined(terms, " & "),
            Tree::Any(terms) => joined(terms, " | "),
            Tree::Odd(terms) => joined(terms, " ^ "),
            Tree::Not(inner) => write!(f, "!{inner}"),
        }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path;
        match &self.test {
            Test::Value(comparison, value) => write!(f, "{path}.{comparison}({value})"),
            Test::Column(comparison, other) => write!(f, "{path}.{comparison}({other})"),
            Test::In(values) => write!(f, "{path}.is_in({})", list(values)),
            Test::NotIn(values) => write!(f, "{path}.not_in({})", list(values)),
            Test::IsNull => write!(f, "{path}.is_null()"),
            Test::IsNotNull => write!(f, "{path}.is_not_null()"),
            Test::IsTrue => f.write_str(path),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Comparison::Eq => "eq",
            Comparison::Ne => "ne",
            Comparison::Gt => "gt",
            Comparison::Gte => "gte",
            Comparison::Lt => "lt",
            Comparison::Lte => "lte",
            Comparison::Contains => "contains",
        })
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Call::Filter(tree) => write!(f, ".filter({tree})"),
            Call::Exclude(tree) => write!(f, ".exclude({tree})"),
        }
    }
}

fn list(values: &[Value]) -> String {
    format!("[{}]", values.iter().map(Value::to_string).collect::<Vec<_>>().join(", "))
}
