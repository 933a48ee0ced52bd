//! Whichever way queries are made into futures, the line that is told of them is the user's.

use std::time::Duration;

use futures::StreamExt;
use futures::future::join_all;
use futures::stream::FuturesUnordered;
use querent::prelude::*;

use crate::pages::named;
use crate::{Category, Product, ROWS, watch};

/// Where statements were sent from while `work` ran: their lines in this file.
async fn lines_of(name: &str, work: impl Future<Output = querent::Result<()>>) -> Vec<u32> {
    let scope = watch().scope(name);
    scope.run(work).await.unwrap();
    scope.finish();
    let request = named(name).remove(0);
    let line = |site: &str| {
        let (file, at) = site.split_once(".rs:").unwrap();
        assert_eq!(format!("{file}.rs"), file!());
        at.split_once(':').unwrap().0.parse().unwrap()
    };
    let mut lines: Vec<u32> = request.statements.iter().map(|statement| line(&statement.site)).collect();
    lines.sort_unstable();
    lines
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn queries_that_are_joined_are_told_apart_by_the_lines_that_make_them(db: Db) {
    let line = line!();
    let joined = async {
        let (products, categories) = tokio::join!(
            Product::objects(&db).filter(|p| p.id.lt(5)), // line + 3
            Category::objects(&db),
        );
        assert_eq!(products?.len() + categories?.len(), 14);
        tokio::try_join!(
            Product::raw(&db, "SELECT * FROM products", ()), // line + 8
            Product::objects(&db).filter(|p| p.id.gt(99)).delete(),
            Category::objects(&db).bulk_create([Category::draft()]),
            Category::objects(&db).upsert([Category::draft().id(1)]).do_nothing(),
        )?;
        Ok(())
    };
    assert_eq!(lines_of("joined", joined).await, [3, 4, 8, 9, 10, 11].map(|behind| line + behind));
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn what_else_makes_futures_of_queries_is_told_by_a_line_of_the_user(db: Db) {
    let line = line!();
    let work = async {
        tokio::time::timeout(Duration::from_secs(9), Product::objects(&db)).await.unwrap()?; // line + 2
        tokio::select! {
            rows = Product::objects(&db).filter(|p| p.id.gt(0)) => rows?, // line + 3, where `select!` stands
        };
        let (one, other) = futures::join!(
            Product::objects(&db).into_future(), // line + 7
            Category::objects(&db).count(),
        );
        assert_eq!((one?.len(), other?), (10, 10));
        let queries = (0..2).map(|n| Product::objects(&db).filter(|p| p.id.gt(n))); // line + 11
        join_all(queries.map(IntoFuture::into_future)).await;
        let queries = (0..2).map(|n| Category::objects(&db).filter(|c| c.id.gt(n))); // line + 13
        let firsts: FuturesUnordered<_> = queries.map(QuerySet::first).collect();
        assert_eq!(firsts.collect::<Vec<_>>().await.len(), 2);
        Ok(())
    };
    assert_eq!(lines_of("others", work).await, [2, 3, 7, 8, 11, 11, 13, 13].map(|behind| line + behind));
}
