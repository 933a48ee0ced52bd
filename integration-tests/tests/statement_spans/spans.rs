//! One span for each statement, by OpenTelemetry's conventions.

use std::num::NonZeroUsize;
use std::time::Duration;

use futures::TryStreamExt;
use querent::prelude::*;
use querent::{CopyFormat, Error, Kind};
use tracing::Instrument;

use crate::captured::{Fields, inside, names, statements, work_span};
use crate::{Category, Product, Tag, watched};

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_query_is_a_span_whose_fields_are_those_of_the_conventions(db: Db) {
    watched(&db).await;
    let line = line!() + 2;
    let (products, mut spans) =
        statements(async { Product::objects(&db).filter(|p| p.name.eq("p1")).await }).await;
    assert_eq!(products.unwrap().len(), 1);
    assert_eq!(spans.len(), 1);
    let database: String = db
        .with_client(async |client| {
            Ok::<_, Error>(client.query_one("SELECT current_database()::text", &[]).await?.get(0))
        })
        .await
        .unwrap();
    let mut fields = std::mem::take(&mut spans[0].fields);
    let called_at = fields.remove("querent.called_at").unwrap();
    assert!(called_at.starts_with(&format!("{}:{line}:", file!())), "{called_at}");
    let address = fields.remove("server.address").unwrap();
    assert!(!address.is_empty());
    fields.remove("server.port"); // of a server that listens on another one than PostgreSQL's own
    assert_eq!(
        fields,
        Fields::from([
            ("otel.kind", "client".to_owned()),
            ("otel.name", "SELECT products".to_owned()),
            ("db.system.name", "postgresql".to_owned()),
            ("db.namespace", database),
            ("db.query.summary", "SELECT products".to_owned()),
            (
                "db.query.text",
                "SELECT \"products\".\"id\", \"products\".\"name\", \"products\".\"category_id\" FROM \"products\" \
                 WHERE \"products\".\"name\" = $1 ORDER BY \"products\".\"id\""
                    .to_owned()
            ),
            ("db.operation.name", "SELECT".to_owned()),
            ("db.collection.name", "products".to_owned()),
            ("db.response.returned_rows", "1".to_owned()),
        ])
    );
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn what_is_prefetched_and_written_is_a_span_each(db: Db) {
    watched(&db).await;
    let work = async {
        let categories = Category::objects(&db).prefetch_related(|c| c.products).await?;
        let mut product = Product::draft().name("new").category(&categories[0]).create(&db).await?;
        let tag = product.tags.create(&db, Tag::draft().word("sale")).await?;
        product.tags.remove(&db, [&tag]).await?;
        Product::objects(&db).filter(|p| p.id.eq(product.id)).update(|p| p.name.set("old")).await?;
        product.delete(&db).await
    };
    let (result, spans) = statements(work).await;
    result.unwrap();
    assert_eq!(
        names(&spans),
        [
            "SELECT categories",
            "SELECT products",
            "INSERT products",
            "INSERT tags",
            "DELETE products_tags",
            "UPDATE products",
            "DELETE products"
        ]
    );
    let rows: Vec<_> = spans.iter().map(|span| span.get("db.response.returned_rows")).collect();
    assert_eq!(rows[..2], [Some("3"), Some("6")]);
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn the_ends_of_transactions_are_spans_too(db: Db) {
    watched(&db).await;
    let work = db.transaction().set_local("app.tenant", 7).atomic(async |tx| {
        Category::draft().name("d").create(tx).await?;
        let failed: querent::Result<()> =
            tx.atomic(async |inner| Category::objects(inner).by_key(4711).await.map(drop)).await;
        assert!(failed.is_err());
        Ok::<_, Error>(())
    });
    let (result, spans) = statements(work).await;
    result.unwrap();
    let expected =
        ["BEGIN", "SELECT", "INSERT categories", "SAVEPOINT", "SELECT categories", "ROLLBACK", "COMMIT"];
    assert_eq!(names(&spans), expected);
    assert_eq!(spans[1].get("db.query.text"), Some("SELECT set_config($1, $2, true)"));
    assert_eq!(spans[3].get("db.query.text"), Some("SAVEPOINT querent_1"));
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn the_span_of_a_stream_is_open_until_its_last_row(db: Db) {
    watched(&db).await;
    let span = work_span();
    let mut rows = Product::objects(&db).stream();
    let mut count = 0;
    loop {
        match rows.try_next().instrument(span.clone()).await.unwrap() {
            Some(_) => count += 1,
            None => break,
        }
        assert_eq!(inside(&span).len(), 1, "one statement for all rows");
    }
    let spans = inside(&span);
    assert_eq!((count, names(&spans)), (6, vec!["SELECT products"]));
    assert_eq!(spans[0].get("db.response.returned_rows"), Some("6"));
    assert!(spans[0].closed);

    // Of a stream that is dropped early the rest is not read.
    let (_, spans) = statements(async {
        let mut rows = Product::objects(&db).stream();
        rows.try_next().await
    })
    .await;
    assert_eq!(names(&spans), ["SELECT products"]);
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_cursor_is_a_span_for_each_of_its_statements(db: Db) {
    watched(&db).await;
    let work = db.atomic(async |tx| {
        let chunks = Product::objects(tx).stream().chunk_size(NonZeroUsize::new(4).unwrap());
        let rows: Vec<Product> = chunks.try_collect().await?;
        Ok::<_, Error>(rows.len())
    });
    let (rows, spans) = statements(work).await;
    assert_eq!(rows.unwrap(), 6);
    let expected =
        ["BEGIN", "DECLARE products", "FETCH products", "FETCH products", "CLOSE products", "COMMIT"];
    assert_eq!(names(&spans), expected);
    let rows: Vec<_> = spans.iter().map(|span| span.get("db.response.returned_rows")).collect();
    assert_eq!(rows, [None, None, Some("4"), Some("2"), None, None]);
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn copy_is_one_span_in_either_direction(db: Db) {
    watched(&db).await;
    let work = async {
        let drafts = (0..3).map(|n| Ok::<_, Error>(Tag::draft().word(format!("tag {n}"))));
        let written = Tag::objects(&db).copy_in(futures::stream::iter(drafts)).await?;
        let bytes: Vec<_> = Tag::objects(&db).copy_out(CopyFormat::Csv).try_collect().await?;
        Ok::<_, Error>((written, bytes.len()))
    };
    let (result, spans) = statements(work).await;
    assert_eq!(result.unwrap(), (3, 3));
    let copies: Vec<_> = spans.iter().filter(|span| span.name() == "COPY tags").collect();
    assert_eq!(copies.len(), 2, "{:?}", names(&spans));
    assert_eq!(copies[0].get("db.response.returned_rows"), None, "{copies:?}");
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_statement_that_fails_says_which_sqlstate_and_no_value(db: Db) {
    watched(&db).await;
    let (result, spans) = statements(async { Category::draft().name("a").create(&db).await }).await;
    assert_eq!(result.unwrap_err().kind(), Kind::UniqueViolation);
    let span = &spans[0];
    assert_eq!(span.name(), "INSERT categories");
    assert_eq!(span.get("error.type"), Some("23505"));
    assert_eq!(span.get("db.response.status_code"), Some("23505"));
    assert_eq!(span.get("otel.status_code"), Some("ERROR"));
    assert_eq!(span.get("db.response.returned_rows"), None);
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_statement_that_is_given_up_is_cancelled(db: Db) {
    watched(&db).await;
    let (result, spans) = statements(async {
        let slow = Tag::raw(&db, "SELECT 1::bigint AS id, pg_sleep(30)::text AS word", ());
        slow.into_future().timeout(Duration::from_millis(50)).await
    })
    .await;
    assert_eq!(result.unwrap_err().kind(), Kind::Timeout);
    assert_eq!(names(&spans), ["SELECT"]);
    assert_eq!(spans[0].get("error.type"), Some("cancelled"));
    assert_eq!(spans[0].get("otel.status_code"), Some("ERROR"));
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn of_what_a_user_has_written_no_value_is_told_and_nothing_is_guessed(db: Db) {
    watched(&db).await;
    let (result, spans) = statements(async {
        Tag::raw(&db, "SELECT * FROM tags WHERE word <> 'hunter2' AND word <> {} AND id <> 4711", ("tiger",))
            .await?;
        db.batch_execute("CREATE TABLE hunters AS SELECT 'hunter2' AS name; -- hunter2").await
    })
    .await;
    result.unwrap();
    assert_eq!(names(&spans), ["SELECT", "CREATE"]);
    assert_eq!(
        spans[0].get("db.query.text"),
        Some("SELECT * FROM tags WHERE word <> ? AND word <> $1 AND id <> ?")
    );
    assert_eq!(spans[1].get("db.query.text"), Some("CREATE TABLE hunters AS SELECT ? AS name;  "));
    assert!(spans.iter().all(|span| span.get("db.operation.name").is_none()), "{spans:#?}");
    assert!(spans.iter().all(|span| span.get("db.collection.name").is_none()), "{spans:#?}");
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn what_a_fragment_has_in_its_text_is_not_told(db: Db) {
    watched(&db).await;
    let (products, spans) = statements(async {
        let products = Product::objects(&db);
        products
            .filter(|p| p.raw_sql::<bool>("{} NOT IN ('Zeitgeist', 'p1') AND 4711 > {}", (p.name, 1)))
            .await
    })
    .await;
    assert_eq!(products.unwrap().len(), 5);
    let text = spans[0].get("db.query.text").unwrap();
    assert!(text.contains("\"name\" NOT IN (?, ?) AND ? > $1)"), "{text}");
    assert_eq!(spans[0].get("otel.name"), Some("SELECT products"));
}
