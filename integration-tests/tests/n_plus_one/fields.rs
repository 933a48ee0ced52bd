//! Deferred fields that are loaded for one row after another.

use querent::Result;
use querent::prelude::*;

use crate::{SILENT, fixes, warnings, watched};

#[derive(Model, Debug)]
#[model(table = "writers")]
struct Writer {
    id: i64,
    biography: Deferred<String>,
    #[relation(by = writer)]
    letters: HasMany<Letter>,
}

#[derive(Model, Debug)]
#[model(table = "letters", ordering = [id])]
struct Letter {
    id: i64,
    #[relation(on_delete = Cascade)]
    writer: ForeignKey<Writer>,
    text: Deferred<String>,
}

async fn letters(db: &Db) {
    watched(db).await;
    for name in ["Ann", "Bob"] {
        let writer = Writer::draft().biography(name).create(db).await.unwrap();
        Letter::draft().writer(&writer).text("dear").create(db).await.unwrap();
    }
}

#[querent_testkit::test(models = [Writer, Letter, crate::Detail])]
async fn a_field_loaded_for_the_second_sibling_is_one_warning(db: Db) -> Result<()> {
    letters(&db).await;
    let query = line!() + 1;
    let letters = Letter::objects(&db).await?;
    let first = line!();
    for letter in &letters {
        letter.text.load(&db).await?;
        letter.text.load(&db).await?;
    }
    let warning = &warnings(first..=line!())[0];
    assert_eq!((&*warning["relation"], &*warning["siblings"]), ("Letter.text", "2"));
    assert!(warning["query_at"].starts_with(&format!("{}:{query}:", file!())));
    assert!(warning["message"].contains("`Letter.text` is loaded one row at a time"));
    assert_eq!(fixes(first..=line!()), [".undefer(|l| (l.text,))"]);
    Ok(())
}

#[querent_testkit::test(models = [Writer, Letter, crate::Detail])]
async fn a_field_of_related_rows_is_asked_for_where_they_are(db: Db) -> Result<()> {
    letters(&db).await;
    let first = line!();
    for letter in Letter::objects(&db).select_related(|l| l.writer).await? {
        letter.writer.loaded()?.biography.load(&db).await?;
    }
    let fix = ".prefetch_related(|l| l.writer.all().undefer(|w| (w.biography,)))";
    assert_eq!(fixes(first..=line!()), [fix]);
    let first = line!();
    let query = Letter::objects(&db).prefetch_related(|l| l.writer.all().undefer(|w| (w.biography,)));
    for letter in query.await? {
        letter.writer.loaded()?.biography.load(&db).await?;
    }
    assert_eq!(fixes(first..=line!()), SILENT);
    Ok(())
}
