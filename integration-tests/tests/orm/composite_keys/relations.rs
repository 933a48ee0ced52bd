//! Relations of models whose key is several columns.

use querent::Result;
use querent::model::Root;
use querent::prelude::*;
use querent_testkit::StatementCounts;
use time::macros::date;

use super::{Account, Booking, Grant, Label, Tenant, TenantFields, accounts, keys};

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn relations_lead_from_such_a_model_and_to_it_by_its_own_keys(db: Db) -> Result<()> {
    accounts(&db).await;
    let with_tenants = Account::objects(&db).select_related(|a| (a.tenant, a.label)).order_by(|a| a.pk());
    let rows = db.assert_statements(1, with_tenants).await?;
    assert_eq!(rows[4].tenant.loaded()?.name, "two");
    assert_eq!(
        (rows[4].label.loaded()?.is_none(), rows[1].label.loaded()?.unwrap().name.as_str()),
        (true, "green")
    );
    let tenants =
        Tenant::objects(&db).prefetch_related(|t| t.accounts.order_by(|a| a.pk().1.desc()).limit(2));
    let tenants = db.assert_statements(2, tenants.order_by(|t| t.id)).await?;
    assert_eq!(keys(tenants[0].accounts.loaded()?), [(1, 3), (1, 2)]);
    let ordered = Tenant::objects(&db).prefetch_related(|t| t.accounts.limit(1)).order_by(|t| t.id).await?;
    assert_eq!(keys(ordered[0].accounts.loaded()?), [(1, 1)], "by the key, where there is no order");
    let rich = Tenant::objects(&db).filtered_relation(|t| t.accounts.filter(|a| a.points.gt(20)));
    let rich = rich.annotate(|(_, a)| a.count()).order_by(|((t, _), _)| t.id).values(|(_, n)| n);
    assert_eq!(rich.await?, [1, 2]);
    let found = async |query: QuerySet<Tenant>| query.order_by(|t| t.id).values(|t| t.id).await.unwrap();
    let all = || Tenant::objects(&db);
    assert_eq!(found(all().filter(|t| t.accounts.eq((2, 5)))).await, [2]);
    assert_eq!(found(all().filter(|t| t.accounts.eq(&rows[0]))).await, [1]);
    assert_eq!(found(all().exclude(|t| t.accounts.eq((2, 5)))).await, [1]);
    assert_eq!(found(all().filter(|t| t.accounts.is_in([(1, 1), (1, 2), (2, 2)]))).await, [1, 1]);
    assert_eq!(found(all().exclude(|t| t.accounts.is_in([(1, 1), (1, 2), (2, 2)]))).await, [2]);
    assert_eq!(found(all().filter(|t| t.accounts.is_in(&rows[3..]))).await, [2, 2]);
    let rich = Account::objects(&db).filter(|a| a.points.eq(50));
    assert_eq!(found(all().filter(|t| t.accounts.is_in(rich.clone()))).await, [2]);
    assert_eq!(found(all().filter(|t| t.accounts.is_in(rich.values(|a| a.pk())))).await, [2]);
    assert_eq!(found(all().filter(|t| t.accounts.pk().gt((2, 1)))).await, [2]);
    assert_eq!(found(all().exclude(|t| t.accounts.pk().gt((2, 1)))).await, [1]);
    let lonely = Tenant::draft().name("three").create(&db).await?;
    assert_eq!(found(all().filter(|t| t.accounts.is_null())).await, [lonely.id]);
    assert_eq!(found(all().filter(|t| t.accounts.pk().is_null())).await, [lonely.id]);
    assert_eq!(found(all().filter(|t| t.accounts.is_not_null()).distinct()).await, [1, 2]);
    assert_eq!(found(all().filter(|t| !exists(t.accounts.filter(|a| a.pk().eq((1, 2)))))).await, [2, 3]);
    let counted = all().annotate(|t| (t.accounts.count(), t.labels.count())).order_by(|(t, _)| t.id).await?;
    let counted: Vec<_> = counted.into_iter().map(|(_, numbers)| numbers).collect();
    assert_eq!(counted, [(3, 3), (2, 1), (0, 0)]);
    let alone = all().annotate(|t| t.accounts.count()).order_by(|(t, _)| t.id).values(|(_, n)| n).await?;
    assert_eq!(alone, [3, 2, 0], "a tenant without accounts is no row of NULLs");
    let inside = all().annotate(|t| t.accounts.filter(|a| a.points.gt(10)).count()).order_by(|(t, _)| t.id);
    assert_eq!(inside.values(|(_, n)| n).await?, [2, 2, 0]);
    let pairs = all().order_by(|t| (t.id, t.accounts)).values(|t| (t.id, t.accounts.pk())).await?;
    assert_eq!(pairs[3..], [(2, (Some(2), Some(1))), (2, (Some(2), Some(5))), (3, (None, None))]);
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn a_path_may_pass_such_a_model(db: Db) -> Result<()> {
    accounts(&db).await;
    let found = Tenant::objects(&db).filter(|t| t.accounts.label.name.eq("blue"));
    assert_eq!(found.values(|t| t.id).await?, [1]);
    let labels =
        |t: TenantFields<Root<Tenant>>| array(t.accounts.label.order_by(|l| l.id).values(|l| l.name));
    let named =
        Tenant::objects(&db).annotate(labels).order_by(|(t, _)| t.id).values(|(_, names)| names).await?;
    assert_eq!(named, [vec!["red", "green", "blue"], vec!["red"]]);
    let tenants = Tenant::objects(&db).prefetch_related(|t| t.accounts.prefetch_related(|a| a.label));
    let tenants = db.assert_statements(3, tenants.order_by(|t| t.id)).await?;
    assert_eq!(tenants[0].accounts.loaded()?.len(), 3);
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn a_table_of_pairs_may_have_the_pair_as_its_key(db: Db) -> Result<()> {
    accounts(&db).await;
    let mut tenant = Tenant::objects(&db).by_key(2).await?;
    tenant.granted.add(&db, [1, 3]).await?;
    tenant.granted.remove(&db, [1]).await?;
    let granted = Tenant::objects(&db).filter(|t| t.granted.eq(3)).values(|t| t.name).await?;
    assert_eq!(granted, ["two"]);
    assert!(Grant::objects(&db).contains((2, 3)).await?);
    assert_eq!(Grant::objects(&db).filter(|g| g.label.name.eq("blue")).delete().await?, 1);
    Ok(())
}

#[querent_testkit::test(models = [Account, Grant, Booking])]
async fn the_row_on_the_other_side_of_a_one_to_one_may_have_such_a_key(db: Db) -> Result<()> {
    accounts(&db).await;
    let day = date!(2024 - 01 - 02);
    let drafts =
        [(1, 7i16), (3, 8)].map(|(label, slot)| Booking::draft().day(day).room("a").slot(slot).label(label));
    Booking::objects(&db).bulk_create(drafts).await?;
    let labels = || Label::objects(&db).order_by(|l| l.id);
    let slots = |labels: &[Label]| -> Vec<Option<i16>> {
        labels.iter().map(|label| label.booking.loaded().unwrap().map(|booking| booking.slot)).collect()
    };
    let joined = db.assert_statements(1, labels().select_related(|l| l.booking)).await?;
    assert_eq!(slots(&joined), [Some(7), None, Some(8)]);
    let prefetched = db.assert_statements(2, labels().prefetch_related(|l| l.booking)).await?;
    assert_eq!(slots(&prefetched), [Some(7), None, Some(8)]);
    let counted = labels().select_related(|l| l.booking).annotate(|l| l.tenants.count()).await?;
    let (counted, numbers): (Vec<Label>, Vec<i64>) = counted.into_iter().unzip();
    assert_eq!((slots(&counted), numbers), (vec![Some(7), None, Some(8)], vec![2, 1, 1]));
    let booked = labels().filter(|l| l.booking.eq((day, "a", 8))).values(|l| l.id).await?;
    assert_eq!(booked, [3]);
    let free = labels().filter(|l| l.booking.is_null()).values(|l| (l.id, l.booking.pk())).await?;
    assert_eq!(free, [(2, (None, None, None))]);
    let booked = labels().annotate(|l| l.booking.pk().count().distinct()).values(|(_, n)| n).await?;
    assert_eq!(booked, [1, 0, 1]);
    assert_eq!(labels().filter(|l| l.booking.pk().ne((day, "a", 8))).count().await?, 2);
    assert_eq!(labels().exclude(|l| l.booking.pk().gt((day, "a", 7))).count().await?, 2);
    let bookings = Booking::objects(&db).await?;
    assert_eq!(bookings.iter().map(|b| b.slot).collect::<Vec<_>>(), [8, 7], "in the model's own order");
    Ok(())
}
