//! What conditions mean: random ones on random rows, answered by a database and by Django's rules in memory.

pub mod models;
mod value;
mod tree;
mod tables;
mod path;
mod placed;
mod evaluate;
mod lookups;
mod vocabulary;
mod subject;
mod dice;
mod data;
mod generate;
mod cases;
mod shares;
mod compare;
mod shrink;

use std::fmt;

use querent::Db;

pub use cases::{Asked, Cases};
pub use dice::Dice;
pub use evaluate::answer;
pub use generate::Case;
pub use placed::Rules;
pub use shares::Shares;
pub use subject::{SUBJECTS, Subject};
pub use tables::{Row, Table, Tables};
pub use tree::{Call, Comparison, Leaf, Test, Tree};
pub use value::Value;
pub use vocabulary::Kind;

use compare::{Found, differs, differs_on, miscounts};

/// Each such case is counted, too.
const COUNTED: usize = 8;

/// A case that the database answers otherwise than the rules.
#[derive(Debug)]
pub struct Difference {
    seed: u64,
    number: usize,
    case: Case,
    found: Found,
    expected: Vec<Value>,
    smallest: Smallest,
}

/// The smallest case that was found to differ.
#[derive(Debug)]
struct Smallest {
    case: Case,
    tables: Tables,
    sql: String,
    answers: Option<(Found, Vec<Value>)>,
}

/// Asks so many random cases of a database that has the tables of the [`models`].
///
/// # Errors
///
/// The first case that is answered otherwise than by the rules.
pub async fn compare(db: &Db, seed: u64, amount: usize) -> Result<Shares, Box<Difference>> {
    let mut cases = Cases::new(seed);
    let mut shares = Shares::default();
    for number in 0..amount {
        let is_due = cases.is_due();
        let asked = cases.draw();
        let tables = cases.tables();
        if is_due {
            db.batch_execute(&tables.statements()).await.expect("random rows can be written");
        }
        shares.count(tables, &asked);
        let Asked { case, expected } = asked;
        let mut found = differs(db, &case, &expected).await;
        if found.is_none() && number % COUNTED == 0 {
            found = miscounts(db, &case, &expected).await;
        }
        if let Some(found) = found {
            let smallest = Smallest::of(db, tables, &case).await;
            return Err(Box::new(Difference { seed, number, case, found, expected, smallest }));
        }
    }
    Ok(shares)
}

impl Smallest {
    async fn of(db: &Db, tables: &Tables, case: &Case) -> Smallest {
        let (tables, case) = shrink::smallest(db, tables.clone(), case.clone()).await;
        let sql = case.subject.sql(db, &case.calls).unwrap_or_else(|error| format!("{error:?}"));
        let answers = differs_on(db, &tables, &case).await;
        Smallest { case, tables, sql, answers }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { seed, number, case, found, expected, smallest } = self;
        writeln!(f, "case {number} of seed {seed} is answered otherwise than by the rules")?;
        writeln!(f, "{case}\n  found {}\n  expected {}", found.0, Keys(expected))?;
        let Smallest { case, tables, sql, answers } = smallest;
        writeln!(f, "the smallest case that was found to differ\n{case}")?;
        if let Some((found, expected)) = answers {
            writeln!(f, "  found {}\n  expected {}", found.0, Keys(expected))?;
        }
        write!(f, "{sql}\n{}", tables.statements())
    }
}

struct Keys<'a>(&'a [Value]);

impl fmt::Display for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.0.iter().map(Value::to_string).collect();
        write!(f, "[{}]", keys.join(", "))
    }
}
