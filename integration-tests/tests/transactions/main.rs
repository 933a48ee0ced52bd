//! What `atomic` promises, and what it refuses.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod dropped;
mod enums;
mod handles;
mod hooks;
mod isolation;
mod outcomes;
mod outdated;
mod retry;
mod settings;
mod strays;
mod timeouts;
mod unsent;
mod shapes;

use std::time::Duration;

use querent::{Db, Result};

/// A table to write to, and one whose rows take a while to commit.
pub(crate) async fn tables(db: &Db) {
    db.batch_execute(
        "CREATE TABLE notes (tag text NOT NULL);
         CREATE TABLE parents (id int PRIMARY KEY);
         CREATE TABLE children (parent int REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
         CREATE TABLE slow (id int);
         CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW EXECUTE FUNCTION wait()",
    )
    .await
    .unwrap();
}

pub(crate) async fn add(db: &Db, tag: &str) -> Result<()> {
    db.batch_execute(&format!("INSERT INTO notes VALUES ('{tag}')")).await
}

/// The tags that are there, in order, as another connection sees them or the transaction itself.
pub(crate) async fn tags(db: &Db) -> Vec<String> {
    db.with_client(async |client| -> Result<_> {
        let rows = client.query("SELECT tag FROM notes ORDER BY tag", &[]).await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    })
    .await
    .unwrap()
}

pub(crate) async fn backend(db: &Db) -> Result<i32> {
    db.with_client(async |client| Ok(client.query_one("SELECT pg_backend_pid()", &[]).await?.get(0))).await
}

pub(crate) async fn sleep(db: &Db, seconds: f64) -> Result<()> {
    db.batch_execute(&format!("SELECT pg_sleep({seconds})")).await
}

/// Polls until `done`: for what happens in the background.
pub(crate) async fn eventually(mut done: impl AsyncFnMut() -> bool) {
    for _ in 0..1000 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not happen");
}
