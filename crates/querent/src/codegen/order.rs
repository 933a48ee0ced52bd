//! A model's own ordering.

use crate::ast;
use crate::field::Column;
use crate::lookup::Ordering;
use crate::model::Path;
use crate::types::Value;

/// What a model's own ordering is made of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column",
    label = "not a column",
    note = "a model's own ordering names columns: `name`, `-price` or, through a relation, `category.name`"
)]
pub trait OwnKey {
    /// Adds the key, smallest first.
    fn add(self, keys: &mut Vec<ast::Order>);
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: Value> OwnKey for Column<P, T> {
    fn add(self, keys: &mut Vec<ast::Order>) {
        Ordering::<P::Scope>::keys(self, keys);
    }
}

/// Adds a key, smallest first.
pub fn ascending<K: OwnKey>(key: K, keys: &mut Vec<ast::Order>) {
    key.add(keys);
}

/// Adds a key, largest first.
pub fn descending<K: OwnKey>(key: K, keys: &mut Vec<ast::Order>) {
    let first = keys.len();
    key.add(keys);
    for key in &mut keys[first..] {
        *key = key.clone().reversed();
    }
}
