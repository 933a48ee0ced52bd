//! The other side of a key: rows that are created, turned to an instance and away from it, in one statement each.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::models::{Category, Contract, Product, ROWS, category, product, supplier};

/// The keys of a supplier's products.
async fn supplied(db: &Db, key: i64) -> Vec<i64> {
    Product::objects(db).filter(|p| p.supplier.eq(key)).values(|p| p.id).await.unwrap()
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_row_that_is_created_behind_a_relation_has_its_key(db: Db) {
    let mut video = category(&db, 2).await;
    let screen = Product::draft().name("screen").supplier(1);
    let screen = db.assert_statements(1, video.products.create(&db, screen)).await.unwrap();
    assert_eq!((screen.category.key(), screen.supplier.key(), screen.stock), (2, Some(1), 0));
    let mut north = supplier(&db, 1).await;
    let lamp = north.products.create(&db, Product::draft().category(&video).name("lamp")).await.unwrap();
    assert_eq!((lamp.category.key(), lamp.supplier.key()), (2, Some(1)));
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn the_key_of_the_relation_wins_over_that_of_the_draft(db: Db) {
    let mut video = category(&db, 2).await;
    let screen = video.products.create(&db, Product::draft().category(1).name("screen")).await.unwrap();
    assert_eq!(screen.category.key(), 2);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn many_rows_are_created_behind_a_relation_in_one_statement(db: Db) {
    let mut video = category(&db, 2).await;
    let drafts = ["screen", "projector"].map(|name| Product::draft().name(name));
    let created = db.assert_statements(1, video.products.bulk_create(&db, drafts)).await.unwrap();
    let told: Vec<_> = created.iter().map(|p| (p.category.key(), p.name.as_str())).collect();
    assert_eq!(told, [(2, "screen"), (2, "projector")]);
    let none = [""; 0].map(|name| Product::draft().name(name));
    assert!(db.assert_statements(0, video.products.bulk_create(&db, none)).await.unwrap().is_empty());
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_draft_that_lacks_another_key_is_refused_before_anything_is_sent(db: Db) {
    let mut north = supplier(&db, 1).await;
    let lost = north.products.create(&db, Product::draft().name("lost"));
    let error = db.assert_statements(0, lost).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert_eq!(
        error.to_string(),
        "a draft of `Product` has no `category`, and `Supplier.products` fills in its own key only: add \
         `.category(…)` to the draft"
    );
    let lost = north.products.bulk_create(&db, [Product::draft().name("lost")]);
    assert_eq!(db.assert_statements(0, lost).await.unwrap_err().kind(), Kind::Misuse);
    let lost = north.contract.create(&db, Contract::draft().number("7"));
    assert_eq!(db.assert_statements(0, lost).await.unwrap_err().kind(), Kind::Misuse);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_row_that_was_made_by_hand_has_no_related_rows_to_write(db: Db) {
    let mut unsaved = Category { id: 9, name: "none".to_owned(), products: HasMany::default() };
    let error = unsaved.products.create(&db, Product::draft().name("lost")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert_eq!(unsaved.products.add(&db, [1]).await.unwrap_err().kind(), Kind::Misuse);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn the_other_side_of_a_one_to_one_is_created_once(db: Db) {
    let mut north = supplier(&db, 1).await;
    assert!(north.contract.load(&db).await.unwrap().is_none());
    let draft = || Contract::draft().category(1);
    let contract = db.assert_statements(1, north.contract.create(&db, draft().number("7"))).await.unwrap();
    assert_eq!(contract.supplier.key(), 1);
    assert!(!north.contract.is_loaded(), "it was known that there was none");
    assert_eq!(north.contract.load(&db).await.unwrap().unwrap().number, "7");
    let error = north.contract.create(&db, draft().number("8")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::UniqueViolation);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn rows_are_added_by_instance_and_by_key_in_one_statement(db: Db) {
    let mut south = supplier(&db, 2).await;
    let (radio, cable) = (product(&db, 1).await, product(&db, 4).await);
    assert_eq!(db.assert_statements(1, south.products.add(&db, [&radio, &cable])).await.unwrap(), 2);
    assert_eq!(db.assert_statements(1, south.products.add(&db, [2])).await.unwrap(), 1);
    assert_eq!(supplied(&db, 2).await, [1, 2, 3, 4]);
    assert_eq!(radio.supplier.key(), Some(1), "an instance is what was read");
    let none: [i64; 0] = [];
    assert_eq!(db.assert_statements(0, south.products.add(&db, none)).await.unwrap(), 0);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_key_that_no_row_has_is_passed_over_and_not_counted(db: Db) {
    let mut south = supplier(&db, 2).await;
    assert_eq!(south.products.add(&db, [4, 999]).await.unwrap(), 1);
    assert_eq!(supplied(&db, 2).await, [3, 4]);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn rows_move_to_another_instance_though_their_key_cannot_be_null(db: Db) {
    let mut video = category(&db, 2).await;
    assert_eq!(video.products.add(&db, [1, 4]).await.unwrap(), 2);
    let moved = Product::objects(&db).filter(|p| p.category.eq(2)).values(|p| p.id).await.unwrap();
    assert_eq!(moved, [1, 4]);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn rows_are_removed_where_they_point_here_and_left_alone_elsewhere(db: Db) {
    let mut north = supplier(&db, 1).await;
    assert_eq!(db.assert_statements(1, north.products.remove(&db, [1, 3, 4])).await.unwrap(), 1);
    assert_eq!((supplied(&db, 1).await, supplied(&db, 2).await), (vec![2], vec![3]));
    assert_eq!(db.assert_statements(1, north.products.clear(&db)).await.unwrap(), 1);
    assert_eq!((supplied(&db, 1).await, supplied(&db, 2).await), (vec![], vec![3]));
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn rows_cannot_be_removed_from_a_key_that_cannot_be_null(db: Db) {
    let mut audio = category(&db, 1).await;
    let error = db.assert_statements(0, audio.products.remove(&db, [1])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert_eq!(
        error.to_string(),
        "`Product.category` cannot be NULL, so no `Product` is without a `Category`: `add` it to another one, or \
         delete it"
    );
    let error = db.assert_statements(0, audio.products.clear(&db)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_set_adds_and_removes_in_one_statement_and_writes_no_other_row(db: Db) {
    let mut north = supplier(&db, 1).await;
    let written = db.assert_statements(1, north.products.set(&db, [2, 3, 4])).await.unwrap();
    assert_eq!(written, 3, "the first is removed, the last two are added, the second stays");
    assert_eq!((supplied(&db, 1).await, supplied(&db, 2).await), (vec![2, 3, 4], vec![]));
    let none: [i64; 0] = [];
    assert_eq!(db.assert_statements(1, north.products.set(&db, none)).await.unwrap(), 3);
    assert!(supplied(&db, 1).await.is_empty());
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_set_that_would_leave_a_row_without_its_key_writes_nothing(db: Db) {
    let (mut audio, mut video) = (category(&db, 1).await, category(&db, 2).await);
    assert_eq!(video.products.set(&db, [1]).await.unwrap(), 1);
    assert_eq!(audio.products.set(&db, [1, 2, 3, 4]).await.unwrap(), 1);
    let error = audio.products.set(&db, [1, 2]).await.unwrap_err();
    assert_eq!(error.kind(), Kind::NotNullViolation);
    assert_eq!(error.violation().unwrap().columns(), ["category_id"]);
    assert_eq!(audio.products.objects(&db).count().await.unwrap(), 4);
}

#[derive(Model, Debug)]
struct Shelf {
    id: i64,
    #[relation(by = shelf)]
    boxes: HasMany<Crate>,
}

#[derive(Model, Debug)]
#[model(primary_key = [row, place])]
struct Crate {
    row: i32,
    place: String,
    #[relation(on_delete = SetNull)]
    shelf: ForeignKey<Option<Shelf>>,
}

#[querent_testkit::test(
    models = [Crate],
    sql = "INSERT INTO shelf DEFAULT VALUES;
           INSERT INTO crate (\"row\", place, shelf_id) VALUES (1, 'a', 1), (1, 'b', 1), (2, 'a', NULL), (2, 'b', NULL)"
)]
async fn rows_with_a_key_of_several_columns_are_turned_by_it(db: Db) {
    let mut shelf = Shelf::objects(&db).by_key(1).await.unwrap();
    assert_eq!(shelf.boxes.set(&db, [(1, "b"), (2, "a")]).await.unwrap(), 2);
    let boxes = shelf.boxes.objects(&db).order_by(|b| (b.row, b.place)).await.unwrap();
    assert_eq!(boxes.iter().map(|b| (b.row, &*b.place)).collect::<Vec<_>>(), [(1, "b"), (2, "a")]);
    assert_eq!(shelf.boxes.add(&db, [(2, "b")]).await.unwrap(), 1);
    assert_eq!(shelf.boxes.remove(&db, [(2, "b"), (2, "a")]).await.unwrap(), 2);
    let boxes = shelf.boxes.objects(&db).await.unwrap();
    assert_eq!(boxes.iter().map(|b| (b.row, &*b.place)).collect::<Vec<_>>(), [(1, "b")]);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_row_is_looked_for_among_those_that_point_here(db: Db) {
    let mut north = supplier(&db, 1).await;
    let draft = |name: &str| Product::draft().category(1).name(name).stock(7);
    let found = north.products.get_or_create(&db, |p| p.name, draft("radio"));
    let (radio, is_new) = db.assert_statements(1, found).await.unwrap();
    assert_eq!((radio.id, radio.stock, is_new), (1, 0, false));
    let made = north.products.get_or_create(&db, |p| p.name, draft("lamp"));
    let (lamp, is_new) = db.assert_statements(2, made).await.unwrap();
    assert_eq!((lamp.supplier.key(), lamp.stock, is_new), (Some(1), 7, true));
    let error = north.products.get_or_create(&db, |p| p.name, draft("amplifier")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::UniqueViolation, "it is another supplier's");
    let lost = north.products.get_or_create(&db, |p| p.name, Product::draft().name("lost"));
    assert_eq!(db.assert_statements(0, lost).await.unwrap_err().kind(), Kind::Misuse);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_row_that_points_here_is_updated_or_created(db: Db) {
    let mut north = supplier(&db, 1).await;
    let draft = |name: &str| Product::draft().category(2).name(name).stock(7);
    let changed = north.products.update_or_create(&db, |p| p.name, draft("radio"));
    let (radio, is_new) = db.assert_statements(1, changed).await.unwrap();
    assert_eq!((radio.id, radio.category.key(), radio.stock, is_new), (1, 2, 7, false));
    let (lamp, is_new) = north.products.update_or_create(&db, |p| p.name, draft("lamp")).await.unwrap();
    assert_eq!((lamp.supplier.key(), is_new), (Some(1), true));
    let error = north.products.update_or_create(&db, |p| p.name, draft("amplifier")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::UniqueViolation, "it is another supplier's");
    assert_eq!(product(&db, 3).await.stock, 0);
}

#[derive(Model, Debug)]
struct Folder {
    id: i64,
    #[relation(by = folder)]
    papers: HasMany<Paper>,
}

#[derive(Model, Debug)]
#[model(ordering = [id])]
struct Paper {
    id: i64,
    #[relation(on_delete = SetNull)]
    folder: ForeignKey<Option<Folder>>,
    #[field(version)]
    version: i32,
}

#[querent_testkit::test(
    models = [Paper],
    sql = "INSERT INTO folder DEFAULT VALUES; INSERT INTO paper (folder_id) VALUES (1), (1), (NULL), (NULL)"
)]
async fn a_key_that_is_turned_counts_as_a_save_of_its_row(db: Db) {
    let mut folder = Folder::objects(&db).by_key(1).await.unwrap();
    let versions = || Paper::objects(&db).values(|p| p.version);
    let mut stale = Paper::objects(&db).by_key(3).await.unwrap();
    folder.papers.add(&db, [3]).await.unwrap();
    assert_eq!(versions().await.unwrap(), [1, 1, 2, 1]);
    folder.papers.set(&db, [2, 4]).await.unwrap();
    assert_eq!(versions().await.unwrap(), [2, 1, 3, 2]);
    assert_eq!(stale.save(&db).await.unwrap_err().kind(), Kind::Stale);
}
