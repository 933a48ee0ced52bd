//! Where what is found about the rows of a result belongs.

use super::home::Home;
use super::scope::{Keeper, Scope};

/// Where what is found about the rows of a result belongs.
#[derive(Clone)]
pub(super) enum RowsHome {
    /// Nobody wants to know: they only load together.
    Nobody,
    Of(Home),
    /// To the scope that keeps the result.
    Kept(Keeper),
}

impl RowsHome {
    /// Whether somebody wanted to know when their query was sent.
    pub(super) fn is_watched(&self) -> bool {
        !matches!(self, RowsHome::Nobody)
    }

    /// To the scope that their query ran in, and once that has ended to the code that runs.
    #[inline(always)] // as `Counts::begin`
    pub(super) fn now(&self) -> Option<Home> {
        match self {
            RowsHome::Nobody => None,
            RowsHome::Of(Home::Scope(scope)) if scope.has_ended() => Home::current(),
            RowsHome::Of(home) => Some(home.clone()),
            RowsHome::Kept(keeper) => {
                keeper.scope().filter(|scope| !scope.has_ended()).map(Home::Scope).or_else(Home::current)
            }
        }
    }

    /// The scope that their query ran in, whether it has ended or not.
    pub(super) fn scope(&self) -> Option<Scope> {
        match self {
            RowsHome::Nobody => None,
            RowsHome::Of(home) => home.scope().cloned(),
            RowsHome::Kept(keeper) => keeper.scope(),
        }
    }
}
