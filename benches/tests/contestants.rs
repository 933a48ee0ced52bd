//! The contestants do the same work, on few rows and few times.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::time::Duration;

use benches::contestant::{Contestant, Program};
use benches::proxy::Proxy;
use benches_harness::Workload;
use querent_testkit::{Setup, Tables, TestDb};
use tokio::runtime::{Builder, Runtime};

const FEW: &str =
    "INSERT INTO narrow (v, label) SELECT n * 3, 'label ' || n FROM generate_series(1, 3000) AS n";

/// Fields are dropped in their order: the runtime's connections before the database.
struct Bench {
    runtime: Runtime,
    database: TestDb,
}

impl Bench {
    fn new() -> Bench {
        let setup = Setup {
            name: "contestants",
            tables: Tables::default(),
            sql: vec![benches_harness::SCHEMA, benches_harness::ROWS, FEW],
            worker_threads: 0,
        };
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let database = runtime.block_on(TestDb::create(&setup)).unwrap();
        Bench { runtime, database }
    }

    fn prepare(&self, workload: Workload, iterations: u64) {
        if let Some(sql) = workload.preparation(iterations) {
            self.runtime.block_on(async { self.database.db().batch_execute(&sql).await }).unwrap();
        }
    }

    fn checksum(&self, workload: Workload, contestant: &mut Contestant) -> u64 {
        self.prepare(workload, 1);
        contestant.check().unwrap()
    }
}

fn raw() -> Program {
    Program::new("raw", env!("CARGO_BIN_EXE_contestant_raw"))
}

fn raw_plain() -> Program {
    Program::new("raw, plain", env!("CARGO_BIN_EXE_contestant_raw")).with_options(&["plain"])
}

fn querent() -> Program {
    Program::new("Querent", env!("CARGO_BIN_EXE_contestant_querent"))
}

#[test]
fn querent_and_the_bare_driver_do_the_same_work_in_every_workload() {
    let bench = Bench::new();
    for workload in Workload::ALL {
        let mut sums = Vec::new();
        for program in [raw(), raw_plain(), querent()] {
            let Some(mut contestant) = program.start(workload, bench.database.url()).unwrap() else {
                assert_eq!(program.name, "raw, plain", "only it has not all workloads");
                continue;
            };
            sums.push(bench.checksum(workload, &mut contestant));
            bench.prepare(workload, 2);
            let cost = contestant.run(2).unwrap();
            assert!(cost.allocations > Some(0), "{workload}: {cost:?}");
            sums.push(bench.checksum(workload, &mut contestant));
        }
        assert!(sums.iter().all(|sum| *sum == sums[0]) && sums[0] != 0, "{workload}: {sums:?}");
    }
}

/// The flights of one iteration, once everything is prepared.
fn flights(bench: &Bench, program: &Program, workload: Workload) -> u64 {
    let proxy = Proxy::before(bench.database.url(), Duration::from_millis(10)).unwrap();
    let mut contestant = program.start(workload, proxy.url()).unwrap().unwrap();
    bench.prepare(workload, 2);
    contestant.run(2).unwrap();
    bench.prepare(workload, 1);
    let before = proxy.flights();
    contestant.run(1).unwrap();
    proxy.flights() - before
}

#[test]
fn the_proxy_counts_what_is_sent_together_as_one_flight() {
    let bench = Bench::new();
    let counted =
        |workload| [raw_plain(), raw(), querent()].map(|program| flights(&bench, &program, workload));
    assert_eq!(counted(Workload::Rel3), [4, 2, 2]);
    assert_eq!(counted(Workload::Tx), [5, 5, 2]);
    assert_eq!(counted(Workload::Bulk(100)), [1, 1, 1]);
}
