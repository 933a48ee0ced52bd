//! A contestant's process: it is told on its standard input what to do.

use std::env;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::measure::{measured, peak_kib};
use crate::sum::Sum;
use crate::workload::Workload;

/// Whatever has gone wrong.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// The result of an iteration.
pub type Result<T> = std::result::Result<T, Error>;

/// A library with its own way to do the workloads.
pub trait Contestant: Sized {
    /// Whether there is a way to do `workload` at all.
    fn supports(workload: Workload) -> bool {
        let _ = workload;
        true
    }

    /// Connects to the database at `url` for one workload, with as many connections as it needs.
    fn connect(url: &str, workload: Workload) -> impl Future<Output = Result<Self>>;

    /// Runs the `number`th iteration of the workload that it has connected for, from 1, and gives `sum` what it has read.
    fn run(&self, workload: Workload, number: u64, sum: &mut Sum) -> impl Future<Output = Result<()>>;
}

/// Makes the program a contestant of this type: its `main`, which is [`serve`], and an allocator that counts.
#[macro_export]
macro_rules! contestant {
    ($contestant:ty) => {
        #[global_allocator]
        static ALLOCATOR: $crate::Allocator = $crate::ALLOCATOR;

        fn main() -> std::process::ExitCode {
            $crate::serve::<$contestant>()
        }
    };
}

/// What a contestant's `main` does: it serves one workload until its standard input ends.
pub fn serve<C: Contestant>() -> ExitCode {
    match served::<C>() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = answer(&in_error(&error));
            ExitCode::FAILURE
        }
    }
}

fn served<C: Contestant>() -> Result<()> {
    let name = env::args().nth(1).ok_or("the workload is missing")?;
    let workload = Workload::named(&name).ok_or_else(|| format!("there is no workload `{name}`"))?;
    if !C::supports(workload) {
        answer(&json!({"unsupported": true}))?;
        return Ok(());
    }
    let url = env::var("BENCH_URL").map_err(|_| "the variable BENCH_URL is missing")?;
    // One thread: with more of them, which one wakes which would be measured too.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let contestant = runtime.block_on(C::connect(&url, workload))?;
    answer(&json!({"ready": true}))?;
    for line in io::stdin().lock().lines() {
        let answered = told(&runtime, &contestant, workload, &line?);
        answer(&answered.unwrap_or_else(|error| in_error(&error)))?;
    }
    Ok(())
}

/// Does what one line says; what answers it.
fn told<C: Contestant>(runtime: &Runtime, contestant: &C, workload: Workload, line: &str) -> Result<Value> {
    match line.split_whitespace().collect::<Vec<_>>()[..] {
        ["check"] => {
            let mut sum = Sum::wanted();
            runtime.block_on(contestant.run(workload, 1, &mut sum))?;
            Ok(json!({"checksum": sum.value()}))
        }
        ["run", iterations] => {
            let iterations: u64 = iterations.parse()?;
            let turn = async {
                let mut sum = Sum::unwanted();
                for number in 1..=iterations {
                    contestant.run(workload, number, &mut sum).await?;
                }
                Result::Ok(())
            };
            let (result, cost) = measured(runtime, turn);
            result.map(|()| cost.to_json())
        }
        ["memory"] => Ok(json!({"peak_kib": peak_kib()?})),
        _ => Err(format!("`{line}` says nothing").into()),
    }
}

fn in_error(error: &Error) -> Value {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    json!({"error": causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))})
}

fn answer(line: &Value) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
