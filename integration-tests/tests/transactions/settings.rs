//! Settings that hold until the end of a transaction.

use std::time::Duration;

use integration_tests::proxy::Proxy;
use querent::{Db, Kind, Result};
use tokio_postgres::Client;

use crate::{add, sleep, tables, tags};

/// A setting's value; empty where it is not set.
async fn setting(db: &Db, name: &str) -> Result<String> {
    let ask = "SELECT coalesce(current_setting($1, true), '')";
    db.with_client(async |client: &Client| -> Result<_> { Ok(client.query_one(ask, &[&name]).await?.get(0)) })
        .await
}

#[querent_testkit::test]
async fn settings_hold_before_the_first_statement_and_no_longer_than_the_transaction(db: Db) {
    let one = db.to_builder().max_connections(1).build().unwrap();
    let hostile = "7'; DROP TABLE notes; --";
    let recording = one.record_statements();
    one.transaction()
        .set_local("app.tenant", hostile)
        .set_local("app.number", 12)
        .atomic(async |tx| -> Result<()> {
            assert_eq!(setting(tx, "app.tenant").await?, hostile);
            assert_eq!(setting(tx, "app.number").await?, "12");
            tx.set_local("app.number", 13).await?;
            assert_eq!(setting(tx, "app.number").await?, "13");
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(
        recording.statements(),
        [
            "BEGIN",
            "SELECT set_config($1, $2, true), set_config($3, $4, true)",
            "SELECT set_config($1, $2, true)",
            "COMMIT",
        ]
    );
    assert_eq!(setting(&one, "app.tenant").await.unwrap(), "");
    assert_eq!(setting(&one, "app.number").await.unwrap(), "");
}

#[querent_testkit::test]
async fn settings_are_one_flight_with_begin_and_statements_that_are_joined_wait_for_it(db: Db) {
    tables(&db).await;
    let proxy = Proxy::before(&db).await.unwrap();
    let one = proxy.on_the_way_of(&db).max_connections(1).build().unwrap();
    one.batch_execute("SELECT 1").await.unwrap();
    let block = async || {
        one.transaction()
            .set_local("app.tenant", 7)
            .atomic(async |tx| -> Result<()> { tokio::try_join!(add(tx, "a"), add(tx, "b")).map(drop) })
            .await
            .unwrap();
    };
    // BEGIN with the setting, both statements, and COMMIT.
    assert_eq!(proxy.flights(block()).await, 3);
    assert_eq!(tags(&db).await, ["a", "b"]);
}

#[querent_testkit::test]
async fn a_role_is_a_setting(db: Db) {
    tables(&db).await;
    let role = format!("reader_{}", std::process::id());
    db.batch_execute(&format!("CREATE ROLE {role}; GRANT SELECT ON notes TO {role}")).await.unwrap();
    let error = db
        .transaction()
        .set_local("role", &role)
        .atomic(async |tx| -> Result<()> {
            assert_eq!(setting(tx, "role").await?, role);
            add(tx, "a").await
        })
        .await
        .unwrap_err();
    db.batch_execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).await.unwrap();
    assert_eq!(error.kind(), Kind::InsufficientPrivilege);
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn a_setting_that_the_server_refuses_lets_nothing_run(db: Db) {
    tables(&db).await;
    let error = db
        .transaction()
        .set_local("statement_timeout", "a secret")
        .atomic(async |tx| add(tx, "a").await)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::BeginFailed);
    assert!(error.to_string().contains("`statement_timeout`"), "{error}");
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    assert!(tags(&db).await.is_empty());
    let refused = db.atomic(async |tx| tx.set_local("nonsense", 1).await).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::UndefinedObject);
    assert!(refused.to_string().starts_with("`nonsense` could not be set"), "{refused}");
}

#[querent_testkit::test]
async fn a_nested_block_has_settings_of_its_own_and_takes_them_back_when_it_fails(db: Db) {
    tables(&db).await;
    db.atomic(async |tx| -> Result<()> {
        tx.set_local("app.tenant", 1).await?;
        let failed = tx.transaction().set_local("app.tenant", 2).atomic(async |savepoint| -> Result<()> {
            assert_eq!(setting(savepoint, "app.tenant").await?, "2");
            savepoint.batch_execute("SELECT 1 / 0").await
        });
        assert_eq!(failed.await.unwrap_err().kind(), Kind::DataException);
        assert_eq!(setting(tx, "app.tenant").await?, "1");
        // One that is refused costs the nested block alone.
        let refused = tx
            .transaction()
            .set_local("role", "nobody here")
            .atomic(async |savepoint| savepoint.atomic(async |inner| add(inner, "unseen").await).await);
        let refused = refused.await.unwrap_err();
        assert_eq!(refused.kind(), Kind::BeginFailed);
        assert!(refused.to_string().contains("`role`"), "{refused}");
        tx.transaction()
            .set_local("app.tenant", 3)
            .atomic(async |savepoint| add(savepoint, "a").await)
            .await?;
        assert_eq!(setting(tx, "app.tenant").await?, "3");
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(tags(&db).await, ["a"]);
}

#[querent_testkit::test]
async fn timeouts_of_a_transaction_are_its_own(db: Db) {
    tables(&db).await;
    let short = db.transaction().statement_timeout(Duration::from_millis(30));
    let error = short.atomic(async |tx| sleep(tx, 600.0).await).await.unwrap_err();
    assert_eq!(error.kind(), Kind::StatementTimeout);
    let other = db.to_builder().build().unwrap();
    db.atomic(async |tx| -> Result<()> {
        tx.batch_execute("LOCK TABLE notes").await?;
        let waiting = other.transaction().lock_timeout(Duration::from_millis(30));
        let error = waiting.atomic(async |tx| add(tx, "a").await).await.unwrap_err();
        assert_eq!(error.kind(), Kind::LockNotAvailable);
        Ok(())
    })
    .await
    .unwrap();
}

#[querent_testkit::test]
async fn a_setting_on_the_pools_handle_is_refused(db: Db) {
    let error = db.set_local("app.tenant", 7).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("`app.tenant`") && error.to_string().contains(file!()), "{error}");
}
