//! What was loaded for several rows at once, since their fetch mode has it so.

use std::sync::LazyLock;

use parking_lot::Mutex;
use rustc_hash::FxHashSet;

use crate::meta::{ColumnMeta, RelationMeta};

use super::asked::Asked;
use super::call::Call;
use super::origin::Origin;
use super::problem::What;
use super::signed::signed;
use super::site::Site;

/// What has been told. There are not more than there are lines that load.
static TOLD: LazyLock<Mutex<FxHashSet<u32>>> = LazyLock::new(Mutex::default);

impl Origin {
    /// A call that is awaited at `site` and asks for `relation` of this row and of others, so many of them, at once.
    pub(crate) fn loading_together(&self, relation: &'static RelationMeta, rows: usize, site: Site) -> Call {
        let Some((set, _)) = self.counted() else { return Call::begin(site) };
        let home = set.home.now();
        if home.as_ref().is_some_and(|home| set.allowed(relation, home).is_none()) {
            tell(&set.relation_loaded(relation, Asked::Rows, site), rows);
        }
        Call::of(site, home, None)
    }

    /// As [`loading_together`](Self::loading_together), of a deferred field.
    pub(crate) fn loading_field_together(
        &self,
        column: &'static ColumnMeta,
        rows: usize,
        site: Site,
    ) -> Call {
        let Some((set, _)) = self.counted() else { return Call::begin(site) };
        tell(&set.field_loaded(column, site), rows);
        set.call(site)
    }
}

/// Tells, once for the same lines, that one query was for so many rows: no finding, and still one query more than needed.
fn tell(what: &What, rows: usize) {
    if !TOLD.lock().insert(what.id()) {
        return;
    }
    let (path, advice) = (&what.path, what.advice());
    tracing::info!(
        target: "querent::n_plus_one",
        id = %what.name(),
        rule = %what.rule,
        model = %what.model,
        relation = %path,
        rows = signed(rows as u64),
        loaded_at = %what.loaded_at,
        query_at = what.query_at.map(tracing::field::display),
        fix = what.code().map(tracing::field::display),
        phase = %"auto_batched",
        "`{path}` is loaded for {rows} rows by one query, at {}, as their fetch mode has it; {advice} to load it with them",
        what.loaded_at,
    );
}
