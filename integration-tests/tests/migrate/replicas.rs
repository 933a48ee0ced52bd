//! Processes that start at the same time.

use std::process::Command;

use integration_tests::replicas::{self, replica};

#[tokio::test]
async fn a_process_that_migrates() {
    replica().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_processes_migrate_a_database_once_though_one_is_killed() {
    let command = || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "replicas::a_process_that_migrates", "--nocapture"]);
        command
    };
    let seen = replicas::rounds(3, command).await.unwrap();
    assert!(seen.rounds == 3 && seen.processes == 24 && seen.killed > 0, "{seen}");
}
