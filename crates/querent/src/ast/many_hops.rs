//! The relations to many rows that values and conditions speak of.

use crate::meta::{Hop, hops};

use super::tree::{Aggregation, Condition, Expr};
use super::walk::Test;

impl Expr {
    /// The steps to many rows on the ways to its columns, once for each column.
    pub fn many_hops(&self) -> Vec<&'static Hop> {
        many_hops(|test| self.any(test))
    }
}

impl Aggregation {
    /// The steps to many rows on the ways to its columns, once for each column.
    pub fn many_hops(&self) -> Vec<&'static Hop> {
        many_hops(|test| self.any(test))
    }
}

impl Condition {
    /// The steps to many rows on the ways to its columns, once for each column.
    pub fn many_hops(&self) -> Vec<&'static Hop> {
        many_hops(|test| self.any(test))
    }
}

fn many_hops(any: impl FnOnce(Test<'_>) -> bool) -> Vec<&'static Hop> {
    let mut many = Vec::new();
    any(&mut |part| {
        if let Expr::Column(column) = part {
            many.extend(hops(column.trail).filter(|hop| hop.relation.is_many()));
        }
        false
    });
    many
}
