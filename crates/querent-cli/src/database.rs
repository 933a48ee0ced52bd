//! The database that a command works on.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use querent_migrate::querent::Db;

use crate::arguments::Address;
use crate::failure::{Failure, Result};

/// What finds the address of a database when none is given.
type Find = dyn Fn() -> Pin<Box<dyn Future<Output = Found>>>;
type Found = Result<String, Box<dyn Error + Send + Sync>>;

/// The database that a command works on, once it asks for it.
#[derive(Default)]
pub(crate) struct Database {
    given: Option<Address>,
    find: Option<Box<Find>>,
}

impl Database {
    /// The database that is given on the command line, or by `DATABASE_URL`.
    pub(crate) fn given(mut self, address: Option<Address>) -> Self {
        self.given = address;
        self
    }

    /// Where to look for a database when none is given.
    pub(crate) fn or_found<F, E>(mut self, find: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<String, E>> + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.find = Some(Box::new(move || {
            let found = find();
            Box::pin(async { found.await.map_err(Into::into) })
        }));
        self
    }

    /// Connects to it.
    ///
    /// # Errors
    ///
    /// [`Failure::NoDatabase`] if there is none to connect to, and [`Failure::Told`] if it cannot be connected to.
    pub(crate) async fn connect(&self) -> Result<Db> {
        let address = match (&self.given, &self.find) {
            (Some(Address(address)), _) => address.clone(),
            (None, Some(find)) => find().await.map_err(|error| Failure::told(with_causes(&*error)))?,
            (None, None) => return Err(Failure::NoDatabase),
        };
        let connected = Db::builder().url(address).application_name("manage").connect().await;
        connected
            .map_err(|error| Failure::told(format!("no connection to the database: {}", with_causes(&error))))
    }
}

fn with_causes(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("given", &self.given).finish_non_exhaustive()
    }
}
