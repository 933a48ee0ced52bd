//! Settings of a transaction that has begun.

use std::fmt;
use std::panic::Location;

use super::connection::Connection;
use super::db::{Db, Handle};
use super::run::Run;
use super::settings::Settings;
use crate::error::Error;
use crate::watch::Call;

impl Db {
    /// Sets a setting until the end of the transaction: `SELECT set_config('app.tenant', '7', true)`, which is SET LOCAL
    /// with bound values.
    ///
    /// A nested block that is rolled back takes its settings with it; one that ends well leaves them to the outer one.
    /// [`transaction`](Self::transaction) sets them before anything else.
    ///
    /// ```no_run
    /// # async fn example(tx: &querent::Db, tenant: i64) -> querent::Result<()> {
    /// tx.set_local("app.tenant", tenant).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Misuse`](crate::Kind::Misuse) on the pool's handle: there is no transaction that it could hold for.
    #[track_caller]
    pub fn set_local(&self, name: &str, value: impl fmt::Display) -> Run<'_, ()> {
        let at = Location::caller();
        let mut settings = Settings::default();
        settings.set(name, value.to_string());
        Run::new(async move {
            let Handle::Level(level) = &self.0 else {
                return Err(Error::misuse(format!(
                    "`set_local` of {} at {at} on the pool's handle: it holds until the end of a transaction; call it \
                     on the handle of one, or as `db.transaction().set_local(…)`",
                    settings.names(),
                )));
            };
            Connection::of_level(level.clone(), Call::begin(at))
                .execute(&settings.statement())
                .await
                .map(drop)
                .map_err(|error| error.within(format!("{} could not be set", settings.names())))
        })
    }
}
