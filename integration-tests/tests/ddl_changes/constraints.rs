//! Constraints with all that they can say.

use querent::Db;
use querent_migrate::querent_schema::state::{Check, Exclude, Unique};
use querent_migrate::querent_schema::{Constraint, Operation};

use crate::bench::Bench;
use crate::states::{alter, key, model, plain, simple, state};

fn add(constraint: Constraint) -> Operation {
    Operation::AddConstraint { model: "Room".to_owned(), constraint }
}

#[querent_testkit::test]
async fn constraints_come_and_go_with_all_that_they_can_say(db: Db) {
    let room =
        model("room", [simple("name", "text"), plain("floor", "integer", |floor| floor.nullable = true)]);
    let mut bench = Bench::new(&db, state([("Room", room)]), "INSERT INTO room (name) VALUES ('a')").await;
    let unique = Unique {
        name: "one".to_owned(),
        fields: vec!["name".to_owned()],
        include: vec!["id".to_owned()],
        condition: None,
        nulls_not_distinct: true,
        deferrable: true,
    };
    let partial = Unique {
        name: "upstairs".to_owned(),
        condition: Some("floor > 0".to_owned()),
        deferrable: false,
        ..unique.clone()
    };
    let exclude = Exclude {
        name: "no_two".to_owned(),
        method: "gist".to_owned(),
        elements: "name WITH =, int4range(floor, floor + 2) WITH &&".to_owned(),
        condition: Some("floor IS NOT NULL -- the others are nowhere".to_owned()),
        deferrable: true,
    };
    bench
        .there_and_back(&[
            Operation::CreateExtension { name: "btree_gist".to_owned() },
            add(Constraint::Unique(unique)),
            add(Constraint::Unique(partial)),
            add(Constraint::Exclude(exclude)),
            add(Constraint::Check(Check {
                name: "named".to_owned(),
                condition: "name <> '' -- never".to_owned(),
            })),
            Operation::RenameField {
                model: "Room".to_owned(),
                from: "floor".to_owned(),
                to: "storey".to_owned(),
                column: Some("level".to_owned()),
            },
            Operation::RenameConstraint {
                model: "Room".to_owned(),
                from: "no_two".to_owned(),
                to: "none".to_owned(),
            },
            Operation::RemoveConstraint { model: "Room".to_owned(), constraint: "one".to_owned() },
        ])
        .await;
}

#[querent_testkit::test]
async fn a_key_changes_what_it_does_when_a_row_is_deleted(db: Db) {
    let floor = || key("floor", "Floor", |_| {});
    let later = key("floor", "Floor", |key| {
        key.on_delete = querent_migrate::querent_schema::OnDelete::SetNull;
        key.nullable = true;
        key.deferrable = true;
    });
    let room = model("room", [floor()]);
    let rows = "INSERT INTO floor DEFAULT VALUES; INSERT INTO room (floor_id) VALUES (1)";
    let mut bench = Bench::new(&db, state([("Floor", model("floor", [])), ("Room", room)]), rows).await;
    bench.there_and_back(&[alter("Room", floor(), later)]).await;
}
