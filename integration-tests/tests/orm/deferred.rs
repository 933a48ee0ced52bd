//! Fields that are left out of rows until they are asked for.

use futures::StreamExt;
use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;
use serde::Serialize;

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "authors")]
struct Author {
    id: i64,
    name: String,
    /// Between other columns, and before the key of the next model.
    biography: Deferred<Option<String>>,
    born: i32,
    #[relation(by = author)]
    articles: HasMany<Article>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "articles", ordering = [id])]
struct Article {
    /// A deferred column before the key.
    body: Deferred<String>,
    id: i64,
    title: String,
    #[field(default = 3)]
    pages: Deferred<i32>,
    #[relation(on_delete = SetNull)]
    author: ForeignKey<Option<Author>>,
    #[field(auto_now)]
    updated: time::OffsetDateTime,
}

async fn articles(db: &Db) {
    let author = Author::draft().name("Ann").born(1950).biography("long").create(db).await.unwrap();
    Author::draft().name("Bob").born(1960).create(db).await.unwrap();
    for (title, body) in [("One", "first"), ("Two", "second")] {
        Article::draft().title(title).body(body).author(&author).create(db).await.unwrap();
    }
    Article::draft().title("Three").body("third").create(db).await.unwrap();
}

#[querent_testkit::test(models = [Author, Article])]
async fn a_deferred_column_is_not_selected(db: Db) {
    articles(&db).await;
    let query = Article::objects(&db);
    let sql = query.sql().unwrap();
    let columns = r#""articles"."id", "articles"."title", "articles"."author_id", "articles"."updated""#;
    assert_eq!(sql, format!(r#"SELECT {columns} FROM "articles" ORDER BY "articles"."id""#));
    let articles = query.await.unwrap();
    assert_eq!((articles[1].id, &*articles[1].title), (2, "Two"));
    let error = articles[0].body.loaded().unwrap_err();
    assert_eq!(error.kind(), Kind::NotLoaded);
    assert_eq!(
        error.to_string(),
        "`Article.body` is deferred and not loaded; add `.undefer(|a| (a.body,))` to what loads `Article`, or load it \
         with `.load(&db).await`"
    );
}

#[querent_testkit::test(models = [Author, Article])]
async fn load_is_one_statement_by_key_and_is_remembered(db: Db) {
    articles(&db).await;
    let article = Article::objects(&db).by_key(2).await.unwrap();
    assert_eq!(db.assert_statements(1, article.body.load(&db)).await.unwrap(), "second");
    assert_eq!(db.assert_statements(0, article.body.load(&db)).await.unwrap(), "second");
    assert_eq!(article.body.loaded().unwrap(), "second");
    assert!(!article.pages.is_loaded());
    assert_eq!(*article.pages.load(&db).await.unwrap(), 3);
    Article::objects(&db).delete().await.unwrap();
    let other = Article { body: Deferred::default(), ..article.clone() };
    assert_eq!(other.body.load(&db).await.unwrap_err().kind(), Kind::Misuse);
    assert_eq!(article.clone().body.load(&db).await.unwrap(), "second");
}

#[querent_testkit::test(models = [Author, Article])]
async fn a_row_that_is_gone_has_no_field_to_load(db: Db) {
    articles(&db).await;
    let article = Article::objects(&db).by_key(2).await.unwrap();
    article.delete(&db).await.unwrap();
    assert_eq!(article.body.load(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
}

#[querent_testkit::test(models = [Author, Article])]
async fn undefer_selects_the_named_fields(db: Db) {
    articles(&db).await;
    let query = Article::objects(&db).undefer(|a| (a.body,));
    for article in db.assert_statements(1, query.clone()).await.unwrap() {
        assert!(article.body.is_loaded() && !article.pages.is_loaded());
    }
    let both = query.undefer(|a| (a.pages, a.title)).last().await.unwrap().unwrap();
    assert_eq!((both.body.loaded().unwrap().as_str(), *both.pages.loaded().unwrap()), ("third", 3));
    let authors = Author::objects(&db).order_by(|a| a.id).undefer(|a| a.biography).await.unwrap();
    let biographies = authors.iter().map(|author| author.biography.loaded().unwrap().as_deref());
    assert_eq!(biographies.collect::<Vec<_>>(), [Some("long"), None]);
    let mut rows = Article::objects(&db).undefer(|a| (a.body,)).stream();
    assert_eq!(rows.next().await.unwrap().unwrap().body.loaded().unwrap(), "first");
}

#[querent_testkit::test(models = [Author, Article])]
async fn related_rows_keep_their_fields_deferred(db: Db) {
    articles(&db).await;
    let selected = Article::objects(&db).select_related(|a| a.author).undefer(|a| (a.body, a.pages));
    let articles = db.assert_statements(1, selected).await.unwrap();
    let author = articles[0].author.loaded().unwrap().unwrap();
    assert_eq!((&*author.name, author.born, author.biography.is_loaded()), ("Ann", 1950, false));
    assert_eq!(articles[2].author.loaded().unwrap(), None);
    assert_eq!(articles[2].body.loaded().unwrap(), "third");
    assert_eq!(author.biography.load(&db).await.unwrap().as_deref(), Some("long"));

    let prefetched = Author::objects(&db).order_by(|a| a.id).prefetch_related(|a| a.articles);
    let authors = db.assert_statements(2, prefetched).await.unwrap();
    assert!(authors[0].articles.loaded().unwrap().iter().all(|article| !article.body.is_loaded()));
    for limit in [None, Some(1)] {
        let asked = Author::objects(&db)
            .order_by(|a| a.id)
            .prefetch_related(|a| a.articles.limit(limit).undefer(|a| (a.body,)));
        let authors = db.assert_statements(2, asked).await.unwrap();
        let article = &authors[0].articles.loaded().unwrap()[0];
        assert_eq!((article.body.loaded().unwrap().as_str(), article.pages.is_loaded()), ("first", false));
    }
}

#[querent_testkit::test(models = [Author, Article])]
async fn in_queries_it_is_a_column_as_any_other(db: Db) {
    articles(&db).await;
    let query =
        Article::objects(&db).filter(|a| a.body.icontains("S") & a.pages.gt(2)).order_by(|a| a.body.desc());
    assert_eq!(
        query.clone().values(|a| (a.body, a.pages)).await.unwrap(),
        [("second".to_owned(), 3), ("first".to_owned(), 3)]
    );
    assert_eq!(query.first().await.unwrap().unwrap().title, "Two");
    let biographies = Article::objects(&db).values(|a| a.author.biography).await.unwrap();
    assert_eq!(biographies, [Some("long".to_owned()), Some("long".to_owned()), None]);
    let set = Article::objects(&db).filter(|a| a.id.eq(1)).update(|a| a.body.set("other")).await;
    assert_eq!(set.unwrap(), 1);
    let annotated = Article::objects(&db).undefer(|a| (a.body,)).annotate(|a| a.body.count()).await.unwrap();
    assert_eq!((annotated[0].0.body.loaded().unwrap().as_str(), annotated[0].1), ("other", 1));
}

#[querent_testkit::test(models = [Author, Article])]
async fn what_follows_a_slice_knows_deferred_columns(db: Db) {
    articles(&db).await;
    let slice = Article::objects(&db).limit(2).filter(|a| a.body.startswith("s")).order_by(|a| a.pages);
    let articles = slice.clone().await.unwrap();
    assert_eq!((articles.len(), &*articles[0].title, articles[0].body.is_loaded()), (1, "Two", false));
    let articles =
        Article::objects(&db).undefer(|a| a.body).limit(2).filter(|a| a.pages.eq(3)).await.unwrap();
    assert_eq!(articles[1].body.loaded().unwrap(), "second");
    let grouped = slice.select_related(|a| a.author).annotate(|a| a.author.articles.count()).await.unwrap();
    assert_eq!((&*grouped[0].0.title, grouped[0].1), ("Two", 2));
}

#[querent_testkit::test(models = [Author, Article])]
async fn created_rows_have_their_fields_loaded(db: Db) {
    let article = Article::draft().title("One").body("text").create(&db).await.unwrap();
    assert_eq!((article.body.loaded().unwrap().as_str(), *article.pages.loaded().unwrap()), ("text", 3));
    let drafts = [Article::draft().title("Two").body("b"), Article::draft().title("Three").body("c")];
    let created = Article::objects(&db).bulk_create(drafts).await.unwrap();
    assert_eq!(created[1].body.loaded().unwrap(), "c");
    assert_eq!((&*created[1].title, created[1].author.key()), ("Three", None));
}

#[querent_testkit::test(models = [Author, Article])]
async fn what_was_not_loaded_is_never_written(db: Db) {
    articles(&db).await;
    let mut article = Article::objects(&db).by_key(1).await.unwrap();
    Article::objects(&db).update(|a| (a.body.set("changed"), a.pages.set(9))).await.unwrap();
    article.title = "Uno".to_owned();
    article.save(&db).await.unwrap();
    let texts = async || {
        Article::objects(&db).order_by(|a| a.id).values(|a| (a.title, a.body)).limit(1).await.unwrap()
    };
    assert_eq!(texts().await, [("Uno".to_owned(), "changed".to_owned())]);

    article.body.set("mine");
    article.save(&db).await.unwrap();
    assert_eq!(texts().await, [("Uno".to_owned(), "mine".to_owned())]);

    article.body.loaded_mut().unwrap().push('!');
    article.save_only(&db, |a| (a.body,)).await.unwrap();
    assert_eq!(texts().await, [("Uno".to_owned(), "mine!".to_owned())]);
    assert_eq!(Article::objects(&db).by_key(1).await.unwrap().pages.load(&db).await.unwrap(), &9);
}

#[querent_testkit::test(models = [Author, Article])]
async fn save_only_of_a_field_that_is_not_loaded_is_misuse(db: Db) {
    articles(&db).await;
    let mut article = Article::objects(&db).by_key(1).await.unwrap();
    let saved = db.assert_statements(0, article.save_only(&db, |a| (a.title, a.body))).await;
    let error = saved.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("`Article.body`"), "{error}");
    assert_eq!(article.body.loaded_mut().unwrap_err().kind(), Kind::NotLoaded);
}

#[querent_testkit::test(models = [Author, Article])]
async fn refresh_reads_the_loaded_fields_again_and_no_others(db: Db) {
    articles(&db).await;
    let mut article = Article::objects(&db).undefer(|a| (a.body,)).by_key(1).await.unwrap();
    Article::objects(&db).update(|a| (a.body.set("changed"), a.title.set("Other"))).await.unwrap();
    db.assert_statements(1, article.refresh(&db)).await.unwrap();
    assert_eq!((&*article.title, article.body.loaded().unwrap().as_str()), ("Other", "changed"));
    assert!(!article.pages.is_loaded());
}

#[querent_testkit::test(models = [Author, Article])]
async fn a_field_prints_compares_and_serializes_as_its_value(db: Db) {
    articles(&db).await;
    let article = Article::objects(&db).by_key(1).await.unwrap();
    let loaded = Article::objects(&db).undefer(|a| (a.body,)).by_key(1).await.unwrap();
    assert_eq!(format!("{:?} {:?}", article.body, loaded.body), r#"Deferred(not loaded) Deferred("first")"#);
    assert_eq!(loaded.body, Deferred::new("first"));
    assert_ne!(article, loaded);
    assert_eq!(article, article.clone());
    assert_eq!(serde_json::to_value(&article).unwrap()["body"], serde_json::Value::Null);
    assert_eq!(serde_json::to_value(&loaded).unwrap()["body"], "first");
}

#[querent_testkit::test(models = [Author, Article])]
async fn a_column_that_cannot_be_read_is_named(db: Db) {
    articles(&db).await;
    db.batch_execute("UPDATE articles SET updated = 'infinity'").await.unwrap();
    for query in [Article::objects(&db), Article::objects(&db).undefer(|a| (a.body, a.pages))] {
        let error = query.await.unwrap_err();
        assert!(error.to_string().contains("`Article.updated`"), "{error}");
    }
}

#[querent_testkit::test(models = [Author, Article])]
async fn distinct_and_combined_rows_know_deferred_columns(db: Db) {
    articles(&db).await;
    let distinct = Article::objects(&db).distinct().order_by(|a| a.body.desc());
    let titles: Vec<_> = distinct.await.unwrap().into_iter().map(|article| article.title).collect();
    assert_eq!(titles, ["Three", "Two", "One"]);
    let one = Article::objects(&db).filter(|a| a.id.eq(1));
    let both = Article::objects(&db).filter(|a| a.id.lt(3)).union(one).order_by(|a| a.body.desc());
    let union = both.clone().await.unwrap();
    assert_eq!((union.len(), &*union[0].title, union[0].body.is_loaded()), (2, "Two", false));
    let union = both.undefer(|a| a.body).filter(|a| a.pages.eq(3)).await.unwrap();
    assert_eq!(union[1].body.loaded().unwrap(), "first");
}

#[querent_testkit::test(models = [Author, Article])]
async fn locked_slices_know_deferred_columns(db: Db) {
    articles(&db).await;
    db.atomic(async |tx| -> querent::Result<()> {
        let query = Article::objects(tx).select_for_update().undefer(|a| a.pages).limit(2);
        let locked = query.filter(|a| a.body.contains("sec")).await?;
        assert_eq!((locked.len(), locked[0].body.is_loaded(), locked[0].pages.loaded()?), (1, false, &3));
        assert_eq!(locked[0].body.load(tx).await?, "second");
        Ok(())
    })
    .await
    .unwrap();
}
