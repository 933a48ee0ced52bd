//! What may be awaited in an axum handler or a spawned task. It compiles, and that is most of the test.

use std::collections::HashMap;
use std::pin::Pin;
use std::time::Duration;

use querent::{Db, Error, Kind, Result};

use crate::{add, tables, tags};

fn sendable<T: Send>(value: T) -> T {
    value
}

trait Repository {
    fn rename(&self, db: &Db, name: &str) -> impl Future<Output = Result<()>> + Send;
}

struct Postgres;

impl Repository for Postgres {
    async fn rename(&self, db: &Db, name: &str) -> Result<()> {
        db.atomic(async |tx| add(tx, name).await).await
    }
}

async fn generic<R: Repository + Sync>(repository: &R, db: &Db) -> Result<()> {
    db.atomic(async |tx| repository.rename(tx, "generic").await).await
}

async fn wrapper<T>(db: &Db, work: impl AsyncFnOnce(&Db) -> Result<T>) -> Result<T> {
    db.atomic(work).await
}

async fn retried<T, F, Fut>(db: &Db, work: F) -> Result<T>
where
    T: Send,
    F: Fn(Db) -> Fut + Send + Sync,
    Fut: Future<Output = Result<T>> + Send,
{
    loop {
        match db.atomic_send(&work).await {
            Err(error) if error.kind() == Kind::SerializationFailure => {}
            result => return result,
        }
    }
}

fn recursive(db: &Db, depth: u32) -> Pin<Box<dyn Future<Output = Result<()>> + Send + '_>> {
    Box::pin(db.atomic(
        async move |tx| if depth == 0 { add(tx, "deep").await } else { recursive(tx, depth - 1).await },
    ))
}

#[querent_testkit::test]
async fn blocks_of_every_shape_may_be_awaited_in_a_handler(db: Db) {
    tables(&db).await;
    let handler = async {
        let name = String::from("borrowed");
        let mut seen: HashMap<&str, usize> = HashMap::new();
        db.atomic(async |tx| -> Result<_> {
            add(tx, &name).await?;
            tokio::try_join!(add(tx, "join 1"), add(tx, "join 2"))?;
            for tag in ["loop 1", "loop 2"] {
                *seen.entry(tag).or_default() += 1;
                tx.atomic(async |savepoint| add(savepoint, tag).await).await?;
            }
            let many = ["many 1", "many 2"];
            futures::future::try_join_all(many.iter().map(|tag| add(tx, tag))).await?;
            let _ = tokio::time::timeout(Duration::from_secs(60), add(tx, "in time")).await;
            Ok(())
        })
        .await?;
        generic(&Postgres, &db).await?;
        wrapper(&db, async |tx| add(tx, &name).await).await?;
        retried(&db, |tx| async move { add(&tx, "retried").await }).await?;
        recursive(&db, 3).await?;
        db.with_client(async |client| -> Result<()> { Ok(client.batch_execute("SELECT 1").await?) }).await?;
        Ok::<_, Error>(seen.len())
    };
    assert_eq!(sendable(handler).await.unwrap(), 2);
    let spawned = db.clone();
    tokio::spawn(async move { spawned.atomic(async |tx| add(tx, "spawned").await).await })
        .await
        .unwrap()
        .unwrap();
    assert_eq!(tags(&db).await.len(), 13);
}
