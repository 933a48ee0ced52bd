//! Names that PostgreSQL would cut; the text names `#[field(column = "…")]` and `#[model(table = "…")]`.

use querent::prelude::*;

#[derive(Model)]
#[model(table = "a_table_whose_name_is_longer_than_what_postgresql_keeps_of_names")]
struct Product {
    id: i64,
    a_field_whose_name_is_longer_than_what_postgresql_keeps_of_names: i64,
    #[relation(on_delete = Cascade)]
    a_key_whose_name_is_longer_than_what_postgresql_keeps_of_it: ForeignKey<Product>,
    #[field(column = "")]
    nameless: i32,
}

fn main() {}
