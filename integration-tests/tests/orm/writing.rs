//! Rows that are created, saved and deleted, alone and many at once.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Category, Detail, Product, Review, Tag, shop};

fn by_id(db: &Db) -> QuerySet<Product> {
    Product::objects(db).order_by(|p| p.id)
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_created_row_comes_back_as_the_database_has_it(db: Db) -> Result<()> {
    shop(&db).await;
    let books = Category::objects(&db).by_key(3).await?;
    let draft = Product::draft().category(&books).name("Map").price(dec!(7.555));
    assert_eq!(format!("{:?}", draft.clone()), "Draft<Product>(category, name, price)");
    let map = db.assert_statements(1, async { draft.create(&db).await }).await?;
    assert_eq!((map.id, map.price, map.stock, map.is_active), (6, dec!(7.56), 0, true));
    assert_eq!((map.note.as_deref(), map.supplier.key(), map.category.key()), (None, None, 3));
    assert_eq!(map.created_at, map.updated_at);
    assert_eq!(by_id(&db).by_key(6).await?, map);
    let full = Product::draft().category(3).supplier(2).name("Set").price(5).stock(3).is_active(false);
    let full = full.note("x").create(&db).await?;
    assert_eq!((full.supplier.key(), full.stock, full.note.as_deref()), (Some(2), 3, Some("x")));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn one_transaction_has_one_time(db: Db) -> Result<()> {
    shop(&db).await;
    let (first, second) = db
        .atomic(async |tx| -> Result<_> {
            let draft = || Product::draft().category(1).name("x").price(1);
            let first = draft().create(tx).await?;
            tx.batch_execute("SELECT pg_sleep(0.01)").await?;
            Ok((first, draft().create(tx).await?))
        })
        .await?;
    assert_eq!(first.created_at, second.created_at);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_save_writes_every_column_and_reads_the_clock(db: Db) -> Result<()> {
    shop(&db).await;
    let mut radio = by_id(&db).by_key(1).await?;
    let before = radio.clone();
    radio.stock -= 1;
    radio.name = "Wireless".to_owned();
    radio.note = None;
    radio.supplier.set(None);
    radio.category.set(1);
    db.assert_statements(1, async { radio.save(&db).await }).await?;
    assert!(radio.updated_at > before.updated_at);
    assert_eq!(radio.created_at, before.created_at);
    assert_eq!(by_id(&db).by_key(1).await?, radio);
    let mut gone = radio.clone();
    radio.delete(&db).await?;
    gone.stock = 77;
    let error = gone.save(&db).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            Kind::DoesNotExist,
            "the row of this `Product` is gone: nothing in `products` has its key, unless a trigger or policy kept it back; `Product::draft()` makes a new one"
        )
    );
    for again in [
        gone.save_only(&db, |p| p.stock).await.unwrap_err(),
        gone.refresh(&db).await.unwrap_err(),
        gone.delete(&db).await.unwrap_err(),
    ] {
        assert_eq!((again.kind(), again.to_string()), (error.kind(), error.to_string()));
    }
    assert_eq!(gone.stock, 77);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_save_of_named_columns_leaves_the_others(db: Db) -> Result<()> {
    shop(&db).await;
    let mut mine = by_id(&db).by_key(1).await?;
    by_id(&db).filter(|p| p.id.eq(1)).update(|p| (p.name.set("Theirs"), p.stock.set(50))).await?;
    mine.stock = 8;
    mine.supplier.set(2);
    mine.price = dec!(1);
    let sql = db.record_statements();
    mine.save_only(&db, |p| (p.stock, p.supplier)).await?;
    assert_eq!(
        sql.statements(),
        [
            "UPDATE \"products\" SET \"supplier_id\" = $1, \"stock\" = $2, \"updated_at\" = now() WHERE \"id\" = $3 \
          RETURNING \"id\", \"updated_at\""
        ]
    );
    let now = by_id(&db).by_key(1).await?;
    assert_eq!(
        (now.name.as_str(), now.stock, now.price, now.supplier.key()),
        ("Theirs", 8, dec!(20), Some(2))
    );
    assert_eq!(now.updated_at, mine.updated_at);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_refresh_forgets_what_was_loaded(db: Db) -> Result<()> {
    shop(&db).await;
    let query = by_id(&db).select_related(|p| (p.category, p.supplier));
    let mut radio = query.prefetch_related(|p| (p.tags, p.detail)).by_key(1).await?;
    let before = radio.clone();
    by_id(&db).update(|p| (p.category.set(3), p.stock.set(p.stock + 1))).await?;
    db.assert_statements(1, async { radio.refresh(&db).await }).await?;
    assert_eq!((radio.category.key(), radio.stock), (3, 6));
    assert_eq!(radio.category.loaded().unwrap_err().kind(), Kind::NotLoaded);
    assert!(!radio.supplier.is_loaded() && !radio.tags.is_loaded() && !radio.detail.is_loaded());
    assert_eq!(before.supplier.loaded()?.unwrap().name, "Acme", "a copy keeps what it has");
    assert_eq!(radio.category.load(&db).await?.name, "Books");
    assert_eq!(radio.tags.load(&db).await?.len(), 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_key_that_is_set_forgets_the_row_it_led_to(db: Db) -> Result<()> {
    shop(&db).await;
    let mut radio = by_id(&db).select_related(|p| p.category).by_key(1).await?;
    let books = Category::objects(&db).by_key(3).await?;
    radio.category.set(&books);
    assert_eq!(radio.category.loaded().unwrap_err().kind(), Kind::NotLoaded);
    radio.backup.set(Some(1));
    radio.save(&db).await?;
    assert_eq!(radio.category.load(&db).await?.name, "Books");
    let other = ForeignKey::<Category>::new(&books);
    assert_eq!(other, ForeignKey::new(3));
    radio.category = other;
    radio.supplier = ForeignKey::new(None);
    radio.backup = ForeignKey::default();
    radio.save(&db).await?;
    let now = by_id(&db).by_key(1).await?;
    assert_eq!((now.category.key(), now.supplier.key(), now.backup.key()), (3, None, None));
    radio.category.set(99);
    assert_eq!(radio.save(&db).await.unwrap_err().kind(), Kind::ForeignKeyViolation);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn pairs_are_added_removed_set_and_cleared(db: Db) -> Result<()> {
    shop(&db).await;
    let mut atlas = by_id(&db).prefetch_related(|p| p.tags).by_key(3).await?;
    let tags = Tag::objects(&db).order_by(|t| t.id).await?;
    async fn of(product: &Product, db: &Db) -> Vec<i64> {
        product.tags.objects(db).order_by(|t| t.id).values(|t| t.id).await.unwrap()
    }
    assert!(atlas.tags.loaded()?.is_empty());
    db.assert_statements(1, async { atlas.tags.add(&db, [&tags[0], &tags[1], &tags[0]]).await }).await?;
    assert_eq!(atlas.tags.loaded().unwrap_err().kind(), Kind::NotLoaded, "a write forgets what was loaded");
    assert_eq!(of(&atlas, &db).await, [1, 2]);
    atlas.tags.add(&db, [2, 3]).await?;
    assert_eq!(of(&atlas, &db).await, [1, 2, 3]);
    db.assert_statements(1, async { atlas.tags.remove(&db, [1, 1, 99]).await }).await?;
    assert_eq!(of(&atlas, &db).await, [2, 3]);
    atlas.tags.load(&db).await?;
    let sent = db.record_statements();
    atlas.tags.set(&db, vec![&tags[0], &tags[1]]).await?;
    let verbs: Vec<String> = sent.statements().iter().map(|sql| sql.chars().take(11).collect()).collect();
    assert_eq!(verbs, ["BEGIN", "DELETE FROM", "INSERT INTO", "COMMIT"]);
    drop(sent);
    assert!(!atlas.tags.is_loaded());
    assert_eq!(of(&atlas, &db).await, [1, 2]);
    atlas.tags.set(&db, [1, 2]).await?;
    assert_eq!(of(&atlas, &db).await, [1, 2]);
    db.assert_statements(0, async {
        atlas.tags.add(&db, Vec::<i64>::new()).await?;
        atlas.tags.remove(&db, Vec::<&Tag>::new()).await
    })
    .await?;
    db.assert_statements(1, async { atlas.tags.set(&db, Vec::<i64>::new()).await }).await?;
    assert_eq!(of(&atlas, &db).await, [] as [i64; 0]);
    let error = atlas.tags.set(&db, [1, 99]).await.unwrap_err();
    assert_eq!(error.kind(), Kind::ForeignKeyViolation);
    let mut sale = tags[1].clone();
    sale.products.add(&db, [&atlas]).await?;
    assert_eq!(of(&atlas, &db).await, [2], "it can be written from the other side, too");
    atlas.tags.clear(&db).await?;
    atlas.tags.clear(&db).await?;
    assert_eq!(sale.products.objects(&db).count().await?, 3, "the pairs of other products stay");
    let mut unsaved = ManyToMany::<Tag>::default();
    assert_eq!(unsaved.add(&db, [1]).await.unwrap_err().kind(), Kind::Misuse);
    assert_eq!(unsaved.clear(&db).await.unwrap_err().kind(), Kind::Misuse);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_set_of_pairs_that_fails_changes_nothing(db: Db) -> Result<()> {
    shop(&db).await;
    let mut radio = by_id(&db).by_key(1).await?;
    assert_eq!(radio.tags.set(&db, [3, 99]).await.unwrap_err().kind(), Kind::ForeignKeyViolation);
    assert_eq!(radio.tags.load(&db).await?.len(), 2);
    db.atomic(async |tx| -> Result<()> {
        assert_eq!(radio.tags.set(tx, [3, 99]).await.unwrap_err().kind(), Kind::ForeignKeyViolation);
        radio.tags.set(tx, [3]).await
    })
    .await?;
    assert_eq!(radio.tags.load(&db).await?[0].name, "rare");
    Ok(())
}

#[derive(Model, Debug, Clone)]
struct Team {
    id: i64,
    #[relation(through = Membership)]
    people: ManyToMany<Person>,
}

#[derive(Model, Debug, Clone)]
struct Person {
    id: i64,
    #[relation(by = people)]
    teams: ManyToMany<Team>,
}

/// Nothing keeps a pair from being there twice.
#[derive(Model, Debug, Clone)]
struct Membership {
    id: i64,
    #[relation(on_delete = Cascade)]
    team: ForeignKey<Team>,
    #[relation(on_delete = Cascade)]
    person: ForeignKey<Person>,
    #[field(default = "member")]
    role: String,
}

#[querent_testkit::test(models = [Membership])]
async fn pairs_of_a_model_of_their_own_are_added_once(db: Db) -> Result<()> {
    let mut team = Team::draft().create(&db).await?;
    let people = Person::objects(&db).bulk_create((0..3).map(|_| Person::draft())).await?;
    team.people.add(&db, &people[..2]).await?;
    team.people.add(&db, &people).await?;
    team.people.set(&db, &people).await?;
    assert_eq!(Membership::objects(&db).order_by(|m| m.id).values(|m| m.person.key()).await?, [1, 2, 3]);
    let roles = Membership::objects(&db).filter(|m| m.team.eq(&team)).values(|m| m.role).distinct();
    assert_eq!(roles.await?, ["member"]);
    people[0].clone().teams.clear(&db).await?;
    assert_eq!(team.people.load(&db).await?.len(), 2);
    Ok(())
}
