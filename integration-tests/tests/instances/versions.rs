//! Optimistic locking: a `version` that tells whether somebody else has saved the row.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "pages")]
struct Page {
    id: i64,
    title: String,
    #[field(default = 0)]
    views: i32,
    #[field(version)]
    version: i32,
}

async fn page(db: &Db) -> Result<Page> {
    Page::draft().title("a").create(db).await
}

#[querent_testkit::test(models = [Page])]
async fn every_save_counts_and_the_second_of_two_writers_is_told(db: Db) -> Result<()> {
    let mut mine = page(&db).await?;
    assert_eq!(mine.version, 1);
    let mut theirs = mine.clone();
    theirs.title = "theirs".to_owned();
    db.assert_statements(1, theirs.save(&db)).await?;
    assert_eq!(theirs.version, 2);
    mine.title = "mine".to_owned();
    // The second statement tells a row that is gone from one that was saved.
    let error = db.assert_statements(2, mine.save(&db)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Stale);
    assert!(error.to_string().contains("`Page`"), "{error}");
    assert_eq!((mine.title.as_str(), mine.version), ("mine", 1));
    for error in [
        mine.save_only(&db, |p| (p.title,)).await.unwrap_err(),
        mine.update(&db, |p| p.views.set(p.views + 1)).await.unwrap_err(),
        mine.delete(&db).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), Kind::Stale);
    }
    mine.refresh(&db).await?;
    assert_eq!(mine, theirs);
    mine.title = "mine".to_owned();
    mine.save(&db).await?;
    assert_eq!(mine.version, 3);
    mine.delete(&db).await?;
    assert_eq!(theirs.save(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
    assert_eq!(mine.delete(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
    Ok(())
}

#[querent_testkit::test(models = [Page])]
async fn an_update_of_a_queryset_counts_as_a_save(db: Db) -> Result<()> {
    let mut page = page(&db).await?;
    assert_eq!(Page::objects(&db).update(|p| p.views.set(p.views + 1)).await?, 1);
    assert_eq!(page.save(&db).await.unwrap_err().kind(), Kind::Stale);
    page.refresh(&db).await?;
    assert_eq!((page.views, page.version), (1, 2));
    page.update(&db, |p| p.views.set(p.views * 10)).await?;
    assert_eq!((page.views, page.version), (10, 3));
    let error = Page::objects(&db).update(|p| p.version.set(1)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("it counts the saves of the row"), "{error}");
    Ok(())
}

#[querent_testkit::test(models = [Page], worker_threads = 2)]
async fn of_many_writers_at_once_each_save_is_one_that_saw_the_one_before(db: Db) -> Result<()> {
    let id = page(&db).await?.id;
    let writer = async |db: Db| -> Result<()> {
        for _ in 0..5 {
            loop {
                let mut page = Page::objects(&db).by_key(id).await?;
                page.views += 1;
                match page.save(&db).await {
                    Err(error) if error.kind() == Kind::Stale => {}
                    result => break result?,
                }
            }
        }
        Ok(())
    };
    futures::future::try_join_all((0..8).map(|_| writer(db.clone()))).await?;
    let page = Page::objects(&db).by_key(id).await?;
    assert_eq!((page.views, page.version), (40, 41));
    Ok(())
}
