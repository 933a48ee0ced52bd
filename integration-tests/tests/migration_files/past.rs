//! `historical!`: the models of the past, typed.

use querent::prelude::*;
use querent_migrate::ddl::create_statements;
use querent_migrate::querent_schema::{Folder, Graph, MigrationName};
use rust_decimal::Decimal;

mod then {
    querent_migrate::historical!("shop.0003_tags", migrations: "tests/migration_files/migrations");
}

mod before {
    querent_migrate::historical!("shop.0002_product_title_sku:0", migrations: "tests/migration_files/migrations",);
}

mod posts {
    querent_migrate::historical!("blog.0001_initial", migrations: "tests/migration_files/migrations");
}

/// Makes the tables as they were after so many operations of a migration.
pub(crate) async fn tables_at(db: &Db, name: &MigrationName, operations: usize) {
    let folder =
        Folder::open(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/migration_files/migrations")).unwrap();
    let mut history = folder.source().history(name).unwrap();
    for migration in history.iter_mut().filter(|migration| migration.name == *name) {
        migration.operations.truncate(operations);
    }
    let schema = Graph::of(history).unwrap().state().unwrap().schema().unwrap();
    for statement in create_statements(&schema).unwrap() {
        db.batch_execute(&statement).await.unwrap();
    }
}

async fn all_tables(db: &Db) {
    tables_at(db, &MigrationName::new("shop", "0003_tags"), usize::MAX).await;
}

#[querent_testkit::test]
async fn a_historical_model_has_its_keys_and_its_enums(db: Db) -> querent::Result<()> {
    tables_at(&db, &MigrationName::new("shop", "0001_initial"), usize::MAX).await;
    use before::{Category, Product, Rating};
    let radios = Category::draft().name("Radios").create(&db).await?;
    let atlas =
        Product::draft().category(&radios).name("Atlas").price(Decimal::new(1999, 2)).create(&db).await?;
    assert_eq!((atlas.rating, atlas.ratings.len()), (Rating::G, 0));
    Product::draft()
        .category(&radios)
        .parent(&atlas)
        .name("Atlas II")
        .price(Decimal::ONE)
        .rating(Rating::PG13)
        .ratings([Some(Rating::OnItsWay), None])
        .r#type("portable")
        .create(&db)
        .await?;
    let found = Product::objects(&db)
        .select_related(|p| (p.category, p.parent))
        .get(|p| p.parent.name.eq("Atlas") & p.rating.eq(Rating::PG13) & p.r#type.eq("portable"))
        .await?;
    assert_eq!(found.category.loaded()?.name, "Radios");
    assert_eq!(found.ratings, [Some(Rating::OnItsWay), None], "no column forbids NULL in an array");
    Ok(())
}

#[querent_testkit::test]
async fn a_historical_model_has_its_pairs(db: Db) -> querent::Result<()> {
    all_tables(&db).await;
    use then::{Category, Likeness, Product, blog};
    let radios = Category::draft().name("Radios").create(&db).await?;
    let product = async |title: &str| {
        Product::draft().category(&radios).title(title).sku(title).price(Decimal::ONE).create(&db).await
    };
    let (mut one, other) = (product("Atlas").await?, product("Nordmende").await?);
    let old = blog::Tag::draft().name("old").create(&db).await?;
    one.tags.add(&db, [&old]).await?;
    Likeness::draft().one(&one).other(&other).create(&db).await?;
    let titles: Vec<String> =
        Product::objects(&db).filter(|p| p.tags.name.eq("old")).values(|p| p.title).await?;
    assert_eq!(titles, ["Atlas"]);
    let like: Vec<Option<String>> =
        Product::objects(&db).filter(|p| p.id.eq(one.id)).values(|p| p.like.title).await?;
    assert_eq!(like, [Some("Nordmende".to_owned())]);
    Ok(())
}

#[querent_testkit::test]
async fn every_type_of_a_column_has_a_rust_type(db: Db) -> querent::Result<()> {
    all_tables(&db).await;
    let everything = then::Everything::draft()
        .float(1.5_f32)
        .bytes(vec![1, 2])
        .address("10.0.0.1".parse::<std::net::IpAddr>().unwrap())
        .document(serde_json::json!({ "a": 1 }))
        ._self([Some("x".to_owned()), None])
        .create(&db)
        .await?;
    let read = then::Everything::objects(&db).by_key(everything.id).await?;
    assert_eq!(read._self, [Some("x".to_owned()), None]);
    assert_eq!(read.document, Some(serde_json::json!({ "a": 1 })));
    assert_eq!((read.flag, read.day), (true, None));
    Ok(())
}

#[querent_testkit::test]
async fn a_key_of_several_columns_is_one_of_then_too(db: Db) -> querent::Result<()> {
    all_tables(&db).await;
    use then::{Category, Product, Translation};
    let radios = Category::draft().name("Radios").create(&db).await?;
    let atlas = Product::draft().category(&radios).title("Atlas").price(Decimal::ONE).create(&db).await?;
    let words = Translation::draft().product(&atlas).language("de").title("Weltatlas").create(&db).await?;
    assert_eq!(words.words, 9);
    assert_eq!(Translation::objects(&db).by_key((atlas.id, "de".to_owned())).await?.title, "Weltatlas");
    Ok(())
}

#[test]
fn models_of_other_applications_stand_in_modules_with_their_labels() {
    assert_eq!(posts::shop::Product::META.table, "products");
    assert_eq!(posts::Post::META.relations.len(), 1);
    assert_eq!(posts::shop::Category::META.columns.len(), 2);
}
