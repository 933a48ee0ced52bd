//! What a model says of its table, and what the database has of it.

use querent::Db;
use querent::prelude::*;
use querent_migrate::state_of;
use querent_schema::state::ModelName;

querent::app!(pub APP = "declared", extensions = ["btree_gist"]);

#[derive(Model, Debug)]
#[model(comment = "where people meet", renamed_from = "Hall")]
struct Room {
    id: i64,
    #[field(max_length = 20, comment = "as on the door", renamed_from = "title")]
    name: String,
}

#[derive(Model, Debug)]
#[model(
    unique(booking_of_room = [room, begins], include = [note], nulls_not_distinct, deferrable),
    unique(booking_open = [room], where = "ends IS NULL"),
    index(booking_recent = [room, -begins]),
    index(booking_note = ["lower(note) text_pattern_ops"], include = [room], where = "note <> ''"),
    index(booking_words = ["to_tsvector('simple', note)"], using = "gin"),
    exclude(booking_once = "room_id WITH =, begins WITH =", where = "ends IS NOT NULL", deferrable),
    check(booking_ends = "ends > begins"),
)]
struct Booking {
    id: i64,
    #[relation(on_delete = Cascade, deferrable, comment = "which one")]
    room: ForeignKey<Room>,
    #[relation(on_delete = NoAction, constraint = false)]
    guest: ForeignKey<Option<Room>>,
    begins: i32,
    ends: Option<i32>,
    note: String,
}

#[test]
fn what_models_were_called_before_is_a_hint() {
    let target = state_of(&[&APP]).unwrap();
    let room = ModelName::new("declared", "Room");
    assert_eq!(target.hints.models[&room], "Hall");
    assert_eq!(target.hints.fields[&(room, "name".to_owned())], "title");
    assert_eq!(target.state.extensions.iter().collect::<Vec<_>>(), ["btree_gist"]);
}

async fn texts(db: &Db, sql: &str) -> Vec<String> {
    let read = async |client: &querent::driver::Client| -> querent::Result<Vec<String>> {
        Ok(client.query(sql, &[]).await?.iter().map(|row| row.get(0)).collect())
    };
    db.with_client(read).await.unwrap()
}

#[querent_testkit::test]
async fn what_a_model_declares_is_in_the_database(db: Db) {
    let schema = state_of(&[&APP]).unwrap().state.schema().unwrap();
    let statements = querent_migrate::ddl::create_statements(&schema).unwrap();
    db.batch_execute(&statements.join(";\n")).await.unwrap();
    let constraints = "SELECT conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint
                       WHERE conrelid = 'booking'::regclass AND contype <> 'n' ORDER BY conname";
    assert_eq!(
        texts(&db, constraints).await,
        [
            "booking_ends: CHECK ((ends > begins))",
            "booking_of_room: UNIQUE NULLS NOT DISTINCT (room_id, begins) INCLUDE (note) DEFERRABLE",
            "booking_once: EXCLUDE USING gist (room_id WITH =, begins WITH =) WHERE ((ends IS NOT NULL)) DEFERRABLE",
            "booking_pkey: PRIMARY KEY (id)",
            "booking_room_id_fkey: FOREIGN KEY (room_id) REFERENCES room(id) ON DELETE CASCADE DEFERRABLE",
        ]
    );
    let indexes =
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                   WHERE indrelid = 'booking'::regclass AND NOT EXISTS
                   (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY relname";
    let places = texts(&db, indexes).await;
    let shown: Vec<_> = places.iter().map(|text| text.replace("public.", "")).collect();
    assert_eq!(
        shown,
        [
            "CREATE INDEX booking_guest_id_idx ON booking USING btree (guest_id)",
            "CREATE INDEX booking_note ON booking USING btree (lower(note) text_pattern_ops) INCLUDE (room_id) \
             WHERE (note <> ''::text)",
            "CREATE UNIQUE INDEX booking_open ON booking USING btree (room_id) WHERE (ends IS NULL)",
            "CREATE INDEX booking_recent ON booking USING btree (room_id, begins DESC)",
            "CREATE INDEX booking_words ON booking USING gin (to_tsvector('simple'::regconfig, note))",
        ]
    );
    let comments = "SELECT obj_description('room'::regclass, 'pg_class') UNION ALL
                    SELECT col_description('room'::regclass, 2) UNION ALL SELECT col_description('booking'::regclass, 2)";
    assert_eq!(texts(&db, comments).await, ["where people meet", "as on the door", "which one"]);
}
