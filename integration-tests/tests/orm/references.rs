//! Keys and lists are taken by value and by reference alike.

#![allow(clippy::needless_borrows_for_generic_args, reason = "references are what is tested")]

use std::collections::{BTreeSet, HashSet};

use querent::Result;
use querent::prelude::*;
use uuid::{Uuid, uuid};

use crate::models::{Detail, Product, Review, Tag, names, shop};

#[derive(Model, Debug)]
struct Page {
    #[field(primary_key, max_length = 20)]
    slug: String,
    #[relation(by = page)]
    links: HasMany<Link>,
}

#[derive(Model, Debug)]
struct Link {
    id: Uuid,
    #[relation(on_delete = Cascade)]
    page: ForeignKey<Page>,
    #[relation(on_delete = SetNull)]
    next: ForeignKey<Option<Link>>,
}

#[querent_testkit::test(models = [Review, Detail])]
async fn lists_of_values_come_in_every_collection(db: Db) -> Result<()> {
    shop(&db).await;
    let found = async |wanted: Q<Product>| {
        let products = Product::objects(&db).filter(|_| wanted).order_by(|p| p.id).await.unwrap();
        names(&products).join(" ")
    };
    let p = Product::fields();
    let (array, list) = ([1, 3], vec![1i64, 3]);
    let (hashed, sorted) = (HashSet::from(array), BTreeSet::from(array));
    let wanted = [
        p.id.is_in(array),
        p.id.is_in(&array),
        p.id.is_in(&array[..]),
        p.id.is_in(list.clone()),
        p.id.is_in(&list),
        p.id.is_in(hashed.clone()),
        p.id.is_in(&hashed),
        p.id.is_in(sorted.clone()),
        p.id.is_in(&sorted),
        p.name.is_in(&["Radio", "Atlas"]),
        p.name.is_in(HashSet::from(["Radio", "Atlas"])),
        p.name.is_in(&BTreeSet::from(["Radio".to_owned(), "Atlas".to_owned()])),
        p.stock.is_in(&[Some(5), None, Some(9)]),
    ];
    for wanted in wanted {
        assert_eq!(found(wanted).await, "Radio Atlas");
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn lists_of_keys_come_in_every_collection(db: Db) -> Result<()> {
    shop(&db).await;
    let found = async |wanted: Q<Product>| {
        let products = Product::objects(&db).filter(|_| wanted).order_by(|p| p.id).await.unwrap();
        names(&products).join(" ")
    };
    let p = Product::fields();
    let (array, list) = ([1, 2], vec![1i64, 2]);
    let (hashed, sorted) = (HashSet::from(array), BTreeSet::from(array));
    let categories = crate::models::Category::objects(&db).filter(|c| c.id.is_in(&list)).await?;
    let borrowed: Vec<_> = categories.iter().collect();
    let wanted = [
        p.category.is_in(array),
        p.category.is_in(&array),
        p.category.is_in(&array[..]),
        p.category.is_in(list.clone()),
        p.category.is_in(&list),
        p.category.is_in(hashed.clone()),
        p.category.is_in(&hashed),
        p.category.is_in(sorted.clone()),
        p.category.is_in(&sorted),
        p.category.is_in(&categories),
        p.category.is_in(&categories[..]),
        p.category.is_in([&categories[0], &categories[1]]),
        p.category.is_in(&borrowed),
        p.category.is_in(borrowed),
        p.category.eq(&1) | p.category.eq(&list[1]),
    ];
    for wanted in wanted {
        assert_eq!(found(wanted).await, "Radio Lamp Headset");
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn pairs_are_written_by_references_to_keys(db: Db) -> Result<()> {
    shop(&db).await;
    let mut novel = Product::objects(&db).by_key(&5).await?;
    let keys: Vec<i64> = Tag::objects(&db).values(|t| t.id).await?;
    novel.tags.add(&db, &keys).await?;
    assert_eq!(novel.tags.objects(&db).count().await?, 3);
    novel.tags.remove(&db, &keys[..1]).await?;
    assert_eq!(novel.tags.objects(&db).count().await?, 2);
    novel.tags.set(&db, keys.iter().take(1).collect::<HashSet<_>>()).await?;
    assert_eq!(novel.tags.objects(&db).count().await?, 1);
    Ok(())
}

#[querent_testkit::test(models = [Link])]
async fn texts_and_uuids_are_keys_by_reference(db: Db) -> Result<()> {
    let slug = "about".to_owned();
    let first = uuid!("00000000-0000-0000-0000-000000000001");
    let second = uuid!("00000000-0000-0000-0000-000000000002");
    Page::draft().slug(&slug).create(&db).await?;
    Link::draft().id(first).page(&slug).create(&db).await?;
    Link::draft().id(&second).page(&slug).next(&first).create(&db).await?;
    assert_eq!(Page::objects(&db).by_key(&slug).await?.slug, "about");
    assert_eq!(Link::objects(&db).by_key(&second).await?.next.key(), Some(first));
    assert_eq!(Link::objects(&db).filter(|l| l.page.eq(&slug) & l.next.eq(&first)).count().await?, 1);
    assert_eq!(Link::objects(&db).filter(|l| l.page.is_in(&[slug.as_str()])).count().await?, 2);
    assert_eq!(Link::objects(&db).filter(|l| l.next.is_in(&vec![first, second])).count().await?, 1);
    assert_eq!(Page::objects(&db).filter(|p| p.links.is_in(&HashSet::from([first]))).count().await?, 1);
    let mut link = Link::objects(&db).by_key(&first).await?;
    link.next.set(&second);
    link.save(&db).await?;
    assert_eq!(Link::objects(&db).filter(|l| l.next.eq(&second)).count().await?, 1);
    Ok(())
}
