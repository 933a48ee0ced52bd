//! Related rows that are prefetched for all rows at once, with the statements counted.

use std::num::NonZeroUsize;

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Category, Detail, Product, Review, Tag, names, shop};

fn by_id(db: &Db) -> QuerySet<Product> {
    Product::objects(db).order_by(|p| p.id)
}

#[querent_testkit::test(models = [Review, Detail])]
async fn prefetch_sends_one_statement_for_each_relation(db: Db) -> Result<()> {
    shop(&db).await;
    let query = by_id(&db).prefetch_related(|p| (p.category, p.supplier, p.tags, p.reviews, p.detail));
    let products = db.assert_statements(6, async { query.await }).await?;
    let categories: Vec<_> = products.iter().map(|p| p.category.loaded().unwrap().name.as_str()).collect();
    assert_eq!(categories, ["Audio", "Electronics", "Books", "Audio", "Books"]);
    assert!(
        std::ptr::eq(products[0].category.loaded()?, products[3].category.loaded()?),
        "equal keys, one row"
    );
    assert!(products[2].supplier.loaded()?.is_none());
    let tags =
        |at: usize| products[at].tags.loaded().unwrap().iter().map(|t| t.name.as_str()).collect::<Vec<_>>();
    assert_eq!((tags(0), tags(1), tags(2)), (vec!["new", "sale"], vec!["sale"], vec![]));
    let ratings =
        |at: usize| products[at].reviews.loaded().unwrap().iter().map(|r| r.rating).collect::<Vec<_>>();
    assert_eq!((ratings(0), ratings(3), ratings(4)), (vec![5, 3, 1], vec![2, 2], vec![]));
    let details: Vec<_> = products.iter().map(|p| p.detail.loaded().unwrap().is_some()).collect();
    assert_eq!(details, [true, false, true, false, false]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn prefetches_nest_and_shared_steps_are_sent_once(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Category::objects(&db).prefetch_related(|c| {
        (c.products.tags.products, c.products.supplier.country, c.children, c.products)
    });
    // categories; products, children; tags, suppliers; products of tags, countries
    let categories = db.assert_statements(7, async { query.await }).await?;
    let radio = &categories[0].products.loaded()?.iter().find(|p| p.name == "Radio").unwrap();
    assert_eq!(radio.tags.loaded()?[0].products.loaded()?.len(), 2);
    assert_eq!(radio.supplier.loaded()?.unwrap().country.loaded()?.unwrap().name, "Norway");
    assert_eq!(categories[2].children.loaded()?[0].name, "Audio");
    assert!(categories[3].products.loaded()?.is_empty() && categories[3].children.loaded()?.is_empty());
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_prefetch_has_filters_an_order_and_joins_of_its_own(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Category::objects(&db).prefetch_related(|c| {
        c.products
            .filter(|p| p.is_active)
            .exclude(|p| p.tags.name.eq("rare"))
            .order_by(|p| (p.supplier.name.desc(), p.price.desc()))
            .select_related(|p| p.supplier.country)
            .prefetch_related(|p| p.reviews.filter(|r| r.rating.gte(2)).order_by(|r| r.id))
    });
    let categories = db.assert_statements(3, async { query.await }).await?;
    let audio = categories[0].products.loaded()?;
    assert_eq!(names(audio), ["Headset", "Radio"]);
    assert_eq!(names(categories[1].products.loaded()?), ["Novel"]);
    assert_eq!(audio[1].supplier.loaded()?.unwrap().country.loaded()?.unwrap().name, "Norway");
    assert_eq!(audio[1].reviews.loaded()?.iter().map(|r| r.rating).collect::<Vec<_>>(), [3, 5]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_prefetch_is_sliced_for_each_parent(db: Db) -> Result<()> {
    shop(&db).await;
    let query = by_id(&db).prefetch_related(|p| {
        (
            p.reviews.order_by(|r| r.rating.desc()).limit(2),
            p.tags.order_by(|t| t.name.desc()).limit(1).prefetch_related(|t| t.products.all().offset(1)),
        )
    });
    let products = db.assert_statements(4, async { query.await }).await?;
    let ratings: Vec<Vec<i32>> =
        products.iter().map(|p| p.reviews.loaded().unwrap().iter().map(|r| r.rating).collect()).collect();
    assert_eq!(ratings, [vec![5, 3], vec![4], vec![], vec![2, 2], vec![]]);
    let tags: Vec<Vec<&str>> =
        products.iter().map(|p| p.tags.loaded().unwrap().iter().map(|t| t.name.as_str()).collect()).collect();
    assert_eq!(tags, [vec!["sale"], vec!["sale"], vec![], vec!["sale"], vec![]]);
    assert_eq!(
        products[0].tags.loaded()?[0].products.loaded()?.len(),
        2,
        "three have it, the first is left out"
    );
    let query = by_id(&db).prefetch_related(|p| p.reviews.order_by(|r| r.rating).limit(2).offset(1));
    let ratings: Vec<_> = query.await?[0].reviews.loaded()?.iter().map(|r| r.rating).collect();
    assert_eq!(ratings, [3, 5]);
    let none = by_id(&db).prefetch_related(|p| p.reviews.limit(0));
    let none = db.assert_statements(1, async { none.await }).await?;
    assert!(none.iter().all(|p| p.reviews.loaded().unwrap().is_empty()));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_for_each_parent_is_the_last_thing_said_of_a_prefetch(db: Db) -> Result<()> {
    shop(&db).await;
    let filtered = by_id(&db).prefetch_related(|p| p.reviews.limit(1).filter(|r| r.rating.gt(2)));
    let ordered = by_id(&db).prefetch_related(|p| p.tags.limit(1).order_by(|t| t.id));
    let one = by_id(&db).prefetch_related(|p| p.category.limit(1));
    let one_filtered = by_id(&db).prefetch_related(|p| p.category.limit(1).filter(|c| c.id.gt(1)));
    for (query, relation) in [
        (filtered, "`Product.reviews`"),
        (ordered, "`Product.tags`"),
        (one, "`Product.category`"),
        (one_filtered, "`Product.category`"),
    ] {
        let error = query.await.unwrap_err();
        assert_eq!(error.kind(), Kind::Misuse);
        assert!(error.to_string().contains(relation), "{error}");
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_relation_is_prefetched_behind_joined_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Review::objects(&db)
        .order_by(|r| r.id)
        .select_related(|r| (r.product.category, r.product.supplier))
        .prefetch_related(|r| (r.product.tags, r.product.category.products, r.product.supplier.country));
    let reviews = db.assert_statements(4, async { query.await }).await?;
    let radio = reviews[0].product.loaded()?;
    assert_eq!(radio.tags.loaded()?.len(), 2);
    assert_eq!(radio.category.loaded()?.products.loaded()?.len(), 2);
    assert_eq!(radio.supplier.loaded()?.unwrap().country.loaded()?.unwrap().name, "Norway");
    assert!(reviews[3].product.loaded()?.supplier.loaded()?.unwrap().country.loaded()?.is_none());
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn two_slots_of_one_relation_hold_two_selections(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Category::objects(&db).prefetch_related(|c| (c.products, c.cheap.filter(|p| p.price.lt(20))));
    let categories = db.assert_statements(3, async { query.await }).await?;
    let counts: Vec<_> = categories
        .iter()
        .map(|c| (c.products.loaded().unwrap().len(), c.cheap.loaded().unwrap().len()))
        .collect();
    assert_eq!(counts, [(2, 0), (2, 2), (1, 0), (0, 0)]);
    let on_the_way = Category::objects(&db).prefetch_related(|c| (c.products.tags, c.products.limit(1)));
    assert_eq!(on_the_way.await?[0].products.loaded()?.len(), 1, "the shape of its own counts");
    let twice = Category::objects(&db).prefetch_related(|c| (c.products, c.products.limit(1)));
    let error = db.assert_statements(0, async { twice.await }).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    let twice = Category::objects(&db)
        .prefetch_related(|c| (c.products.limit(1), c.products.filter(|p| p.is_active)));
    let error = db.assert_statements(0, async { twice.await }).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn one_relation_is_one_query_in_whichever_order_it_is_named_and_shaped(db: Db) -> Result<()> {
    shop(&db).await;
    let all = Category::objects(&db).order_by(|c| c.name);
    let named = all.clone().prefetch_related(|c| {
        (c.products.tags.products, c.products.order_by(|p| p.name).prefetch_related(|p| p.tags))
    });
    let shaped = all.clone().prefetch_related(|c| {
        (c.products.order_by(|p| p.name).prefetch_related(|p| p.tags), c.products.tags.products)
    });
    for query in [named, shaped] {
        let categories = db.assert_statements(4, async { query.await }).await?;
        let tags = categories[0].products.loaded()?[0].tags.loaded()?;
        assert_eq!(tags[0].products.loaded()?.len(), 2);
    }
    let before = all.clone().prefetch_related(|c| {
        (c.products.reviews, c.products.order_by(|p| p.name).prefetch_related(|p| p.reviews.limit(3)))
    });
    let after = all.prefetch_related(|c| {
        (c.products.order_by(|p| p.name).prefetch_related(|p| p.reviews.limit(3)), c.products.reviews)
    });
    for query in [before, after] {
        let error = db.assert_statements(0, async { query.await }).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Misuse, "{error}");
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn the_one_row_of_each_parent_cannot_be_chosen_by_distinct_on(db: Db) -> Result<()> {
    shop(&db).await;
    let query = by_id(&db).prefetch_related(|p| p.category.order_by(|c| c.name).distinct_on(|c| c.name));
    let error = query.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            Kind::Misuse,
            "`Product.category` leads to one row, and its prefetch cannot be chosen by `distinct_on`"
        )
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_chunk_may_be_larger_than_any_number_of_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let mut products = by_id(&db).prefetch_related(|p| p.tags).stream().chunk_size(NonZeroUsize::MAX);
    let mut count = 0;
    while products.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_stream_prefetches_for_the_rows_of_each_chunk(db: Db) -> Result<()> {
    shop(&db).await;
    let two = NonZeroUsize::new(2).unwrap();
    let read = async {
        let mut products = by_id(&db).prefetch_related(|p| p.tags).stream().chunk_size(two);
        let mut tags = Vec::new();
        while let Some(product) = products.try_next().await? {
            tags.push(product.tags.loaded()?.len());
        }
        Ok::<_, querent::Error>(tags)
    };
    // BEGIN and DECLARE; a FETCH and a query for each of the chunks; COMMIT.
    let tags = db.assert_statements(2 + 3 * 2 + 1, read).await?;
    assert_eq!(tags, [2, 1, 0, 2, 0]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn without_parents_nothing_is_prefetched(db: Db) -> Result<()> {
    shop(&db).await;
    let none = by_id(&db).filter(|p| p.stock.gt(1000)).prefetch_related(|p| (p.tags, p.category.products));
    assert!(db.assert_statements(1, async { none.await }).await?.is_empty());
    let no_keys = by_id(&db).filter(|p| p.supplier.is_null()).prefetch_related(|p| p.supplier.country);
    let no_keys = db.assert_statements(1, async { no_keys.await }).await?;
    assert!(no_keys.iter().all(|p| p.supplier.loaded().unwrap().is_none()));
    let no_children =
        Tag::objects(&db).filter(|t| t.name.eq("rare")).prefetch_related(|t| t.products.reviews);
    let no_children = db.assert_statements(2, async { no_children.await }).await?;
    assert!(no_children[0].products.loaded()?.is_empty());
    db.assert_statements(0, async { by_id(&db).none().prefetch_related(|p| p.tags).await }).await?;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_filter_of_a_prefetch_can_leave_out_the_one_row(db: Db) -> Result<()> {
    shop(&db).await;
    let query = by_id(&db).prefetch_related(|p| {
        (p.supplier.filter(|s| s.name.eq("Bolt")), p.category.filter(|c| c.name.eq("Audio")), p.detail)
    });
    let products = db.assert_statements(4, async { query.await }).await?;
    let (radio, lamp) = (&products[0], &products[1]);
    assert_eq!(lamp.supplier.loaded()?.unwrap().name, "Bolt");
    assert!(radio.supplier.is_loaded() && radio.supplier.loaded()?.is_none());
    assert_eq!(radio.supplier.key(), Some(1), "the key is what it was");
    assert_eq!(radio.category.loaded()?.name, "Audio");
    let left_out = lamp.category.loaded().unwrap_err();
    assert_eq!(
        (left_out.kind(), left_out.to_string().as_str()),
        (
            Kind::DoesNotExist,
            "`Product.category` was loaded with its rows, and no `Category` was found with this key: the filter of \
             its prefetch left the row out, or there is none"
        )
    );
    assert!(!lamp.category.is_loaded());
    db.assert_statements(0, async {
        assert!(radio.supplier.load(&db).await?.is_none());
        assert_eq!(lamp.category.load(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
        Result::<()>::Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_of_a_prefetch_speaks_of_any_pair_and_not_of_the_parents_own(db: Db) -> Result<()> {
    shop(&db).await;
    let query = by_id(&db).prefetch_related(|p| p.tags.filter(|t| t.products.name.eq("Lamp")));
    let products = query.await?;
    let tags =
        |at: usize| products[at].tags.loaded().unwrap().iter().map(|t| t.name.as_str()).collect::<Vec<_>>();
    assert_eq!((tags(0), tags(1), tags(2)), (vec!["sale"], vec!["sale"], vec![]), "the lamp is on sale");
    let query = by_id(&db).prefetch_related(|p| p.tags.exclude(|t| t.products.name.eq("Lamp")));
    let products = query.await?;
    let tags =
        |at: usize| products[at].tags.loaded().unwrap().iter().map(|t| t.name.as_str()).collect::<Vec<_>>();
    assert_eq!((tags(0), tags(1), tags(3)), (vec!["new"], vec![], vec!["new"]));
    Ok(())
}
