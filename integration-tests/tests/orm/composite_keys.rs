//! Models whose primary key is several columns.

mod comparing;
mod relations;
mod rows;
mod writing;

use querent::prelude::*;
use time::{Date, OffsetDateTime};

#[derive(Model, Debug)]
struct Tenant {
    id: i64,
    name: String,
    #[relation(by = tenant)]
    accounts: HasMany<Account>,
    labels: ManyToMany<Label>,
    #[relation(through = Grant)]
    granted: ManyToMany<Label>,
}

#[derive(Model, Debug)]
struct Label {
    id: i64,
    name: String,
    #[relation(by = labels)]
    tenants: ManyToMany<Tenant>,
    #[relation(by = label)]
    booking: HasOne<Booking>,
}

#[derive(Model, Debug)]
#[model(primary_key = [tenant, number])]
struct Account {
    email: String,
    number: i64,
    #[relation(on_delete = Cascade)]
    tenant: ForeignKey<Tenant>,
    #[field(default = 0)]
    points: i32,
    note: Deferred<Option<String>>,
    #[relation(on_delete = SetNull)]
    label: ForeignKey<Option<Label>>,
    #[field(auto_now)]
    saved_at: OffsetDateTime,
}

/// The pairs of a relation, with a key made of both.
#[derive(Model, Debug)]
#[model(primary_key = [tenant, label])]
struct Grant {
    #[relation(on_delete = Cascade)]
    tenant: ForeignKey<Tenant>,
    #[relation(on_delete = Cascade)]
    label: ForeignKey<Label>,
}

#[derive(Model, Debug)]
#[model(primary_key = [day, room, slot], ordering = [day, -slot])]
struct Booking {
    #[field(max_length = 20)]
    room: String,
    slot: i16,
    day: Date,
    #[field(default = 1)]
    people: i32,
    #[relation(on_delete = Cascade)]
    label: OneToOne<Label>,
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[choices(postgres = "composite_kind")]
enum Size {
    Small,
    Large,
}

#[derive(Model, Debug)]
#[model(primary_key = [size, shelf])]
struct Shelf {
    shelf: uuid::Uuid,
    size: Size,
    #[field(default = 0)]
    boxes: i32,
}

#[derive(Values, Debug, PartialEq)]
struct Place {
    key: (Size, uuid::Uuid),
    boxes: i32,
}

/// Tenants 1 and 2; accounts (1, 1), (1, 2), (1, 3), (2, 1), (2, 5); labels 1 to 3.
async fn accounts(db: &Db) {
    let tenants = ["one", "two"].map(|name| Tenant::draft().name(name));
    let mut tenants = Tenant::objects(db).bulk_create(tenants).await.unwrap();
    let labels = ["red", "green", "blue"].map(|name| Label::draft().name(name));
    let labels = Label::objects(db).bulk_create(labels).await.unwrap();
    tenants[0].labels.add(db, &labels).await.unwrap();
    tenants[1].labels.add(db, &labels[..1]).await.unwrap();
    let rows = [(1, 1, "a", 10), (1, 2, "b", 20), (1, 3, "c", 30), (2, 1, "a", 40), (2, 5, "e", 50)];
    let drafts = rows.map(|(tenant, number, email, points)| {
        let draft = Account::draft().tenant(tenant).number(number).email(email).points(points);
        draft.label(Some(number).filter(|number| *number < 4))
    });
    Account::objects(db).bulk_create(drafts).await.unwrap();
}

fn keys(accounts: &[Account]) -> Vec<(i64, i64)> {
    accounts.iter().map(Model::key).collect()
}
