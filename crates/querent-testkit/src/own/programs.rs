//! The programs to run a server with.

use std::path::Path;

use super::fetch::fetch;
use super::installation::{Installation, OLDEST};
use super::search::search;
use super::user::User;
use crate::error::Result;
use crate::missing::no_postgres;

/// The newest PostgreSQL of this machine, or one that is fetched.
pub(super) fn programs(user: &User, cache: &Path) -> Result<Installation> {
    let found = search(user)?;
    if let Some(newest) = found.newest {
        return Ok(newest);
    }
    fetch(cache, user).map_err(|why| {
        let reasons = format!("no PostgreSQL {OLDEST} or newer is installed,\nand {why}");
        no_postgres(&reasons, &found.refused)
    })
}
