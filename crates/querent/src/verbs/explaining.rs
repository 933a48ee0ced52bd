//! How the server runs a query.

use tokio_postgres::types::{FromSql, Type};

use crate::error::Result;
use crate::exec::Run;
use crate::load;
use crate::model::Model;
use crate::queryset::{Awaited, QuerySet, Shape};
use crate::sql;

/// What the server says of a query's plan: the options of `EXPLAIN`.
///
/// ```
/// use querent::Explain;
///
/// let explain = Explain::new().analyze().buffers().json();
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Explain {
    options: Vec<&'static str>,
}

impl Explain {
    /// The plan, without running the query, as text.
    pub fn new() -> Self {
        Explain::default()
    }

    /// Runs the query, and says how long each step took and how many rows it had: `ANALYZE`.
    pub fn analyze(self) -> Self {
        self.with("ANALYZE")
    }

    /// Tells which pages were read from memory and from disk: `BUFFERS`. They are those of the run if there is one.
    pub fn buffers(self) -> Self {
        self.with("BUFFERS")
    }

    /// Tells what each step hands on: `VERBOSE`.
    pub fn verbose(self) -> Self {
        self.with("VERBOSE")
    }

    /// Tells which settings of the planner are not the usual ones: `SETTINGS`.
    pub fn settings(self) -> Self {
        self.with("SETTINGS")
    }

    /// Leaves out what each step is estimated to cost: `COSTS FALSE`.
    pub fn without_costs(self) -> Self {
        self.with("COSTS FALSE")
    }

    /// The plan as JSON: `FORMAT JSON`.
    pub fn json(self) -> Self {
        self.with("FORMAT JSON")
    }

    /// The plan as YAML: `FORMAT YAML`.
    pub fn yaml(self) -> Self {
        self.with("FORMAT YAML")
    }

    /// The plan as XML: `FORMAT XML`.
    pub fn xml(self) -> Self {
        self.with("FORMAT XML")
    }

    fn with(mut self, option: &'static str) -> Self {
        let name = |option: &'static str| option.split(' ').next();
        self.options.retain(|one| name(one) != name(option));
        self.options.push(option);
        self
    }

    fn before(&self) -> String {
        match self.options.is_empty() {
            true => "EXPLAIN ".to_owned(),
            false => format!("EXPLAIN ({}) ", self.options.join(", ")),
        }
    }
}

impl<M: Model, S: Shape<M> + Awaited> QuerySet<M, S> {
    /// How the server would run the query: `EXPLAIN SELECT …`, with the query's values; lines with breaks between them.
    ///
    /// It is empty for a query that is known to have no rows, of which nothing is sent. What is prefetched has queries
    /// of its own.
    #[track_caller]
    pub fn explain(self) -> Run<'static, String> {
        self.explain_at(Explain::new(), std::panic::Location::caller())
    }

    /// As [`explain`](QuerySet::explain), with options: `EXPLAIN (ANALYZE, BUFFERS) SELECT …`.
    ///
    /// [`analyze`](Explain::analyze) runs the query.
    ///
    /// ```no_run
    /// use querent::Explain;
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Product { id: i64, price: i32 }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// let dear = Product::objects(db).filter(|p| p.price.gt(1000));
    /// println!("{}", dear.explain_with(Explain::new().analyze()).await?);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn explain_with(self, options: Explain) -> Run<'static, String> {
        self.explain_at(options, std::panic::Location::caller())
    }

    fn explain_at(self, options: Explain, site: crate::watch::Site) -> Run<'static, String> {
        Run::new(async move {
            let db = self.reading()?;
            let Some(mut statement) = sql::rows(&self.plan)? else { return Ok(String::new()) };
            statement.text = (options.before() + &statement.text).into();
            let connection = db.connection(site).await?;
            let mut lines: Vec<String> = Vec::new();
            let read = |row: &tokio_postgres::Row| -> Result<()> {
                let Line(line) = row.try_get(0)?;
                lines.push(line);
                Ok(())
            };
            load::read_all(&connection, &statement, read).await?;
            Ok(lines.join("\n"))
        })
    }
}

/// A line of a plan, whatever its format: `text`, `json` and `xml` are sent as their letters.
struct Line(String);

impl<'a> FromSql<'a> for Line {
    fn from_sql(
        _: &Type,
        raw: &'a [u8],
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Line(std::str::from_utf8(raw)?.to_owned()))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}
