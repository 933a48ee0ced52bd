//! One thing that a program does, and all that the watch says of it.

use std::collections::BTreeMap;
use std::fmt::Write;

use futures::future::BoxFuture;
use querent::watch::{Finding, Mode, Rule, Scope, Thresholds, Watch};
use querent::{Db, Result};

use super::lines::{self, Place};

/// One thing that a program does, and all that the watch says of it.
#[derive(Clone, Copy)]
pub struct Scenario {
    /// The function's name: a sentence.
    pub name: &'static str,
    /// The file that the function is in, as the compiler names it.
    pub file: &'static str,
    /// What is in that file.
    pub source: &'static str,
    /// What is to be seen.
    pub expected: Expected,
    /// How it is watched.
    pub watching: fn(Watch) -> Watch,
    /// The function.
    pub function: fn(Db) -> BoxFuture<'static, Result<Vec<Finding>>>,
}

/// What is to be seen of a scenario.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    /// How many statements are sent.
    pub statements: usize,
    /// How many are sent once all that the findings say is done, and nothing is found any more; `None` where that takes
    /// more than a call in the query.
    pub fixed: Option<usize>,
    /// Every finding, as [`Scenario::told`] writes it.
    pub findings: &'static [&'static str],
}

/// What was seen of a scenario.
#[derive(Debug)]
pub struct Seen {
    /// The statements that were sent.
    pub statements: Vec<String>,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Seen {
    /// Whether the tables may be others than they were.
    pub fn has_written(&self) -> bool {
        let writes = |statement: &String| {
            ["INSERT", "UPDATE", "DELETE"].iter().any(|verb| statement.starts_with(verb))
        };
        self.statements.iter().any(writes)
    }
}

/// What a scenario returns: findings of scopes of its own, if it has any.
pub(super) trait Findings {
    fn findings(self) -> Vec<Finding>;
}

impl Findings for () {
    fn findings(self) -> Vec<Finding> {
        Vec::new()
    }
}

impl Findings for Vec<Finding> {
    fn findings(self) -> Vec<Finding> {
        self
    }
}

/// From when on something is told, in every build; ten rows written are too many, and one eager load that is left.
fn thresholds() -> Thresholds {
    let mut thresholds = Thresholds::development();
    thresholds.writes = Some(10);
    thresholds.unused = 1;
    thresholds
}

/// A scope of another request within a scenario, watched as scenarios are.
pub(super) fn request(name: &str) -> Scope {
    watching().scope(name)
}

fn watching() -> Watch {
    Watch::new().mode(Mode::Deny).thresholds(thresholds())
}

impl Scenario {
    /// Runs the scenario in a scope of its own.
    ///
    /// # Errors
    ///
    /// What the scenario itself does not expect.
    pub async fn run(&self, db: &Db) -> Result<Seen> {
        self.watch(db, (self.function)(db.clone())).await
    }

    /// Runs `work` as the scenario is run.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub async fn watch(&self, db: &Db, work: impl Future<Output = Result<Vec<Finding>>>) -> Result<Seen> {
        let scope = (self.watching)(watching()).scope(self.name);
        let recording = db.record_statements();
        let mut findings = scope.run(work).await?;
        findings.extend(scope.finish());
        Ok(Seen { statements: recording.statements(), findings })
    }

    /// What is wrong with what was seen, if anything is.
    pub fn difference(&self, seen: &Seen) -> Option<String> {
        let told: Vec<_> = seen.findings.iter().map(|finding| self.told(finding)).collect();
        let mut text = String::new();
        if told != self.expected.findings {
            let lines = |all: &[String]| all.iter().map(|one| format!("\n  {one}")).collect::<String>();
            let expected: Vec<_> = self.expected.findings.iter().map(|&one| one.to_owned()).collect();
            let _ = write!(text, "found:{}\nexpected:{}\n", lines(&told), lines(&expected));
        }
        if seen.statements.len() != self.expected.statements {
            let (sent, expected) = (seen.statements.len(), self.expected.statements);
            let _ = writeln!(text, "{sent} statements were sent, {expected} expected:");
            let mut times: BTreeMap<&str, usize> = BTreeMap::new();
            seen.statements.iter().for_each(|statement| *times.entry(statement).or_default() += 1);
            for (statement, times) in &times {
                let _ = writeln!(text, "  {times} of {statement}");
            }
        }
        (!text.is_empty()).then(|| format!("{}:\n{text}", self.name))
    }

    /// A finding in one line: `lazy_relation Product.category 50/50 L of Q: .select_related(|p| p.category)`.
    ///
    /// `50/50` is how many were loaded, and how many rows there are. In brackets is for how many different rows or values, if
    /// that is not the same, and whether several ran at the same time. `L` is the mark of the line that loads, `Q` that of
    /// the query's line. A name before it all is the scope, where it is another than the scenario's.
    pub fn told(&self, finding: &Finding) -> String {
        let mut text = String::new();
        if let Some(endpoint) = finding.endpoint.as_deref().filter(|endpoint| *endpoint != self.name) {
            let _ = write!(text, "{endpoint}: ");
        }
        if finding.aborted {
            text.push_str("aborted ");
        }
        let _ = write!(text, "{} {} {}", finding.rule, finding.path, finding.loads);
        if let Some(siblings) = finding.siblings {
            let _ = write!(text, "/{siblings}");
        }
        if finding.distinct != finding.loads {
            let _ = write!(text, " ({} different)", finding.distinct);
        }
        if finding.concurrent > 1 {
            text.push_str(" (at once)");
        }
        let _ = write!(text, " {}", self.mark(&finding.loaded_at));
        if let Some(query) = &finding.query_at
            && finding.rule != Rule::UnusedEagerLoad
        {
            let _ = write!(text, " of {}", self.mark(query));
        }
        if let Some(fix) = &finding.fix {
            let _ = write!(text, ": {fix}");
        }
        text
    }

    /// The mark of a line of the scenario; the place itself where it has none, or is elsewhere.
    fn mark(&self, text: &str) -> String {
        let marked = Place::read(text).filter(|place| place.file == self.file).and_then(|place| {
            let (begin, end) = lines::function(self.source, self.name)?;
            let mark = lines::mark(self.source, place.line)?;
            (begin..=end).contains(&place.line).then(|| mark.to_owned())
        });
        marked.unwrap_or_else(|| text.to_owned())
    }
}

/// The scenarios of a file: `name: statements => statements when fixed, [findings];`, and `by` how they are watched.
macro_rules! scenarios {
    (in $file:literal: $(
        $name:ident: $statements:literal $(=> $fixed:literal)?, [$($finding:literal),* $(,)?] $(by $watching:expr)?;
    )*) => {
        &[$($crate::watch::scenario::Scenario {
            name: stringify!($name),
            file: file!(),
            source: include_str!($file),
            expected: $crate::watch::scenario::Expected {
                statements: $statements,
                fixed: [$(Some($fixed),)? None][0],
                findings: &[$($finding),*],
            },
            watching: [$($watching as fn(querent::watch::Watch) -> querent::watch::Watch,)? std::convert::identity][0],
            function: |db| Box::pin(async move {
                let more = $name(db).await?;
                Ok($crate::watch::scenario::Findings::findings(more))
            }),
        }),*]
    };
}
pub(super) use scenarios;

impl std::fmt::Debug for Scenario {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
