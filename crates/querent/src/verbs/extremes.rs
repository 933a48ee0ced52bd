//! The first and the last row by some keys, and whether a row is among others.

use crate::exec::Run;
use crate::lookup::{KeyItem, Ordering};
use crate::model::{Key, Model};
use crate::queryset::{Awaited, QuerySet, Scope, Shape};
use crate::watch::Site;

impl<M: Model, S: Shape<M> + Awaited> QuerySet<M, S> {
    /// The first row by a key or a tuple of keys, instead of the order of the query: `ORDER BY … LIMIT 1`.
    ///
    /// A [`reverse`](QuerySet::reverse) before it holds for it, too.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row; `.optional()` after it turns it into
    /// `None`.
    #[track_caller]
    pub fn earliest<O: Ordering<Scope<M, S>>>(
        self,
        keys: impl FnOnce(S::Handed) -> O,
    ) -> Run<'static, S::Row> {
        self.order_by(keys).foremost(std::panic::Location::caller())
    }

    /// The last row by a key or a tuple of keys: `ORDER BY … DESC LIMIT 1`.
    ///
    /// NULLs come before every other value of a descending order; `.nulls_first()` of the key keeps them from that.
    ///
    /// # Errors
    ///
    /// As those of [`earliest`](QuerySet::earliest).
    #[track_caller]
    pub fn latest<O: Ordering<Scope<M, S>>>(self, keys: impl FnOnce(S::Handed) -> O) -> Run<'static, S::Row> {
        self.order_by(keys).reverse().foremost(std::panic::Location::caller())
    }

    /// Whether the row of an instance, or of a key, is among these: `SELECT EXISTS (… WHERE key = $1)`.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) of grouped and of combined values, which are no rows of the model.
    #[track_caller]
    pub fn contains(mut self, row: impl KeyItem<M>) -> Run<'static, bool> {
        self.kept_first();
        self.require_columns();
        self.plan.keep_key(row.key_item().key_param());
        self.exists()
    }

    fn foremost(self, site: Site) -> Run<'static, S::Row> {
        self.limit(1).only(site)
    }

    /// Makes a mistake of rows that have not the columns of the model.
    pub(super) fn require_columns(&mut self) {
        let values_of_a_set = matches!(self.plan.distinct, crate::ast::Distinct::Rows)
            && matches!(self.plan.output, crate::ast::Output::Values(_));
        if values_of_a_set || !self.plan.has_columns() {
            self.plan.mistake = self.plan.mistake.or(Some(NO_ROWS_OF_THE_MODEL));
        }
    }
}

const NO_ROWS_OF_THE_MODEL: &str = "`contains`, `in_bulk` and `page` are for rows of the model; distinct, grouped and \
                                    combined values have no key";
