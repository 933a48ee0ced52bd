//! The rules in memory answer the cases that are conditions as Django does, from the rows of the cases.
//!
//! Cases about the shape of SQL and about aggregates are no conditions; a manager of related rows is a condition on the
//! pair in the same call, an instance is its key, and a date is a text here.

use integration_tests::meaning::Rules::Django;
use integration_tests::meaning::{Call, Comparison, Tables, Test, Tree, Value, answer};
use querent::meta::ModelMeta;
use querent::prelude::*;

use crate::database::on_the_data;
use crate::models::*;

/// The models of the cases; the first of several on one table has the columns of all.
const MODELS: &[&ModelMeta] = &[
    Blog::META,
    Writer::META,
    Entry::META,
    Category::META,
    Tag::META,
    Note::META,
    Annotation::META,
    ExtraInfo::META,
    Creator::META,
    NumberedCreator::META,
    Item::META,
    Report::META,
    Ranking::META,
    Identifier::META,
    Program::META,
    Channel::META,
    ModelA::META,
    ModelB::META,
    ModelC::META,
    ModelD::META,
    LeafA::META,
    LeafB::META,
    Join::META,
    NullableName::META,
    Number::META,
    TextSample::META,
    Person::META,
    Group::META,
    Membership::META,
];

/// The rows of the cases in memory.
struct Rows(Tables);

impl Rows {
    async fn read(db: &Db) -> Rows {
        Rows(Tables::read(db, MODELS).await.unwrap())
    }

    /// The keys of the selected rows, in ascending order.
    fn ids<M: Model>(&self, calls: impl Into<Vec<Call>>) -> Vec<i64> {
        let key =
            |value: &Value| if let Value::Number(key) = value { *key } else { panic!("{value} is no key") };
        let mut ids: Vec<_> = answer(Django, &self.0, M::META, &calls.into()).iter().map(key).collect();
        ids.sort_unstable();
        ids
    }

    /// The names of the selected rows in ascending order.
    fn names<M: Model>(&self, calls: impl Into<Vec<Call>>) -> Vec<&str> {
        self.texts::<M>("name", calls)
    }

    fn texts<'a, M: Model>(&'a self, column: &str, calls: impl Into<Vec<Call>>) -> Vec<&'a str> {
        let keys = answer(Django, &self.0, M::META, &calls.into());
        let text = |value: &'a Value| {
            if let Value::Text(text) = value { text.as_str() } else { panic!("{value} is no text") }
        };
        let mut texts: Vec<_> = self.0.values_of(M::META, &keys, column).into_iter().map(text).collect();
        texts.sort_unstable();
        texts
    }
}

fn filter(tree: Tree) -> [Call; 1] {
    [Call::Filter(tree)]
}

fn exclude(tree: Tree) -> [Call; 1] {
    [Call::Exclude(tree)]
}

fn eq(path: &'static str, value: impl Into<Value>) -> Tree {
    Tree::eq(path, value)
}

fn compare(path: &'static str, comparison: Comparison, value: impl Into<Value>) -> Tree {
    Tree::leaf(path, Test::Value(comparison, value.into()))
}

fn contains(path: &'static str, text: &str) -> Tree {
    compare(path, Comparison::Contains, text)
}

fn is_in<V: Into<Value>>(path: &'static str, values: impl IntoIterator<Item = V>) -> Tree {
    Tree::leaf(path, Test::In(values.into_iter().map(Into::into).collect()))
}

fn is_null(path: &'static str) -> Tree {
    Tree::leaf(path, Test::IsNull)
}

fn distinct<T: PartialEq>(mut sorted: Vec<T>) -> Vec<T> {
    sorted.dedup();
    sorted
}

#[test]
fn the_rules_answer_the_cases_of_many_related_rows_as_django_does() {
    on_the_data(async |db| {
        let rows = Rows::read(&db).await;
        let lennon_2008 = contains("entries.headline", "Lennon") & contains("entries.pub_date", "2008-");
        assert_eq!(rows.names::<Blog>(filter(lennon_2008.clone())), ["Beatles Blog"], "MVR-01");
        assert_eq!(rows.names::<Blog>(exclude(lennon_2008)), ["Cheddar Talk", "Silent"], "MVR-03");
        let lennon = contains("entries.headline", "Lennon");
        assert_eq!(rows.names::<Blog>(exclude(lennon)), ["Cheddar Talk", "Silent"], "MVR-05");

        let tagged = rows.names::<Item>(filter(is_in("tags.name", ["t1", "t2"])));
        assert_eq!(tagged[..3], ["one", "one", "two"], "MVR-07");
        assert_eq!(distinct(tagged)[..2], ["one", "two"], "MVR-07");
        let annotated = eq("parent.annotations.name", "a1");
        assert_eq!(rows.names::<Tag>(exclude(annotated)), ["t1", "t4", "t5"], "MVR-09");
        let missing = is_null("program") & is_null("channel");
        assert_eq!(rows.names::<Identifier>(filter(missing.clone())), ["i3"], "MVR-11");
        assert_eq!(rows.names::<Identifier>(exclude(missing)), ["i1", "i2"], "MVR-11");

        let technical = is_in("memberships.invite_reason", ["Engineer", "Developer"]);
        let of_alex = |condition| distinct(rows.names::<Group>(filter(eq("members", 1) & condition)));
        assert_eq!(of_alex(technical.clone()), ["google", "oracle"], "MVR-13");
        assert_eq!(of_alex(!technical), ["google", "intel", "microsoft"], "MVR-13");
        let unrated = rows.names::<Blog>(filter(is_null("entries.rating")));
        assert_eq!(unrated, ["Pop Music Blog", "Silent"], "MVR-17");

        let made = |name: &str| eq("items.name", name);
        let both = rows.names::<Creator>([Call::Filter(made("two")), Call::Filter(made("three"))]);
        assert_eq!(both, ["a2"], "MVR-19");
        assert_eq!(rows.names::<Creator>(filter(made("two") | made("one"))), ["a1", "a2"], "MVR-19");
        let or_plain_field = rows.names::<Creator>(filter(made("one") | eq("name", "a3")));
        assert_eq!(or_plain_field, ["a1", "a3"], "MVR-19");

        assert_eq!(rows.names::<Report>(filter(eq("creator", 1001))), ["r1"], "MVR-23");
        assert_eq!(rows.names::<Report>(filter(eq("creator.name", "a1"))), ["r1"], "MVR-23");
        assert_eq!(rows.names::<NumberedCreator>(filter(eq("reports.name", "r2"))), ["a3"], "MVR-23");
        assert_eq!(rows.names::<Report>(exclude(eq("creator", 1001))), ["r2", "r3"], "MVR-23");
    });
}

#[test]
fn the_rules_answer_the_cases_of_paths_to_no_row_as_django_does() {
    on_the_data(async |db| {
        let rows = Rows::read(&db).await;
        let either = eq("d.name", "foo") | eq("b.name", "foo") | eq("b.c.name", "foo");
        assert_eq!(rows.names::<ModelA>(filter(either)), ["a1"], "JP-01");
        let leaves = filter(eq("data", "first") | eq("joins.b.data", "second"));
        assert_eq!(rows.texts::<LeafA>("data", leaves), ["first", "joined"], "JP-03");

        let noted = eq("items.note.extra_infos.info", "e2");
        let ranked = eq("rankings", 1) & eq("name", "xyz");
        assert_eq!(rows.names::<Creator>(filter(noted.clone() | ranked.clone())), ["a2"], "JP-05");
        assert_eq!(rows.names::<Creator>(filter(ranked | noted)), ["a2"], "JP-05");
        let nope = filter(eq("items.name", "three") | eq("rankings.rank", 99));
        assert_eq!(rows.names::<Creator>(nope), ["a2"], "JP-05");

        assert_eq!(rows.ids::<Entry>(filter(eq("blog", 1))), [1, 2], "JP-07");
        assert_eq!(rows.names::<Tag>(filter(is_null("parent"))), ["t1"], "JP-07");
        let top = filter(is_null("parent") | eq("parent", 1));
        assert_eq!(rows.names::<Tag>(top), ["t1", "t2", "t3"], "JP-07");
        let grandparent = Tree::leaf("parent.parent", Test::IsNotNull);
        assert_eq!(rows.names::<Tag>(filter(grandparent.clone())), ["t4", "t5"], "JP-07");
        assert_eq!(rows.names::<Tag>(exclude(grandparent)), ["t1", "t2", "t3"], "JP-07");
        assert_eq!(rows.names::<Tag>(exclude(eq("parent.name", "t1"))), ["t1", "t4", "t5"], "JP-09");
    });
}

#[test]
fn the_rules_answer_the_cases_of_null_as_django_does() {
    on_the_data(async |db| {
        let rows = Rows::read(&db).await;
        assert_eq!(rows.ids::<Entry>(exclude(eq("rating", 4))), [1, 3, 4, 5], "NUL-01");
        assert_eq!(rows.ids::<Entry>(filter(is_in("rating", [None, Some(4)]))), [2], "NUL-03");
        assert_eq!(rows.ids::<Entry>(filter(is_in("rating", [None::<i64>]))), [0; 0], "NUL-03");
        assert_eq!(rows.ids::<Entry>(exclude(is_in("rating", [None, Some(4)]))), [1, 3, 4, 5], "NUL-03");
        assert_eq!(rows.ids::<Entry>(filter(eq("rating", None::<i64>))), [3], "NUL-05");
        assert_eq!(rows.ids::<NullableName>(filter(eq("name", None::<&str>))), [2], "NUL-05");
        assert_eq!(rows.ids::<Entry>(exclude(eq("rating", None::<i64>))), [1, 2, 4, 5], "NUL-05");
        assert_eq!(rows.ids::<NullableName>(exclude(is_in("name", ["i1"]))), [2], "NUL-07");
        assert_eq!(rows.ids::<NullableName>(exclude(is_in("name", ["i3"]))), [1, 2], "NUL-07");

        assert_eq!(rows.ids::<TextSample>(filter(eq("s", ""))), [6], "NUL-09");
        assert_eq!(rows.ids::<TextSample>(filter(is_null("s"))), [7], "NUL-09");
        let not_empty = rows.ids::<TextSample>(exclude(eq("s", "")));
        assert_eq!(not_empty, [1, 2, 3, 4, 5, 7, 8, 9, 10, 11], "NUL-09");

        let at_most = compare("num", Comparison::Lte, 2);
        let at_least = |number: i64| compare("num", Comparison::Gte, number);
        let two = at_most ^ at_least(2);
        assert_eq!(rows.ids::<Number>(filter(two.clone())), [1, 3], "NUL-11");
        let three = at_least(2) ^ at_least(3) ^ is_in("num", [3]);
        assert_eq!(rows.ids::<Number>(filter(three)), [2, 3], "NUL-11");
        assert_eq!(rows.ids::<Number>(exclude(two)), [2], "NUL-11");

        let keys: Vec<Value> = (1..=5).map(Value::Number).collect();
        let high = Test::Value(Comparison::Gte, 4.into());
        let ratings = rows.0.values_of(Entry::META, &keys, "rating");
        let high: Vec<_> = ratings.into_iter().map(|rating| high.of(rating, &Value::Null)).collect();
        assert_eq!(high, [Some(true), Some(true), None, Some(false), Some(false)], "NUL-13");
    });
}
