//! Drafts that set different fields, in the order in which they are given.

use querent::Result;
use querent::prelude::*;

use crate::models::{Country, Product, shop};

#[derive(Model, Debug, Clone)]
#[model(ordering = [id])]
struct Folder {
    id: i64,
    #[relation(on_delete = Cascade)]
    parent: ForeignKey<Option<Folder>>,
    #[field(default = "")]
    name: String,
}

#[querent_testkit::test(models = [Folder])]
async fn a_row_is_created_behind_the_one_that_it_refers_to(db: Db) -> Result<()> {
    let folder = |id: i64| Folder::draft().id(id);
    let drafts = [folder(11).name("a").parent(None), folder(12), folder(13).name("c").parent(Some(12))];
    let created = Folder::objects(&db).bulk_create(drafts).await?;
    assert_eq!(created.iter().map(|folder| folder.id).collect::<Vec<_>>(), [11, 12, 13]);
    Ok(())
}

#[querent_testkit::test(models = [Folder])]
async fn the_last_of_several_upserts_of_a_row_wins(db: Db) -> Result<()> {
    let folder = |id: i64| Folder::draft().id(id);
    let drafts =
        [folder(200).parent(None), folder(201).name("first").parent(None), folder(201).parent(Some(200))];
    let written = Folder::objects(&db).upsert(drafts).await?;
    let told = |folder: &Folder| (folder.id, folder.parent.key(), folder.name.clone());
    let told: Vec<_> = written.iter().map(|written| (told(&written.row), written.inserted)).collect();
    let first = (201, None, "first".to_owned());
    let last = (201, Some(200), "first".to_owned());
    assert_eq!(told, [((200, None, String::new()), true), (first, true), (last.clone(), false)]);
    let there = Folder::objects(&db).by_key(201).await?;
    assert_eq!((there.id, there.parent.key(), there.name), last);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn where_nothing_depends_on_it_drafts_with_the_same_fields_are_sent_together(db: Db) -> Result<()> {
    let country = |iso: &str| Country::draft().iso(iso).name("n");
    let drafts = [country("AA"), country("BB").hits(1), country("CC"), country("DD").hits(1)];
    let recording = db.record_statements();
    let created = Country::objects(&db).bulk_create(drafts).await?;
    let inserts = recording.statements().iter().filter(|sql| sql.starts_with("INSERT")).count();
    assert_eq!(inserts, 2);
    assert_eq!(created.iter().map(|c| c.iso.as_str()).collect::<Vec<_>>(), ["AA", "BB", "CC", "DD"]);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn what_is_created_beside_rows_that_are_there_comes_back_in_order(db: Db) -> Result<()> {
    shop(&db).await;
    let country = |iso: &str| Country::draft().iso(iso).name("n");
    let drafts = [country("US"), country("BB").hits(1), country("NL").hits(2), country("DD")];
    let created = Country::objects(&db).upsert(drafts).on_conflict(|c| c.iso).do_nothing().await?;
    assert_eq!(created.iter().map(|c| c.iso.as_str()).collect::<Vec<_>>(), ["BB", "DD"]);
    Ok(())
}

#[querent_testkit::test(models = [Folder])]
async fn rows_of_defaults_alone_are_created_in_bulk_and_not_copied(db: Db) -> Result<()> {
    let drafts = || (0..3).map(|_| Folder::draft());
    let copied = Folder::objects(&db).copy_in(futures::stream::iter(drafts().map(Ok::<_, std::io::Error>)));
    let error = copied.await.unwrap_err();
    assert_eq!(error.kind(), querent::Kind::Misuse);
    assert!(
        error.to_string().starts_with("the first draft of a `copy_in` of `Folder` sets no field"),
        "{error}"
    );
    assert_eq!(Folder::objects(&db).bulk_create(drafts()).await?.len(), 3);
    Ok(())
}
