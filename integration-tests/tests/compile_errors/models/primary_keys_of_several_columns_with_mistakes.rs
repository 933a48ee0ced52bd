//! Keys of several columns that cannot be; the text names `numbr` `payments` `price`.

use querent::prelude::*;

#[derive(Model)]
#[model(primary_key = [tenant, numbr])]
struct Misspelt {
    tenant: i64,
    number: i64,
}

#[derive(Model)]
#[model(primary_key = [tenant])]
struct OfOne {
    tenant: i64,
    id: i64,
}

#[derive(Model)]
#[model(primary_key = [tenant, tenant])]
struct Twice {
    tenant: i64,
    #[field(primary_key)]
    id: i64,
}

#[derive(Model)]
#[model(primary_key = [code, price])]
struct Missing {
    code: Option<i64>,
    price: f64,
    id: i64,
}

#[derive(Model)]
#[model(primary_key = [tenant, id])]
struct Referred {
    tenant: i64,
    id: i64,
    #[relation(by = referred)]
    payments: HasMany<Payment>,
}

#[derive(Model)]
struct Payment {
    id: i64,
    #[relation(on_delete = Cascade)]
    referred: ForeignKey<Referred>,
}

#[derive(Model)]
#[model(primary_key = [id, saved])]
struct Changing {
    id: i64,
    #[field(auto_now)]
    saved: time::OffsetDateTime,
}

fn main() {}
