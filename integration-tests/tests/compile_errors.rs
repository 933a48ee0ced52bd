//! What must not compile, and the few lines that say why.
//!
//! The first line of a case names what its errors must speak of. `TRYBUILD=overwrite` writes the texts anew.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::fs;
use std::path::{Path, PathBuf};

/// An error fits a narrow terminal beside the code.
const LONGEST: usize = 15;

/// A draft's error also shows the struct, so that its fields are seen.
const LONGEST_OF_A_DRAFT: usize = 17;

#[test]
fn mistakes_are_told_in_these_words() {
    lend_migrations();
    // One project for all cases: what they depend on is compiled once.
    trybuild::TestCases::new().compile_fail("tests/compile_errors/*/*.rs");
}

#[test]
fn every_error_is_short() {
    for case in cases() {
        for error in errors(&case) {
            let of_a_draft = error[0].starts_with("error[E0277]: this draft of");
            let longest = if of_a_draft { LONGEST_OF_A_DRAFT } else { LONGEST };
            assert!(
                error.len() <= longest,
                "{}: {} lines\n{}",
                case.display(),
                error.len(),
                error.join("\n")
            );
        }
    }
}

#[test]
fn errors_name_what_the_user_wrote() {
    for case in cases() {
        let text = errors(&case).concat().join("\n");
        for name in names(&case) {
            assert!(text.contains(&name), "{}: nothing names `{name}` in\n{text}", case.display());
        }
    }
}

/// The cases are compiled in a package of trybuild's, where the macros look for migrations.
fn lend_migrations() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/migration_files/migrations");
    let package = "../tests/trybuild/integration-tests/migrations";
    copy(&from, &Path::new(env!("CARGO_TARGET_TMPDIR")).join(package));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile_errors");
    let entries = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries(root).flat_map(entries);
    let cases: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")).collect();
    assert!(cases.len() > 80, "the cases are not where they are looked for");
    cases
}

/// The errors of a case, each as its lines.
fn errors(case: &Path) -> Vec<Vec<String>> {
    let mut errors: Vec<Vec<String>> = Vec::new();
    let text = fs::read_to_string(case.with_extension("stderr")).unwrap();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if line.starts_with("error") || errors.is_empty() {
            errors.push(Vec::new());
        }
        errors.last_mut().unwrap().push(line.to_owned());
    }
    errors
}

/// What stands in code quotes behind "the text names" in the first line of a case.
fn names(case: &Path) -> Vec<String> {
    let text = fs::read_to_string(case).unwrap();
    let (_, names) = text.lines().next().unwrap().split_once("; the text names ").unwrap();
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
