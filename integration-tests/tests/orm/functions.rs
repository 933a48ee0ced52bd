//! PostgreSQL's functions of texts and of values of every type.

use querent::prelude::*;
use querent::{Kind, Result};
use rust_decimal::{Decimal, dec};
use time::Date;
use time::macros::date;

#[derive(Model, Debug)]
struct Word {
    id: i64,
    text: String,
    #[field(max_length = 20)]
    note: Option<String>,
    length: Option<i32>,
}

/// `Björn`, with a note of spaces around a word; `ab`, with neither note nor length.
async fn words(db: &Db) {
    db.batch_execute(
        "INSERT INTO word (text, note, length) VALUES ('Björn', '  x y ', 2), ('ab', NULL, NULL)",
    )
    .await
    .unwrap();
}

/// A value of each word, in the order of their keys.
macro_rules! each {
    ($db:expr, $value:expr) => {
        Word::objects($db).order_by(|w| w.id).values($value).await.unwrap()
    };
}

/// The keys of the words that fulfil a condition.
macro_rules! found {
    ($db:expr, $condition:expr) => {
        Word::objects($db).filter($condition).order_by(|w| w.id).values(|w| w.id).await.unwrap()
    };
}

#[querent_testkit::test(models = [Word])]
async fn letters_are_small_or_capitals(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.text.lower()), ["björn", "ab"]);
    assert_eq!(each!(&db, |w| w.text.upper()), ["BJÖRN", "AB"]);
    assert_eq!(each!(&db, |w| w.note.upper()), [Some("  X Y ".to_owned()), None]);
}

#[querent_testkit::test(models = [Word])]
async fn a_function_is_looked_up_as_a_column_is(db: Db) {
    words(&db).await;
    assert_eq!(found!(&db, |w| w.text.lower().contains("b")), [1, 2]);
    assert_eq!(found!(&db, |w| w.text.lower().startswith("b")), [1]);
    assert_eq!(found!(&db, |w| w.text.length().gt(2)), [1]);
    assert_eq!(found!(&db, |w| w.text.lower().eq(w.text)), [2]);
    assert_eq!(found!(&db, |w| w.note.upper().is_null()), [2]);
    assert_eq!(found!(&db, |w| !w.note.length().eq(6)), [2], "NULL does not equal 6");
    let ordered = Word::objects(&db).order_by(|w| w.text.length()).values(|w| w.text);
    assert_eq!(ordered.await.unwrap(), ["ab", "Björn"]);
    let longest = Word::objects(&db).aggregate(|w| w.text.length().max()).await;
    assert_eq!(longest.unwrap(), Some(5));
}

#[querent_testkit::test(models = [Word])]
async fn a_function_is_written_with_its_arguments_bound(db: Db) {
    let query = Word::objects(&db).filter(|w| w.text.left(2).lower().eq("bj")).values(|w| w.text.length());
    let sql = query.sql().unwrap();
    assert_eq!(sql, r#"SELECT length("word"."text") FROM "word" WHERE lower(left("word"."text", $1)) = $2"#);
}

#[querent_testkit::test(models = [Word])]
async fn a_function_of_an_annotation_is_one_of_its_value(db: Db) {
    words(&db).await;
    let twice = Word::objects(&db).annotate(|w| w.text.upper()).annotate(|(_, upper)| upper.length());
    let rows = twice.filter(|(_, upper, _)| upper.left(1).eq("A")).await.unwrap();
    let [(word, upper, length)] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((word.id, upper.as_str(), *length), (2, "AB", 2));
}

#[querent_testkit::test(models = [Word])]
async fn a_function_sets_a_column(db: Db) {
    words(&db).await;
    Word::objects(&db).update(|w| (w.text.set(w.text.upper()), w.length.set(w.text.length()))).await.unwrap();
    assert_eq!(
        each!(&db, |w| (w.text, w.length)),
        [("BJÖRN".to_owned(), Some(5)), ("AB".to_owned(), Some(2))]
    );
}

#[querent_testkit::test(models = [Word])]
async fn parts_of_texts_count_characters_from_one(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.text.left(3)), ["Bjö", "ab"]);
    assert_eq!(each!(&db, |w| w.text.left(-1)), ["Björ", "a"]);
    assert_eq!(each!(&db, |w| w.text.right(2)), ["rn", "ab"]);
    assert_eq!(each!(&db, |w| w.text.left(w.length)), [Some("Bj".to_owned()), None]);
    assert_eq!(each!(&db, |w| w.text.substr(2, 3)), ["jör", "b"]);
    assert_eq!(each!(&db, |w| w.text.substr(w.length, 1)), [Some("j".to_owned()), None]);
    let negative = Word::objects(&db).values(|w| w.text.substr(1, -1)).await.unwrap_err();
    assert_eq!(negative.kind(), Kind::DataException);
}

#[querent_testkit::test(models = [Word])]
async fn ranges_of_characters_count_as_rust_does(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.text.chars(1..3)), ["jö", "b"]);
    assert_eq!(each!(&db, |w| w.text.chars(1..=1)), ["j", "b"]);
    assert_eq!(each!(&db, |w| w.text.chars(2..)), ["örn", ""]);
    assert_eq!(each!(&db, |w| w.text.chars(..1)), ["B", "a"]);
    assert_eq!(each!(&db, |w| w.text.chars(..)), ["Björn", "ab"]);
    #[allow(clippy::reversed_empty_ranges, reason = "the case")]
    let reversed = each!(&db, |w| w.text.chars(3..1));
    assert_eq!(reversed, ["", ""]);
    assert_eq!(each!(&db, |w| w.text.chars(1..usize::MAX)), ["jörn", "b"]);
    assert_eq!(each!(&db, |w| w.text.chars(usize::MAX..)), ["", ""]);
    assert_eq!(each!(&db, |w| w.note.chars(2..3)), [Some("x".to_owned()), None]);
}

#[querent_testkit::test(models = [Word])]
async fn spaces_are_trimmed_and_filled(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.note.trim()), [Some("x y".to_owned()), None]);
    assert_eq!(each!(&db, |w| w.note.ltrim()), [Some("x y ".to_owned()), None]);
    assert_eq!(each!(&db, |w| w.note.rtrim()), [Some("  x y".to_owned()), None]);
    assert_eq!(each!(&db, |w| w.text.lpad(4, "-+")), ["Björ", "-+ab"]);
    assert_eq!(each!(&db, |w| w.text.rpad(6, "-+")), ["Björn-", "ab-+-+"]);
    assert_eq!(each!(&db, |w| w.text.rpad(3, w.note)), [Some("Bjö".to_owned()), None]);
}

#[querent_testkit::test(models = [Word])]
async fn texts_are_repeated_replaced_and_reversed(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.text.repeat(2)), ["BjörnBjörn", "abab"]);
    assert_eq!(each!(&db, |w| w.text.replace("b", "_")), ["Björn", "a_"]);
    assert_eq!(each!(&db, |w| w.text.replace(w.note, "")), [Some("Björn".to_owned()), None]);
    assert_eq!(each!(&db, |w| w.text.reverse()), ["nröjB", "ba"]);
}

#[querent_testkit::test(models = [Word])]
async fn a_text_is_found_at_a_position_or_at_none(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.text.strindex("b")), [0, 2]);
    assert_eq!(each!(&db, |w| w.text.strindex(w.note.left(0))), [Some(1), None]);
}

#[querent_testkit::test(models = [Word])]
async fn characters_have_codes(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.text.right(4).ord()), [106, 97]);
    assert_eq!(each!(&db, |w| w.text.chars(2..).ord()), [246, 0]);
    assert_eq!(each!(&db, |w| (w.id + 64).chr()), ["A", "B"]);
    assert_eq!(each!(&db, |w| (w.length + 244).chr()), [Some("ö".to_owned()), None]);
}

#[querent_testkit::test(models = [Word])]
async fn hashes_are_hexadecimal_digits_of_utf8(db: Db) {
    words(&db).await;
    let hashes = Word::objects(&db).filter(|w| w.id.eq(1)).values(|w| {
        let text = w.text;
        (text.md5(), text.sha224(), text.sha256(), text.sha384().left(32), text.sha512().left(32))
    });
    let expected = (
        "6c3aab19cf37b5cf3853137be79fbfa0",
        "87c669883d131b1de257ce079b41432243afa3c9c8f6026721c01848",
        "e0beee96f183e49e1b4c4a9270594a7006951ebb558a6c2250a6b103db5528e5",
        "d3b00a7092cc0d40a4f84afe47d13baf",
        "b4b3a4a67e9901a0723c68783b01b37d",
    );
    let rows = hashes.await.unwrap();
    let (md5, sha224, sha256, sha384, sha512) = &rows[0];
    assert_eq!((&md5[..], &sha224[..], &sha256[..], &sha384[..], &sha512[..]), expected);
    let longest = Word::objects(&db).values(|w| (w.text.sha384().length(), w.text.sha512().length()));
    assert_eq!(longest.await.unwrap()[0], (96, 128));
}

#[querent_testkit::test(models = [Word])]
async fn coalesce_is_null_where_all_of_its_values_are(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.note.coalesce("none")), ["  x y ", "none"]);
    assert_eq!(each!(&db, |w| w.note.coalesce(w.text)), ["  x y ", "ab"]);
    assert_eq!(each!(&db, |w| w.note.coalesce(w.note.upper())), [Some("  x y ".to_owned()), None]);
    assert_eq!(each!(&db, |w| w.length.coalesce(w.length).coalesce(0) + 1), [3, 1]);
    assert_eq!(found!(&db, |w| w.note.coalesce("none").contains("n")), [2]);
}

#[querent_testkit::test(models = [Word])]
async fn greatest_and_least_pass_over_nulls(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.length.greatest(3)), [3, 3]);
    assert_eq!(each!(&db, |w| w.length.least(3)), [2, 3]);
    assert_eq!(each!(&db, |w| w.length.greatest(w.length - 1)), [Some(2), None]);
    assert_eq!(each!(&db, |w| w.text.greatest("Bz").least("b")), ["Bz", "ab"]);
}

#[querent_testkit::test(models = [Word])]
async fn nullif_is_null_where_two_values_are_equal(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.text.nullif("ab")), [Some("Björn".to_owned()), None]);
    assert_eq!(each!(&db, |w| w.length.nullif(1)), [Some(2), None]);
    assert_eq!(found!(&db, |w| w.text.nullif("ab").is_null()), [2]);
}

#[querent_testkit::test(models = [Word])]
async fn a_cast_changes_the_type(db: Db) -> Result<()> {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.id.cast::<String>()), ["1", "2"]);
    assert_eq!(each!(&db, |w| w.length.cast::<f64>()), [Some(2.0), None]);
    assert_eq!(each!(&db, |w| w.id.cast::<String>().cast::<i32>() + 1), [2, 3]);
    assert_eq!(each!(&db, |_| value("2024-02-29").cast::<Date>())[0], date!(2024 - 02 - 29));
    assert_eq!(each!(&db, |_| value("{a,b}").cast::<Vec<String>>())[0], ["a", "b"]);
    assert_eq!(each!(&db, |_| value(2.5).cast::<i32>())[0], 2, "of a float, half to even");
    assert_eq!(each!(&db, |_| value(dec!(2.5)).cast::<i32>())[0], 3, "of a decimal, half away from zero");
    let error = Word::objects(&db).values(|w| w.text.cast::<i32>()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::DataException);
    let error = Word::objects(&db).values(|_| value(true).cast::<i64>()).await.unwrap_err();
    assert_eq!((error.kind(), error.code().unwrap().code()), (Kind::Database, "42846"));
    for (code, kind) in [(-1, Kind::DataException), (0, Kind::Database), (1_114_112, Kind::Database)] {
        let error = Word::objects(&db).values(|_| value(code).chr()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
    let query = Word::objects(&db).values(|w| w.text.cast::<i32>());
    assert_eq!(query.sql()?, r#"SELECT "word"."text"::integer FROM "word""#);
    Ok(())
}

#[querent_testkit::test(models = [Word])]
async fn a_cast_to_a_length_cuts_and_one_to_places_rounds(db: Db) {
    words(&db).await;
    assert_eq!(each!(&db, |w| w.text.cast_varchar(2)), ["Bj", "ab"]);
    let rounded: Vec<Option<Decimal>> = each!(&db, |w| (w.length.cast::<Decimal>() / 3).cast_numeric(5, 2));
    assert_eq!(rounded, [Some(dec!(0.67)), None]);
    let error = Word::objects(&db).values(|_| value(1000).cast_numeric(5, 2)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::DataException);
}

#[querent_testkit::test(models = [Word])]
async fn a_collation_orders_and_its_name_is_quoted(db: Db) {
    words(&db).await;
    let ordered = Word::objects(&db).order_by(|w| w.text.collate("C")).values(|w| w.text);
    assert_eq!(
        ordered.sql().unwrap(),
        r#"SELECT "word"."text" FROM "word" ORDER BY ("word"."text" COLLATE "C")"#
    );
    assert_eq!(ordered.await.unwrap(), ["Björn", "ab"]);
    let odd = Word::objects(&db).values(|w| w.text.collate(r#"C" || ''"#));
    assert_eq!(odd.sql().unwrap(), r#"SELECT ("word"."text" COLLATE "C"" || ''") FROM "word""#);
    assert_eq!(odd.await.unwrap_err().kind(), Kind::UndefinedObject);
}

#[querent_testkit::test(models = [Word])]
async fn concat_takes_null_for_an_empty_text_and_casts_the_rest(db: Db) {
    words(&db).await;
    let texts = each!(&db, |w| concat(w, (w.id, ": ", w.text, w.note.trim(), "/", w.length, true)));
    assert_eq!(texts, ["1: Björnx y/2true", "2: ab/true"]);
    let query = Word::objects(&db).values(|w| concat(w, (w.text, w.length)));
    assert_eq!(query.sql().unwrap(), r#"SELECT concat("word"."text", "word"."length"::text) FROM "word""#);
    assert_eq!(found!(&db, |w| concat(w, (w.note, w.length)).eq("")), [2]);
}

#[querent_testkit::test(models = [Word])]
async fn a_function_of_a_value_behind_a_nullable_path_is_an_option(db: Db) {
    words(&db).await;
    let both: Vec<(Option<String>, String)> =
        each!(&db, |w| (w.note.trim().lower(), w.note.coalesce("").lower()));
    assert_eq!(both[1], (None, String::new()));
}
