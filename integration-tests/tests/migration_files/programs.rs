//! What `project!` compiles into a program.

use std::path::Path;

use querent::Db;
use querent_migrate::querent_schema::MigrationName;
use querent_migrate::{Kind, Project, project};

querent::app!(APP = "shop");

static PROJECT: Project = project!(apps: [APP], migrations: "tests/migration_files/migrations");
static BROKEN: Project = project!(apps: [], migrations: "tests/migration_files/broken");
static NEW: Project = project!(apps: [APP], migrations: "tests/migration_files/nowhere");

fn files() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/migration_files"))
}

#[test]
fn the_files_are_those_of_the_folder() {
    let folder = PROJECT.folder().unwrap();
    assert_eq!(folder.path(), files().join("migrations"));
    assert_eq!(PROJECT.source(), *folder.source());
    let names: Vec<_> = PROJECT.source().files().map(|(name, _)| name.to_string()).collect();
    assert_eq!(
        names,
        ["blog.0001_initial", "shop.0001_initial", "shop.0002_product_title_sku", "shop.0003_tags"]
    );
}

#[test]
fn the_graph_is_read_once() {
    let (one, other) = (PROJECT.graph().unwrap(), PROJECT.graph().unwrap());
    assert!(std::ptr::eq(one, other));
    assert!(one.state().unwrap().models.len() > 5);
}

#[test]
fn the_models_of_the_applications_are_its_target() {
    let target = PROJECT.state_of_models().unwrap();
    assert!(target.state.models.is_empty(), "{target:?}");
}

#[test]
fn a_broken_file_is_told_when_the_program_runs() {
    let error = BROKEN.graph().unwrap_err();
    assert_eq!(error.kind(), Kind::Schema);
    assert!(error.to_string().contains("shop/0001_initial.toml"), "{error}");
    let error = BROKEN.function("crate::nowhere::nothing").err().unwrap();
    assert_eq!(error.kind(), Kind::Project);
    assert!(error.to_string().contains("`crate::nowhere::nothing`"), "{error}");
}

#[test]
fn a_folder_that_is_not_there_yet_holds_no_migrations() {
    assert_eq!(NEW.graph().unwrap().plan().count(), 0);
    assert_eq!(NEW.folder().unwrap().source().files().count(), 0);
}

#[querent_testkit::test]
async fn a_function_is_found_by_its_path_and_runs_in_a_transaction(db: Db) -> querent::Result<()> {
    crate::past::tables_at(&db, &MigrationName::new("shop", "0002_product_title_sku"), 2).await;
    db.batch_execute(
        "INSERT INTO category (name) VALUES ('Radios');
         INSERT INTO products (category_id, title, price) VALUES (1, 'Atlas', 3), (1, 'Nordmende', 4)",
    )
    .await?;
    let function = PROJECT.function("crate::data::fill_sku").unwrap();
    db.atomic(async |tx| -> querent::Result<()> {
        function(tx).await.unwrap();
        Ok(())
    })
    .await?;
    let skus: Vec<String> =
        crate::data::then::Product::objects(&db).order_by(|p| p.id.asc()).values(|p| p.sku).await?;
    assert_eq!(skus, ["atlas-1", "nordmende-2"]);
    Ok(())
}
