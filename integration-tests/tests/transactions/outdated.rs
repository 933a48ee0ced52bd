//! Statements whose prepared form is out of date.

use querent::prelude::*;
use querent::{Kind, Result};

#[derive(Model, Clone, Debug)]
#[model(table = "labels", ordering = [id])]
struct Label {
    id: i64,
    #[field(max_length = 50)]
    name: String,
}

/// A pool of one connection, on which reading labels is prepared.
async fn prepared(db: &Db) -> Db {
    let small = db.to_builder().max_connections(1).build().unwrap();
    Label::draft().name("new").create(&small).await.unwrap();
    assert_eq!(read(&small).await.unwrap(), ["new"]);
    small
}

async fn read(db: &Db) -> Result<Vec<String>> {
    Ok(Label::objects(db).await?.into_iter().map(|label| label.name).collect())
}

async fn alter(db: &Db) {
    db.batch_execute("ALTER TABLE labels ALTER COLUMN name TYPE text").await.unwrap();
}

#[querent_testkit::test(models = [Label])]
async fn a_statement_outside_of_a_transaction_runs_again_when_its_table_was_altered(db: Db) {
    let small = prepared(&db).await;
    alter(&db).await;
    assert_eq!(read(&small).await.unwrap(), ["new"]);
    assert_eq!(read(&small).await.unwrap(), ["new"]);
}

#[querent_testkit::test(models = [Label])]
async fn a_statement_that_the_session_was_told_to_forget_runs_again(db: Db) {
    let small = prepared(&db).await;
    small.batch_execute("DEALLOCATE ALL").await.unwrap();
    assert_eq!(read(&small).await.unwrap(), ["new"]);
}

#[querent_testkit::test(models = [Label])]
async fn a_block_whose_table_was_altered_fails_with_its_kind_and_runs_when_it_is_run_again(db: Db) {
    let small = prepared(&db).await;
    alter(&db).await;
    let error = small.atomic(async |tx| read(tx).await).await.unwrap_err();
    assert_eq!(error.kind(), Kind::OutdatedStatement);
    assert!(error.to_string().contains("a table was altered"), "{error}");
    assert_eq!(small.atomic(async |tx| read(tx).await).await.unwrap(), ["new"]);
}

#[querent_testkit::test(models = [Label])]
async fn a_block_that_may_run_again_does_so_when_a_table_was_altered(db: Db) {
    let small = prepared(&db).await;
    alter(&db).await;
    let labels = small.transaction().retry(1).atomic(async |tx| read(tx).await).await;
    assert_eq!(labels.unwrap(), ["new"]);
}

#[querent_testkit::test(models = [Label])]
async fn a_block_that_alters_a_table_reads_it_before_and_after(db: Db) {
    let small = prepared(&db).await;
    let both = async |tx: &Db| -> Result<_> {
        let before = read(tx).await?;
        alter(tx).await;
        Ok((before, read(tx).await?))
    };
    let new = || vec!["new".to_owned()];
    assert_eq!(small.atomic(both).await.unwrap(), (new(), new()));
}

#[querent_testkit::test(models = [Label])]
async fn a_block_of_several_statements_that_are_forgotten_runs_again_once(db: Db) {
    let small = prepared(&db).await;
    let both = async |tx: &Db| -> Result<_> { Ok((read(tx).await?, Label::objects(tx).count().await?)) };
    both(&small).await.unwrap();
    small.batch_execute("DEALLOCATE ALL").await.unwrap();
    let told = small.transaction().retry(1).atomic(both).await.unwrap();
    assert_eq!(told, (vec!["new".to_owned()], 1));
}

#[querent_testkit::test(models = [Label])]
async fn a_statement_runs_behind_a_nested_block_that_has_altered_its_table_and_was_undone(db: Db) {
    let small = prepared(&db).await;
    for _ in 0..2 {
        small
            .atomic(async |tx| -> Result<()> {
                assert_eq!(read(tx).await?, ["new"]);
                let nested = tx.atomic(async |savepoint| -> Result<()> {
                    savepoint.batch_execute("ALTER TABLE labels ALTER COLUMN name TYPE text").await?;
                    assert_eq!(read(savepoint).await?, ["new"]);
                    savepoint.batch_execute("SELECT 1 / 0").await
                });
                assert_eq!(nested.await.unwrap_err().kind(), Kind::DataException);
                assert_eq!(read(tx).await?, ["new"]);
                Ok(())
            })
            .await
            .unwrap();
    }
}
