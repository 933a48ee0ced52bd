//! The acceptance cases of migrations: what Django does, done by Querent. Each test is named by the id of its case.
//!
//! Where an answer differs on purpose, the page of differences says so.

use integration_tests::migrations::{Failure, notation, run_all};
use querent::Db;
use querent_migrate::Target;
use querent_migrate::detect::{Answer, Detected, detect};
use querent_schema::State;

fn state(text: &str) -> State {
    notation::state(text).unwrap()
}

/// The operations by name and subject, one list for each migration.
fn found(before: &str, after: &str, drops: &[&str]) -> Vec<(String, Vec<String>)> {
    let answers: Vec<_> = drops.iter().map(|name| Answer::drop(name).unwrap()).collect();
    let target = Target { state: state(after), ..Target::default() };
    match detect(&state(before), &target, &answers).unwrap() {
        Detected::Changes(changes) => {
            let short = |operations: &[querent_schema::Operation]| operations.iter().map(short).collect();
            changes.drafts.iter().map(|draft| (draft.app.clone(), short(&draft.operations))).collect()
        }
        Detected::Undecided(questions) => panic!("{questions:?}"),
    }
}

fn short(operation: &querent_schema::Operation) -> String {
    use querent_schema::Operation as O;
    match operation {
        O::CreateModel { model, .. } | O::DeleteModel { model } => format!("{} {model}", operation.name()),
        O::AddField { model, field, .. } | O::AlterField { model, field, .. } => {
            format!("{} {model}.{}", operation.name(), field.name)
        }
        O::RemoveField { model, field } => format!("{} {model}.{field}", operation.name()),
        other => other.name().to_owned(),
    }
}

/// One migration of `shop`.
fn shop(operations: &[&str]) -> Vec<(String, Vec<String>)> {
    vec![("shop".to_owned(), operations.iter().map(|&operation| operation.to_owned()).collect())]
}

/// The rows of a query, each as its columns with spaces between.
async fn rows(db: &Db, sql: &str) -> Vec<String> {
    let sql = format!("SELECT concat_ws(' ', VARIADIC ARRAY[r::text]) FROM ({sql}) AS r");
    let rows =
        db.with_client(async |client| -> querent::Result<_> { Ok(client.query(&sql, &[]).await?) }).await;
    rows.unwrap().iter().map(|row| row.get(0)).collect()
}

/// The columns of a table by name, each with its default and whether it can be NULL.
async fn columns(db: &Db, table: &str) -> Vec<String> {
    let sql = format!(
        "SELECT column_name, column_default, is_nullable FROM information_schema.columns WHERE table_name = '{table}' ORDER BY column_name"
    );
    rows(db, &sql).await
}

/// The SQLSTATE of a statement that fails.
async fn refused(db: &Db, sql: &str) -> String {
    let error = db.batch_execute(sql).await.unwrap_err();
    error.code().unwrap().code().to_owned()
}

#[test]
fn mig_01_new_added_removed_altered_and_unchanged() {
    let author = "Author{id; name: varchar(100)}";
    let with_bio = "Author{id; name: varchar(100); bio: text default=''}";
    assert_eq!(found("", author, &[]), shop(&["create_model Author"]));
    assert_eq!(found(author, with_bio, &[]), shop(&["add_field Author.bio"]));
    assert_eq!(found(author, "Author{id}", &["shop.Author.name"]), shop(&["remove_field Author.name"]));
    assert_eq!(found(author, "Author{id; name: varchar(40)}", &[]), shop(&["alter_field Author.name"]));
    assert_eq!(found(with_bio, "Author{id; bio: text default=''; name: varchar(100)}", &[]), []);
    assert_eq!(found(author, "", &["shop.Author"]), shop(&["delete_model Author"]));
}

#[test]
fn mig_03_what_refers_comes_after_what_it_refers_to() {
    let (author, book) = ("Author{id}", "Book{id; author: FK(Author)}");
    let both = shop(&["create_model Author", "create_model Book"]);
    assert_eq!(found("", &format!("{book} {author}"), &[]), both);
    let circle = format!("Author{{id; book: FK(Book)}} {book}");
    assert_eq!(found("", &circle, &[])[0].1.len(), 3);
    let two = found("", "a.X{id; y: FK(b.Y)} b.Y{id; x: FK(a.X)}", &[]);
    let flat: Vec<_> = two.iter().flat_map(|(_, operations)| operations).collect();
    assert_eq!(flat.iter().filter(|operation| operation.starts_with("create_model")).count(), 2);
    assert_eq!(flat.iter().filter(|operation| operation.starts_with("add_field")).count(), 1);
    assert_eq!(two.len(), 3);
    assert_eq!(found("", "Node{id; parent: FK(self)?}", &[]), shop(&["create_model Node"]));
    assert_eq!(found("", "Book{id; authors: M2M(Author)} Author{id}", &[]), both);
    assert_eq!(
        found(&format!("{author} {book}"), "Book{id}", &["shop.Author", "shop.Book.author"]),
        shop(&["remove_field Book.author", "delete_model Author"])
    );
}

#[querent_testkit::test]
async fn mig_05_rows_that_are_there_get_the_default(db: Db) -> Result<(), Failure> {
    let state = run_all(&db, State::default(), &["CreateModel Pony{id}"]).await?;
    db.batch_execute("INSERT INTO pony DEFAULT VALUES; INSERT INTO pony DEFAULT VALUES").await?;
    let added = [
        "AddField Pony.n: int4 default=7",
        "AddField Pony.s: varchar(3) one_off='x'",
        "AddField Pony.d: int4 default=5",
    ];
    run_all(&db, state, &added).await?;
    assert_eq!(rows(&db, "SELECT * FROM pony ORDER BY id").await, ["(1,7,x,5)", "(2,7,x,5)"]);
    assert_eq!(columns(&db, "pony").await, ["(d,5,NO)", "(id,,NO)", "(n,7,NO)", "(s,,NO)"]);
    db.batch_execute("INSERT INTO pony (s) VALUES ('q')").await?;
    assert_eq!(refused(&db, "INSERT INTO pony (n) VALUES (1)").await, "23502");
    Ok(())
}

#[querent_testkit::test]
async fn mig_07_what_creating_a_table_makes(db: Db) -> Result<(), Failure> {
    let created = [
        "CreateModel Stable{id}",
        "CreateModel Pony{id; slug: varchar(50) index default='x'; weight: int4 comment='the weight'; stable: FK(Stable); stables: M2M(Stable)}",
    ];
    run_all(&db, State::default(), &created).await?;
    let identity = "SELECT identity_generation FROM information_schema.columns WHERE table_name = 'pony' AND column_name = 'id'";
    assert_eq!(rows(&db, identity).await, ["(\"BY DEFAULT\")"]);
    let constraints = |table: &str| {
        format!(
            "SELECT conname, condeferrable, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype <> 'n' ORDER BY 1"
        )
    };
    assert_eq!(
        rows(&db, &constraints("pony")).await,
        [
            "(pony_pkey,f,\"PRIMARY KEY (id)\")",
            "(pony_stable_id_fkey,f,\"FOREIGN KEY (stable_id) REFERENCES stable(id) ON DELETE CASCADE\")",
        ]
    );
    assert_eq!(
        rows(&db, &constraints("pony_stables")).await[0],
        "(pony_stables_pkey,f,\"PRIMARY KEY (pony_id, stable_id)\")"
    );
    assert_eq!(
        rows(&db, "SELECT indexname FROM pg_indexes WHERE tablename = 'pony' ORDER BY 1").await,
        ["(pony_pkey)", "(pony_slug_idx)", "(pony_stable_id_idx)"]
    );
    assert_eq!(columns(&db, "pony_stables").await, ["(pony_id,,NO)", "(stable_id,,NO)"]);
    assert_eq!(rows(&db, "SELECT col_description('pony'::regclass, 3)").await, ["(\"the weight\")"]);
    assert_eq!(columns(&db, "pony").await[1], "(slug,\"'x'::character varying\",NO)");
    Ok(())
}

#[querent_testkit::test]
async fn mig_09_renames_keep_rows_and_what_refers_to_them(db: Db) -> Result<(), Failure> {
    let created = [
        "CreateModel Van{id}",
        "CreateModel Pony{id; weight: int4; vans: M2M(Van); check w_pos(weight > 0)}",
        "CreateModel Rider{id; pony: FK(Pony)}",
    ];
    let state = run_all(&db, State::default(), &created).await?;
    db.batch_execute(
        "INSERT INTO van DEFAULT VALUES; INSERT INTO pony (weight) VALUES (3); INSERT INTO rider (pony_id) VALUES (1);
         INSERT INTO pony_vans (pony_id, van_id) VALUES (1, 1)",
    )
    .await?;
    run_all(&db, state, &["RenameModel Pony Horse", "RenameField Horse.weight weight2"]).await?;
    let tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1";
    assert_eq!(rows(&db, tables).await, ["(horse)", "(horse_vans)", "(rider)", "(van)"]);
    assert_eq!(columns(&db, "horse_vans").await, ["(horse_id,,NO)", "(van_id,,NO)"]);
    assert_eq!(columns(&db, "horse").await, ["(id,,NO)", "(weight2,,NO)"]);
    assert_eq!(rows(&db, "SELECT count(*) FROM rider r JOIN horse h ON h.id = r.pony_id").await, ["(1)"]);
    assert_eq!(rows(&db, "SELECT count(*) FROM horse_vans").await, ["(1)"]);
    assert_eq!(refused(&db, "INSERT INTO horse (weight2) VALUES (-1)").await, "23514");
    Ok(())
}
