//! Pairs of a many-to-many relation, from both sides: what is sent, and how often it waits for the server.

use integration_tests::proxy::Proxy;
use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Contract, Product, ROWS, Tag, product};

/// The names of a product's tags.
async fn tags(db: &Db, key: i64) -> Vec<String> {
    Tag::objects(db).filter(|t| t.products.eq(key)).values(|t| t.name).await.unwrap()
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_row_and_its_pair_are_created_in_one_statement(db: Db) {
    let mut radio = product(&db, 1).await;
    let tag = db.assert_statements(1, radio.tags.create(&db, Tag::draft().name("rare"))).await.unwrap();
    assert_eq!((tag.id, &*tag.name), (4, "rare"));
    assert_eq!(tags(&db, 1).await, ["new", "sale", "rare"]);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_row_is_created_from_the_other_side_too(db: Db) {
    let mut old = Tag::objects(&db).by_key(3).await.unwrap();
    let lamp = old.products.create(&db, Product::draft().category(2).name("lamp")).await.unwrap();
    assert_eq!(tags(&db, lamp.id).await, ["old"]);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn neither_the_row_nor_its_pair_stays_if_one_is_refused(db: Db) {
    let mut radio = product(&db, 1).await;
    let error = radio.tags.create(&db, Tag::draft().name("old")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::UniqueViolation);
    let gone = product(&db, 4).await;
    gone.delete(&db).await.unwrap();
    let mut gone = gone;
    let error = gone.tags.create(&db, Tag::draft().name("rare")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::ForeignKeyViolation);
    assert_eq!(Tag::objects(&db).count().await.unwrap(), 3);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn adding_a_pair_again_is_one_statement_and_does_nothing(db: Db) {
    let mut radio = product(&db, 1).await;
    db.assert_statements(1, radio.tags.add(&db, [1, 3, 3])).await.unwrap();
    assert_eq!(tags(&db, 1).await, ["new", "sale", "old"]);
    let none: [i64; 0] = [];
    db.assert_statements(0, radio.tags.add(&db, none)).await.unwrap();
    let error = radio.tags.add(&db, [999]).await.unwrap_err();
    assert_eq!(error.kind(), Kind::ForeignKeyViolation);
}

/// The flights of `work` on a connection that has prepared its statements.
async fn flights(db: &Db, work: impl AsyncFn(&Db) -> Result<()>) -> usize {
    let proxy = Proxy::before(db).await.unwrap();
    let one = proxy.on_the_way_of(db).max_connections(1).build().unwrap();
    work(&one).await.unwrap();
    let mut result = Ok(());
    let flights = proxy.flights(async { result = work(&one).await }).await;
    result.unwrap();
    flights
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_set_is_three_flights_and_a_create_is_one(db: Db) {
    let radio = product(&db, 1).await;
    let set = async |db: &Db| radio.clone().tags.set(db, [2, 3]).await;
    assert_eq!(flights(&db, set).await, 3);
    let create = async |db: &Db| {
        let name = format!("tag {}", Tag::objects(db).count().await?);
        radio.clone().tags.create(db, Tag::draft().name(name)).await.map(drop)
    };
    assert_eq!(flights(&db, create).await, 2, "the count, and the row with its pair");
}

/// Names that the statements give to queries of their own.
#[derive(Model, Debug)]
#[model(table = "paired")]
struct Odd {
    id: i64,
    #[relation(table = "created")]
    tags: ManyToMany<Tag>,
}

#[querent_testkit::test(models = [Odd, Product, Contract], sql = "INSERT INTO paired DEFAULT VALUES")]
async fn tables_may_be_called_like_parts_of_the_statement(db: Db) {
    let mut odd = Odd::objects(&db).by_key(1).await.unwrap();
    odd.tags.create(&db, Tag::draft().name("rare")).await.unwrap();
    assert_eq!(odd.tags.objects(&db).values(|t| t.name).await.unwrap(), ["rare"]);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_row_that_is_there_is_related_and_one_that_is_not_is_created(db: Db) {
    let mut radio = product(&db, 1).await;
    let old = radio.tags.get_or_create(&db, |t| t.name, Tag::draft().name("old"));
    let (old, is_new) = db.assert_statements(4, old).await.unwrap();
    assert_eq!((old.id, is_new), (3, false));
    let (new, is_new) = radio.tags.get_or_create(&db, |t| t.name, Tag::draft().name("new")).await.unwrap();
    assert_eq!((new.id, is_new), (1, false));
    let (rare, is_new) = radio.tags.get_or_create(&db, |t| t.name, Tag::draft().name("rare")).await.unwrap();
    assert_eq!((&*rare.name, is_new), ("rare", true));
    assert_eq!(tags(&db, 1).await, ["new", "sale", "old", "rare"]);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_row_that_is_there_is_written_and_related(db: Db) {
    let mut old = Tag::objects(&db).by_key(3).await.unwrap();
    let draft = || Product::draft().category(2).name("cable").stock(9);
    let (cable, is_new) = old.products.update_or_create(&db, |p| p.name, draft()).await.unwrap();
    assert_eq!((cable.id, cable.stock, is_new), (4, 9, false));
    assert_eq!(tags(&db, 4).await, ["old"]);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_row_is_not_created_without_its_pair(db: Db) {
    let mut gone = product(&db, 4).await;
    gone.delete(&db).await.unwrap();
    let error = gone.tags.get_or_create(&db, |t| t.name, Tag::draft().name("rare")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::ForeignKeyViolation);
    assert_eq!(Tag::objects(&db).count().await.unwrap(), 3);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn the_queryset_of_pairs_creates_no_row_that_is_not_among_them(db: Db) {
    let product = product(&db, 4).await;
    let tags = product.tags.objects(&db);
    let error = tags.get_or_create(|t| t.name, Tag::draft().name("rare")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("call `.tags.get_or_create(&db, …)`"), "{error}");
    assert_eq!(Tag::objects(&db).count().await.unwrap(), 3);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS, worker_threads = 4)]
async fn of_many_who_create_one_row_behind_their_own_one_does_and_all_are_related(db: Db) {
    let products = Product::objects(&db).await.unwrap();
    let tasks = products.iter().cycle().take(32).cloned().map(|mut product| {
        let db = db.clone();
        tokio::spawn(async move {
            let rare = Tag::draft().name("rare");
            product.tags.get_or_create(&db, |t| t.name, rare).await.map(|(tag, is_new)| (tag.id, is_new))
        })
    });
    let told: Vec<_> = futures::future::join_all(tasks).await;
    let told: Vec<(i64, bool)> = told.into_iter().map(|task| task.unwrap().unwrap()).collect();
    assert_eq!(told.iter().filter(|(_, is_new)| *is_new).count(), 1);
    assert!(told.iter().all(|(key, _)| *key == told[0].0));
    let rare = Tag::objects(&db).by_key(told[0].0).await.unwrap();
    assert_eq!(rare.products.objects(&db).values(|p| p.id).await.unwrap(), [1, 2, 3, 4]);
}

#[querent_testkit::test(models = [Product], sql = ROWS)]
async fn sets_that_are_joined_in_a_block_are_refused_with_the_line_of_the_one_that_is_open(db: Db) {
    let joined = db.atomic(async |tx| -> querent::Result<()> {
        let (mut one, mut other) =
            (Product::objects(tx).by_key(1).await?, Product::objects(tx).by_key(2).await?);
        let (set, line) = (one.tags.set(tx, [1]), line!());
        let (set, refused) = futures::join!(set, other.tags.set(tx, [2]));
        set?;
        let refused = refused.unwrap_err();
        assert_eq!(refused.kind(), querent::Kind::SavepointOpen);
        assert!(refused.to_string().contains(&format!("pairs.rs:{line}:")), "{refused}");
        other.tags.set(tx, [2]).await
    });
    joined.await.unwrap();
}
