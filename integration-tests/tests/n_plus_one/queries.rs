//! Queries that one line sends again and again.

use querent::Result;
use querent::prelude::*;
use querent::watch::{Mode, Rule, Thresholds, Watch, watched};

use crate::{Category, Detail, Product, ROWS, found, told};

#[derive(Model, Debug)]
#[model(primary_key = [shelf, slot])]
struct Place {
    shelf: i32,
    slot: i32,
    #[relation(on_delete = Cascade)]
    product: ForeignKey<Product>,
}

#[querent_testkit::test(models = [Detail, Place], sql = ROWS)]
async fn keys_of_several_columns_and_of_related_rows_are_keys(db: Db) -> Result<()> {
    let places = async {
        for slot in 1..=3 {
            Place::objects(&db).by_key((1, slot)).optional().await?;
            Place::objects(&db).filter(|p| p.pk().eq((1, slot))).exists().await?;
        }
        Ok(())
    };
    let expected = [
        (Rule::QueryInLoop, "Place.get", Some("Place::objects(&db).in_bulk(keys)")),
        (
            Rule::QueryInLoop,
            "Place by key",
            Some("Place::objects(&db).filter(|p| p.pk().is_in(keys)).values(|p| p.pk()).distinct()"),
        ),
    ];
    assert_eq!(told(&found(places).await?), expected);
    let related = async {
        for key in 1..=3 {
            Product::objects(&db).filter(|p| p.category.parent.eq(key)).await?;
            Product::objects(&db).filter(|p| p.tags.id.eq(key)).count().await?;
            Product::objects(&db).filter(|p| p.category.name.eq(key.to_string())).await?; // not unique: a search
        }
        Ok(())
    };
    let expected = [
        (
            Rule::QueryInLoop,
            "Product by category.parent",
            Some("Product::objects(&db).filter(|p| p.category.parent.is_in(keys))"),
        ),
        (
            Rule::QueryInLoop,
            "Product by tags.id",
            Some(
                "Product::objects(&db).filter(|p| p.tags.id.is_in(keys)).values(|p| p.tags.id)\
                 .annotate(|p| count_all(p))",
            ),
        ),
    ];
    assert_eq!(told(&found(related).await?), expected);
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn a_row_that_is_loaded_for_again_and_again_could_keep_the_answer(db: Db) -> Result<()> {
    let findings = found(async {
        let products = Product::objects(&db).order_by(|p| p.id).await?;
        for _ in 0..5 {
            products[0].clone().category.load(&db).await?;
            products[1].tags.objects(&db).count().await?;
        }
        for number in 1..6 {
            products[2].tags.objects(&db).filter(|t| t.id.gt(number)).count().await?;
        }
        for product in products.iter().filter(|product| product.category.key() == products[0].category.key())
        {
            product.clone().category.load(&db).await?; // the same key, for another row
        }
        Ok(())
    })
    .await?;
    let expected = [
        (Rule::RedundantQuery, "Product.category", None),
        (Rule::RedundantQuery, "Product.tags", None),
        (Rule::LazyRelation, "Product.category", Some(".select_related(|p| p.category)")),
    ];
    assert_eq!(told(&findings), expected);
    assert_eq!(findings.iter().map(|one| one.loads).collect::<Vec<_>>(), [5, 5, 3]);
    assert!(findings.iter().take(2).all(|one| one.advice == "keep the first answer"));
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn the_row_that_tells_of_a_next_page_is_no_row_of_this_one(db: Db) -> Result<()> {
    let findings = found(async {
        let page = Product::objects(&db).order_by(|p| p.id).page(4, None).await?;
        assert!(page.next.is_some());
        for product in &page.rows {
            product.category.load(&db).await?;
        }
        Ok(())
    })
    .await?;
    assert_eq!((findings[0].loads, findings[0].siblings), (4, Some(4)));
    let findings = found(async {
        Category::objects(&db).select_related(|c| c.parent).page(1, None).await?;
        Ok(())
    })
    .await?;
    assert_eq!(told(&findings), [], "one row: nobody looks at a relation of several");
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn what_is_read_again_after_a_write_or_a_refresh_is_not_redundant(db: Db) -> Result<()> {
    let findings = found(async {
        let mut product = Product::objects(&db).by_key(1).await?;
        for tag in [1, 2, 3, 1, 2, 3] {
            product.tags.add(&db, [tag]).await?;
            product.tags.load(&db).await?;
            product.tags.objects(&db).count().await?;
            Product::objects(&db).filter(|p| p.tags.id.eq(1)).count().await?;
        }
        for _ in 0..6 {
            product.refresh(&db).await?;
            product.category.load(&db).await?;
            db.batch_execute("UPDATE categories SET name = name").await?;
            Category::objects(&db).count().await?;
        }
        Ok(())
    })
    .await?;
    assert_eq!(told(&findings), []);
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn a_key_that_is_asked_for_again_counts_for_itself(db: Db) -> Result<()> {
    let findings = found(async {
        for key in [1, 2, 3, 4, 1, 1, 1, 1] {
            Product::objects(&db).by_key(key).await?;
        }
        Ok(())
    })
    .await?;
    let counts: Vec<_> = findings.iter().map(|one| (one.rule, one.loads)).collect();
    assert_eq!(counts, [(Rule::QueryInLoop, 4), (Rule::RedundantQuery, 5)]);
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn one_row_by_its_key_could_not_have_been_several(db: Db) -> Result<()> {
    let strict = Watch::new().mode(Mode::Deny).thresholds(Thresholds::test()).single_rows();
    let work = async {
        Product::objects(&db).filter(|p| p.id.eq(1)).await?[0].category.load(&db).await?;
        Ok::<_, querent::Error>(())
    };
    watched(strict, "a test", work).await
}

/// A comment and the answers to it.
#[derive(Model, Debug)]
struct Comment {
    id: i64,
    #[relation(on_delete = Cascade)]
    answer_to: ForeignKey<Option<Comment>>,
    #[relation(by = answer_to)]
    answers: HasMany<Comment>,
}

async fn read_all(comment: &Comment, db: &Db) -> Result<usize> {
    let mut count = 1;
    for answer in comment.answers.load(db).await? {
        count += Box::pin(read_all(answer, db)).await?;
    }
    Ok(count)
}

#[querent_testkit::test(models = [Comment], sql = "INSERT INTO comment (answer_to_id) \
    SELECT nullif(n / 2, 0) FROM generate_series(1, 31) n")]
async fn a_tree_is_two_findings_however_deep_it_is(db: Db) -> Result<()> {
    let findings = found(async {
        let root = Comment::objects(&db).by_key(1).await?;
        assert_eq!(read_all(&root, &db).await?, 31);
        Ok(())
    })
    .await?;
    let expected = [
        (
            Rule::LazyRelation,
            "Comment.answers.answers.answers",
            Some(".prefetch_related(|c| c.answers.answers.answers)"),
        ),
        (Rule::LazyRelation, "Comment.answers.answers", Some(".prefetch_related(|c| c.answers.answers)")),
    ];
    assert_eq!(told(&findings), expected);
    assert_eq!(findings.iter().map(|one| one.loads).collect::<Vec<_>>(), [28, 2]);
    Ok(())
}
