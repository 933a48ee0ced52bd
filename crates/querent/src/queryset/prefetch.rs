//! Which relations come in a query of their own.

use crate::ast::{Asked, Plan, Prefetch};
use crate::field::Related;
use crate::model::{Is, Model, Path, Relation, Root, Via};

use super::query_set::QuerySet;
use super::shape::Along;

/// The same relation was asked for in two ways; returned when the query is awaited.
const TWO_QUERIES: &str = "`prefetch_related` was given one relation twice, once at least with a queryset of its own; give it \
                           one, or a second slot";

/// What `prefetch_related` takes: a relation, also one beyond others, a relation with its own `filter`, `order_by` or
/// `limit`, or a tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation of `{S}`",
    label = "cannot be prefetched",
    note = "name relations: `|p| (p.tags, p.reviews.order_by(|r| r.rating))`"
)]
pub trait Prefetched<S> {
    /// Adds the steps.
    #[doc(hidden)]
    fn steps(self, out: &mut Vec<Prefetch>) -> Result<(), &'static str>;
}

/// Paths that prefetch steps can follow: all of them.
pub trait Steps: Path {
    /// The steps behind this path, those to it being added where they are missing.
    #[doc(hidden)]
    fn behind(out: &mut Vec<Prefetch>) -> &mut Vec<Prefetch>;
}

impl<M: Model> Steps for Root<M> {
    fn behind(out: &mut Vec<Prefetch>) -> &mut Vec<Prefetch> {
        out
    }
}

impl<P: Steps, R: Relation> Steps for Via<P, R> {
    fn behind(out: &mut Vec<Prefetch>) -> &mut Vec<Prefetch> {
        let level = P::behind(out);
        let at = match level.iter().position(|step| step.relation.index == R::META.index) {
            Some(at) => at,
            None => {
                level.push(unshaped::<R>(Asked::OnTheWay));
                level.len() - 1
            }
        };
        &mut level[at].plan.prefetch_related
    }
}

/// All rows that a relation leads to.
fn unshaped<R: Relation>(asked: Asked) -> Prefetch {
    let plan = Plan::of(R::To::META, R::To::ordering::<Root<R::To>>);
    Prefetch { relation: R::META, plan, asked }
}

#[diagnostic::do_not_recommend]
impl<S, P: Steps<Scope: Is<S>>, R: Relation> Prefetched<S> for Related<P, R> {
    fn steps(self, out: &mut Vec<Prefetch>) -> Result<(), &'static str> {
        add(P::behind(out), unshaped::<R>(Asked::Named))
    }
}

#[diagnostic::do_not_recommend]
impl<S, P: Steps<Scope: Is<S>>, R: Relation> Prefetched<S> for QuerySet<R::To, Along<P, R>> {
    fn steps(self, out: &mut Vec<Prefetch>) -> Result<(), &'static str> {
        let mut plan = self.plan.within_bounds();
        (plan.owners, plan.inner) = (None, false); // its rows are those of many instances
        if let Some(mistake) = plan.mistake {
            return Err(mistake);
        }
        add(P::behind(out), Prefetch { relation: R::META, plan, asked: Asked::Shaped })
    }
}

/// Adds a step: to the one for the same relation, if there is one, for that is one query.
fn add(level: &mut Vec<Prefetch>, mut step: Prefetch) -> Result<(), &'static str> {
    let Some(own) = level.iter_mut().find(|own| own.relation.index == step.relation.index) else {
        level.push(step);
        return Ok(());
    };
    match (own.asked, step.asked) {
        (Asked::OnTheWay, _) => std::mem::swap(own, &mut step),
        (_, Asked::OnTheWay) | (Asked::Named, Asked::Named) => {}
        _ => return Err(TWO_QUERIES),
    }
    step.plan.prefetch_related.into_iter().try_for_each(|step| add(&mut own.plan.prefetch_related, step))
}

macro_rules! tuples {
    ($(($($t:ident)*))*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, $($t: Prefetched<S>),*> Prefetched<S> for ($($t,)*) {
            fn steps(self, out: &mut Vec<Prefetch>) -> Result<(), &'static str> {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $($t.steps(out)?;)*
                Ok(())
            }
        }
    )* };
}
crate::lookup::tuple::up_to_twelve!(tuples);
