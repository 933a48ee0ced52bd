//! Orderings and conditions that a request chooses.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::Decimal;

use crate::models::{Detail, Product, Review, names, shop};

/// A list of products as a web service has it: every parameter is optional.
fn listed(db: &Db, sort: Option<&str>) -> Result<QuerySet<Product>> {
    Product::objects(db).order_by(|p| p.id).order_by_name(sort, |p| {
        [
            ("price", p.price.asc()),
            ("name", p.name.asc()),
            ("category", p.category.name.asc()),
            ("note", p.note.asc().nulls_last()),
        ]
    })
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_request_names_the_orderings_that_there_are(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(names(&listed(&db, None)?.await?), ["Radio", "Lamp", "Atlas", "Headset", "Novel"]);
    assert_eq!(names(&listed(&db, Some("price"))?.await?)[..2], ["Novel", "Atlas"]);
    assert_eq!(names(&listed(&db, Some("-price"))?.await?)[..2], ["Headset", "Lamp"]);
    let several = listed(&db, Some("category, -name"))?;
    assert_eq!(names(&several.await?), ["Radio", "Headset", "Novel", "Atlas", "Lamp"]);
    assert_eq!(
        names(&listed(&db, Some("-note,name"))?.await?)[..2],
        ["Headset", "Lamp"],
        "NULLs turn round, too"
    );
    let again = listed(&db, Some("name,-name,name"))?.sql()?;
    assert_eq!(again.matches("\"name\"").count(), 2, "selected and ordered by: {again}");
    let sliced = Product::objects(&db).order_by(|p| p.id).limit(2);
    let sliced = sliced.order_by_name("-name", |p| vec![("name", p.name.asc())])?;
    assert_eq!(names(&sliced.await?), ["Radio", "Lamp"]);
    let counted = Product::objects(&db).annotate(|p| p.reviews.count());
    let counted =
        counted.order_by_name("-reviews,name", |(p, n)| [("reviews", n.asc()), ("name", p.name.asc())])?;
    assert_eq!(counted.await?[0].0.name, "Radio");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn another_name_is_refused_with_those_that_there_are(db: Db) -> Result<()> {
    shop(&db).await;
    for wrong in ["prize", "", "price,", "--price", "price; DROP TABLE products", "-"] {
        let error = listed(&db, Some(wrong)).unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidInput);
        assert_eq!(
            error.to_string(),
            "rows are not ordered by that name; there are `price`, `name`, `category`, `note`, with `-` before one to \
             turn it round"
        );
    }
    Ok(())
}

/// What a request may ask for.
#[derive(Default)]
struct Search<'a> {
    text: Option<&'a str>,
    most: Option<Decimal>,
    categories: Vec<&'a str>,
    tags: Vec<&'a str>,
}

impl Search<'_> {
    fn find(&self, db: &Db) -> QuerySet<Product> {
        Product::objects(db)
            .filter(|p| self.text.map(|text| p.name.icontains(text)))
            .filter(|p| {
                Q::all_of([self.most.map(|most| p.price.lte(most)).unwrap_or_default(), p.is_active.eq(true)])
            })
            .filter(|p| Q::any_of(self.categories.iter().map(|name| p.category.name.eq(*name))))
            .filter(|p| self.tags.iter().map(|tag| p.tags.name.eq(*tag)).collect::<Vec<_>>())
            .order_by(|p| p.id)
    }
}

#[querent_testkit::test(models = [Review, Detail])]
async fn conditions_that_are_not_asked_for_are_none(db: Db) -> Result<()> {
    shop(&db).await;
    let all = Search::default();
    assert_eq!(names(&all.find(&db).await?), ["Radio", "Lamp", "Headset", "Novel"]);
    assert!(!all.find(&db).sql()?.contains("icontains") && all.find(&db).sql()?.matches("AND").count() == 0);
    let search = Search { text: Some("A"), ..Search::default() };
    assert_eq!(names(&search.find(&db).await?), ["Radio", "Lamp", "Headset"]);
    let search = Search {
        most: Some(Decimal::from(36)),
        categories: vec!["Books", "Electronics"],
        ..Search::default()
    };
    assert_eq!(names(&search.find(&db).await?), ["Lamp", "Novel"]);
    let search = Search { tags: vec!["new"], ..Search::default() };
    assert_eq!(names(&db.assert_statements(1, search.find(&db)).await?), ["Radio", "Headset"]);
    Ok(())
}
