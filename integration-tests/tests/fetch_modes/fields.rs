//! Deferred fields, in each mode.

use futures::future::join_all;
use querent::prelude::*;
use querent::{FetchMode, Kind, Result};
use querent_testkit::StatementCounts;

#[derive(Model, Debug, Clone)]
#[model(ordering = [id])]
struct Article {
    id: i64,
    title: String,
    body: Deferred<String>,
    note: Deferred<Option<String>>,
}

#[derive(Model, Debug, Clone)]
#[model(primary_key = [tenant, number])]
struct Letter {
    tenant: i32,
    number: String,
    text: Deferred<String>,
}

async fn articles(db: &Db) {
    let rows = "
        INSERT INTO article (title, body, note)
            SELECT 't' || n, 'b' || n, CASE WHEN n % 2 = 0 THEN 'n' || n END FROM generate_series(1, 20) n;
        INSERT INTO letter SELECT t, 'n' || n, t || ' ' || n FROM generate_series(1, 2) t, generate_series(1, 5) n";
    db.batch_execute(rows).await.unwrap();
}

#[querent_testkit::test(models = [Article, Letter])]
async fn fields_are_loaded_as_the_mode_says(db: Db) -> Result<()> {
    articles(&db).await;
    for (mode, one_by_one, at_once) in
        [(FetchMode::One, 20, 20), (FetchMode::Peers, 1, 1), (FetchMode::Coalesce, 20, 1)]
    {
        let articles = Article::objects(&db).fetch_mode(mode).await?;
        let recording = db.record_statements();
        for article in &articles {
            assert_eq!(*article.body.load(&db).await?, format!("b{}", article.id));
        }
        assert_eq!(recording.statements().len(), one_by_one, "{mode:?}");
        let notes = join_all(articles.iter().map(|article| article.note.load(&db)));
        for (article, note) in articles.iter().zip(db.assert_statements(at_once, notes).await) {
            assert_eq!(*note?, (article.id % 2 == 0).then(|| format!("n{}", article.id)));
        }
    }
    let (raising, line) = (Article::objects(&db).fetch_mode(FetchMode::Raise).await?, line!());
    let refused = db.assert_statements(0, raising[0].body.load(&db)).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::NotLoaded);
    let expected = format!(
        "`Article.body` is not loaded, and `FetchMode::Raise` lets `load` send nothing; add `.undefer(|a| (a.body,))` to \
         the query at {}:{line}:",
        file!()
    );
    assert!(refused.to_string().starts_with(&expected), "{refused}");
    Ok(())
}

#[querent_testkit::test(models = [Article, Letter])]
async fn keys_of_several_columns_find_their_rows(db: Db) -> Result<()> {
    articles(&db).await;
    let letters = Letter::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let recording = db.record_statements();
    for letter in letters.iter().chain(&letters.clone()) {
        assert_eq!(*letter.text.load(&db).await?, format!("{} {}", letter.tenant, &letter.number[1..]));
    }
    assert_eq!(
        recording.statements(),
        ["SELECT \"letter\".\"tenant\", \"letter\".\"number\", \"letter\".\"text\" FROM \"letter\" WHERE \
          (\"letter\".\"tenant\", \"letter\".\"number\") IN (SELECT * FROM unnest($1, $2))"]
    );
    Ok(())
}

#[querent_testkit::test(models = [Article, Letter])]
async fn what_was_loaded_for_others_is_neither_written_nor_shown(db: Db) -> Result<()> {
    articles(&db).await;
    let mut articles = Article::objects(&db).fetch_mode(FetchMode::Peers).await?;
    articles[0].body.load(&db).await?;
    assert!(!articles[1].body.is_loaded());
    assert_eq!(format!("{:?}", articles[1].body), "Deferred(not loaded)");
    db.batch_execute("UPDATE article SET body = 'changed'").await?;
    articles[1].title = "new".to_owned();
    articles[1].save(&db).await?;
    articles[0].save(&db).await?;
    let bodies = Article::objects(&db).values(|a| a.body).limit(2).await?;
    assert_eq!(bodies, ["b1", "changed"]);
    Ok(())
}

#[querent_testkit::test(models = [Article, Letter])]
async fn a_value_that_rows_share_is_changed_in_one_of_them(db: Db) -> Result<()> {
    articles(&db).await;
    let mut article = Article::objects(&db).fetch_mode(FetchMode::Peers).by_key(1).await?;
    let mut copy = article.clone();
    article.body.load(&db).await?;
    db.assert_statements(0, copy.body.load(&db)).await?;
    assert_eq!(article.body, copy.body);
    copy.body.loaded_mut()?.push('!');
    assert_eq!((&**article.body.loaded()?, &**copy.body.loaded()?), ("b1", "b1!"));
    article.body.set("mine");
    assert_eq!(db.assert_statements(0, article.body.load(&db)).await?, "mine");
    article.refresh(&db).await?;
    assert_eq!(article.body.loaded()?, "b1");
    Ok(())
}

#[querent_testkit::test(models = [Article, Letter])]
async fn a_row_that_is_gone_is_missing_for_itself_only(db: Db) -> Result<()> {
    articles(&db).await;
    for mode in [FetchMode::Peers, FetchMode::Coalesce] {
        let articles = Article::objects(&db).fetch_mode(mode).await?;
        Article::objects(&db).filter(|a| a.id.eq(articles[1].id)).delete().await?;
        let recording = db.record_statements();
        let loads = join_all(articles.iter().map(|article| article.body.load(&db))).await;
        // One more if all is answered before the second one asks, whose row is not there.
        assert!(recording.statements().len() <= 2, "{mode:?}");
        for (at, loaded) in loads.into_iter().enumerate() {
            match at {
                1 => assert_eq!(loaded.unwrap_err().kind(), Kind::DoesNotExist),
                _ => assert_eq!(*loaded?, format!("b{}", articles[at].id)),
            }
        }
    }
    Ok(())
}

#[querent_testkit::test(models = [Article, Letter])]
async fn a_row_of_no_relations_that_is_read_again_is_still_one_of_its_result(db: Db) -> Result<()> {
    articles(&db).await;
    let mut articles = Article::objects(&db).fetch_mode(FetchMode::Peers).await?;
    for article in &mut articles {
        article.refresh(&db).await?;
    }
    let recording = db.record_statements();
    for article in &articles {
        article.body.load(&db).await?;
    }
    assert_eq!(recording.statements().len(), 1);
    Ok(())
}
