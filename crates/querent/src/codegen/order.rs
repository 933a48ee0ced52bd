//! A model's own ordering.

use crate::ast;
use crate::lookup::Ordering;

/// Adds a key, smallest first.
pub fn ascending<M, K: Ordering<M>>(key: K, keys: &mut Vec<ast::Order>) {
    key.keys(keys);
}

/// Adds a key, largest first.
pub fn descending<M, K: Ordering<M>>(key: K, keys: &mut Vec<ast::Order>) {
    let first = keys.len();
    key.keys(keys);
    for key in &mut keys[first..] {
        *key = key.clone().reversed();
    }
}
