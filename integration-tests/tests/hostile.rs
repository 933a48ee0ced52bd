//! Hostile input at every place where a user's text can enter: it is found as data or refused with a typed error, no
//! statement contains it, and the tables are still there.
//!
//! It stays one file, so that what is missing from the list of places is seen at a glance.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::collections::HashSet;
use std::ops::Range;
use std::time::Duration;

use futures::TryStreamExt;
use querent::prelude::*;
use querent::types::UnknownChoice;
use querent::{CopyFormat, Explain, Kind, Recording, Result};
use rust_decimal::Decimal;
use serde_json::json;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

/// Each contains the word `injected`, by which it would be found in a statement; none is a part of another one.
const HOSTILE: [&str; 27] = [
    "'; DROP TABLE note; -- injected",
    "\"; DROP TABLE note; -- injected",
    "\\'; DELETE FROM note; -- injected",
    "'); DELETE FROM note; COMMIT; -- injected",
    "' OR '1'='1' -- injected",
    "injected' UNION SELECT 1, version(), NULL --",
    "$1 injected",
    "$$; DROP TABLE note; $$ injected",
    "$tag$ injected $tag$",
    "{} injected",
    "{{}} injected",
    "{injected,\"b\",NULL}",
    "{\"injected\": [1, null]}",
    "%injected%",
    "_njected injected",
    "injected at the end\\",
    "\\%injected\\_",
    "E'\\x27' injected",
    "/* injected */ --",
    "injected\r\n\t\u{1}\u{7f}",
    "  injected  ",
    "NULL injected",
    "\u{202e}injected\u{feff}",
    "😀 é e\u{301} ß İ ı injected",
    "(injected|x)*[^]?+{1,2}",
    "＇； injected 'ʼ’",
    "pg_sleep(10) injected; SELECT pg_sleep(10)",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Choices)]
enum State {
    Open,
    Closed,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Note {
    id: i64,
    #[field(unique)]
    text: String,
    label: Option<String>,
    #[field(max_length = 8)]
    short: Option<String>,
    #[field(default = [])]
    texts: Vec<String>,
    data: Option<serde_json::Value>,
    #[field(default = State::Open)]
    state: State,
    #[field(default = 0)]
    number: i32,
    #[field(default = 0)]
    big: i64,
    price: Option<Decimal>,
    day: Option<Date>,
    local: Option<PrimitiveDateTime>,
    instant: Option<OffsetDateTime>,
}

/// A model whose key is a text, and one that refers to it.
#[derive(Model, Debug, Clone, PartialEq)]
struct Word {
    #[field(primary_key)]
    text: String,
    #[relation(by = word)]
    uses: HasMany<Use>,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Use {
    id: i64,
    #[relation(on_delete = Cascade)]
    word: ForeignKey<Word>,
}

/// A note for each hostile text.
async fn notes(db: &Db) -> Vec<Note> {
    let draft =
        |text: &&str| Note::draft().text(*text).label(*text).texts([*text, "x"]).data(json!({ "k": text }));
    Note::objects(db).bulk_create(HOSTILE.iter().map(draft)).await.unwrap()
}

/// What was sent contains no hostile text, and the tables are there with all their rows.
async fn unharmed(db: &Db, recording: Recording) {
    for statement in recording.statements() {
        assert!(!statement.contains("injected"), "{statement}");
    }
    assert_eq!(Note::objects(db).count().await.unwrap(), 27);
}

/// The pattern that finds a text as it is.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] }).collect()
}

#[querent_testkit::test(models = [Note])]
async fn every_lookup_finds_a_hostile_text_and_no_other(db: Db) {
    notes(&db).await;
    let recording = db.record_statements();
    for text in HOSTILE {
        let n = Note::fields();
        let lookups: Vec<(&str, Q<Note>)> = vec![
            ("eq", n.text.eq(text)),
            ("eq of an owned text", n.text.eq(text.to_owned())),
            ("not ne", !n.text.ne(text)),
            ("iexact", n.text.iexact(text)),
            ("contains", n.text.contains(text)),
            ("icontains", n.text.icontains(text)),
            ("startswith", n.text.startswith(text)),
            ("istartswith", n.text.istartswith(text)),
            ("endswith", n.text.endswith(text)),
            ("iendswith", n.text.iendswith(text)),
            ("regex", n.text.regex(format!("^{}$", escaped(text)))),
            ("iregex", n.text.iregex(format!("^{}$", escaped(text)))),
            ("between", n.text.between(text, text)),
            ("gte and lte", n.text.gte(text) & n.text.lte(text)),
            ("neither gt nor lt", !(n.text.gt(text) | n.text.lt(text))),
            ("is_in", n.text.is_in([text, "x"])),
            ("not not_in", !n.text.not_in(vec![text.to_owned()])),
            ("eq of a column that may be NULL", n.label.eq(text)),
            ("contains of a column", n.text.contains(n.label) & n.label.eq(text)),
            ("startswith of a literal", n.text.startswith(value(text))),
            ("elements", n.texts.contains([text])),
            ("overlap", n.texts.overlap([text, "y"])),
            ("contained_by", n.texts.contained_by([text, "x"])),
            ("array", n.texts.eq(vec![text.to_owned(), "x".to_owned()])),
            ("element", n.texts.at(0).eq(text)),
            ("json", n.data.eq(json!({ "k": text }))),
            ("a fragment", n.raw_sql::<bool>("{} = {}", (n.text, text)).eq(true)),
        ];
        for (name, condition) in lookups {
            assert!(!format!("{condition:?}").contains("injected"), "{name}: {condition:?}");
            let query = Note::objects(&db).filter(|_| condition).values(|n| n.text);
            assert!(!format!("{query:?}").contains("injected"), "{name}: {query:?}");
            assert_eq!(query.await.unwrap(), [text], "{name}");
        }
        let others = Note::objects(&db).exclude(|n| n.text.contains(text)).count().await.unwrap();
        assert_eq!(others, 26, "{text}");
    }
    let texts: HashSet<_> = recording.statements().into_iter().collect();
    assert!(texts.len() <= 28, "one text for each lookup, whatever is looked up: {}", texts.len());
    unharmed(&db, recording).await;
}

#[querent_testkit::test(models = [Note])]
async fn a_hostile_text_is_what_functions_and_cases_compute_with(db: Db) {
    notes(&db).await;
    let recording = db.record_statements();
    for text in HOSTILE {
        let note = || Note::objects(&db).filter(|n| n.text.eq(text));
        let owned = || text.to_owned();
        let nothing = note().values(|n| (n.short.coalesce(text), n.text.nullif(text), n.text.greatest(text)));
        assert_eq!(nothing.await.unwrap(), [(owned(), None, owned())]);
        let replaced = note().values(|n| (n.text.replace(text, "x"), n.text.replace("injected", text)));
        let (all, part) = replaced.await.unwrap().remove(0);
        assert_eq!((all, part), ("x".to_owned(), text.replace("injected", text)));
        let filled =
            note().values(|_| (value("").lpad(500, text), value("").rpad(500, text), value(text).reverse()));
        let (left, right, reversed) = filled.await.unwrap().remove(0);
        assert!(left.starts_with(text) && right.starts_with(text));
        assert_eq!(reversed, text.chars().rev().collect::<String>());
        let joined = note().values(|n| (concat(n, (text, n.text)), n.text.strindex(text), n.text.trim()));
        assert_eq!(joined.await.unwrap(), [(text.repeat(2), 1, text.trim_matches(' ').to_owned())]);
        let case = note().values(|n| when(n.text.eq(text), text).when(n.text.eq("x"), text).otherwise(text));
        assert_eq!(case.await.unwrap(), [text]);
        let literal =
            note().annotate(|_| value(text)).filter(|(n, same)| n.text.eq(same)).values(|(_, same)| same);
        assert_eq!(literal.await.unwrap(), [text]);
        let fragment = note().values(|n| n.raw_sql::<String>("{} || {}", (text, n.text)));
        assert_eq!(fragment.await.unwrap(), [text.repeat(2)]);
        let ordered = note().order_by(|n| (n.text.strindex(text), n.text.replace(text, text).desc()));
        assert_eq!(ordered.await.unwrap().len(), 1);
        let raw =
            Note::raw(&db, "SELECT * FROM note WHERE text = {} OR label = ANY({})", (text, vec![owned()]));
        assert_eq!(raw.await.unwrap()[0].text, text);
    }
    unharmed(&db, recording).await;
}

#[querent_testkit::test(models = [Note])]
async fn a_hostile_text_is_what_aggregates_and_groups_compute_with(db: Db) {
    notes(&db).await;
    let recording = db.record_statements();
    for text in HOSTILE {
        let joined = Note::objects(&db).filter(|n| n.text.is_in([text, HOSTILE[0]]));
        let joined = joined.aggregate(|n| n.text.string_agg(text).filter(n.text.ne(text) | n.label.eq(text)));
        assert!(joined.await.unwrap().unwrap().contains(text));
        let none = Note::objects(&db).filter(|n| n.text.eq("x"));
        let default = none.aggregate(|n| (n.text.max().default(text), n.text.string_agg(text).default(text)));
        assert_eq!(default.await.unwrap(), (text.to_owned(), text.to_owned()));
        let groups = Note::objects(&db)
            .values(|n| when(n.text.eq(text), text).otherwise("others"))
            .annotate(|n| n.id.count())
            .filter(|(_, count)| count.eq(1));
        assert_eq!(groups.await.unwrap(), [(text.to_owned(), 1)]);
        let inner = Note::objects(&db)
            .filter(|n| exists(Note::within(n).filter(|m| m.text.eq(text) & m.id.eq(n.id))));
        assert_eq!(inner.values(|n| n.text).await.unwrap(), [text]);
        let either = Note::objects(&db).filter(|n| n.text.eq(text)).values(|n| n.text);
        let either = either.union(Note::objects(&db).values(|_| value(text)).limit(1));
        assert_eq!(either.await.unwrap(), [text]);
    }
    unharmed(&db, recording).await;
}

#[querent_testkit::test(models = [Note])]
async fn a_hostile_text_is_written_and_read_back_as_it_is(db: Db) {
    let recording = db.record_statements();
    for text in HOSTILE {
        assert!(!format!("{:?}", Note::draft().text(text).label(text)).contains("injected"));
        let mut note = Note::draft().text("x").create(&db).await.unwrap();
        note.text = text.to_owned();
        note.label = Some(text.to_owned());
        note.texts = vec![text.to_owned(), String::new()];
        note.data = Some(json!([text, { text: text }]));
        note.save(&db).await.unwrap();
        let mut again = Note::objects(&db).get(|n| n.text.eq(text)).await.unwrap();
        assert_eq!(again, note);
        again.label = None;
        again.save_only(&db, |n| n.label).await.unwrap();
        let changed = Note::objects(&db)
            .filter(|n| n.text.eq(text))
            .update(|n| (n.label.set(text), n.texts.set(vec![text.to_owned()]), n.data.set(json!(text))));
        assert_eq!(changed.await.unwrap(), 1);
        let computed = Note::objects(&db).filter(|n| n.text.eq(text));
        assert_eq!(computed.update(|n| n.label.set(n.text.replace(text, text))).await.unwrap(), 1);
        note.refresh(&db).await.unwrap();
        assert_eq!((note.label.as_deref(), note.texts), (Some(text), vec![text.to_owned()]));
        let twice = Note::draft().text(text).create(&db).await.unwrap_err();
        assert_eq!(twice.kind(), Kind::UniqueViolation);
        assert!(!format!("{twice} {twice:?}").contains("injected"), "{twice:?}");
        let long = Note::draft().text("y").short(text).create(&db).await.unwrap_err();
        assert_eq!((long.kind(), long.code().unwrap().code()), (Kind::DataException, "22001"));
        assert!(!format!("{long} {long:?}").contains("injected"), "{long:?}");
    }
    unharmed(&db, recording).await;
}

#[querent_testkit::test(models = [Note])]
async fn a_hostile_text_is_looked_for_written_with_many_others_and_copied(db: Db) {
    let recording = db.record_statements();
    let draft =
        |text: &str| Note::draft().text(text).label(text).texts([text, "x"]).data(json!({ "k": text }));
    let all = || Note::objects(&db);
    for text in HOSTILE {
        let (note, is_new) = all().get_or_create(|n| n.text, draft(text)).await.unwrap();
        assert!(is_new && note.text == text);
        let (note, is_new) = all().update_or_create(|n| (n.text, n.label), draft(text)).await.unwrap();
        assert!(!is_new && note.label.as_deref() == Some(text));
        let error = all().get_or_create(|n| (n.text, n.label), draft(text).label(None)).await.unwrap_err();
        assert!(error.kind() == Kind::UniqueViolation && !format!("{error} {error:?}").contains("injected"));
        let found =
            all().filter(|n| n.text.eq(text) & n.texts.contains([text]) & n.data.eq(json!({ "k": text })));
        let found = found.values(|n| (n.id, n.text.eq(value(text))));
        let bytes: Vec<_> = TryStreamExt::try_collect(found.copy_out(CopyFormat::Text)).await.unwrap();
        assert_eq!(bytes.concat(), format!("{}\tt\n", note.id).into_bytes());
    }
    let upserted = all().upsert(HOSTILE.map(draft)).on_conflict(|n| n.text);
    let upserted = upserted.set(|n| n.label.set(concat(n, (excluded(n.text), "!")))).await.unwrap();
    let label = |text: &str| Some(format!("{text}!"));
    assert!(upserted.iter().zip(HOSTILE).all(|(one, text)| !one.inserted && one.row.label == label(text)));
    let mut notes: Vec<Note> = upserted.into_iter().map(|one| one.row).collect();
    notes.iter_mut().for_each(|note| note.label = Some(note.text.clone()));
    assert_eq!(all().bulk_update(&mut notes, |n| (n.label, n.texts, n.data)).await.unwrap(), 27);
    let same = all().filter(|n| n.label.eq(n.text)).update(|n| n.number.set(1)).returning(|n| n.text);
    assert_eq!(same.await.unwrap().len(), 27);
    assert_eq!(all().delete().returning_rows().await.unwrap().len(), 27);
    let drafts = futures::stream::iter(HOSTILE.map(|text| Ok::<_, querent::Error>(draft(text))));
    assert_eq!(all().copy_in(drafts).await.unwrap(), 27);
    let copied = all().order_by(|n| n.id).await.unwrap();
    assert!(copied.iter().zip(HOSTILE).all(|(note, text)| {
        note.text == text && note.texts == [text, "x"] && note.data == Some(json!({ "k": text }))
    }));
    unharmed(&db, recording).await;
}

#[querent_testkit::test(models = [Note, Use])]
async fn a_hostile_text_is_a_key(db: Db) {
    notes(&db).await;
    let recording = db.record_statements();
    let words = Word::objects(&db).bulk_create(HOSTILE.map(|text| Word::draft().text(text))).await.unwrap();
    let uses = words.iter().map(|word| Use::draft().word(word));
    assert_eq!(Use::objects(&db).bulk_create(uses).await.unwrap().len(), 27);
    for text in HOSTILE {
        let word = Word::objects(&db).by_key(text.to_owned()).await.unwrap();
        assert_eq!(word.text, text);
        assert!(Word::objects(&db).contains(&word).await.unwrap());
        assert_eq!(word.uses.objects(&db).count().await.unwrap(), 1);
        assert_eq!(Use::objects(&db).filter(|u| u.word.eq(text)).count().await.unwrap(), 1);
        assert_eq!(Use::objects(&db).filter(|u| u.word.text.icontains(text)).count().await.unwrap(), 1);
        let found = Word::objects(&db).in_bulk([text, "x"]).await.unwrap();
        assert_eq!(found.into_keys().collect::<Vec<_>>(), [text]);
        let found = Note::objects(&db).in_bulk_by(|n| n.text, [text, "x"]).await.unwrap();
        assert_eq!(found.into_keys().collect::<Vec<_>>(), [text]);
        let missing = Word::objects(&db).by_key(format!("{text} not")).await.unwrap_err();
        assert_eq!(missing.kind(), Kind::DoesNotExist);
        let dangling = Use::draft().word(format!("{text} not")).create(&db).await.unwrap_err();
        assert_eq!(dangling.kind(), Kind::ForeignKeyViolation);
        assert!(!format!("{dangling} {dangling:?}").contains("injected"), "{dangling:?}");
    }
    let loaded = Word::objects(&db).prefetch_related(|w| w.uses).order_by(|w| w.text).await.unwrap();
    assert!(loaded.iter().all(|word| word.uses.loaded().unwrap().len() == 1));
    unharmed(&db, recording).await;
}

#[querent_testkit::test(models = [Note])]
async fn pages_go_on_behind_hostile_texts_and_no_text_is_a_cursor(db: Db) {
    notes(&db).await;
    let recording = db.record_statements();
    let by_text = || Note::objects(&db).order_by(|n| (n.label.desc(), n.text));
    let (mut seen, mut next) = (Vec::new(), None::<String>);
    loop {
        let page = by_text().page(2, next.as_deref()).await.unwrap();
        seen.extend(page.rows.into_iter().map(|note| note.text));
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    let whole = by_text().values(|n| n.text).await.unwrap();
    assert_eq!(seen, whole);
    for text in HOSTILE {
        let error = by_text().page(2, text).await.unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidInput);
        assert!(!format!("{error} {error:?}").contains("injected"), "{error:?}");
    }
    unharmed(&db, recording).await;
}

#[querent_testkit::test(models = [Note])]
async fn a_hostile_text_is_no_name_of_an_order_and_no_choice(db: Db) {
    notes(&db).await;
    let recording = db.record_statements();
    for text in HOSTILE {
        let named = Note::objects(&db).order_by_name(text, |n| [("text", n.text.asc())]).unwrap_err();
        assert_eq!(named.kind(), Kind::InvalidInput);
        let behind = Note::objects(&db).order_by_name(&*format!("text,{text}"), |n| [("text", n.text.asc())]);
        assert!(!format!("{named} {:?}", behind.unwrap_err()).contains("injected"));
        assert_eq!(text.parse::<State>(), Err(UnknownChoice));
    }
    unharmed(&db, recording).await;
    let stored = Note::objects(&db).values(|n| n.text).first().await.unwrap().unwrap();
    let text = "UPDATE note SET state = {} WHERE text = {} RETURNING *";
    let error = Note::raw(&db, text, (stored.as_str(), stored.as_str())).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
    assert!(!format!("{error} {error:?}").contains("injected"), "{error:?}");
}

#[querent_testkit::test(models = [Note])]
async fn a_hostile_text_is_the_name_of_an_application(db: Db) {
    notes(&db).await;
    let recording = db.record_statements();
    for text in HOSTILE {
        let named = db.to_builder().application_name(text).max_connections(1).build().unwrap();
        assert_eq!(Note::objects(&named).count().await.unwrap(), 27);
    }
    let zero = db.to_builder().application_name("a\0b").build();
    let error = match zero {
        Ok(zero) => Note::objects(&zero).count().await.unwrap_err(),
        Err(error) => error,
    };
    assert!([Kind::Configuration, Kind::Connection].contains(&error.kind()), "{error:?}");
    unharmed(&db, recording).await;
}

#[querent_testkit::test(models = [Note])]
async fn a_collation_is_a_quoted_name(db: Db) {
    notes(&db).await;
    for text in HOSTILE {
        let compared = Note::objects(&db).filter(|n| n.text.collate(text).gt("a"));
        let error = compared.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code().unwrap().code()),
            (Kind::UndefinedObject, "42704"),
            "{error:?}"
        );
        let ordered = Note::objects(&db).order_by(|n| n.text.collate(text));
        assert_eq!(ordered.await.unwrap_err().kind(), Kind::UndefinedObject);
    }
    let zero = Note::objects(&db).order_by(|n| n.text.collate("C\0\"; DROP TABLE note; --"));
    assert!(zero.await.is_err());
    assert_eq!(Note::objects(&db).order_by(|n| n.text.collate("C")).await.unwrap().len(), 27);
}

#[querent_testkit::test(models = [Note])]
async fn the_plan_of_a_query_with_hostile_values_is_told(db: Db) {
    notes(&db).await;
    let recording = db.record_statements();
    for text in HOSTILE {
        let found = Note::objects(&db).filter(|n| n.text.eq(text) | n.label.icontains(text));
        let plan = found.explain_with(Explain::new().analyze().without_costs()).await.unwrap();
        assert!(plan.contains("note"), "{plan}");
    }
    unharmed(&db, recording).await;
}

#[querent_testkit::test(models = [Note, Use])]
async fn a_nul_is_refused_and_the_connection_is_as_good_as_before(db: Db) {
    notes(&db).await;
    let one = db.to_builder().max_connections(1).build().unwrap();
    let zero = "a\0b";
    let all = || Note::objects(&one);
    let refused: Vec<(&str, Result<()>)> = vec![
        ("eq", all().filter(|n| n.text.eq(zero)).await.map(drop)),
        ("contains", all().filter(|n| n.text.icontains(zero)).await.map(drop)),
        ("regex", all().filter(|n| n.text.regex(zero)).await.map(drop)),
        ("is_in", all().filter(|n| n.text.is_in([zero])).await.map(drop)),
        ("elements", all().filter(|n| n.texts.contains([zero])).await.map(drop)),
        ("value", all().values(|_| value(zero)).await.map(drop)),
        ("json", all().filter(|n| n.data.eq(json!(zero))).await.map(drop)),
        ("delimiter", all().aggregate(|n| n.text.string_agg(zero)).await.map(drop)),
        ("by_key", Word::objects(&one).by_key(zero.to_owned()).await.map(drop)),
        ("in_bulk", Word::objects(&one).in_bulk([zero]).await.map(drop)),
        ("create", Note::draft().text(zero).create(&one).await.map(drop)),
        ("bulk_create", all().bulk_create([Note::draft().text(zero)]).await.map(drop)),
        ("update", all().update(|n| n.label.set(zero)).await.map(drop)),
        ("delete", all().filter(|n| n.text.eq(zero)).delete().await.map(drop)),
        ("raw", Note::raw(&one, "SELECT * FROM note WHERE text = {}", (zero,)).await.map(drop)),
        ("stream", all().filter(|n| n.text.eq(zero)).stream().try_next().await.map(drop)),
    ];
    for (place, result) in refused {
        let error = result.expect_err(place);
        assert_eq!(error.kind(), Kind::DataException, "{place}: {error:?}");
        assert!(!format!("{error} {error:?}").contains('\0'), "{place}: {error:?}");
    }
    assert_eq!(all().count().await.unwrap(), 27);
    let aborted = one.atomic(async |tx| -> Result<()> {
        Note::objects(tx).update(|n| n.label.set("kept")).await?;
        Note::objects(tx).filter(|n| n.text.eq(zero)).await.map(drop)
    });
    assert_eq!(aborted.await.unwrap_err().kind(), Kind::DataException);
    assert_eq!(all().filter(|n| n.label.eq("kept")).count().await.unwrap(), 0);
}

#[querent_testkit::test(models = [Note])]
async fn a_regular_expression_that_is_none_is_an_error_and_one_that_never_ends_is_cancelled(db: Db) {
    Note::draft().text("a".repeat(201)).create(&db).await.unwrap();
    for pattern in ["(", "[", "*", "a{2,1}", "(?<x>y)", "\\", "[[:injected:]]", "a{99999}"] {
        let error = Note::objects(&db).filter(|n| n.text.iregex(pattern)).await.unwrap_err();
        assert_eq!((error.kind(), error.code().unwrap().code()), (Kind::DataException, "2201B"), "{pattern}");
        assert!(!format!("{error} {error:?}").contains("injected"), "{error:?}");
    }
    let hurried =
        db.to_builder().statement_timeout(Duration::from_millis(300)).max_connections(1).build().unwrap();
    let endless = r"^(a*)(a*)(a*)(a*)(a*)(a*)\1\2\3\4\5\6$";
    let error = Note::objects(&hurried).filter(|n| n.text.regex(endless)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::StatementTimeout, "{error:?}");
    assert_eq!(Note::objects(&hurried).count().await.unwrap(), 1);
}

#[querent_testkit::test(models = [Note, Use])]
async fn a_text_of_a_megabyte_is_a_text(db: Db) {
    let long = "'\\%_\"{}$1 injected ".repeat(1 << 16);
    let mut note = Note::draft().text("x").label(long.as_str()).create(&db).await.unwrap();
    assert_eq!(note.label.as_deref(), Some(long.as_str()));
    let recording = db.record_statements();
    for condition in [
        Note::fields().label.eq(long.as_str()),
        Note::fields().label.iexact(long.as_str()),
        Note::fields().label.contains(long.as_str()),
        Note::fields().label.icontains(long.as_str()),
        Note::fields().label.is_in([long.as_str()]),
    ] {
        assert_eq!(Note::objects(&db).filter(|_| condition).count().await.unwrap(), 1);
    }
    let length = Note::objects(&db).values(|n| concat(n, (n.label, long.as_str())).length()).await.unwrap();
    assert_eq!(length, [2 * i32::try_from(long.len()).unwrap()]);
    note.texts = vec![long.clone()];
    note.data = Some(json!({ long.as_str(): long }));
    note.save(&db).await.unwrap();
    assert_eq!(Note::objects(&db).by_key(note.id).await.unwrap(), note);
    assert!(recording.statements().iter().all(|statement| statement.len() < 2000));
    // An index holds no row of that size.
    let key = Word::draft().text(random_text(1 << 20)).create(&db).await.unwrap_err();
    assert_eq!((key.kind(), key.code().unwrap().code()), (Kind::Database, "54000"));
    let pattern = Note::objects(&db).filter(|n| n.label.regex("(".repeat(1 << 16))).await.unwrap_err();
    assert_eq!(pattern.kind(), Kind::DataException);
    assert_eq!(
        Note::objects(&db).order_by_name(long.as_str(), |n| [("id", n.id.asc())]).unwrap_err().kind(),
        Kind::InvalidInput
    );
    assert_eq!(Note::objects(&db).page(1, long.as_str()).await.unwrap_err().kind(), Kind::InvalidInput);
    assert_eq!(Word::objects(&db).by_key(long).await.unwrap_err().kind(), Kind::DoesNotExist);
}

/// A text that no compression makes short.
fn random_text(length: usize) -> String {
    let mut state = 88_172_645_463_325_252_u64;
    let mut letter = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'!' + (state % 90) as u8)
    };
    (0..length).map(|_| letter()).collect()
}

#[querent_testkit::test(models = [Note])]
async fn slices_of_any_size_are_slices(db: Db) {
    notes(&db).await;
    let all = || Note::objects(&db).order_by(|n| n.id).values(|n| n.id);
    for most in [u64::MAX, u64::MAX - 1, 1 << 63, i64::MAX as u64] {
        assert_eq!(all().limit(most).await.unwrap().len(), 27, "{most}");
        assert_eq!(all().offset(most).await.unwrap().len(), 0, "{most}");
        assert_eq!(all().offset(most).offset(most).limit(most).await.unwrap().len(), 0);
        assert_eq!(all().limit(most).offset(1).count().await.unwrap(), 26);
        assert_eq!(all().limit(most).filter(|n| n.id.gt(1)).count().await.unwrap(), 26);
        assert!(!all().offset(most).exists().await.unwrap());
        assert_eq!(all().page(most, None).await.unwrap().rows.len(), 27);
        assert_eq!(all().paginate(most, most).await.unwrap().rows.len(), 0);
        assert_eq!(all().paginate(1, most).await.unwrap().rows.len(), 27);
        assert_eq!(all().paginate(2, 20).await.unwrap().rows.len(), 7);
    }
    assert_eq!(all().limit(0).await.unwrap().len(), 0);
    assert_eq!(all().page(0, None).await.unwrap_err().kind(), Kind::InvalidInput);
    assert_eq!(all().paginate(0, 1).await.unwrap_err().kind(), Kind::InvalidInput);
}

#[querent_testkit::test(models = [Note, Use])]
async fn the_limit_of_a_prefetch_may_be_of_any_size(db: Db) {
    let word = Word::draft().text("x").create(&db).await.unwrap();
    Use::draft().word(&word).create(&db).await.unwrap();
    for most in [u64::MAX, 1 << 63] {
        let words = Word::objects(&db).prefetch_related(|w| w.uses.all().limit(most)).await.unwrap();
        assert_eq!(words[0].uses.loaded().unwrap().len(), 1);
        let words =
            Word::objects(&db).prefetch_related(|w| w.uses.all().offset(most).limit(most)).await.unwrap();
        assert_eq!(words[0].uses.loaded().unwrap().len(), 0);
    }
}

#[querent_testkit::test(models = [Note])]
async fn numbers_out_of_range_are_errors_and_no_panics(db: Db) {
    notes(&db).await;
    let all = || Note::objects(&db);
    assert_eq!(
        all().filter(|n| n.number.eq(i32::MIN) | n.big.is_in([i64::MIN, i64::MAX])).count().await.unwrap(),
        0
    );
    assert_eq!(
        all().filter(|n| n.price.lt(Decimal::MIN) | n.price.gt(Decimal::MAX)).count().await.unwrap(),
        0
    );
    assert_eq!(all().filter(|n| n.big.between(i64::MAX, i64::MIN)).count().await.unwrap(), 0);
    let beyond: Vec<(&str, Result<()>)> = vec![
        ("a sum", all().filter(|n| (n.number + i32::MAX + 1).gt(0)).await.map(drop)),
        ("a product", all().values(|n| (n.big + i64::MAX) * 2).await.map(drop)),
        ("a quotient", all().values(|n| n.big / 0).await.map(drop)),
        ("a remainder", all().order_by(|n| n.number % 0).await.map(drop)),
        ("a written sum", all().update(|n| n.number.set(n.number - i32::MIN)).await.map(drop)),
        ("a cast", all().values(|_| value(i64::MAX).cast::<i16>()).await.map(drop)),
        ("a cast of a text", all().values(|n| n.text.cast::<i32>()).await.map(drop)),
        ("a length", all().values(|n| n.text.substr(1, -1)).await.map(drop)),
        ("a memory", all().values(|n| n.text.repeat(i32::MAX)).await.map(drop)),
        ("a filling", all().values(|n| n.text.lpad(i32::MAX, "injected")).await.map(drop)),
    ];
    for (place, result) in beyond {
        let error = result.expect_err(place);
        assert!([Kind::Database, Kind::DataException].contains(&error.kind()), "{place}: {error:?}");
        assert!(error.code().is_some() && !format!("{error:?}").contains("injected"), "{place}: {error:?}");
    }
    let cut = all().values(|n| (n.text.left(i32::MIN), n.text.repeat(i32::MIN))).first();
    assert_eq!(cut.await.unwrap().unwrap(), (String::new(), String::new()));
    let reversed = Range { start: 5, end: 2 };
    let none = all()
        .values(|n| (n.texts.at(usize::MAX), n.texts.slice(usize::MAX..), n.texts.slice(reversed.clone())))
        .first();
    assert_eq!(none.await.unwrap().unwrap(), (None, vec![], vec![]));
    let chars = all()
        .values(|n| (n.text.chars(usize::MAX..), n.text.chars(reversed), n.text.chars(..usize::MAX).length()))
        .first();
    assert_eq!(chars.await.unwrap().unwrap().0, "");
}

#[querent_testkit::test(models = [Note])]
async fn dates_at_the_ends_of_the_calendar_are_found_or_refused(db: Db) {
    let ends = [
        Date::MIN,
        Date::MAX,
        Date::from_ordinal_date(-4712, 1).unwrap(),
        Date::from_ordinal_date(0, 1).unwrap(),
    ];
    for day in ends {
        for clock in [Time::MIDNIGHT, Time::from_hms_nano(23, 59, 59, 999_999_999).unwrap()] {
            let local = PrimitiveDateTime::new(day, clock);
            let n = Note::fields();
            for condition in
                [n.day.eq(day), n.local.gte(local), n.instant.lt(local.assume_utc()), n.day.is_in([day])]
            {
                match Note::objects(&db).filter(|_| condition).await {
                    Ok(found) => assert!(found.is_empty()),
                    Err(error) => {
                        assert!([Kind::Database, Kind::DataException].contains(&error.kind()), "{error:?}")
                    }
                }
            }
            let draft = Note::draft().text("x").day(day).local(local).instant(local.assume_utc());
            match draft.create(&db).await {
                Ok(note) => {
                    assert_eq!(note.day, Some(day));
                    assert_eq!(note.delete(&db).await.map_err(|error| error.kind()), Ok(()));
                }
                Err(error) => assert!(
                    [Kind::Database, Kind::DataException, Kind::Decode].contains(&error.kind()),
                    "{error:?}"
                ),
            }
            assert_eq!(Note::objects(&db).count().await.unwrap(), 0, "{local}");
        }
    }
    for year in [i32::MIN, -4713, -1, 0, 1, 9999, 10_000, i32::MAX] {
        for condition in [
            Note::fields().day.year().eq(year),
            Note::fields().local.year().gte(year),
            Note::fields().instant.year().lt(year),
            Note::fields().instant.year().between(year, year),
            Note::fields().day.iso_year().is_in([year]),
        ] {
            assert_eq!(Note::objects(&db).filter(|_| condition).count().await.unwrap(), 0);
        }
    }
}

#[querent_testkit::test(models = [Note, Use])]
async fn lists_of_a_hundred_thousand_are_one_value(db: Db) {
    notes(&db).await;
    let recording = db.record_statements();
    let keys: Vec<i64> = (0..100_000).collect();
    let texts: Vec<String> = (0..100_000).map(|at| format!("'; injected {at}")).collect();
    let all = || Note::objects(&db);
    assert_eq!(all().filter(|n| n.id.is_in(keys.clone())).count().await.unwrap(), 27);
    assert_eq!(all().exclude(|n| n.id.is_in(keys.clone())).count().await.unwrap(), 0);
    assert_eq!(all().filter(|n| n.text.not_in(texts.clone())).count().await.unwrap(), 27);
    assert_eq!(all().filter(|n| n.texts.overlap(texts.clone())).count().await.unwrap(), 0);
    assert_eq!(all().in_bulk(keys).await.unwrap().len(), 27);
    assert_eq!(all().in_bulk_by(|n| n.text, texts.clone()).await.unwrap().len(), 0);
    assert_eq!(
        Word::objects(&db)
            .bulk_create(texts.iter().map(|text| Word::draft().text(text.as_str())))
            .await
            .unwrap()
            .len(),
        100_000
    );
    assert_eq!(Use::objects(&db).filter(|u| u.word.is_in(texts)).count().await.unwrap(), 0);
    unharmed(&db, recording).await;
}

/// A model whose every name is hostile.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "Note\"; DROP TABLE note; --")]
struct Odd {
    #[field(column = "ID \"%s\" $1 {}")]
    id: i64,
    #[field(column = "SELECT")]
    keyword: String,
    #[field(column = "name with ünïcode 😀 and spaces")]
    unicode: Option<String>,
    #[field(column = "'; DROP TABLE note; --")]
    quoted: i32,
    #[field(column = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk")]
    longest: i32,
    #[relation(column = "Parent\".\"id", on_delete = Cascade)]
    parent: ForeignKey<Option<Odd>>,
    #[relation(by = parent)]
    children: HasMany<Odd>,
    #[relation(table = "pairs\" OF; --", columns = ("from\"", "TO"))]
    notes: ManyToMany<Note>,
}

#[querent_testkit::test(models = [Note, Odd])]
async fn hostile_names_of_tables_and_columns_are_names(db: Db) {
    let note = notes(&db).await.remove(0);
    let draft = || Odd::draft().keyword("x").quoted(1).longest(2);
    let parent = draft().unicode("ü").create(&db).await.unwrap();
    let mut child = draft().parent(parent.id).create(&db).await.unwrap();
    assert_eq!(Odd::objects(&db).bulk_create([draft(), draft()]).await.unwrap().len(), 2);
    child.notes.add(&db, [&note]).await.unwrap();
    child.quoted = 5;
    child.save(&db).await.unwrap();
    let all = || Odd::objects(&db);
    assert_eq!(
        all().filter(|o| o.keyword.contains("x") & o.parent.unicode.eq("ü")).await.unwrap(),
        [child.clone()]
    );
    assert_eq!(all().exclude(|o| o.children.quoted.eq(5)).count().await.unwrap(), 3);
    assert_eq!(all().filter(|o| o.notes.text.eq(HOSTILE[0])).count().await.unwrap(), 1);
    let loaded = all().select_related(|o| o.parent).prefetch_related(|o| (o.notes, o.children.limit(1)));
    assert_eq!(loaded.order_by(|o| (o.id, o.parent.longest)).await.unwrap().len(), 4);
    let counted = all().annotate(|o| (o.children.count(), o.notes.count())).filter(|(_, (n, _))| n.eq(1));
    assert_eq!(counted.await.unwrap().len(), 1);
    let grouped = all().values(|o| (o.quoted, o.parent.keyword)).annotate(|o| o.longest.sum());
    assert_eq!(grouped.await.unwrap().len(), 2);
    let sliced =
        all().order_by(|o| o.quoted.desc()).limit(2).filter(|o| exists(o.notes.filter(|n| n.id.gt(0))));
    assert_eq!(sliced.await.unwrap().len(), 1);
    assert_eq!(all().union(all().filter(|o| o.quoted.eq(5))).order_by(|o| o.longest).await.unwrap().len(), 4);
    assert_eq!(all().order_by(|o| o.keyword).page(3, None).await.unwrap().rows.len(), 3);
    assert_eq!(
        all().filter(|o| o.parent.keyword.eq("x")).update(|o| o.quoted.set(o.quoted + 1)).await.unwrap(),
        1
    );
    child.refresh(&db).await.unwrap();
    assert_eq!(child.quoted, 6);
    let error = draft().parent(99).create(&db).await.unwrap_err();
    assert_eq!(error.kind(), Kind::ForeignKeyViolation);
    assert_eq!(all().filter(|o| o.notes.is_not_null()).delete().await.unwrap(), 1);
    assert_eq!(Note::objects(&db).count().await.unwrap(), 27);
}
