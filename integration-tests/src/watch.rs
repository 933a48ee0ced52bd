//! What programs do that the N+1 watch finds something in, or nothing, with every finding and its two lines.
//!
//! A scenario is a function, and a line of its file's table: how many statements it sends, and what is found.

mod lines;
pub mod models;
mod scenario;
mod lazy_relations;
mod nested;
mod queries;
mod concurrent;
mod streams;
mod managers;
mod loops;
mod looked_up;
mod not_loops;
mod redundant;
mod deferred;
mod writes;
mod eager;
mod one_row;
mod expected;
mod given;
mod fixes;
mod rounds;

pub use fixes::fixed;
pub use rounds::{Rounds, rounds};
pub use scenario::{Expected, Scenario, Seen};

/// The scenarios, by the file that they are in.
pub const SCENARIOS: &[(&str, &[Scenario])] = &[
    ("lazy_relations", lazy_relations::SCENARIOS),
    ("nested", nested::SCENARIOS),
    ("queries", queries::SCENARIOS),
    ("concurrent", concurrent::SCENARIOS),
    ("streams", streams::SCENARIOS),
    ("managers", managers::SCENARIOS),
    ("loops", loops::SCENARIOS),
    ("looked_up", looked_up::SCENARIOS),
    ("not_loops", not_loops::SCENARIOS),
    ("redundant", redundant::SCENARIOS),
    ("deferred", deferred::SCENARIOS),
    ("writes", writes::SCENARIOS),
    ("eager", eager::SCENARIOS),
    ("one_row", one_row::SCENARIOS),
    ("expected", expected::SCENARIOS),
];

/// All of them.
pub fn scenarios() -> impl Iterator<Item = &'static Scenario> {
    SCENARIOS.iter().flat_map(|(_, all)| *all)
}

/// The scenario of a name.
pub fn scenario(name: &str) -> Option<&'static Scenario> {
    scenarios().find(|scenario| scenario.name == name)
}
