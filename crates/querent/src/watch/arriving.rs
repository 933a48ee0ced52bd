//! Rows on their way to the code that has asked for them.

use crate::ast::{Plan, Sought};
use crate::fetch_mode::FetchMode;
use crate::meta::ModelMeta;

use super::call::Call;
use super::origin::{Origins, RowOf};
use super::result_set::{Find, ResultSet};

/// Rows on their way to the code that has asked for them. Dropped before [`arrived`](Self::arrived), they were seen by
/// nobody, and what was loaded with them was not left unused.
pub(crate) struct Arriving {
    origins: Origins,
    has_arrived: bool,
}

impl Arriving {
    /// The rows of `model` that a call reads.
    pub(crate) fn begin(
        model: &'static ModelMeta,
        call: &Call,
        find: impl FnOnce() -> Find,
        mode: Option<FetchMode>,
    ) -> Arriving {
        Arriving { origins: Origins::of(ResultSet::begin(model, call, find, mode)), has_arrived: false }
    }

    /// The rows of a query.
    pub(crate) fn of(plan: &Plan, call: &Call, mode: Option<FetchMode>) -> Arriving {
        let finds_one = || plan.limit == Some(1) || matches!(plan.sought(), Sought::Key);
        Arriving::begin(plan.model, call, || if finds_one() { Find::One } else { Find::Several }, mode)
    }

    /// The next row.
    pub(crate) fn next(&self) -> RowOf<'_> {
        self.origins.next()
    }

    /// The rows, one after another.
    pub(crate) fn origins(&self) -> &Origins {
        &self.origins
    }

    /// Notes whether more rows may come.
    pub(crate) fn set_open(&self, open: bool) {
        if let Some(set) = self.origins.set() {
            set.set_open(open);
        }
    }

    /// They are in the hands of the code that has asked for them.
    pub(crate) fn arrived(&mut self) {
        self.has_arrived = true;
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        if let Some(set) = self.origins.set()
            && !self.has_arrived
        {
            set.judge_nothing();
        }
    }
}
