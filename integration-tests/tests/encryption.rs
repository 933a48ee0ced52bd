//! Encrypted connections: each `sslmode`, with a certificate that is trusted and one that is not.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::error::Error;
use std::time::Duration;

use integration_tests::proxy::Encrypted;
use querent::{Db, Kind, Result};

/// Whether a pool works, or what its errors say.
async fn tried(db: Result<Db>) -> Result<(), String> {
    let error = match db.unwrap().batch_execute("SELECT 1").await {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    assert_eq!(error.kind(), Kind::Connection);
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    Err(causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}")))
}

#[querent_testkit::test]
async fn without_a_trusted_certificate_only_the_modes_that_do_not_look_at_it_connect(db: Db) {
    let proxy = Encrypted::before(&db, "localhost").await.unwrap();
    for mode in ["disable", "prefer"] {
        assert_eq!(tried(proxy.builder("localhost", mode).build()).await, Ok(()), "{mode}");
    }
    for mode in ["require", "verify-ca", "verify-full"] {
        let told = tried(proxy.builder("localhost", mode).build()).await.unwrap_err();
        assert!(told.contains("invalid peer certificate: UnknownIssuer"), "{mode}: {told}");
    }
}

#[querent_testkit::test]
async fn a_trusted_certificate_opens_every_mode_for_its_own_host(db: Db) {
    let proxy = Encrypted::before(&db, "localhost").await.unwrap();
    let builder = |mode, host| proxy.builder(host, mode).root_certificate(proxy.certificate());
    for mode in ["disable", "prefer", "require", "verify-ca", "verify-full"] {
        assert_eq!(tried(builder(mode, "localhost").build()).await, Ok(()), "{mode}");
    }
    for mode in ["disable", "prefer", "verify-ca"] {
        assert_eq!(tried(builder(mode, "elsewhere").build()).await, Ok(()), "{mode}");
    }
    for mode in ["require", "verify-full"] {
        let told = tried(builder(mode, "elsewhere").build()).await.unwrap_err();
        assert!(told.contains("not valid for name"), "{mode}: {told}");
    }
}

#[querent_testkit::test]
async fn a_certificate_that_has_expired_opens_no_mode_that_looks_at_it(db: Db) {
    let proxy = Encrypted::expired(&db, "localhost").await.unwrap();
    let builder = |mode| proxy.builder("localhost", mode).root_certificate(proxy.certificate());
    assert_eq!(tried(builder("prefer").build()).await, Ok(()));
    for mode in ["require", "verify-ca", "verify-full"] {
        let told = tried(builder(mode).build()).await.unwrap_err();
        assert!(told.contains("expired"), "{mode}: {told}");
    }
}

#[querent_testkit::test]
async fn a_server_that_cannot_encrypt_is_refused_by_the_modes_that_insist(db: Db) {
    let proxy = Encrypted::refusing(&db).await.unwrap();
    for mode in ["disable", "prefer"] {
        assert_eq!(tried(proxy.builder("localhost", mode).build()).await, Ok(()), "{mode}");
    }
    for mode in ["require", "verify-ca", "verify-full"] {
        let told = tried(proxy.builder("localhost", mode).build()).await.unwrap_err();
        assert!(told.contains("server does not support TLS"), "{mode}: {told}");
    }
}

#[querent_testkit::test]
async fn the_address_names_a_file_of_roots(db: Db) {
    let proxy = Encrypted::before(&db, "localhost").await.unwrap();
    let file = std::env::temp_dir().join(format!("querent root {}.pem", std::process::id()));
    let with_file = |file: &std::path::Path| {
        proxy.builder("localhost", &format!("verify-full sslrootcert='{}'", file.display())).build()
    };
    std::fs::write(&file, proxy.pem()).unwrap();
    let trusted = tried(with_file(&file)).await;
    std::fs::write(&file, "nothing").unwrap();
    let empty = with_file(&file).unwrap_err();
    std::fs::remove_file(&file).unwrap();
    let missing = with_file(&file).unwrap_err();
    assert_eq!(trusted, Ok(()));
    for error in [empty, missing] {
        assert_eq!(error.kind(), Kind::Configuration);
        assert!(error.to_string().contains(&*file.to_string_lossy()), "{error}");
    }
}

#[querent_testkit::test]
async fn who_names_a_root_and_no_mode_wants_the_server_proven(db: Db) {
    let proxy = Encrypted::before(&db, "localhost").await.unwrap();
    let told = tried(Db::builder().url(proxy.address("localhost") + " sslrootcert=system").build()).await;
    assert!(told.unwrap_err().contains("invalid peer certificate: UnknownIssuer"));
    let given = |host| Db::builder().url(proxy.address(host)).root_certificate(proxy.certificate()).build();
    assert_eq!(tried(given("localhost")).await, Ok(()));
    assert!(tried(given("elsewhere")).await.unwrap_err().contains("not valid for name"));
    let missing = Db::builder().url("postgres://localhost/shop?sslrootcert=/nonexistent.pem").build();
    assert!(missing.unwrap_err().to_string().contains("/nonexistent.pem"));
}

#[test]
fn a_root_beside_a_mode_that_looks_at_no_certificate_is_refused() {
    for mode in ["disable", "prefer"] {
        let url = format!("postgres://localhost/shop?sslrootcert=system&sslmode={mode}");
        let error = Db::builder().url(url).build().unwrap_err();
        assert_eq!(error.kind(), Kind::Configuration);
        assert!(error.to_string().contains("`sslrootcert`"), "{error}");
    }
}

#[querent_testkit::test]
async fn what_else_an_address_holds_hides_no_mode(db: Db) {
    let proxy = Encrypted::refusing(&db).await.unwrap();
    let url = proxy.address("localhost") + " application_name=https://shop sslmode=require";
    let told = tried(Db::builder().url(url).build()).await.unwrap_err();
    assert!(told.contains("server does not support TLS"), "{told}");
    for before in ["me:what?@", "me@", ""] {
        for mode in ["sslmode", "ssl%6Dode"] {
            let url = format!("postgres://{before}localhost/shop?{mode}=requires&application_name=a@b");
            let error = Db::builder().url(url).build().unwrap_err();
            assert!(error.to_string().contains("`sslmode` is none of"), "{before} {mode}: {error}");
        }
    }
}

#[test]
fn a_mode_that_there_is_not_is_refused() {
    for url in ["postgres://localhost/shop?sslmode=requires", "host=localhost sslmode=allow"] {
        let error = Db::builder().url(url).build().unwrap_err();
        assert_eq!(error.kind(), Kind::Configuration);
        assert!(error.to_string().contains("`verify-full`"), "{error}");
    }
}

/// Ends once a statement of the test's database sleeps.
async fn asleep(db: &Db) {
    let sleeping = "SELECT 1 FROM pg_stat_activity
                    WHERE datname = current_database() AND state = 'active' AND query = 'SELECT pg_sleep(600)'";
    let found = async |client: &tokio_postgres::Client| -> Result<usize> {
        Ok(client.query(sleeping, &[]).await?.len())
    };
    while db.with_client(found).await.unwrap() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[querent_testkit::test]
async fn a_cancel_request_is_encrypted_like_its_connection(db: Db) {
    let proxy = Encrypted::before(&db, "localhost").await.unwrap();
    let builder = proxy.builder("localhost", "verify-full").root_certificate(proxy.certificate());
    let one = builder.max_connections(1).build().unwrap();
    tokio::select! {
        _ = one.batch_execute("SELECT pg_sleep(600)") => panic!("it sleeps for ten minutes"),
        () = asleep(&db) => {} // and is dropped
    }
    one.batch_execute("SELECT 1").await.unwrap();
    let status = one.status();
    assert_eq!((status.quarantined, status.discarded), (1, 0));
    assert!(status.cancelled > 0);
}
