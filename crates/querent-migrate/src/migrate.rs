//! Leading a database to where the migrations are.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use querent::Db;
use querent_schema::Graph;

use crate::error::Result;
use crate::event::{Event, Listener};
use crate::execute::{Executor, Report};
use crate::function::Function;
use crate::options::Options;
use crate::plan::{Goal, Plan, Way};

/// Leads a database to where the migrations are, once it is awaited.
///
/// Any number of processes may do it at the same time: one works, and the others wait until it is done and then have nothing
/// to do. It works on a connection of its own, whatever the pool is used for meanwhile, and may be dropped at any moment: what
/// was not committed is rolled back, and the next run goes on from there.
///
/// # Errors
///
/// | | |
/// |---|---|
/// | [`Schema`](crate::Kind::Schema), [`UnknownMigration`](crate::Kind::UnknownMigration), [`UnknownFunction`](crate::Kind::UnknownFunction), [`NotAtomic`](crate::Kind::NotAtomic), [`SeveralStatements`](crate::Kind::SeveralStatements), [`Using`](crate::Kind::Using), [`Irreversible`](crate::Kind::Irreversible) | the migrations or what is asked for make no sense |
/// | [`Edited`](crate::Kind::Edited), [`InconsistentHistory`](crate::Kind::InconsistentHistory), [`Ahead`](crate::Kind::Ahead) | the database does not go with them |
/// | [`InTransaction`](crate::Kind::InTransaction), [`Standby`](crate::Kind::Standby) | nothing can be migrated through this handle, or on this server |
/// | [`Locked`](crate::Kind::Locked) | another process migrated all the time |
/// | [`Busy`](crate::Kind::Busy) | others used the tables all the time |
/// | [`LockLost`](crate::Kind::LockLost) | the session has lost the lock that keeps other processes away |
/// | [`DifferentIndex`](crate::Kind::DifferentIndex) | an index that is to be built concurrently is there already, and is another one |
/// | [`Database`](crate::Kind::Database), [`Function`](crate::Kind::Function) | an operation has failed |
///
/// Nothing is changed before those of the first three rows are known not to be.
#[must_use = "nothing is migrated before it is awaited"]
pub struct Migrate<'a> {
    db: &'a Db,
    graph: Result<&'a Graph>,
    functions: &'a [(&'a str, Function)],
    options: Options,
}

impl<'a> Migrate<'a> {
    /// Migrations that are read by hand, with the functions that they run by their paths.
    ///
    /// `Project::migrate` is the usual way.
    pub fn new(db: &'a Db, graph: Result<&'a Graph>, functions: &'a [(&'a str, Function)]) -> Migrate<'a> {
        Migrate { db, graph, functions, options: Options::default() }
    }

    /// Leads to a migration, `shop.0001_initial`, or to the newest one of an application, `shop`.
    ///
    /// If the migration is applied, those of its application that came later are undone, and all that come after them.
    pub fn to(mut self, migration: impl Into<String>) -> Self {
        self.options.goal = Goal::To(migration.into());
        self
    }

    /// Undoes all migrations of an application, and all that come after them.
    pub fn to_zero(mut self, app: impl Into<String>) -> Self {
        self.options.goal = Goal::Zero(app.into());
        self
    }

    /// Only says in the database that it is done: its tables are as they shall be.
    pub fn fake(mut self) -> Self {
        self.options.way = Way::Fake;
        self
    }

    /// How long to wait while another process migrates; a minute if not said.
    pub fn wait(mut self, limit: Duration) -> Self {
        self.options.wait = limit;
        self
    }

    /// Fails at once if another process migrates.
    pub fn no_wait(self) -> Self {
        self.wait(Duration::ZERO)
    }

    /// How long to wait, for each migration, until others leave its tables alone; two minutes if not said.
    ///
    /// Locks are asked for with NOWAIT, thirty times in 40 to 75 seconds, so that nobody queues behind the migration. After that
    /// they are waited for by `LOCK TABLE` and a `lock_timeout` of 500 ms, then of 1 s. What is not known beforehand, such as the
    /// locks of SQL of your own, is waited for from the first try on, for 150 ms.
    pub fn lock_deadline(mut self, limit: Duration) -> Self {
        self.options.lock_deadline = limit;
        self
    }

    /// Reports what happens.
    ///
    /// ```no_run
    /// # fn example(migrate: querent_migrate::Migrate<'_>) {
    /// let migrate = migrate.progress(|event| eprintln!("{event}"));
    /// # }
    /// ```
    pub fn progress(mut self, tell: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        self.options.listener = Listener::new(tell);
        self
    }

    /// What would be done, which is not done.
    ///
    /// # Errors
    ///
    /// Those of the first three rows of the table above, and [`Database`](crate::Kind::Database).
    pub async fn plan(self) -> Result<Plan> {
        let Migrate { db, graph, functions, options } = self;
        Executor { db, graph: graph?, functions, options: &options }.plan().await
    }
}

impl<'a> IntoFuture for Migrate<'a> {
    type Output = Result<Report>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<Report>> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Migrate { db, graph, functions, options } = self;
            Executor { db, graph: graph?, functions, options: &options }.run().await
        })
    }
}

impl fmt::Debug for Migrate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migrate").field("options", &self.options).finish_non_exhaustive()
    }
}
