//! Rows that are created, saved and deleted by keys of several columns.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use time::macros::date;

use super::{Account, Booking, Grant, Tenant, accounts, keys};

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn the_key_is_the_columns_in_its_own_order(db: Db) -> Result<()> {
    let schema = querent_migrate::schema_of(&[Account::META, Grant::META, Booking::META]).unwrap();
    let key = |table: &str| {
        let table = schema.tables.iter().find(|own| own.name == table).unwrap();
        table.primary_key.clone().unwrap().columns
    };
    assert_eq!(key("account"), ["tenant_id", "number"]);
    assert_eq!(key("booking"), ["day", "room", "slot"]);
    accounts(&db).await;
    let again = Account::draft().tenant(1).number(1).email("z").create(&db).await.unwrap_err();
    assert_eq!(again.kind(), Kind::UniqueViolation);
    let booked = Booking::draft().day(date!(2024 - 01 - 02)).room("a").slot(3).label(1).create(&db).await?;
    assert_eq!(booked.key(), (date!(2024 - 01 - 02), "a".to_owned(), 3));
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn an_instance_is_saved_deleted_and_read_again_by_its_whole_key(db: Db) -> Result<()> {
    accounts(&db).await;
    let mut account = Account::objects(&db).by_key((1, 1)).await?;
    let before = account.saved_at;
    account.points = 11;
    db.assert_statements(1, account.save(&db)).await?;
    assert!(account.saved_at >= before);
    account.note.set(Some("n".to_owned()));
    account.save_only(&db, |a| (a.note,)).await?;
    Account::objects(&db).filter(|a| a.pk().eq((1, 1))).update(|a| a.points.set(a.points + 1)).await?;
    account.refresh(&db).await?;
    assert_eq!((account.points, account.note.loaded()?.as_deref()), (12, Some("n")));
    let all = async || Account::objects(&db).order_by(|a| a.pk()).values(|a| a.points).await.unwrap();
    assert_eq!(all().await, [12, 20, 30, 40, 50]);
    let again = Account::objects(&db).by_key((1, 1)).await?;
    assert_eq!(db.assert_statements(1, again.note.load(&db)).await?.as_deref(), Some("n"));
    again.delete(&db).await?;
    assert_eq!(all().await, [20, 30, 40, 50]);
    assert_eq!(again.delete(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
    assert_eq!(account.save(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
    let mut grant = Grant::draft().tenant(1).label(2).create(&db).await?;
    grant.save(&db).await?;
    grant.label.set(3);
    assert_eq!(grant.save(&db).await.unwrap_err().kind(), Kind::DoesNotExist, "it has another key now");
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn rows_that_other_tables_choose_are_written_by_their_keys(db: Db) -> Result<()> {
    accounts(&db).await;
    let all = || Account::objects(&db);
    let of_two = all().filter(|a| a.tenant.name.eq("two") & a.number.eq(1));
    assert_eq!(of_two.clone().update(|a| a.points.set(0)).await?, 1);
    assert_eq!(all().order_by(|a| a.pk()).values(|a| a.points).await?, [10, 20, 30, 0, 50]);
    assert_eq!(of_two.delete().await?, 1);
    assert_eq!(keys(&all().order_by(|a| a.pk()).await?), [(1, 1), (1, 2), (1, 3), (2, 5)]);
    let tenant = Tenant::objects(&db).by_key(1).await?;
    assert_eq!(tenant.accounts.objects(&db).filter(|a| a.number.eq(1)).update(|a| a.points.set(7)).await?, 1);
    assert_eq!(tenant.accounts.objects(&db).filter(|a| a.points.eq(7)).delete().await?, 1);
    assert_eq!(all().count().await?, 3);
    Ok(())
}
