//! Loads that others wait for: given up, failed, or not polled any more.

use std::time::Duration;

use futures::FutureExt;
use futures::future::{join_all, select_all};
use integration_tests::polls::polled;
use integration_tests::proxy::{Pace, Proxy};
use querent::prelude::*;
use querent::{FetchMode, Kind, Result};
use querent_testkit::StatementCounts;
use tokio::time::timeout;

use crate::{Detail, Product, Review, shop};

/// Longer than anything here takes.
const SOON: Duration = Duration::from_secs(20);

#[querent_testkit::test(models = [Review, Detail])]
async fn a_load_that_is_dropped_anywhere_is_ended_by_those_who_wait(db: Db) -> Result<()> {
    shop(&db).await;
    let proxy = Proxy::before(&db).await?;
    for mode in [FetchMode::Peers, FetchMode::Coalesce] {
        for connections in [1, 3] {
            let own = proxy.on_the_way_of(&db).max_connections(connections).build()?;
            for polls in 0.. {
                let products = Product::objects(&own).fetch_mode(mode).await?;
                proxy.set_pace(Pace::Held);
                let (first, others) = products.split_first().unwrap();
                let recording = own.record_statements();
                let mut leading = first.category.load(&own);
                let mut waiting = join_all(others.iter().map(|product| product.category.load(&own)));
                assert!((&mut leading).now_or_never().is_none() && (&mut waiting).now_or_never().is_none());
                proxy.set_pace(Pace::Slow(Duration::from_millis(5)));
                let done = polled(leading, polls).await;
                for (loaded, product) in timeout(SOON, waiting).await.unwrap().into_iter().zip(others) {
                    assert_eq!(loaded?.id, product.category.key());
                }
                // Under `Coalesce` some had not asked yet when the first one was sent.
                let most = if mode == FetchMode::Peers { 1 } else { 2 };
                let sent = recording.statements().len();
                assert!((1..=most).contains(&sent), "{mode:?}, dropped after {polls} polls: {sent}");
                proxy.set_pace(Pace::Quick);
                if done.is_some() {
                    break;
                }
            }
        }
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_load_that_nobody_waits_for_any_more_is_given_up_and_can_be_sent_again(db: Db) -> Result<()> {
    shop(&db).await;
    let own = db.to_builder().max_connections(1).build()?;
    for mode in [FetchMode::Peers, FetchMode::Coalesce] {
        for polls in 0.. {
            let products = Product::objects(&own).fetch_mode(mode).await?;
            let all = join_all(products.iter().map(|product| product.category.load(&own)));
            let done = polled(all, polls).await.is_some();
            let again = join_all(products.iter().map(|product| product.category.load(&own)));
            let again = timeout(SOON, own.assert_statements(usize::from(!done), again)).await.unwrap();
            assert!(again.into_iter().all(|loaded| loaded.is_ok()), "{mode:?}, dropped after {polls} polls");
            if done {
                break;
            }
        }
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn who_waits_does_not_need_the_first_one_to_be_polled(db: Db) -> Result<()> {
    shop(&db).await;
    let proxy = Proxy::before(&db).await?;
    let db = proxy.on_the_way_of(&db).build()?;
    for mode in [FetchMode::Peers, FetchMode::Coalesce] {
        proxy.set_pace(Pace::Quick);
        let products = Product::objects(&db).fetch_mode(mode).await?;
        proxy.set_pace(Pace::Held);
        let mut first = products[0].category.load(&db);
        let mut second = products[1].category.load(&db);
        assert!((&mut first).now_or_never().is_none() && (&mut second).now_or_never().is_none());
        proxy.set_pace(Pace::Quick);
        // Both keep their places, and neither is polled.
        let third = timeout(SOON, products[2].category.load(&db)).await.unwrap()?;
        assert_eq!(third.id, 3);
        assert_eq!((second.await?.id, first.await?.id), (2, 1));
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn the_time_of_one_who_waits_is_his_own(db: Db) -> Result<()> {
    shop(&db).await;
    let proxy = Proxy::before(&db).await?;
    let slow = proxy.on_the_way_of(&db).max_connections(2).build()?;
    let products = Product::objects(&slow).fetch_mode(FetchMode::Peers).await?;
    proxy.set_pace(Pace::Slow(Duration::from_millis(300)));
    let hurried = products[0].category.load(&slow).timeout(Duration::from_millis(50));
    let recording = slow.record_statements();
    let (hurried, patient) = futures::join!(hurried, products[1].category.load(&slow));
    assert_eq!(hurried.unwrap_err().kind(), Kind::Timeout);
    assert_eq!(patient?.id, 2);
    assert_eq!(recording.statements().len(), 1);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn one_is_told_of_a_failure_and_the_others_ask_for_themselves(db: Db) -> Result<()> {
    shop(&db).await;
    for mode in [FetchMode::Peers, FetchMode::Coalesce] {
        let products = Product::objects(&db).fetch_mode(mode).await?;
        let recording = db.record_statements();
        db.batch_execute("ALTER TABLE categories RENAME TO away").await?;
        let loads = join_all(products.iter().map(|product| product.category.load(&db)));
        let loads = timeout(SOON, loads).await.unwrap();
        assert!(loads.iter().all(|loaded| loaded.as_ref().unwrap_err().kind() == Kind::UndefinedObject));
        assert_eq!(recording.statements().len(), 1 + 1 + 49, "{mode:?}");
        db.batch_execute("ALTER TABLE away RENAME TO categories").await?;
        // They are peers again.
        let again = join_all(products.iter().map(|product| product.category.load(&db)));
        assert!(db.assert_statements(1, again).await.into_iter().all(|loaded| loaded.is_ok()));
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_failure_costs_one_wait_and_not_fifty(db: Db) -> Result<()> {
    shop(&db).await;
    let own = db.to_builder().statement_timeout(Duration::from_millis(300)).max_connections(50).build()?;
    let products = Product::objects(&own).fetch_mode(FetchMode::Peers).await?;
    let mut took = Duration::MAX;
    db.atomic(async |tx| -> Result<()> {
        tx.batch_execute("LOCK TABLE categories").await?;
        let since = tokio::time::Instant::now();
        for loaded in join_all(products[..20].iter().map(|product| product.category.load(&own))).await {
            assert_eq!(loaded.unwrap_err().kind(), Kind::StatementTimeout);
        }
        took = since.elapsed();
        Ok(())
    })
    .await?;
    assert!(took < Duration::from_secs(3), "{took:?}"); // twice 0.3 s, and twenty connections to make
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_failure_in_a_transaction_is_told_as_that_of_any_statement(db: Db) -> Result<()> {
    shop(&db).await;
    let work = db.atomic(async |tx| -> Result<()> {
        let products = Product::objects(tx).fetch_mode(FetchMode::Peers).await?;
        tx.batch_execute("ALTER TABLE categories RENAME TO away").await?;
        let mut kinds: Vec<_> = join_all(products[..3].iter().map(|product| product.category.load(tx)))
            .await
            .into_iter()
            .map(|loaded| loaded.unwrap_err().kind())
            .collect();
        kinds.sort_by_key(|kind| *kind == Kind::Aborted);
        assert_eq!(kinds, [Kind::UndefinedObject, Kind::Aborted, Kind::Aborted]);
        Ok(())
    });
    assert_eq!(work.await.unwrap_err().kind(), Kind::Aborted);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_that_come_while_a_load_is_under_way_are_in_the_next_one(db: Db) -> Result<()> {
    shop(&db).await;
    let proxy = Proxy::before(&db).await?;
    let slow = proxy.on_the_way_of(&db).build()?;
    let mut rows = Product::objects(&slow).fetch_mode(FetchMode::Peers).stream();
    let (first, second) = (rows.try_next().await?.unwrap(), rows.try_next().await?.unwrap());
    while rows.try_next().await?.is_some() {}
    let recording = slow.record_statements();
    proxy.set_pace(Pace::Slow(Duration::from_millis(100)));
    let (done, _, _) = select_all([first.category.load(&slow), second.category.load(&slow)]).await;
    done?;
    let (one, other) = futures::join!(first.category.load(&slow), second.category.load(&slow));
    assert_eq!((one?.id, other?.id, recording.statements().len()), (1, 2, 1));
    Ok(())
}
