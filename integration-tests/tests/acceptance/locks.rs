//! Rows that are locked.

use querent::prelude::*;
use querent::{Kind, Result};

use crate::database::on_the_data;
use crate::models::{Account, Company};

#[test]
fn lck_01_a_lock_needs_a_transaction_and_what_counts_drops_it() {
    on_the_data(async |db| {
        let error = Account::objects(&db).select_for_update().await.unwrap_err();
        assert_eq!(error.kind(), Kind::Misuse);
        assert_eq!(Account::objects(&db).select_for_update().count().await.unwrap(), 3);
        let recording = db.record_statements();
        db.atomic(async |tx| -> Result<()> {
            Account::objects(tx).select_for_update().filter(|a| a.id.eq(1)).await?;
            assert!(recording.statements()[1].contains(" FOR UPDATE"));
            assert_eq!(Account::objects(tx).select_for_update().count().await?, 3);
            assert!(!recording.statements()[2].contains("FOR UPDATE"));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn lck_03_joined_rows_are_locked_only_where_they_are_named() {
    on_the_data(async |db| {
        db.atomic(async |tx| -> Result<()> {
            let q = || Company::objects(tx).select_related(|c| c.point_of_contact).order_by(|c| c.id);
            // Django locks the joined rows, too, and PostgreSQL refuses that; here they are locked where they are named.
            assert_eq!(q().select_for_update().await?.len(), 3);
            assert_eq!(q().select_for_update_with(|lock| lock.of(|c| c)).await?.len(), 3);
            let nullable = q().select_for_update_with(|lock| lock.of(|c| (c, c.point_of_contact)));
            assert_eq!(nullable.clone().await.unwrap_err().kind(), Kind::Misuse);
            assert_eq!(nullable.exclude(|c| c.point_of_contact.is_null()).await?.len(), 1);
            let recording = tx.record_statements();
            let led = Company::objects(tx).select_related(|c| c.ceo);
            led.select_for_update_with(|lock| lock.of(|c| c.ceo)).await?;
            Company::objects(tx).select_for_update_with(|lock| lock.no_key()).await?;
            let sent = recording.statements();
            assert!(sent[0].ends_with(r#" FOR UPDATE OF "oracle_employee""#), "{}", sent[0]);
            assert!(sent[1].ends_with(r#" FOR NO KEY UPDATE OF "oracle_company""#), "{}", sent[1]);
            Ok(())
        })
        .await
        .unwrap();
    });
}
