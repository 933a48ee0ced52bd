//! Rows that are deleted, and what becomes of those that refer to them: the database's work, and not a collector's.

use querent::prelude::*;
use querent::{Kind, Result};

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::{Blog, Entry, R, RTag, RefDefault, RefNothing, RefNull, RefProtect, S, T, Writer};

/// The keys as our own `create_tables` makes them: Django's have no ON DELETE.
const ON_DELETE: &str = "
    DO $$
    DECLARE
        known record;
    BEGIN
        FOR known IN
            SELECT conrelid::regclass AS owner, conname AS name FROM pg_constraint
            WHERE contype = 'f'
              AND confrelid IN ('oracle_r'::regclass, 'oracle_s'::regclass, 'oracle_entry'::regclass, 'oracle_rtag'::regclass)
        LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', known.owner, known.name);
        END LOOP;
    END $$;
    ALTER TABLE oracle_s ADD FOREIGN KEY (r_id) REFERENCES oracle_r ON DELETE CASCADE;
    ALTER TABLE oracle_t ADD FOREIGN KEY (s_id) REFERENCES oracle_s ON DELETE CASCADE;
    ALTER TABLE oracle_refnull ADD FOREIGN KEY (r_id) REFERENCES oracle_r ON DELETE SET NULL;
    ALTER TABLE oracle_refdefault ALTER r_id SET DEFAULT 1,
        ADD FOREIGN KEY (r_id) REFERENCES oracle_r ON DELETE SET DEFAULT;
    ALTER TABLE oracle_refprotect ADD FOREIGN KEY (r_id) REFERENCES oracle_r ON DELETE RESTRICT,
        ADD FOREIGN KEY (s_id) REFERENCES oracle_s ON DELETE CASCADE;
    ALTER TABLE oracle_rtag_rs ADD FOREIGN KEY (r_id) REFERENCES oracle_r ON DELETE CASCADE,
        ADD FOREIGN KEY (rtag_id) REFERENCES oracle_rtag ON DELETE CASCADE;
    ALTER TABLE oracle_entry_authors ADD FOREIGN KEY (entry_id) REFERENCES oracle_entry ON DELETE CASCADE;";

async fn named(db: &Db, name: &str) -> R {
    R::objects(db).get(|r| r.name.eq(name)).await.unwrap()
}

#[test]
fn del_01_the_database_deletes_and_sets_what_refers_to_the_row() {
    on_the_data(async |db| {
        db.batch_execute(ON_DELETE).await.unwrap();
        let r2 = R::objects(&db).filter(|r| r.name.eq("r2"));
        // Django counts 7: rows that the database deletes with them are not counted here.
        assert_eq!(r2.delete().await.unwrap(), 1);
        assert_eq!((ids(&db, S::objects(&db)).await, ids(&db, T::objects(&db)).await), (vec![3], vec![]));
        assert_eq!(RefNull::objects(&db).values(|x| x.r.key()).await.unwrap(), [None]);
        assert_eq!(RefDefault::objects(&db).values(|x| x.r.key()).await.unwrap(), [1]);
        assert_eq!(ids(&db, R::objects(&db)).await, [1, 3, 4]);
        let tag = RTag::objects(&db).prefetch_related(|t| t.rs).by_key(1).await.unwrap();
        assert_eq!(tag.rs.loaded().unwrap().len(), 1);
    });
}

#[test]
fn del_03_a_restricted_row_is_kept_and_the_error_names_who_refers_to_it() {
    on_the_data(async |db| {
        db.batch_execute(ON_DELETE).await.unwrap();
        let r3 = named(&db, "r3").await;
        let error = r3.delete(&db).await.unwrap_err();
        assert_eq!(error.kind(), Kind::ForeignKeyViolation);
        let violation = error.violation().unwrap();
        assert_eq!(violation.constraint(), Some("oracle_refprotect_r_id_fkey"));
        assert_eq!(violation.table(), Some("oracle_refprotect"));
        S::objects(&db).by_key(3).await.unwrap().delete(&db).await.unwrap();
        assert_eq!(RefProtect::objects(&db).count().await.unwrap(), 0);
        r3.delete(&db).await.unwrap();
    });
}

#[test]
fn del_05_a_delete_across_relations_deletes_the_models_rows_once() {
    on_the_data(async |db| {
        db.batch_execute(ON_DELETE).await.unwrap();
        let of_the_blog = Entry::objects(&db).filter(|e| e.blog.name.eq("Pop Music Blog"));
        assert_eq!(of_the_blog.delete().await.unwrap(), 2);
        let by_bob = Entry::objects(&db).filter(|e| e.authors.name.eq("Bob"));
        assert_eq!(by_bob.delete().await.unwrap(), 2);
        assert_eq!(Blog::objects(&db).count().await.unwrap(), 4);
        assert_eq!(Writer::objects(&db).count().await.unwrap(), 4);
        assert_eq!(ids(&db, Entry::objects(&db)).await, [1]);
        let recording = db.record_statements();
        let none: [i64; 0] = [];
        assert_eq!(Entry::objects(&db).filter(|e| e.id.is_in(none)).delete().await.unwrap(), 0);
        assert_eq!(recording.statements(), [""; 0]);
    });
}

#[test]
fn del_07_a_key_without_an_action_fails_where_it_is_checked() {
    on_the_data(async |db| {
        RefNothing::draft().r(4).create(&db).await.unwrap();
        let mut deleted = false;
        // Django's own key is checked at the end of the transaction; one of ours with the statement.
        let result = db
            .atomic(async |tx| -> Result<()> {
                named(tx, "lonely").await.delete(tx).await?;
                deleted = true;
                Ok(())
            })
            .await;
        assert!(deleted);
        assert_eq!(result.unwrap_err().kind(), Kind::ForeignKeyViolation);
        assert_eq!(named(&db, "lonely").await.id, 4);
        db.batch_execute(
            "ALTER TABLE oracle_refnothing DROP CONSTRAINT oracle_refnothing_r_id_d6791862_fk_oracle_r_id,
                 ADD CONSTRAINT at_once FOREIGN KEY (r_id) REFERENCES oracle_r ON DELETE NO ACTION",
        )
        .await
        .unwrap();
        let error = named(&db, "lonely").await.delete(&db).await.unwrap_err();
        assert_eq!(error.violation().unwrap().constraint(), Some("at_once"));
    });
}

#[test]
fn del_09_triggers_stand_where_django_has_signals_and_fire_for_the_row_before_its_children() {
    on_the_data(async |db| {
        db.batch_execute(ON_DELETE).await.unwrap();
        db.batch_execute(
            "CREATE TABLE log (entry text, at serial);
             CREATE FUNCTION log_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 INSERT INTO log VALUES (TG_WHEN || ' ' || TG_RELID::regclass || ' ' || OLD.id);
                 RETURN OLD;
             END $$;
             CREATE TRIGGER before BEFORE DELETE ON oracle_s FOR EACH ROW EXECUTE FUNCTION log_it();
             CREATE TRIGGER after AFTER DELETE ON oracle_s FOR EACH ROW EXECUTE FUNCTION log_it();
             CREATE TRIGGER after AFTER DELETE ON oracle_t FOR EACH ROW EXECUTE FUNCTION log_it()",
        )
        .await
        .unwrap();
        S::objects(&db).by_key(1).await.unwrap().delete(&db).await.unwrap();
        let log = db.with_client(async |client| -> Result<Vec<String>> {
            let rows = client.query("SELECT entry FROM log ORDER BY at", &[]).await?;
            Ok(rows.iter().map(|row| row.get(0)).collect())
        });
        let log = log.await.unwrap();
        assert_eq!(log, ["BEFORE oracle_s 1", "AFTER oracle_s 1", "AFTER oracle_t 1", "AFTER oracle_t 2"]);
    });
}
