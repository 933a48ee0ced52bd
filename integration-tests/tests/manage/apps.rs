//! What migrations of several applications come after: the files replay from nothing, whatever their names are.

use querent_cli::Exit;

use crate::ground::{Ground, with_database};

/// The models as they are one after the other, each with the flags that its migrations need, take an empty database to the last of
/// them.
#[track_caller]
fn leads(versions: &[(&str, &[&str])]) {
    with_database(|ground, _| {
        for (models, flags) in versions {
            ground.state(models);
            ground.run(&[&["makemigrations"], *flags].concat()).ended(Exit::Done);
        }
        ground.run(&["check"]).ended(Exit::Done);
        ground.run(&["migrate"]).ended(Exit::Done);
        for app in ground.apps() {
            ground.run(&["migrate", &app, "zero"]).ended(Exit::Done);
        }
    });
}

const STOCK: &str = "Product{id} warehouse.Stock{id; product: FK(shop.Product)}";

#[test]
fn a_model_is_renamed_behind_what_other_applications_say_of_it() {
    leads(&[
        ("Product{id}", &[]),
        (STOCK, &[]),
        (
            "Article{id} warehouse.Stock{id; product: FK(shop.Article)}",
            &["--rename-model", "shop.Product:Article"],
        ),
    ]);
}

#[test]
fn a_model_goes_behind_the_last_key_to_it() {
    leads(&[
        ("Product{id} Shelf{id}", &[]),
        ("Product{id} Shelf{id} warehouse.Stock{id; product: FK(shop.Product)}", &[]),
        ("Product{id} Shelf{id} warehouse.Stock{id}", &["--drop", "warehouse.Stock.product"]),
        ("Shelf{id} warehouse.Stock{id}", &["--drop", "shop.Product"]),
    ]);
}

#[test]
fn a_model_gets_another_key_behind_the_last_key_to_it() {
    leads(&[
        ("Product{id; sku: text}", &[]),
        ("Product{id; sku: text} warehouse.Stock{id; product: FK(shop.Product)}", &[]),
        ("Product{id; sku: text} warehouse.Stock{id}", &["--drop", "warehouse.Stock.product"]),
        ("Product{id: bigint; sku: text pk} warehouse.Stock{id}", &[]),
    ]);
}

#[test]
fn an_enum_of_another_application_is_there_before_it_is_used() {
    leads(&[
        ("enum mood(glad, sad) Product{id; mood: mood}", &[]),
        ("enum mood(glad, sad) Product{id; mood: mood} blog.Post{id; mood: mood}", &[]),
    ]);
}

#[test]
fn an_enum_is_renamed_behind_what_other_applications_say_of_it() {
    leads(&[
        ("enum mood(glad, sad) Product{id; mood: mood}", &[]),
        ("enum mood(glad, sad) Product{id; mood: mood} warehouse.Stock{id; mood: mood}", &[]),
        ("enum humour(glad, sad) Product{id; mood: humour} warehouse.Stock{id; mood: humour}", &[]),
    ]);
}

#[test]
fn an_extension_is_there_before_another_application_uses_it() {
    let slot = "blog.Slot{id; room: bigint; exclude once using gist (room WITH =)}";
    leads(&[
        ("extension btree_gist Product{id}", &[]),
        (&format!("extension btree_gist Product{{id}} {slot}"), &[]),
    ]);
}

#[test]
fn a_table_gets_a_name_behind_the_one_who_gave_it_up() {
    leads(&[
        ("Product{id}", &[]),
        ("Product{table=products; id}", &[]),
        ("Product{table=products; id} blog.Product{id}", &[]),
    ]);
}

#[test]
fn what_is_said_already_is_not_said_again() {
    let mut ground = Ground::new();
    ground.state(STOCK);
    ground.run(&["makemigrations"]).ended(Exit::Done);
    ground.state("Product{id} warehouse.Stock{id; product: FK(shop.Product); other: FK(shop.Product)?}");
    ground.run(&["makemigrations"]).ended(Exit::Done);
    let text = ground.read("warehouse/0002_stock_other.toml");
    assert!(text.contains("after = [\"warehouse.0001_initial\"]"), "{text}");
}
