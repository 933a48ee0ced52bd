//! The arrows between crates.

use super::fault::Fault;
use super::manifest::Package;

/// What a crate may depend on.
enum May {
    Use(&'static [&'static str]),
    UseAllAbove,
}

/// Every crate, lowest first, and all that it may depend on among the others.
const STREET: &[(&str, May)] = &[
    ("querent-schema", May::Use(&[])),
    ("querent-macros", May::Use(&["querent-schema"])),
    ("querent", May::Use(&["querent-macros", "querent-schema"])),
    ("querent-migrate", May::Use(&["querent", "querent-schema"])),
    ("querent-cli", May::Use(&["querent-migrate"])),
    ("querent-axum", May::Use(&["querent"])),
    ("querent-testkit", May::Use(&["querent-migrate"])),
    ("shop", May::UseAllAbove),
    ("integration-tests", May::UseAllAbove),
    ("benches-harness", May::Use(&[])),
    ("benches", May::UseAllAbove),
];

/// The dependencies of a package that follow no arrow.
pub(super) fn check(package: &Package) -> Vec<Fault> {
    let name = &package.name;
    let Some(place) = position(name) else {
        let message = format!("crate `{name}` has no place among the crates; give it one, with its arrows");
        return vec![Fault::new(&package.file, 1, message)];
    };
    let strays = package.dependencies.iter().filter_map(|dependency| {
        let reason = stray(place, &dependency.package)?;
        let message = format!("crate `{name}` uses `{}`, {reason}", dependency.package);
        Some(Fault::new(&package.file, dependency.line, message))
    });
    strays.collect()
}

/// Why the crate at `place` may not use `target`; crates of other people are no matter of layers.
fn stray(place: usize, target: &str) -> Option<&'static str> {
    let target_place = position(target)?;
    let allowed = match &STREET[place].1 {
        May::Use(targets) => targets.contains(&target),
        May::UseAllAbove => target_place < place,
    };
    match allowed {
        true => None,
        false if target_place < place => Some("to which no arrow leads"),
        false => Some("which stands below it"),
    }
}

fn position(name: &str) -> Option<usize> {
    STREET.iter().position(|(known, _)| *known == name)
}
