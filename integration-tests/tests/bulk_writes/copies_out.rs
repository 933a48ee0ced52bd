//! Queries whose rows are bytes.

use futures::TryStreamExt;
use querent::prelude::*;
use querent::{CopyFormat, CopyStream, Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Country, Product, shop};

async fn text(copy: CopyStream) -> Result<String> {
    let parts: Vec<_> = TryStreamExt::try_collect(copy).await?;
    Ok(String::from_utf8(parts.concat()).unwrap())
}

#[querent_testkit::test(models = [Product])]
async fn rows_and_values_of_a_query_are_bytes(db: Db) -> Result<()> {
    shop(&db).await;
    let csv = Country::objects(&db).order_by(|c| c.id).copy_out(CopyFormat::CsvWithHeader);
    let expected = "id,iso,name,description,hits\n1,US,United States,us,0\n2,NL,Netherlands,nl,0\n";
    assert_eq!(text(csv).await?, expected);
    let dear = Product::objects(&db).filter(|p| p.price.gte(30) & p.name.ne("x,\"y\"")).order_by(|p| p.name);
    let values = dear.clone().values(|p| (p.name, p.country.iso, p.stock * 2));
    assert_eq!(text(values.copy_out(CopyFormat::Csv)).await?, "chair,US,10\nradio,US,6\n");
    let none = dear.clone().none().values(|p| p.name);
    assert_eq!(
        text(none.copy_out(CopyFormat::CsvWithHeader)).await?,
        "name\n",
        "a header says what there is none of"
    );
    let joined = dear.select_related(|p| p.country).limit(1).copy_out(CopyFormat::Text);
    assert_eq!(text(joined).await?.split('\t').count(), 9);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn values_of_the_query_are_handed_over_and_in_no_text(db: Db) -> Result<()> {
    shop(&db).await;
    let hostile = "'; DROP TABLE product; -- $1 \\ injected";
    Product::objects(&db).filter(|p| p.id.eq(1)).update(|p| p.note.set(hostile)).await?;
    let recording = db.record_statements();
    let found = Product::objects(&db)
        .filter(|p| p.note.eq(hostile) & p.id.is_in([1, 2, 70]) & p.price.eq(dec!(30.00)))
        .exclude(|p| p.sizes.contains([12345]))
        .values(|p| (p.id, p.note.coalesce(""), p.price * dec!(1.5)));
    assert_eq!(text(found.copy_out(CopyFormat::Csv)).await?, format!("1,{hostile},45.000\n"));
    let sent = recording.statements();
    assert_eq!(sent.len(), 4, "{sent:?}");
    assert!(sent.iter().all(|sql| !sql.contains("injected") && !sql.contains("12345")), "{sent:?}");
    assert!(
        sent[1].starts_with("SELECT set_config('querent.copy_1', 'v' || $1::text, true), "),
        "{}",
        sent[1]
    );
    assert!(!sent[2].contains('$'), "{}", sent[2]);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn nulls_empty_texts_and_binary_values_are_handed_over_as_they_are(db: Db) -> Result<()> {
    shop(&db).await;
    let values = Country::objects(&db).filter(|c| c.id.eq(1)).values(|c| {
        (
            value("").coalesce("x"),
            when(c.id.gt(5), 1).otherwise(None::<i32>),
            value("v"),
            value(vec![0u8, 255]),
        )
    });
    assert_eq!(text(values.copy_out(CopyFormat::Csv)).await?, "\"\",,v,\\x00ff\n");
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_stream_that_is_dropped_ends_the_query_and_frees_the_connection(db: Db) -> Result<()> {
    shop(&db).await;
    let one = db.clone();
    for _ in 0..10 {
        let endless = Country::objects(&one).values(|c| c.name.repeat(1_000_000_i32));
        let mut copy = endless.copy_out(CopyFormat::Csv);
        assert!(copy.try_next().await?.is_some());
        drop(copy);
        assert_eq!(Country::objects(&one).count().await?, 2);
    }
    db.atomic(async |tx| -> Result<()> {
        let mut copy = Country::objects(tx).copy_out(CopyFormat::Csv);
        assert!(copy.try_next().await?.is_some());
        let error = Country::objects(tx).count().await.unwrap_err();
        assert_eq!(error.kind(), Kind::SavepointOpen, "the connection is the COPY's until it ends");
        drop(copy);
        assert_eq!(Country::objects(tx).count().await?, 2);
        assert_eq!(
            text(Country::objects(tx).values(|c| c.iso).order_by(|c| c.id).copy_out(CopyFormat::Csv)).await?,
            "US\nNL\n"
        );
        assert_eq!(Country::objects(tx).count().await?, 2);
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Product])]
async fn what_has_no_meaning_sends_nothing(db: Db) -> Result<()> {
    let locked = Product::objects(&db).select_for_update().copy_out(CopyFormat::Csv);
    let error = db.assert_statements(0, text(locked)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    Ok(())
}
