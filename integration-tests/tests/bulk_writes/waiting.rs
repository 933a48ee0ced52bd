//! Rows that another transaction changes while a write waits for them.

use std::time::Duration;

use querent::prelude::*;
use querent::{Result, Run};
use tokio::sync::oneshot;

use crate::models::{Country, Product};

#[derive(Model, Debug, Clone)]
struct Shelf {
    id: i64,
    products: ManyToMany<Product>,
}

/// A product of which there is one, in a shelf and of a country.
async fn last_one(db: &Db) -> Result<(Shelf, Country, Product)> {
    let country =
        Country::objects(db).get_or_create(|c| c.iso, Country::draft().iso("NL").name("n")).await?.0;
    let last = Product::draft().country(&country).name("bike").stock(1).create(db).await?;
    let mut shelf = Shelf::draft().create(db).await?;
    shelf.products.add(db, [last.id]).await?;
    Ok((shelf, country, last))
}

/// What a write gives that waits for a transaction which sells the product, and how many there are afterwards.
async fn while_it_is_sold<T>(db: &Db, product: &Product, write: Run<'_, T>) -> Result<(T, i32)> {
    let (sold, is_sold) = oneshot::channel();
    let first = db.atomic(async |tx| -> Result<()> {
        Product::objects(tx).filter(|p| p.id.eq(product.id)).update(|p| p.stock.set(0)).await?;
        sold.send(()).unwrap();
        while !is_waited_for(db).await? {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    });
    let second = async {
        is_sold.await.unwrap();
        write.await
    };
    let (first, second) = futures::join!(first, second);
    first?;
    let left = Product::objects(db).filter(|p| p.id.eq(product.id)).values(|p| p.stock).await?;
    Ok((second?, left[0]))
}

async fn is_waited_for(db: &Db) -> Result<bool> {
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let waiting: i64 = db
        .with_client(async |client| -> Result<_> { Ok(client.query_one(waiting, &[]).await?.get(0)) })
        .await?;
    Ok(waiting > 0)
}

#[querent_testkit::test(models = [Shelf])]
async fn what_is_said_of_the_row_itself_holds_after_the_wait_whatever_else_is_asked(db: Db) -> Result<()> {
    let (shelf, country, last) = last_one(&db).await?;
    let there = || Product::objects(&db).filter(|p| p.id.eq(last.id) & p.stock.gt(0));
    let dutch = || there().filter(|p| p.country.iso.eq("NL"));
    let sold_out = (0, 0);

    let update = there().update(|p| p.stock.set(p.stock - 1)).into_future();
    assert_eq!(while_it_is_sold(&db, &last, update).await?, sold_out, "without another table");
    restock(&db).await?;

    let update = dutch().update(|p| p.stock.set(p.stock - 1)).into_future();
    assert_eq!(while_it_is_sold(&db, &last, update).await?, sold_out, "with a related row");
    restock(&db).await?;

    let one_call = Product::objects(&db).filter(|p| p.country.iso.eq("NL") & p.stock.gt(0));
    let update = one_call.update(|p| p.stock.set(p.stock - 1)).into_future();
    assert_eq!(while_it_is_sold(&db, &last, update).await?, sold_out, "in one call of `filter`");
    restock(&db).await?;

    let delete = dutch().delete().into_future();
    assert_eq!(while_it_is_sold(&db, &last, delete).await?, sold_out, "a delete");
    restock(&db).await?;

    let own = shelf.products.objects(&db).filter(|p| p.stock.gt(0));
    let update = own.update(|p| p.stock.set(p.stock - 1)).into_future();
    assert_eq!(while_it_is_sold(&db, &last, update).await?, sold_out, "the rows of pairs");
    restock(&db).await?;

    let own = country.products.objects(&db).filter(|p| p.stock.gt(0));
    let update = own.update(|p| p.stock.set(p.stock - 1)).into_future();
    assert_eq!(while_it_is_sold(&db, &last, update).await?, sold_out, "the rows of one key");
    restock(&db).await?;

    let mut changed = last.clone();
    changed.stock = 5;
    let update = dutch().bulk_update([&mut changed], |p| p.stock);
    assert_eq!(while_it_is_sold(&db, &last, update).await?, sold_out, "many instances");
    Ok(())
}

async fn restock(db: &Db) -> Result<()> {
    Product::objects(db).update(|p| p.stock.set(1)).await.map(drop)
}
