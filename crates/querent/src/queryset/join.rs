//! Which to-one relations come in the same query.

use crate::ast::Joined;
use crate::field::Related;
use crate::meta::Trail;
use crate::model::{Is, Path, Single, ToOne, Via};

/// What `select_related` takes: a to-one relation, also one beyond others, or a tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a to-one relation of `{S}`",
    label = "cannot be joined in",
    note = "`select_related` joins single rows; load many with `prefetch_related`"
)]
pub trait SelectRelated<S> {
    /// Adds the relations to the tree, each once.
    #[doc(hidden)]
    fn join(self, out: &mut Vec<Joined>);
}

#[diagnostic::do_not_recommend]
impl<S, P: Single<Scope: Is<S>>, R: ToOne> SelectRelated<S> for Related<P, R> {
    fn join(self, out: &mut Vec<Joined>) {
        behind(<Via<P, R> as Path>::TRAIL, out);
    }
}

/// The joins behind the last step of a path, with which the path is in the tree.
fn behind(trail: Trail, out: &mut Vec<Joined>) -> &mut Vec<Joined> {
    let Some(hop) = trail else { return out };
    let level = behind(hop.before, out);
    let at = match level.iter().position(|step| step.relation.index == hop.relation.index) {
        Some(at) => at,
        None => {
            level.push(Joined { relation: hop.relation, nested: Vec::new() });
            level.len() - 1
        }
    };
    &mut level[at].nested
}

macro_rules! tuples {
    ($(($($t:ident)*))*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, $($t: SelectRelated<S>),*> SelectRelated<S> for ($($t,)*) {
            fn join(self, out: &mut Vec<Joined>) {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $($t.join(out);)*
            }
        }
    )* };
}
crate::lookup::tuple::up_to_twelve!(tuples);
