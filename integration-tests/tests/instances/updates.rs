//! `update` of an instance: values that the database computes, and what the instance knows afterwards.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use time::OffsetDateTime;

#[derive(Model, Debug, Clone)]
#[model(table = "shelves")]
struct Shelf {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = "goods")]
struct Good {
    id: i64,
    #[relation(on_delete = Cascade)]
    shelf: ForeignKey<Shelf>,
    name: String,
    #[field(default = 0)]
    stock: i32,
    note: Deferred<Option<String>>,
    #[field(auto_now)]
    changed: OffsetDateTime,
}

const ROWS: &str = "INSERT INTO shelves (name) VALUES ('top'), ('low');
                    INSERT INTO goods (shelf_id, name, stock, note) VALUES (1, 'radio', 5, 'old'), (2, 'lamp', 1, NULL)";

#[querent_testkit::test(models = [Good], sql = ROWS)]
async fn what_is_set_is_current_and_the_rest_of_the_row_stays_as_it_is(db: Db) -> Result<()> {
    let mut radio = Good::objects(&db).select_related(|g| g.shelf).by_key(1).await?;
    Good::objects(&db).update(|g| (g.stock.set(50), g.name.set("set by others"))).await?;
    let before = radio.changed;
    db.assert_statements(1, radio.update(&db, |g| g.stock.set(g.stock - 1))).await?;
    assert_eq!((radio.stock, radio.name.as_str()), (49, "radio"));
    assert!(radio.changed > before);
    assert_eq!(radio.shelf.loaded()?.name, "top", "the key was not written");
    assert!(!radio.note.is_loaded());
    assert_eq!(Good::objects(&db).by_key(1).await?.name, "set by others");
    Ok(())
}

#[querent_testkit::test(models = [Good], sql = ROWS)]
async fn a_key_that_is_set_forgets_the_row_it_pointed_at(db: Db) -> Result<()> {
    let mut radio = Good::objects(&db).select_related(|g| g.shelf).by_key(1).await?;
    radio.update(&db, |g| (g.shelf.set(2), g.note.set("new"), g.name.set(g.name.upper()))).await?;
    assert_eq!((radio.shelf.key(), radio.shelf.is_loaded()), (2, false));
    assert_eq!(radio.note.loaded()?.as_deref(), Some("new"));
    assert_eq!(radio.name, "RADIO");
    assert_eq!(radio.shelf.load(&db).await?.name, "low");
    Ok(())
}

#[querent_testkit::test(models = [Good], sql = ROWS)]
async fn a_time_that_is_set_is_not_set_to_the_clock(db: Db) -> Result<()> {
    let mut radio = Good::objects(&db).by_key(1).await?;
    let then = OffsetDateTime::UNIX_EPOCH;
    radio.update(&db, |g| (g.changed.set(then), g.stock.set(1))).await?;
    assert_eq!((radio.changed, radio.stock), (then, 1));
    Ok(())
}

#[querent_testkit::test(models = [Good], sql = ROWS)]
async fn an_or_beside_what_is_known_before_keeps_to_itself(db: Db) -> Result<()> {
    let skipped: [i64; 0] = [];
    let either = || Good::objects(&db).filter(|g| g.name.eq("nobody"));
    let either = || either().filter(|g| (g.name.eq("radio") | g.name.eq("lamp")) & !g.id.is_in(skipped));
    assert_eq!(either().count().await?, 0);
    assert_eq!(either().update(|g| g.stock.set(0)).await?, 0);
    assert_eq!(either().delete().await?, 0);
    assert_eq!(either().by_key(1).await.unwrap_err().kind(), Kind::DoesNotExist);
    let mut radio = Good::objects(&db).by_key(1).await?;
    assert_eq!(either().bulk_update([&mut radio], |g| g.stock).await?, 0);
    Ok(())
}

#[derive(Model, Debug, Clone)]
#[model(table = "pages", primary_key = [site, path])]
struct Page {
    site: String,
    path: String,
    body: Deferred<String>,
}

#[querent_testkit::test(models = [Page])]
async fn a_deferred_field_is_set_and_read_again_by_a_key_of_several_texts(db: Db) -> Result<()> {
    Page::draft().site("a").path("/").body("old").create(&db).await?;
    let mut page = Page::objects(&db).by_key(("a", "/")).await?;
    assert!(!page.body.is_loaded());
    page.save(&db).await?;
    page.update(&db, |p| p.body.set("new")).await?;
    assert_eq!(page.body.loaded()?, "new");
    Page::objects(&db).update(|p| p.body.set("newer")).await?;
    page.refresh_only(&db, |p| (p.body,)).await?;
    assert_eq!(page.body.loaded()?, "newer");
    Ok(())
}

#[querent_testkit::test(models = [Good], sql = ROWS)]
async fn what_cannot_be_set_is_refused_before_anything_is_sent(db: Db) -> Result<()> {
    let mut radio = Good::objects(&db).by_key(1).await?;
    let recording = db.record_statements();
    for (error, says) in [
        (radio.update(&db, |g| g.id.set(9)).await.unwrap_err(), "its primary key"),
        (radio.update(&db, |g| g.name.set(g.shelf.name)).await.unwrap_err(), "another table"),
        (radio.update(&db, |_| Vec::new()).await.unwrap_err(), "nothing to set"),
        (radio.update(&db, |g| (g.stock.set(1), g.stock.set(2))).await.unwrap_err(), "`Good.stock` twice"),
    ] {
        assert_eq!(error.kind(), Kind::Misuse);
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!(recording.statements(), [""; 0]);
    let mut gone = radio.clone();
    radio.delete(&db).await?;
    assert_eq!(gone.update(&db, |g| g.stock.set(1)).await.unwrap_err().kind(), Kind::DoesNotExist);
    Ok(())
}
