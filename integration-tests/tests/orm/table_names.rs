//! Tables may be called what a statement calls its own: no name of a user's is shadowed.

use querent::Result;
use querent::prelude::*;

/// A tree in a table that is called as the second mention of a table in a statement.
#[derive(Model, Debug)]
#[model(table = "T2", ordering = [id])]
struct Second {
    id: i64,
    name: String,
    #[relation(on_delete = Cascade)]
    parent: ForeignKey<Option<Second>>,
    #[relation(by = parent)]
    children: HasMany<Second>,
    #[relation(on_delete = Cascade)]
    third: ForeignKey<Option<Third>>,
}

/// A tree that leads to the other one.
#[derive(Model, Debug)]
#[model(table = "T3", ordering = [id])]
struct Third {
    id: i64,
    name: String,
    #[relation(on_delete = Cascade)]
    parent: ForeignKey<Option<Third>>,
    #[relation(on_delete = Cascade)]
    second: ForeignKey<Option<Second>>,
    #[relation(by = third)]
    seconds: HasMany<Second>,
}

/// A table that is called as the first table of a subquery.
#[derive(Model, Debug)]
#[model(table = "U1", ordering = [id])]
struct Inner {
    id: i64,
    name: String,
    #[relation(by = inner)]
    parts: HasMany<Part>,
    #[relation(by = inners)]
    outers: ManyToMany<Outer>,
}

#[derive(Model, Debug)]
#[model(table = "given", ordering = [id])]
struct Part {
    id: i64,
    name: String,
    #[relation(on_delete = Cascade)]
    inner: ForeignKey<Inner>,
}

#[derive(Model, Debug)]
#[model(table = "q", ordering = [id])]
struct Outer {
    id: i64,
    name: String,
    #[relation(on_delete = Cascade)]
    inner: ForeignKey<Inner>,
    #[relation(table = "counted", columns = (outer_id, inner_id))]
    inners: ManyToMany<Inner>,
}

#[querent_testkit::test(models = [Second, Third])]
async fn a_table_may_be_called_as_a_second_mention(db: Db) -> Result<()> {
    let root = Second::draft().name("root").create(&db).await?;
    let third = Third::draft().name("third").second(Some(root.id)).create(&db).await?;
    let child = Second::draft().name("child").parent(Some(root.id)).third(Some(third.id)).create(&db).await?;
    Third::draft().name("behind").parent(Some(third.id)).create(&db).await?;
    let found = Second::objects(&db).filter(|s| s.parent.name.eq("root")).await?;
    assert_eq!(found.iter().map(|s| s.id).collect::<Vec<_>>(), [child.id]);
    // T3 joins itself before T2 comes, and T2 comes before T3 joins itself.
    let by_second =
        Third::objects(&db).filter(|t| t.parent.name.eq("third") & t.parent.second.name.eq("root"));
    assert_eq!(by_second.await?[0].name, "behind");
    let by_parent = Third::objects(&db).filter(|t| t.second.name.eq("root") & t.parent.is_null());
    assert_eq!(by_parent.select_related(|t| (t.second.parent, t.parent)).await?[0].name, "third");
    let nested =
        Second::objects(&db).select_related(|s| (s.parent.third.parent, s.third.second, s.third.parent));
    let nested = nested.filter(|s| s.third.second.name.eq("root")).await?;
    assert_eq!(nested[0].third.loaded()?.unwrap().second.loaded()?.unwrap().name, "root");
    assert_eq!(Second::objects(&db).exclude(|s| s.children.name.eq("child")).await?[0].name, "child");
    Ok(())
}

#[querent_testkit::test(models = [Part, Outer])]
async fn a_table_may_be_called_as_one_of_a_subquery(db: Db) -> Result<()> {
    let one = Inner::draft().name("one").create(&db).await?;
    let two = Inner::draft().name("two").create(&db).await?;
    let drafts = ["a", "b"].map(|name| Part::draft().name(name).inner(one.id));
    assert_eq!(Part::objects(&db).bulk_create(drafts).await?.len(), 2);
    let mut outer = Outer::draft().name("outer").inner(one.id).create(&db).await?;
    outer.inners.add(&db, [&one, &two]).await?;
    let without = Inner::objects(&db).exclude(|i| i.parts.name.eq("a"));
    assert_eq!(without.await?.iter().map(|i| i.name.as_str()).collect::<Vec<_>>(), ["two"]);
    // The subquery compares with a table that the query around it joins only then.
    let unlike = Outer::objects(&db).filter(|o| !o.inners.name.eq(o.inner.name));
    assert_eq!(unlike.count().await?, 0);
    let behind = Outer::objects(&db).exclude(|o| o.inner.parts.name.eq("a")).count().await?;
    assert_eq!(behind, 0);
    let slice = Outer::objects(&db).distinct().order_by(|o| o.inner.name).limit(1);
    assert_eq!(slice.clone().count().await?, 1);
    assert_eq!(Inner::objects(&db).filter(|i| i.outers.is_in(slice)).count().await?, 2);
    let each = Outer::objects(&db).prefetch_related(|o| o.inners.limit(1)).await?;
    assert_eq!(each[0].inners.loaded()?.len(), 1);
    outer.inners.set(&db, [&two]).await?;
    assert_eq!(outer.inners.objects(&db).await?[0].name, "two");
    Ok(())
}
