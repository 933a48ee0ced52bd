//! Keys of several columns as orders, values, groups and pages.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use super::{Account, Booking, Grant, Tenant, accounts, keys};

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn keys_order_rows_and_are_values_of_them(db: Db) -> Result<()> {
    accounts(&db).await;
    let all = || Account::objects(&db);
    assert_eq!(all().first().await?.unwrap().key(), (1, 1));
    assert_eq!(all().last().await?.unwrap().key(), (2, 5));
    assert_eq!(keys(&all().order_by(|a| a.pk()).reverse().await?)[0], (2, 5));
    let (tenant, number) = Account::fields().pk();
    let mixed = all().order_by(|_| (tenant.desc(), number)).await?;
    assert_eq!(keys(&mixed), [(2, 1), (2, 5), (1, 1), (1, 2), (1, 3)]);
    let by_email = all().order_by(|a| (a.email, a.pk())).values(|a| (a.email, a.pk())).limit(2).await?;
    assert_eq!(by_email, [("a".to_owned(), (1, 1)), ("a".to_owned(), (2, 1))]);
    assert_eq!(all().order_by(|a| a.pk()).values(|a| a.pk()).await?.len(), 5);
    let annotated = all().annotate(|a| a.pk()).filter(|(_, pk)| pk.eq((1, 3))).await?;
    assert_eq!(annotated[0].1, (1, 3));
    assert_eq!(all().aggregate(|a| a.pk().count()).await?, 5);
    assert_eq!(all().aggregate(|a| (a.pk().count().distinct(), a.email.count().distinct())).await?, (5, 4));
    assert_eq!(all().count().await?, 5);
    assert_eq!(all().values(|a| a.email).distinct().count().await?, 4);
    assert_eq!(all().filter(|a| a.tenant.labels.id.gt(0)).distinct().count().await?, 5);
    assert_eq!(all().filter(|a| a.tenant.labels.id.gt(0)).limit(7).count().await?, 7);
    assert!(all().limit(3).exists().await?);
    let slice =
        all().order_by(|a| a.points.desc()).limit(3).filter(|a| a.pk().lt((2, 5))).order_by(|a| a.pk());
    assert_eq!(keys(&slice.await?), [(1, 3), (2, 1)]);
    let firsts = all().order_by(|a| (a.email, a.pk())).distinct_on(|a| a.email);
    assert_eq!(keys(&firsts.await?), [(1, 1), (1, 2), (1, 3), (2, 5)]);
    assert_eq!(all().distinct_on(|a| a.pk()).order_by(|a| a.pk()).await?.len(), 5);
    assert_eq!(
        all().filter(|a| a.pk().eq((1, 1))).union(all().filter(|a| a.pk().eq((2, 5)))).await?.len(),
        2
    );
    assert!(all().explain().await?.contains("account"));
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn rows_by_their_keys_are_a_map_of_tuples(db: Db) -> Result<()> {
    accounts(&db).await;
    let all = || Account::objects(&db);
    let some = db.assert_statements(1, all().in_bulk([(1, 1), (2, 5), (1, 5)])).await?;
    assert_eq!((some.len(), some[&(2, 5)].points), (2, 50));
    let instances = all().filter(|a| a.number.eq(1)).await?;
    assert_eq!(all().in_bulk(&instances).await?.len(), 2);
    let emails = all().values(|a| a.email).in_bulk_all().await?;
    assert_eq!((emails.len(), emails[&(1, 3)].as_str()), (5, "c"));
    let refused = all().in_bulk_by(|a| a.number, [1]).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Misuse, "a part of the key is not unique");
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn aggregates_are_grouped_by_the_whole_key(db: Db) -> Result<()> {
    accounts(&db).await;
    let labels = Account::objects(&db).annotate(|a| a.tenant.labels.count()).order_by(|(a, _)| a.pk());
    let labels: Vec<_> = labels.await?.into_iter().map(|(account, n)| (account.key(), n)).collect();
    assert_eq!(labels, [((1, 1), 3), ((1, 2), 3), ((1, 3), 3), ((2, 1), 1), ((2, 5), 1)]);
    let related = Account::objects(&db).select_related(|a| a.tenant).annotate(|a| a.tenant.labels.count());
    assert_eq!(related.filter(|(_, n)| n.gt(1)).await?.len(), 3);
    // Each is computed of its own rows, which a query of the same groups finds.
    let several = Account::objects(&db)
        .filter(|a| a.tenant.labels.id.lt(3))
        .annotate(|a| (a.tenant.labels.count(), a.tenant.accounts.count(), a.tenant.accounts.points.sum()))
        .order_by(|(a, _)| a.pk())
        .values(|(a, numbers)| (a.pk(), numbers));
    let expected = [
        ((1, 1), (2, 3, Some(60))),
        ((1, 2), (2, 3, Some(60))),
        ((1, 3), (2, 3, Some(60))),
        ((2, 1), (1, 2, Some(90))),
        ((2, 5), (1, 2, Some(90))),
    ];
    assert_eq!(several.await?, expected);
    let by_tenant = Account::objects(&db).values(|a| a.tenant.name).annotate(|a| a.pk().count());
    assert_eq!(by_tenant.order_by(|(_, n)| n).await?, [("two".to_owned(), 2), ("one".to_owned(), 3)]);
    let by_key = Account::objects(&db).values(|a| a.pk()).annotate(|a| a.tenant.labels.count());
    assert_eq!(by_key.await?.len(), 5);
    let of_slice = Account::objects(&db).order_by(|a| a.pk()).limit(2).annotate(|a| a.tenant.labels.count());
    assert_eq!(of_slice.await?.len(), 2);
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn pages_are_told_apart_by_the_whole_key(db: Db) -> Result<()> {
    accounts(&db).await;
    for descending in [false, true] {
        let all = || match descending {
            false => Account::objects(&db).order_by(|a| a.email),
            true => Account::objects(&db).order_by(|a| a.email.desc()),
        };
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = all().page(2, cursor.as_deref()).await?;
            seen.extend(keys(&page.rows));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut expected = vec![(1, 1), (2, 1), (1, 2), (1, 3), (2, 5)];
        if descending {
            expected.reverse();
        }
        assert_eq!(seen, expected);
    }
    let by_part = Account::objects(&db).order_by(|a| a.number);
    let first = by_part.clone().page(1, None).await?;
    assert_eq!(keys(&by_part.page(1, first.next.as_deref()).await?.rows), [(2, 1)]);
    let numbered = Account::objects(&db).paginate(2, 3).await?;
    assert_eq!((keys(&numbered.rows), numbered.total), (vec![(2, 1), (2, 5)], 5));
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn rows_and_slices_of_them_are_locked(db: Db) -> Result<()> {
    accounts(&db).await;
    db.atomic(async |tx| {
        let locked = Account::objects(tx).select_for_update().filter(|a| a.pk().eq((1, 1))).await?;
        assert_eq!(locked.len(), 1);
        let slice = Account::objects(tx).order_by(|a| a.points.desc()).limit(3).filter(|a| a.number.lt(5));
        assert_eq!(keys(&slice.select_for_update().await?), [(2, 1), (1, 3)]);
        Ok::<_, querent::Error>(())
    })
    .await?;
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn rows_of_slices_and_sets_have_their_keys(db: Db) -> Result<()> {
    accounts(&db).await;
    let all = || Account::objects(&db);
    let cut = all().order_by(|a| a.pk().1).values(|a| a.pk()).limit(4).filter(|a| a.pk().gt((1, 2)));
    assert_eq!(cut.await?, [(2, 1), (1, 3)]);
    let of = |tenant: i64| all().filter(move |a| a.tenant.eq(tenant)).values(|a| a.pk());
    let joined = of(1).union(of(2)).filter(|a| a.pk().gte((1, 3))).order_by(|a| a.pk()).await?;
    assert_eq!(joined, [(1, 3), (2, 1), (2, 5)]);
    assert_eq!(of(1).union_all(of(1)).count().await?, 6);
    let one_row = Tenant::objects(&db).filter(|t| (t.accounts.number, t.accounts.points).eq((1, 20)));
    assert_eq!(one_row.count().await?, 0, "a row is one account's");
    let none = Tenant::objects(&db).exclude(|t| (t.accounts.number, t.accounts.points).eq((1, 20)));
    assert_eq!(none.count().await?, 2);
    let copied = all().update(|a| {
        let twin = Account::within(a).filter(move |b| (b.tenant.key() + 1, b.number).eq(a.pk()));
        a.points.set(subquery(twin.values(|b| b.points)).coalesce(a.points))
    });
    assert_eq!(copied.await?, 5);
    assert_eq!(all().order_by(|a| a.pk()).values(|a| a.points).await?, [10, 20, 30, 10, 50]);
    let streamed = all().order_by(|a| a.pk()).filter(|a| a.pk().lt(Account::fields().pk()));
    assert_eq!(streamed.count().await?, 0);
    Ok(())
}
