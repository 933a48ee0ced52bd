//! Places, and what may stand there.

use querent::prelude::*;

#[derive(Model, Debug)]
#[model(table = "oracle_place")]
pub struct Place {
    pub id: i64,
    #[field(max_length = 50)]
    pub name: String,
    #[field(max_length = 80)]
    pub address: String,
    #[relation(by = place)]
    pub restaurant: HasOne<Restaurant>,
    #[relation(by = place)]
    pub bar: HasOne<Bar>,
}

/// A restaurant, whose key is a column of its own here and not the relation to its place.
#[derive(Model, Debug)]
#[model(table = "oracle_restaurant")]
pub struct Restaurant {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub place: OneToOne<Place>,
    pub serves_pizza: bool,
}

#[derive(Model, Debug)]
#[model(table = "oracle_bar")]
pub struct Bar {
    pub id: i64,
    #[relation(on_delete = SetNull)]
    pub place: OneToOne<Option<Place>>,
    pub serves_cocktails: bool,
}
