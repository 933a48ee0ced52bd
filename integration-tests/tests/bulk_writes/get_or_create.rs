//! Rows that are looked for, and created or updated.

use std::collections::BTreeSet;

use futures::future::join_all;
use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Country, CountryDraft, Product, countries, shop};

fn usa() -> CountryDraft {
    Country::draft().iso("US").name("USA")
}

#[querent_testkit::test(models = [Product])]
async fn a_row_that_is_there_is_read_and_one_that_is_not_is_created(db: Db) -> Result<()> {
    shop(&db).await;
    let all = Country::objects(&db);
    let (us, is_new) = db.assert_statements(1, all.clone().get_or_create(|c| c.iso, usa())).await?;
    assert_eq!((us.name.as_str(), is_new), ("United States", false));
    let france = Country::draft().iso("FR").name("France");
    let (fr, is_new) = db.assert_statements(2, all.clone().get_or_create(|c| c.iso, france.clone())).await?;
    assert_eq!((fr.name.as_str(), fr.hits, is_new), ("France", 0, true));
    let (again, is_new) = all.clone().get_or_create(|c| (c.iso, c.name), france).await?;
    assert_eq!((again, is_new), (fr, false));
    let chair = Product::draft().country(1).name("chair").note(None).stock(8);
    let products = Product::objects(&db);
    let (there, is_new) = products.clone().get_or_create(|p| (p.country, p.name, p.note), chair).await?;
    assert_eq!((there.stock, is_new), (5, false), "a value that is NULL is looked for by IS NULL");
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn the_conditions_of_the_query_hold_for_the_row_that_is_looked_for(db: Db) -> Result<()> {
    shop(&db).await;
    let chair = || Product::draft().country(1).name("chair");
    let sold_out = Product::objects(&db).filter(|p| p.stock.eq(0));
    let (new, is_new) = sold_out.clone().get_or_create(|p| p.name, chair()).await?;
    assert!(is_new);
    let (there, is_new) = sold_out.get_or_create(|p| p.name, chair()).await?;
    assert_eq!((there.id, is_new), (new.id, false));
    let error = Product::objects(&db).get_or_create(|p| p.name, chair()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MultipleObjectsReturned);
    let other = Country::objects(&db).filter(|c| c.hits.gt(5));
    let error = other.get_or_create(|c| c.iso, usa()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::UniqueViolation, "the row is there and not what the query is about");
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_field_that_the_draft_does_not_set_is_told_before_anything_is_sent(db: Db) -> Result<()> {
    shop(&db).await;
    let work = Country::objects(&db).get_or_create(|c| (c.iso, c.hits), usa());
    let error = db.assert_statements(0, work).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    let text = error.to_string();
    assert!(
        text.starts_with("`get_or_create` looks a `Country` up by `hits`, which the draft does not set"),
        "{text}"
    );
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn another_row_in_the_way_is_an_error_that_the_transaction_outlives(db: Db) -> Result<()> {
    shop(&db).await;
    db.atomic(async |tx| -> Result<()> {
        let draft = Country::draft().id(1).iso("FR").name("France");
        let error = Country::objects(tx).get_or_create(|c| c.iso, draft.clone()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::UniqueViolation);
        assert_eq!(error.violation().and_then(|violation| violation.constraint()), Some("country_pkey"));
        let error = Country::objects(tx).update_or_create(|c| c.iso, draft).await.unwrap_err();
        assert_eq!(error.kind(), Kind::UniqueViolation);
        assert_eq!(Country::objects(tx).count().await?, 2);
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Product])]
async fn of_many_tasks_at_one_key_one_creates_the_row_and_all_get_it(db: Db) -> Result<()> {
    let create = |task: i32| {
        let db = db.clone();
        tokio::spawn(async move {
            let draft = Country::draft().iso("US").name(format!("task {task}")).hits(task);
            Country::objects(&db).get_or_create(|c| c.iso, draft).await
        })
    };
    let outcomes: Vec<(Country, bool)> =
        join_all((0..64).map(create)).await.into_iter().map(|task| task.unwrap().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|(_, is_new)| *is_new).count(), 1);
    assert_eq!(outcomes.iter().map(|(row, _)| row.id).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(Country::objects(&db).count().await?, 1);
    let update = |task: i32| {
        let db = db.clone();
        tokio::spawn(async move {
            let draft = Country::draft().iso("FR").name("France").hits(task);
            Country::objects(&db).update_or_create(|c| (c.iso, c.name), draft).await
        })
    };
    let outcomes: Vec<(Country, bool)> =
        join_all((0..64).map(update)).await.into_iter().map(|task| task.unwrap().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|(_, is_new)| *is_new).count(), 1);
    assert_eq!(outcomes.iter().map(|(row, _)| row.hits).collect::<BTreeSet<_>>().len(), 64);
    assert_eq!(Country::objects(&db).count().await?, 2);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_row_of_another_transaction_is_waited_for_and_then_read(db: Db) -> Result<()> {
    let (created, is_created) = tokio::sync::oneshot::channel();
    let first = db.atomic(async |tx| -> Result<_> {
        let made = Country::objects(tx).get_or_create(|c| c.iso, usa().name("first")).await?;
        created.send(()).unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        Ok(made)
    });
    let second = async {
        is_created.await.unwrap();
        Country::objects(&db).get_or_create(|c| c.iso, usa().name("second")).await
    };
    let (first, second) = futures::join!(first, second);
    let (first, second) = (first?, second?);
    assert!(first.1 && !second.1);
    assert_eq!(first.0, second.0);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_row_is_updated_by_one_statement_or_created(db: Db) -> Result<()> {
    shop(&db).await;
    let all = Country::objects(&db);
    let (us, is_new) =
        db.assert_statements(1, all.clone().update_or_create(|c| c.iso, usa().hits(3))).await?;
    assert_eq!((us.id, us.name.as_str(), us.description.as_str(), us.hits), (1, "USA", "us", 3));
    assert!(!is_new);
    let france = Country::draft().id(70).iso("FR").name("France");
    let (fr, is_new) =
        db.assert_statements(2, all.clone().update_or_create(|c| c.iso, france.clone())).await?;
    assert_eq!((fr.id, is_new), (70, true));
    let (fr, is_new) = all.clone().update_or_create(|c| c.iso, france.id(71).hits(1)).await?;
    assert_eq!((fr.id, fr.hits, is_new), (70, 1, false), "a key is only for rows that are created");
    let only = Country::draft().iso("DE").name("Germany");
    assert!(all.clone().update_or_create(|c| (c.iso, c.name), only.clone()).await?.1);
    assert!(!all.update_or_create(|c| (c.iso, c.name), only).await?.1, "there is nothing to update");
    assert_eq!(countries(&db).await.len(), 4);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn nothing_is_written_where_several_rows_are_found(db: Db) -> Result<()> {
    shop(&db).await;
    let draft = || Product::draft().country(1).name("lamp").price(99);
    let (lamp, is_new) = Product::objects(&db).update_or_create(|p| (p.country, p.name), draft()).await?;
    assert_eq!((lamp.price, is_new), (dec!(99), false));
    assert!(lamp.updated_at > lamp.created_at, "a column of auto_now is set and comes back");
    db.atomic(async |tx| -> Result<()> {
        let several = Product::objects(tx).update_or_create(|p| p.country, draft().price(1));
        let error = several.await.unwrap_err();
        assert_eq!(error.kind(), Kind::MultipleObjectsReturned);
        assert_eq!(Product::objects(tx).filter(|p| p.price.eq(1)).count().await?, 0);
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Product])]
async fn a_snapshot_that_does_not_see_the_row_in_the_way_is_told_to_run_again(db: Db) -> Result<()> {
    let outcome = db
        .atomic(async |tx| -> Result<()> {
            tx.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").await?;
            assert_eq!(Country::objects(tx).count().await?, 0);
            usa().create(&db).await?; // on a connection of its own
            Country::objects(tx).get_or_create(|c| c.iso, usa()).await.map(drop)
        })
        .await;
    assert_eq!(outcome.unwrap_err().kind(), Kind::SerializationFailure);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_row_that_a_trigger_keeps_back_is_an_error(db: Db) -> Result<()> {
    db.batch_execute(
        "CREATE FUNCTION keep_back() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
         CREATE TRIGGER keep_back BEFORE INSERT ON country FOR EACH ROW EXECUTE FUNCTION keep_back()",
    )
    .await?;
    let error = Country::objects(&db).get_or_create(|c| c.iso, usa()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::DoesNotExist);
    assert!(error.to_string().contains("kept it back"), "{error}");
    Ok(())
}

/// Two unique names, and a column that the database computes of the first.
#[derive(Model, Debug, Clone)]
struct Person {
    id: i64,
    #[field(unique)]
    login: String,
    #[field(unique)]
    email: String,
    #[field(generated = "lower(login)", unique)]
    folded: String,
    #[relation(by = person)]
    notes: HasMany<Note>,
}

#[derive(Model, Debug, Clone)]
struct Note {
    id: i64,
    text: String,
    #[relation(on_delete = Cascade)]
    person: ForeignKey<Person>,
}

fn person(login: &str, email: &str) -> PersonDraft {
    Person::draft().login(login).email(email)
}

#[querent_testkit::test(models = [Note])]
async fn an_update_that_another_row_is_in_the_way_of_is_told_as_what_it_is(db: Db) -> Result<()> {
    Person::objects(&db).bulk_create([person("ann", "a@x.org"), person("bob", "b@x.org")]).await?;
    let taken = || person("ann", "b@x.org");
    let told = |error: querent::Error| {
        let columns = error.violation().map(|violation| violation.columns().to_vec());
        (error.kind(), columns)
    };
    let on_email = (Kind::UniqueViolation, Some(vec!["email".to_owned()]));
    let update = Person::objects(&db).update_or_create(|p| p.login, taken());
    assert_eq!(told(db.assert_statements(1, update).await.unwrap_err()), on_email);
    db.atomic(async |tx| -> Result<()> {
        let inner = async |tx: &Db| Person::objects(tx).update_or_create(|p| p.login, taken()).await;
        assert_eq!(told(tx.atomic(inner).await.unwrap_err()), on_email);
        assert_eq!(Person::objects(tx).count().await?, 2, "a block of its own lets the transaction go on");
        let error = Person::objects(tx).update_or_create(|p| p.login, taken()).await.unwrap_err();
        assert_eq!(told(error), on_email);
        Ok(())
    })
    .await
    .unwrap_err();
    Ok(())
}

#[querent_testkit::test(models = [Note])]
async fn a_row_in_the_way_by_other_columns_is_told_at_once(db: Db) -> Result<()> {
    person("ann", "a@x.org").create(&db).await?;
    let work = Person::objects(&db).get_or_create(|p| p.login, person("bob", "a@x.org"));
    let error = db.assert_statements(5, work).await.unwrap_err();
    assert_eq!(error.kind(), Kind::UniqueViolation);
    Ok(())
}

#[querent_testkit::test(models = [Note])]
async fn what_is_prefetched_is_there_whether_the_row_is_new_or_not(db: Db) -> Result<()> {
    let all = Person::objects(&db).prefetch_related(|p| p.notes);
    let ann = || person("ann", "a@x.org");
    let (new, is_new) = all.clone().get_or_create(|p| p.login, ann()).await?;
    assert_eq!((new.notes.loaded()?.len(), is_new), (0, true));
    Note::draft().text("hello").person(&new).create(&db).await?;
    let (there, is_new) = all.clone().get_or_create(|p| p.login, ann()).await?;
    assert_eq!((there.notes.loaded()?.len(), is_new), (1, false));
    let (written, is_new) = all.update_or_create(|p| p.login, ann()).await?;
    assert_eq!((written.notes.loaded()?.len(), is_new), (1, false));
    Ok(())
}

#[derive(Model, Debug, Clone)]
struct Answer {
    id: i64,
    #[field(unique)]
    number: i32,
    #[field(default = 0)]
    votes: i32,
    #[relation(on_delete = Cascade)]
    note: ForeignKey<Note>,
    #[relation(on_delete = SetNull)]
    by: ForeignKey<Option<Person>>,
}

#[querent_testkit::test(models = [Answer])]
async fn what_is_joined_is_there_whether_the_row_is_new_or_not(db: Db) -> Result<()> {
    let ann = person("ann", "a@x.org").create(&db).await?;
    let note = Note::draft().text("hello").person(&ann).create(&db).await?;
    let all = Answer::objects(&db).select_related(|a| (a.note.person, a.by));
    let draft = |number: i32| Answer::draft().number(number).note(&note).by(None::<i64>);
    let login = |answer: &Answer| -> Result<String> {
        assert!(answer.by.loaded()?.is_none());
        Ok(answer.note.loaded()?.person.loaded()?.login.clone())
    };
    // The SELECT, the INSERT, and one for each relation that has a row.
    let work = all.clone().get_or_create(|a| a.number, draft(1));
    let (new, is_new) = db.assert_statements(4, work).await?;
    assert_eq!((login(&new)?.as_str(), is_new), ("ann", true));
    let work = all.clone().get_or_create(|a| a.number, draft(1));
    let (there, is_new) = db.assert_statements(1, work).await?;
    assert_eq!((login(&there)?.as_str(), is_new), ("ann", false));
    let work = all.clone().update_or_create(|a| a.number, draft(1).votes(3));
    let (written, is_new) = db.assert_statements(3, work).await?;
    assert_eq!((login(&written)?.as_str(), written.votes, is_new), ("ann", 3, false));
    let work = all.update_or_create(|a| a.number, draft(2).by(&ann));
    let (new, is_new) = db.assert_statements(5, work).await?;
    assert_eq!((new.by.loaded()?.map(|by| by.id), is_new), (Some(ann.id), true));
    Ok(())
}

#[querent_testkit::test(models = [Note])]
async fn a_column_that_a_draft_cannot_set_is_no_field_to_look_up_by(db: Db) -> Result<()> {
    let work = Person::objects(&db).get_or_create(|p| p.folded, person("ann", "a@x.org"));
    let error = db.assert_statements(0, work).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("which a draft cannot set: the database computes it"), "{error}");
    Ok(())
}

#[querent_testkit::test(models = [Note])]
async fn rows_are_there_by_a_column_that_the_database_computes(db: Db) -> Result<()> {
    person("ann", "a@x.org").create(&db).await?;
    let all = || Person::objects(&db);
    let written = all().upsert([person("ANN", "new@x.org")]).on_conflict(|p| p.folded).await?;
    assert_eq!((written[0].row.login.as_str(), written[0].inserted), ("ANN", false));
    let work = all().upsert([person("ann", "a@x.org")]).on_conflict(|p| p.login).update(|p| p.folded);
    let error = db.assert_statements(0, work.into_future()).await.unwrap_err();
    assert!(error.to_string().contains("`upsert` sets `Person.folded`, which cannot be set"), "{error}");
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn the_times_of_a_row_are_set_even_if_nothing_else_is(db: Db) -> Result<()> {
    shop(&db).await;
    let lamp = Product::draft().country(1).name("lamp");
    let work = Product::objects(&db).update_or_create(|p| (p.country, p.name), lamp);
    let (lamp, is_new) = work.await?;
    assert!(!is_new && lamp.updated_at > lamp.created_at);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_deferrable_constraint_is_named_with_the_verb_that_cannot_go_by_it(db: Db) -> Result<()> {
    db.batch_execute("ALTER TABLE country ADD CONSTRAINT one_name UNIQUE (name) DEFERRABLE").await?;
    usa().create(&db).await?;
    let all = || Country::objects(&db);
    let texts = [
        all().get_or_create(|c| c.name, usa().iso("XX").name("other")).await.unwrap_err().to_string(),
        all().bulk_create([usa().iso("YY")]).ignore_conflicts().await.unwrap_err().to_string(),
        all().upsert([usa().iso("ZZ")]).on_conflict(|c| c.name).await.unwrap_err().to_string(),
    ];
    for (text, verb) in texts.iter().zip(["get_or_create", "ignore_conflicts", "upsert"]) {
        let told = format!("`{verb}` of `Country`: the constraint `one_name` of `country` is deferrable");
        assert!(text.starts_with(&told), "{text}");
    }
    Ok(())
}
