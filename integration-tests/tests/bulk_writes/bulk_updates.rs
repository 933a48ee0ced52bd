//! Many instances that are written at once.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::{Decimal, dec};

use crate::models::{Country, Product, shop};

async fn products(db: &Db) -> Vec<Product> {
    Product::objects(db).await.unwrap()
}

#[querent_testkit::test(models = [Product])]
async fn instances_are_written_by_one_statement_and_read_their_times_back(db: Db) -> Result<()> {
    shop(&db).await;
    let mut all = products(&db).await;
    let before = all[0].updated_at;
    for product in &mut all {
        product.price += Decimal::ONE;
        product.stock *= 2;
        product.name = "not written".to_owned();
        product.note = Some(format!("note of {}", product.id));
    }
    let work = Product::objects(&db).bulk_update(&mut all, |p| (p.price, p.stock, p.note));
    assert_eq!(db.assert_statements(1, work).await?, 4);
    assert!(all.iter().all(|product| product.updated_at > before), "columns of auto_now come back");
    let there = products(&db).await;
    let told = |products: &[Product]| -> Vec<(i64, Decimal, i32, Option<String>, time::OffsetDateTime)> {
        products.iter().map(|p| (p.id, p.price, p.stock, p.note.clone(), p.updated_at)).collect()
    };
    assert_eq!(told(&there), told(&all));
    assert_eq!(there[0].name, "radio");
    all[2..].iter_mut().for_each(|product| product.note = None);
    let some = all.iter_mut().filter(|product| product.id > 2);
    assert_eq!(Product::objects(&db).bulk_update(some, |p| p.note).await?, 2);
    assert_eq!(products(&db).await.iter().filter(|p| p.note.is_none()).count(), 2);
    let none = Product::objects(&db).bulk_update(&mut [], |p| p.note);
    assert_eq!(db.assert_statements(0, none).await?, 0);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn rows_that_are_gone_or_not_of_the_query_are_not_counted(db: Db) -> Result<()> {
    shop(&db).await;
    let mut all = products(&db).await;
    let before = all[3].updated_at;
    Product::objects(&db).filter(|p| p.id.eq(1)).delete().await?;
    all.iter_mut().for_each(|product| product.stock = 9);
    let american = Product::objects(&db).filter(|p| p.country.iso.eq("US"));
    assert_eq!(american.bulk_update(&mut all, |p| p.stock).await?, 2);
    assert_eq!(all[3].updated_at, before, "an instance whose row was not written stays as it is");
    assert_eq!(products(&db).await.iter().map(|p| p.stock).collect::<Vec<_>>(), [9, 9, 1]);
    let own = Product::objects(&db).filter(|p| p.stock.lt(5) | p.name.eq("lamp"));
    all.iter_mut().for_each(|product| product.stock = 7);
    assert_eq!(own.bulk_update(&mut all, |p| p.stock).await?, 2);
    assert_eq!(Product::objects(&db).none().bulk_update(&mut all, |p| p.stock).await?, 0);
    Ok(())
}

#[derive(Model, Debug, Clone)]
#[model(table = "given", primary_key = [house, room])]
struct Place {
    house: i32,
    room: i64,
    #[field(default = [])]
    sizes: Vec<i32>,
    names: Option<Vec<String>>,
    seats: i16,
    plan: Deferred<String>,
}

#[querent_testkit::test(models = [Place])]
async fn keys_of_several_columns_and_arrays_of_any_length(db: Db) -> Result<()> {
    let draft = |house: i32, room: i64| Place::draft().house(house).room(room).seats(1).plan("p");
    let drafts = (0..1200).map(|at| draft(at / 2, i64::from(at % 2)));
    let mut places = Place::objects(&db).bulk_create(drafts).await?;
    for (at, place) in places.iter_mut().enumerate() {
        place.sizes = (0..at as i32 % 4).collect();
        place.names = (at % 3 > 0).then(|| vec!["a".to_owned(); at % 3 - 1]);
        place.seats = (at % 50) as i16;
    }
    let two = &mut places[4..6];
    let work = Place::objects(&db).bulk_update(two, |p| (p.sizes, p.seats));
    assert_eq!(db.assert_statements(1, work).await?, 2);
    let recording = db.record_statements();
    assert_eq!(Place::objects(&db).bulk_update(&mut places, |p| (p.sizes, p.names, p.seats)).await?, 1200);
    assert_eq!(recording.statements().len(), 4, "two of a thousand rows at most, in a transaction");
    drop(recording);
    let there = Place::objects(&db).order_by(|p| (p.house, p.room)).await?;
    let told = |place: &Place| (place.key(), place.sizes.clone(), place.names.clone(), place.seats);
    assert_eq!(there.iter().map(told).collect::<Vec<_>>(), places.iter().map(told).collect::<Vec<_>>());
    let mut unloaded = there;
    let error = Place::objects(&db).bulk_update(&mut unloaded, |p| p.plan).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(
        error.to_string().starts_with("`bulk_update` of `Place.plan`, which is deferred and not loaded"),
        "{error}"
    );
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn mistakes_are_found_before_anything_is_sent(db: Db) -> Result<()> {
    shop(&db).await;
    let mut all = Country::objects(&db).await?;
    all.push(all[0].clone());
    let error =
        db.assert_statements(0, Country::objects(&db).bulk_update(&mut all, |c| c.name)).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("two instances that `bulk_update` is given are of one row of `Country`")
    );
    let error = Country::objects(&db).bulk_update(&mut all[..1], |c| (c.id, c.name)).await.unwrap_err();
    assert!(
        error.to_string().starts_with("`bulk_update` of `Country.id`, which is of the primary key"),
        "{error}"
    );
    let error = Country::objects(&db).limit(1).bulk_update(&mut all[..1], |c| c.name).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_value_that_the_database_refuses_changes_nothing(db: Db) -> Result<()> {
    shop(&db).await;
    let mut all = products(&db).await;
    all.iter_mut().for_each(|product| product.price = dec!(1));
    all[3].price = dec!(999999999999);
    assert!(Product::objects(&db).bulk_update(&mut all, |p| p.price).await.is_err());
    assert_eq!(Product::objects(&db).filter(|p| p.price.eq(1)).count().await?, 0);
    Ok(())
}

#[derive(Model, Debug, Clone)]
struct Account {
    id: i64,
    balance: i32,
    #[field(generated = "balance * 2")]
    double: i32,
    #[field(version)]
    version: i32,
}

#[querent_testkit::test(models = [Account])]
async fn versions_are_counted_and_rows_of_another_version_passed_over(db: Db) -> Result<()> {
    let drafts = [1, 2, 3].map(|balance| Account::draft().balance(balance));
    let mut accounts = Account::objects(&db).bulk_create(drafts).await?;
    let mut elsewhere = accounts[1].clone();
    elsewhere.balance = 50;
    elsewhere.save(&db).await?;
    accounts.iter_mut().for_each(|account| account.balance += 10);
    assert_eq!(Account::objects(&db).bulk_update(&mut accounts, |a| a.balance).await?, 2);
    let told =
        |accounts: &[Account]| accounts.iter().map(|a| (a.balance, a.double, a.version)).collect::<Vec<_>>();
    assert_eq!(told(&accounts), [(11, 22, 2), (12, 4, 1), (13, 26, 2)]);
    let there = Account::objects(&db).order_by(|a| a.id).await?;
    assert_eq!(told(&there), [(11, 22, 2), (50, 100, 2), (13, 26, 2)]);
    let written = Account::draft().id(1).balance(7).upsert(&db).await?;
    assert_eq!(told(&[written.row]), [(7, 14, 3)]);
    Ok(())
}
