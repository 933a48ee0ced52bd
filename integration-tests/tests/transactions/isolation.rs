//! What BEGIN says of a transaction.

use querent::{Db, Error, Isolation, Kind, Result};
use tokio_postgres::Client;

use crate::{add, tables, tags};

async fn setting(db: &Db, name: &str) -> Result<String> {
    db.with_client(async |client: &Client| -> Result<_> {
        Ok(client.query_one("SELECT current_setting($1)", &[&name]).await?.get(0))
    })
    .await
}

#[querent_testkit::test]
async fn begin_says_what_was_asked_for_and_travels_with_the_first_statement(db: Db) {
    let recording = db.record_statements();
    let transaction = db.transaction().isolation(Isolation::Serializable).read_only().deferrable();
    transaction
        .atomic(async |tx| -> Result<()> {
            tx.batch_execute("SELECT 1").await?;
            assert_eq!(setting(tx, "transaction_isolation").await?, "serializable");
            assert_eq!(setting(tx, "transaction_read_only").await?, "on");
            assert_eq!(setting(tx, "transaction_deferrable").await?, "on");
            Ok(())
        })
        .await
        .unwrap();
    let sent = recording.statements();
    assert_eq!(sent[0], "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE");
    let levels = [
        (Isolation::ReadCommitted, "read committed"),
        (Isolation::RepeatableRead, "repeatable read"),
        (Isolation::Serializable, "serializable"),
    ];
    for (isolation, name) in levels {
        let seen = db
            .transaction()
            .isolation(isolation)
            .atomic_send(|tx| async move { setting(&tx, "transaction_isolation").await })
            .await;
        assert_eq!(seen.unwrap(), name);
    }
}

#[querent_testkit::test]
async fn options_end_with_their_transaction_and_an_empty_one_sends_nothing(db: Db) {
    let one = db.to_builder().max_connections(1).build().unwrap();
    one.transaction()
        .isolation(Isolation::Serializable)
        .set_local("application_name", "unseen")
        .atomic(async |_| Ok::<_, Error>(()))
        .await
        .unwrap();
    assert_eq!(one.status().connections, 0);
    let read = async |tx: &Db| setting(tx, "transaction_read_only").await;
    assert_eq!(one.transaction().read_only().atomic(read).await.unwrap(), "on");
    assert_eq!(one.atomic(read).await.unwrap(), "off");
}

#[querent_testkit::test]
async fn a_repeatable_read_sees_what_was_there_at_its_first_statement(db: Db) {
    tables(&db).await;
    let other = db.to_builder().build().unwrap();
    let transaction = db.transaction().isolation(Isolation::RepeatableRead);
    transaction
        .atomic(async |tx| -> Result<()> {
            assert!(tags(tx).await.is_empty());
            add(&other, "later").await?;
            assert!(tags(tx).await.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(tags(&db).await, ["later"]);
}

#[querent_testkit::test]
async fn a_read_only_transaction_refuses_to_write(db: Db) {
    tables(&db).await;
    let error = db.transaction().read_only().atomic(async |tx| add(tx, "a").await).await.unwrap_err();
    assert_eq!(error.kind(), Kind::ReadOnly);
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn options_of_the_outermost_block_are_refused_on_a_nested_one_and_nothing_is_sent(db: Db) {
    tables(&db).await;
    let recording = db.record_statements();
    db.atomic(async |tx| -> Result<()> {
        let nothing = async |_: &Db| Ok::<_, Error>(());
        let refused = [
            tx.transaction().isolation(Isolation::Serializable).atomic(nothing).await,
            tx.transaction().read_only().atomic(nothing).await,
            tx.transaction().deferrable().atomic(nothing).await,
            tx.transaction().retry(1).atomic(nothing).await,
            tx.transaction().retry(1).atomic_send(|_| async { Ok::<_, Error>(()) }).await,
        ];
        for (error, method) in
            refused.into_iter().zip(["isolation", "read_only", "deferrable", "retry", "retry"])
        {
            let error = error.unwrap_err();
            assert_eq!(error.kind(), Kind::Misuse);
            let told = error.to_string();
            assert!(told.contains(&format!("`{method}`")) && told.matches(file!()).count() == 2, "{told}");
        }
        tx.transaction().atomic(nothing).await
    })
    .await
    .unwrap();
    assert_eq!(recording.statements(), [""; 0]);
}
