//! The annotations that an UPDATE or DELETE uses, as values of the row itself.

use crate::ast::{Expr, Plan};
use crate::error::Result;
use crate::sql::compiler::Compiler;
use crate::sql::computed::Written;

/// Which annotations of a query a statement uses, each with those that it is made of.
pub(super) struct Used(Vec<bool>);

impl Used {
    /// The annotations of which `uses` says that they are used.
    pub(super) fn of(plan: &Plan, uses: impl Fn(&mut dyn FnMut(&Expr) -> bool)) -> Used {
        let mut used = vec![false; plan.annotations.len()];
        note(&mut used, &uses);
        for at in (0..used.len()).rev() {
            if used[at] {
                let expr = &plan.annotations[at].expr;
                note(&mut used, |test: &mut dyn FnMut(&Expr) -> bool| {
                    expr.any(test);
                });
            }
        }
        Used(used)
    }

    /// Whether one of them is computed of many rows.
    pub(super) fn aggregate(&self, plan: &Plan) -> bool {
        plan.annotations.iter().zip(&self.0).any(|(annotation, used)| *used && annotation.expr.aggregates())
    }

    /// Writes them apart, to be repeated where they are used.
    pub(super) fn write(&self, plan: &Plan, compiler: &mut Compiler) -> Result<()> {
        for (annotation, used) in plan.annotations.iter().zip(&self.0) {
            let written = match used {
                false => None,
                true => {
                    let (text, known) = compiler.apart(|compiler| compiler.expr(&annotation.expr))?;
                    Some(Written { text, known, aggregated: false, read: Vec::new() })
                }
            };
            compiler.computed.annotations.push(written);
        }
        Ok(())
    }
}

fn note(used: &mut [bool], uses: impl Fn(&mut dyn FnMut(&Expr) -> bool)) {
    uses(&mut |part| {
        if let Expr::Annotation(at) = part
            && let Some(used) = used.get_mut(*at)
        {
            *used = true;
        }
        false
    });
}
