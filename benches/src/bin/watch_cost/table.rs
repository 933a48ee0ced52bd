//! The table of instructions.

use crate::callgrind::{Count, Counts};
use crate::variant::Variant;
use crate::work::WORKLOADS;

/// Whether the bars are met.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pass,
    Fail,
}

/// Prints a row for each workload, and whether each bar is met; `columns` are the variants.
pub(crate) fn print(columns: &[Counts]) -> Verdict {
    let [without, variants @ ..] = Variant::ALL;
    println!("instructions of a query {}, and how many more it takes with the watch", without.name());
    println!();
    print!("{:<32}{:>14}", "", without.name());
    variants.iter().for_each(|variant| print!("{:>16}", variant.name()));
    println!();
    let row = |name: &str, of: fn(&Count) -> u64, number: usize| {
        print!("{name:<32}{:>14}", of(&columns[0][number]));
        (1..=variants.len()).for_each(|column| print!("{:>+16}", more(columns, of, column, number)));
        println!();
    };
    for (number, workload) in WORKLOADS.iter().enumerate() {
        row(workload.name, |count| count.all, number);
        row("  of these in the allocator", |count| count.allocator, number);
    }
    println!();
    let mut verdict = Verdict::Pass;
    for (column, variant) in Variant::ALL.iter().enumerate() {
        let Some(bar) = variant.bar() else { continue };
        for (number, workload) in WORKLOADS.iter().enumerate() {
            let more = more(columns, |count| count.all, column, number);
            let judged = if more <= bar { "PASS" } else { "FAIL" };
            println!("{judged}  {}, {}: {more:+}, at most +{bar}", variant.name(), workload.name);
            if more > bar {
                verdict = Verdict::Fail;
            }
        }
    }
    verdict
}

/// How many more instructions a variant takes than the first one.
fn more(columns: &[Counts], of: fn(&Count) -> u64, column: usize, number: usize) -> i64 {
    of(&columns[column][number]) as i64 - of(&columns[0][number]) as i64
}
