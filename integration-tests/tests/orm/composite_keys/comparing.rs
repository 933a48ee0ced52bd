//! Conditions on keys of several columns, and on other rows of values.

use std::collections::HashSet;

use querent::model::Root;
use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use time::macros::date;

use super::{Account, AccountFields, Booking, Grant, Place, PlaceValues, Shelf, Size, accounts, keys};

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn one_row_is_found_by_its_key_and_by_an_instance(db: Db) -> Result<()> {
    accounts(&db).await;
    let all = || Account::objects(&db);
    let account = db.assert_statements(1, all().by_key((2, 1))).await?;
    assert_eq!((account.key(), account.points), ((2, 1), 40));
    assert_eq!(all().by_key(&account).await?.email, "a");
    assert_eq!(all().by_key(account.key()).await?.points, 40);
    let lent = &(2, 5);
    assert_eq!(all().by_key(lent).await?.points, 50);
    assert_eq!(all().by_key((2, 2)).await.unwrap_err().kind(), Kind::DoesNotExist);
    assert_eq!(all().get(|a| a.pk().eq((1, 3))).await?.points, 30);
    assert!(all().contains(&account).await?);
    assert!(!all().filter(|a| a.points.lt(40)).contains((2, 1)).await?);
    assert!(all().order_by(|a| a.points.desc()).limit(2).contains((2, 1)).await?);
    let day = date!(2024 - 01 - 02);
    Booking::draft().day(day).room("a").slot(3).label(1).create(&db).await?;
    assert_eq!(Booking::objects(&db).by_key((day, "a", 3)).await?.people, 1);
    let found =
        Booking::objects(&db).filter(|b| b.pk().gte((day, "a", 3)) & b.pk().lt((day, "a".to_owned(), 4)));
    assert_eq!(found.count().await?, 1);
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn keys_are_compared_as_rows(db: Db) -> Result<()> {
    accounts(&db).await;
    let all = || Account::objects(&db).order_by(|a| a.pk());
    let found = async |query: QuerySet<Account>| keys(&query.await.unwrap());
    assert_eq!(found(all().filter(|a| a.pk().eq((1, 2)))).await, [(1, 2)]);
    assert_eq!(found(all().filter(|a| a.pk().ne((1, 2)))).await, [(1, 1), (1, 3), (2, 1), (2, 5)]);
    assert_eq!(found(all().exclude(|a| a.pk().eq((1, 2)))).await, [(1, 1), (1, 3), (2, 1), (2, 5)]);
    assert_eq!(found(all().filter(|a| a.pk().gt((1, 2)))).await, [(1, 3), (2, 1), (2, 5)]);
    assert_eq!(
        found(all().filter(|a| a.pk().gte((1, 2)) & a.pk().lt((2, 5)))).await,
        [(1, 2), (1, 3), (2, 1)]
    );
    assert_eq!(found(all().exclude(|a| a.pk().lte((1, 2)))).await, [(1, 3), (2, 1), (2, 5)]);
    assert_eq!(found(all().filter(|a| a.pk().between((1, 3), (2, 1)))).await, [(1, 3), (2, 1)]);
    assert_eq!(found(all().filter(|a| !a.pk().between((1, 3), (2, 1)))).await, [(1, 1), (1, 2), (2, 5)]);
    assert_eq!(found(all().filter(|a| a.pk().is_null())).await, []);
    assert_eq!(found(all().filter(|a| a.pk().is_not_null())).await.len(), 5);
    assert_eq!(found(all().filter(|a| a.pk().eq((a.tenant.key(), 1)))).await, [(1, 1), (2, 1)]);
    assert_eq!(found(all().filter(|a| (a.email, a.points).gt(("a", 10)))).await.len(), 4);
    assert_eq!(found(all().filter(|a| a.tenant.eq(2) & a.number.gt(1))).await, [(2, 5)]);
    assert_eq!(found(all().filter(|a| a.pk().eq((1, 1)) | a.pk().eq((2, 5)))).await, [(1, 1), (2, 5)]);
    assert_eq!(
        all().filter(|a| a.pk().gt((1, 2))).sql()?.split(" WHERE ").last().unwrap(),
        "(\"account\".\"tenant_id\", \"account\".\"number\") > ($1, $2) ORDER BY \"account\".\"tenant_id\", \
         \"account\".\"number\""
    );
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn keys_are_members_of_lists_and_of_querysets(db: Db) -> Result<()> {
    accounts(&db).await;
    let all = || Account::objects(&db).order_by(|a| a.pk());
    let found = async |query: QuerySet<Account>| keys(&query.await.unwrap());
    let listed = [(1, 2), (2, 5), (9, 9), (2, 2)];
    assert_eq!(found(all().filter(|a| a.pk().is_in(listed))).await, [(1, 2), (2, 5)]);
    assert_eq!(found(all().filter(|a| a.pk().is_in(&listed[..2]))).await, [(1, 2), (2, 5)]);
    assert_eq!(found(all().filter(|a| a.pk().is_in(vec![(1, 2)]))).await, [(1, 2)]);
    assert_eq!(found(all().filter(|a| a.pk().is_in(HashSet::from([(1, 3)])))).await, [(1, 3)]);
    assert_eq!(found(all().filter(|a| a.pk().is_in([(1, Some(3)), (2, None)]))).await, [(1, 3)]);
    assert_eq!(found(all().exclude(|a| a.pk().is_in(listed))).await, [(1, 1), (1, 3), (2, 1)]);
    assert_eq!(found(all().filter(|a| a.pk().not_in(listed))).await, [(1, 1), (1, 3), (2, 1)]);
    let none: [(i64, i64); 0] = [];
    let nothing = db.assert_statements(0, all().filter(|a| a.pk().is_in(none))).await?;
    assert!(nothing.is_empty());
    assert_eq!(found(all().filter(|a| a.pk().not_in(none))).await.len(), 5);
    let rich = || Account::objects(&db).filter(|a| a.points.gte(40));
    assert_eq!(found(all().filter(|a| a.pk().is_in(rich()))).await, [(2, 1), (2, 5)]);
    assert_eq!(found(all().filter(|a| a.pk().not_in(rich()))).await, [(1, 1), (1, 2), (1, 3)]);
    assert_eq!(found(all().filter(|a| a.pk().is_in(rich().values(|a| a.pk())))).await, [(2, 1), (2, 5)]);
    let richest = || Account::objects(&db).order_by(|a| a.points.desc()).limit(2);
    assert_eq!(found(all().filter(|a| a.pk().is_in(richest()))).await, [(2, 1), (2, 5)]);
    let distinct = || richest().values(|a| (a.tenant.key(), a.number)).distinct();
    assert_eq!(found(all().filter(|a| a.pk().is_in(distinct()))).await, [(2, 1), (2, 5)]);
    let first = |a: AccountFields<Root<Account>>| {
        let same = Account::within(a).filter(move |b| b.email.eq(a.email) & b.pk().lt(a.pk()));
        !exists(same)
    };
    assert_eq!(found(all().filter(first)).await, [(1, 1), (1, 2), (1, 3), (2, 5)]);
    let within = all().filter(|a| {
        a.pk().is_in(Account::within(a).filter(move |b| b.points.gt(a.points - 1) & b.number.gt(1)))
    });
    assert_eq!(found(within).await, [(1, 2), (1, 3), (2, 5)]);
    Ok(())
}

#[querent_testkit::test(models = [Shelf])]
async fn a_column_of_a_key_may_be_of_any_type_that_is_a_key(db: Db) -> Result<()> {
    let id = uuid::Uuid::from_u128;
    let drafts = [(Size::Large, 1), (Size::Small, 1), (Size::Small, 2)];
    let drafts = drafts.map(|(size, number)| Shelf::draft().size(size).shelf(id(number)));
    Shelf::objects(&db).bulk_create(drafts).await?;
    let all = || Shelf::objects(&db);
    let mut shelf = all().by_key((Size::Large, id(1))).await?;
    shelf.boxes = 9;
    shelf.save(&db).await?;
    let some = all().in_bulk([(Size::Large, id(1)), (Size::Small, id(2)), (Size::Large, id(2))]).await?;
    assert_eq!((some.len(), some[&(Size::Large, id(1))].boxes), (2, 9));
    assert_eq!(all().filter(|s| s.pk().is_in([(Size::Small, id(1))])).count().await?, 1);
    assert_eq!(all().exclude(|s| s.pk().is_in([(Size::Small, id(1))])).count().await?, 2);
    assert_eq!(
        all().filter(|s| s.pk().gte((Size::Small, id(2)))).count().await?,
        2,
        "in the order of the enum"
    );
    let places = all().order_by(|s| s.pk()).values(|s| PlaceValues { key: s.pk(), boxes: s.boxes });
    assert_eq!(places.await?[2], Place { key: (Size::Large, id(1)), boxes: 9 });
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn a_condition_on_a_row_and_its_negation_have_two_values(db: Db) -> Result<()> {
    accounts(&db).await;
    let all = || Account::objects(&db);
    let both = async |condition: fn(AccountFields<Root<Account>>) -> Q<Account>| {
        let (kept, left) = (all().filter(condition).await.unwrap(), all().exclude(condition).await.unwrap());
        assert_eq!(kept.len() + left.len(), 5);
        assert_eq!(all().filter(move |a| !condition(a)).count().await.unwrap(), left.len() as i64);
        kept.len()
    };
    // The label of (2, 5) is NULL.
    assert_eq!(both(|a| (a.number, a.label.key()).eq((5, 1))).await, 0);
    assert_eq!(both(|a| (a.number, a.label.key()).ne((5, 1))).await, 5);
    assert_eq!(both(|a| (a.number, a.label.key()).gt((4, 1))).await, 1, "the first value decides");
    assert_eq!(both(|a| (a.number, a.label.key()).gte((5, 1))).await, 0);
    assert_eq!(both(|a| (a.number, a.label.name).lt((5, "z"))).await, 4);
    assert_eq!(both(|a| (a.number, a.label.name).gt((2, "a"))).await, 3, "its label is not asked for");
    assert_eq!(both(|a| (a.number, a.label.name).between((2, "a"), (9, "z"))).await, 3);
    assert_eq!(both(|a| (a.number, a.label.key()).is_in([(1, 1), (5, 1)])).await, 2);
    assert_eq!(both(|a| (a.number, a.label.key()).not_in([(1, 1), (5, 1)])).await, 3);
    assert_eq!(both(|a| (a.number, a.label.key()).is_null()).await, 1);
    assert_eq!(both(|a| (a.number, a.label.key()).is_not_null()).await, 4);
    assert_eq!(both(|a| (a.tenant.key(), a.points).eq((1, a.number * 10))).await, 3);
    assert_eq!(both(|a| (a.tenant.name, a.label.name, a.number).eq(("one", "red", 1))).await, 1);
    Ok(())
}
