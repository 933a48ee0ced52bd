//! Relations to a model whose key is several columns; the text names `Account`.

use querent::prelude::*;

#[derive(Model)]
#[model(primary_key = [tenant, number])]
struct Account {
    tenant: i64,
    number: i64,
}

#[derive(Model)]
struct Payment {
    id: i64,
    #[relation(on_delete = Cascade)]
    account: ForeignKey<Account>,
}

#[derive(Model)]
struct Owner {
    id: i64,
    accounts: ManyToMany<Account>,
}

fn main() {}
