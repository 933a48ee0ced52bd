//! Texts of queries that were written before.
//!
//! To write one takes longer than everything else that is done for a query by its key (`cargo run --release -p benches --bin
//! instructions` counts both). Those of the usual plans, of columns, values and joins, are kept, by each thread for itself.

use std::cell::RefCell;
use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::error::Result;
use crate::types::Param;

use super::outline::{Drawn, Intricate, Outline};
use super::statement::Statement;

/// How many texts a thread remembers. One more, and it begins anew.
const MOST: usize = 1024;

/// The longest outline that is remembered: conditions of hundreds of terms are made for one call.
const LONGEST: usize = 512;

/// How often a debug build writes a text anew that is known, to see that it is the same.
const CHECKS: u8 = 16;

thread_local! {
    static TEXTS: RefCell<Texts> = RefCell::default();
}

#[derive(Default)]
struct Texts {
    /// The words of the last outline, whose room the next one takes.
    words: Vec<usize>,
    /// By the words of outlines.
    known: FxHashMap<Box<[usize]>, Known>,
}

#[derive(Clone)]
enum Known {
    /// A statement without its values, and how often it was checked.
    Statement(Statement, u8),
    /// The values are not written in the order of the outline.
    Intricate,
}

/// What is written: a statement, or none where it is known that there is nothing to ask for.
pub(super) trait Written: From<Statement> {
    fn statement(&self) -> Option<&Statement>;
}

impl Written for Statement {
    fn statement(&self) -> Option<&Statement> {
        Some(self)
    }
}

impl Written for Option<Statement> {
    fn statement(&self) -> Option<&Statement> {
        self.as_ref()
    }
}

/// What `write` makes of `what`, with the text that it has written for the same outline before. It is handed the values that
/// `draw` has found.
pub(super) fn remembered<T, S: Written>(
    mut what: T,
    draw: impl FnOnce(&mut Outline, &mut T) -> Drawn,
    write: impl Fn(&T, &[Param]) -> Result<S>,
) -> Result<S> {
    let words = TEXTS.with_borrow_mut(|texts| std::mem::take(&mut texts.words));
    let mut outline = Outline { words, ..Outline::default() };
    let drawn = draw(&mut outline, &mut what);
    let write = |params: &[Param]| write(&what, params);
    let statement = match drawn {
        Ok(()) if outline.words.len() <= LONGEST => outlined(&mut outline, write),
        Ok(()) | Err(Intricate) => write(&outline.params),
    };
    if outline.words.capacity() <= 2 * LONGEST {
        outline.words.clear();
        TEXTS.with_borrow_mut(|texts| texts.words = outline.words);
    }
    statement
}

fn outlined<S: Written>(outline: &mut Outline, write: impl Fn(&[Param]) -> Result<S>) -> Result<S> {
    let known = TEXTS.with_borrow(|texts| texts.known.get(&*outline.words).cloned());
    match known {
        Some(Known::Statement(statement, checked)) => {
            let statement = Statement { params: std::mem::take(&mut outline.params), ..statement };
            if cfg!(debug_assertions) && checked < CHECKS {
                let is_right = is_what_is_written(&statement, write(&statement.params));
                assert!(
                    is_right,
                    "Querent has kept another text than this query's, please report it: {}",
                    statement.text
                );
                note_check(outline);
            }
            Ok(statement.into())
        }
        Some(Known::Intricate) => write(&outline.params),
        None => {
            let written = write(&outline.params)?;
            if let Some(statement) = written.statement() {
                remember(outline, statement);
            }
            Ok(written)
        }
    }
}

fn remember(outline: &Outline, statement: &Statement) {
    let (first, _) = outline.params.split_at(outline.params.len() - outline.last);
    let known = match same(&outline.params, &statement.params) {
        // Of equal values it is not known which is which.
        true if !are_distinct(first) => return,
        true => Known::Statement(statement.without_values(), 0),
        false => Known::Intricate,
    };
    TEXTS.with_borrow_mut(|texts| {
        if texts.known.len() >= MOST {
            texts.known.clear();
        }
        texts.known.insert(outline.words.as_slice().into(), known);
    });
}

fn note_check(outline: &Outline) {
    TEXTS.with_borrow_mut(|texts| {
        if let Some(Known::Statement(_, checked)) = texts.known.get_mut(&*outline.words) {
            *checked += 1;
        }
    });
}

/// Whether these are the same values in the same order.
fn same(ours: &[Param], written: &[Param]) -> bool {
    ours.len() == written.len() && ours.iter().zip(written).all(|(one, other)| are_equal(one, other))
}

/// Whether no two values are equal. NULL has a place in the outline, as no other value has.
fn are_distinct(params: &[Param]) -> bool {
    let told_apart =
        |(at, one): (usize, &Param)| one.is_null() || !params[..at].iter().any(|other| are_equal(one, other));
    params.iter().enumerate().all(told_apart)
}

fn are_equal(one: &Param, other: &Param) -> bool {
    let hash = |param: &Param| {
        let mut hasher = FxHasher::default();
        param.hash_value(&mut hasher);
        hasher.finish()
    };
    one.ty() == other.ty() && hash(one) == hash(other)
}

fn is_what_is_written<S: Written>(statement: &Statement, written: Result<S>) -> bool {
    let is_same = |written: &Statement| {
        written.text == statement.text
            && written.table == statement.table
            && written.has_fragments == statement.has_fragments
            && same(&statement.params, &written.params)
    };
    written.is_ok_and(|written| written.statement().is_some_and(is_same))
}
