//! The code that findings ask for, written where they ask for it.

use std::collections::BTreeSet;
use std::fmt::Write;

use querent::watch::{Finding, Rule};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::given::given;
use super::lines::{self, Place};
use super::scenario::{Scenario, Seen};

/// What stands before the functions of [`fixed`].
const HEAD: &str = "//! What the watch says to do, done. Written by `BLESS=1 cargo test -p integration-tests --test watch_scenarios`.

#![allow(unused_imports, clippy::all, reason = \"nobody wrote it\")]

use std::num::NonZeroUsize;

use futures::future::try_join_all;
use futures::stream::{self, FuturesUnordered};
use futures::{StreamExt, TryStreamExt};
use integration_tests::watch::models::*;
use querent::prelude::*;
use querent::watch;
use querent::{Db, Result};
use tokio::task::{JoinSet, spawn_blocking};
use tracing::Instrument;

use crate::fixes::Fix;
";

/// One piece of code that findings ask for.
struct Piece {
    name: String,
    scenario: &'static str,
    /// How many statements it sends.
    statements: usize,
    /// Whether nothing is found in it any more.
    is_cure: bool,
    code: String,
}

/// A source file with all that the findings of scenarios ask for, each as code that can be run.
///
/// Calls to add stand in the scenario's function, at the place that the finding names; where the function would have to
/// change with its query, in that query alone. What is to be written instead of a loop stands alone.
///
/// # Panics
///
/// If a finding names a place that is no query of its scenario.
pub fn fixed(all: &[(&'static Scenario, Seen)]) -> String {
    let pieces: Vec<Piece> =
        all.iter().flat_map(|(scenario, seen)| pieces(scenario, &seen.findings)).collect();
    let mut text = format!("{HEAD}\npub(crate) const FIXES: &[Fix] = &[\n");
    for Piece { name, scenario, statements, is_cure, .. } in &pieces {
        let _ = writeln!(
            text,
            "    Fix {{ name: {name:?}, scenario: {scenario:?}, statements: {statements}, is_cure: {is_cure}, \
             run: |db| Box::pin({name}(db)) }},"
        );
    }
    text.push_str("];\n");
    for piece in &pieces {
        let _ = write!(text, "\n{}", piece.code);
    }
    text
}

fn pieces(scenario: &'static Scenario, findings: &[Finding]) -> Vec<Piece> {
    let told: Vec<(&Finding, &str)> =
        findings.iter().filter_map(|finding| Some((finding, finding.fix.as_deref()?))).collect();
    if let Some(statements) = scenario.expected.fixed {
        return vec![Piece {
            name: scenario.name.to_owned(),
            scenario: scenario.name,
            statements,
            is_cure: true,
            code: whole(scenario, &told),
        }];
    }
    let piece = |(at, (finding, fix)): (usize, &(&Finding, &str))| {
        let name = format!("{}_{}", scenario.name, at + 1);
        let body = match &finding.query_at {
            Some(place) => query(scenario, fix, &read(scenario, place)),
            None => format!("    {}let _ = {fix}.await?;\n", given(fix)),
        };
        Piece {
            code: format!("async fn {name}(db: Db) -> Result<()> {{\n{body}    Ok(())\n}}\n"),
            statements: 1 + prefetches(&body) + given(fix).matches(".await").count(),
            scenario: scenario.name,
            is_cure: false,
            name,
        }
    };
    told.iter().enumerate().map(piece).collect()
}

/// The scenario's function with all that findings ask for.
fn whole(scenario: &Scenario, findings: &[(&Finding, &str)]) -> String {
    let (begin, end) = lines::function(scenario.source, scenario.name).expect("a scenario is a function");
    let mut lines: Vec<String> =
        scenario.source.lines().skip(begin - 1).take(end + 1 - begin).map(str::to_owned).collect();
    let mut added = BTreeSet::new();
    // The last one first, so that the places of the others stay what they were.
    for &(finding, fix) in findings.iter().rev() {
        let place = read(scenario, finding.query_at.as_deref().expect("a query is to be changed"));
        let line = &mut lines[place.line - begin];
        if let Some((there, then)) = replaced(finding, fix) {
            assert!(line.contains(there), "{}: `{there}` is not in `{line}`", scenario.name);
            *line = line.replacen(there, then, 1);
        } else if added.insert((place.line, place.column, fix)) {
            line.insert_str(before(line, place.column), fix);
        }
    }
    lines.join("\n") + "\n"
}

/// What is in a query, and what is to stand there, if anything.
fn replaced<'a>(finding: &'a Finding, fix: &'a str) -> Option<(&'a str, &'a str)> {
    match finding.advice.split_once("` instead of `").and_then(|(_, rest)| rest.split_once('`')) {
        Some((there, _)) => Some((there, fix)),
        None => (finding.rule == Rule::UnusedEagerLoad).then_some((fix, "")),
    }
}

/// A query with the call that a finding adds to it.
fn query(scenario: &Scenario, fix: &str, place: &Place<'_>) -> String {
    let (begin, end) = lines::function(scenario.source, scenario.name).expect("a scenario is a function");
    let lines: Vec<&str> = scenario.source.lines().skip(begin - 1).take(end + 1 - begin).collect();
    let function: syn::ItemFn = syn::parse_str(&lines.join("\n")).expect("a scenario is a function");
    let mut search = Search { line: place.line + 1 - begin, column: place.column - 1, found: None };
    search.visit_item_fn(&function);
    let (from, to) = search.found.unwrap_or_else(|| panic!("no query is at {place:?}"));
    let mut text = String::new();
    for line in from.line..=to.line {
        let whole = lines[line - 1];
        let last = if line == to.line { to.column } else { whole.len() };
        let first = if line == from.line { from.column } else { 0 };
        if line == search.line {
            let at = before(whole, place.column);
            let _ = write!(text, "{}{fix}{}", &whole[first..at], &whole[at..last]);
        } else {
            let _ = writeln!(text, "{}", &whole[first..last]);
        }
    }
    let given = [("tx", "&db"), ("db", "&db"), ("key", "1")];
    let given = given.into_iter().filter(|(name, _)| text.contains(&format!("({name})")));
    let given: String = given.map(|(name, value)| format!("    let {name} = {value};\n")).collect();
    match text.ends_with(".stream()") {
        true => {
            format!("{given}    let mut rows = {text};\n    while rows.try_next().await?.is_some() {{}}\n")
        }
        false if text.ends_with(".await") => format!("{given}    let _ = {text}?;\n"),
        false => format!("{given}    let _ = {text}.await?;\n"),
    }
}

/// Looks for the call or `.await` whose name stands at a place, and for where its expression begins and ends.
struct Search {
    line: usize,
    column: usize,
    found: Option<(proc_macro2::LineColumn, proc_macro2::LineColumn)>,
}

impl Search {
    fn is_at(&self, span: proc_macro2::Span) -> bool {
        (span.start().line, span.start().column) == (self.line, self.column)
    }
}

impl<'ast> Visit<'ast> for Search {
    fn visit_expr_await(&mut self, expr: &'ast syn::ExprAwait) {
        if self.is_at(expr.await_token.span()) {
            self.found = Some((expr.base.span().start(), expr.await_token.span().end()));
        }
        visit::visit_expr_await(self, expr);
    }

    fn visit_expr_method_call(&mut self, expr: &'ast syn::ExprMethodCall) {
        if self.is_at(expr.method.span()) {
            self.found = Some((expr.receiver.span().start(), expr.paren_token.span.close().end()));
        }
        visit::visit_expr_method_call(self, expr);
    }
}

/// The place in a line before the dot of the name at a column.
fn before(line: &str, column: usize) -> usize {
    let at = line.char_indices().nth(column - 2).map(|(at, _)| at);
    at.filter(|at| line[*at..].starts_with('.'))
        .unwrap_or_else(|| panic!("no call is at {column} in `{line}`"))
}

fn read<'a>(scenario: &Scenario, place: &'a str) -> Place<'a> {
    let place = Place::read(place).filter(|place| place.file == scenario.file);
    place.unwrap_or_else(|| panic!("{} names a place that is not in {}", scenario.name, scenario.file))
}

/// How many statements the prefetched relations of some code are: one for each step of a way.
fn prefetches(code: &str) -> usize {
    let mut ways = BTreeSet::new();
    for (at, start) in code.match_indices("prefetch_related(|") {
        let way = code[at + start.len()..].split_once("| ").map_or("", |(_, way)| way);
        let end = way.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(way.len());
        let way = match way[end..].starts_with('(') {
            true => way[..end].rsplit_once('.').map_or("", |(way, _)| way),
            false => &way[..end],
        };
        ways.extend(way.match_indices('.').skip(1).map(|(dot, _)| way[..dot].to_owned()));
        ways.extend([way.to_owned()]);
    }
    ways.len()
}
