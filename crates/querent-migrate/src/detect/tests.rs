//! Changes written in a few words, and what leads to them.

mod notation;
mod random;
mod unmanaged;

use querent_schema::state::{Check, Element, Field, Index, Kind, Model, Unique};
use querent_schema::{Default, Graph, SqlType, State};

use super::*;
use notation::{answers, asked, asks, between, changes, moods, short, state, target};

#[test]
fn nothing_has_changed() {
    let models = ["shop.P {}", "shop.T { a: text, p: ->shop.P, ps: <->shop.P }"];
    assert_eq!(between(&models, &models, &[]), [""; 0]);
    // The order of fields is no change.
    assert_eq!(between(&["shop.T { a: text, b: text }"], &["shop.T { b: text, a: text }"], &[]), [""; 0]);
}

#[test]
fn new_models_come_after_those_they_refer_to() {
    let models = ["shop.Book { author: ->shop.Writer, tags: <->shop.Tag }", "shop.Tag {}", "shop.Writer {}"];
    assert_eq!(between(&[], &models, &[]), ["shop: create Tag(), create Writer(), create Book(author tags)"]);
}

#[test]
fn of_a_circle_the_key_that_can_be_null_waits() {
    let models = ["shop.Author { book: ->shop.Book null }", "shop.Book { author: ->shop.Author }"];
    assert_eq!(between(&[], &models, &[]), ["shop: create Author(), create Book(author), add Author.book"]);
    let drops = ["drop shop.Author", "drop shop.Book"];
    assert_eq!(between(&models, &[], &drops), ["shop: remove Author.book, delete Book, delete Author"]);
}

#[test]
fn two_applications_that_need_each_other_have_three_migrations() {
    let models = ["aa.A { b: ->bb.B }", "bb.B { a: ->aa.A }"];
    assert_eq!(between(&[], &models, &[]), ["aa: create A()", "bb: create B(a)", "aa: add A.b"]);
    let Detected::Changes(changes) = detect(&State::default(), &target(state(&models)), &[]).unwrap() else {
        panic!("nothing is asked")
    };
    let names =
        named(&changes.drafts, &Graph::default(), None, "auto").unwrap().into_iter().map(|migration| {
            let after: Vec<_> = migration.after.iter().map(ToString::to_string).collect();
            format!("{} after {}", migration.name, after.join(" "))
        });
    assert_eq!(
        names.collect::<Vec<_>>(),
        [
            "aa.0001_initial after ",
            "bb.0001_initial after aa.0001_initial",
            "aa.0002_a_b after bb.0001_initial"
        ]
    );
}

#[test]
fn a_field_that_is_gone_is_asked_for() {
    let (before, now) = (["shop.T { old: text }"], ["shop.T { new: text, other: text null }"]);
    assert_eq!(
        asks(&before, &now, &[]),
        ["--rename shop.T.old:new", "--rename shop.T.old:other", "--drop shop.T.old"]
    );
    assert_eq!(between(&before, &now, &["rename shop.T.old:new"]), ["shop: rename T.old:new, add T.other"]);
    let dropped = ["drop shop.T.old", "one-off shop.T.new=''"];
    assert_eq!(between(&before, &now, &dropped), ["shop: add T.new once '', add T.other, remove T.old"]);
}

#[test]
fn a_field_that_nothing_is_like_may_only_go() {
    assert_eq!(asks(&["shop.T { x: integer }"], &["shop.T { y: text null }"], &[]), ["--drop shop.T.x"]);
}

#[test]
fn a_field_that_is_renamed_and_altered_is_both() {
    let (before, now) = (["shop.T { old: varchar(50) }"], ["shop.T { new: varchar(60) default='' }"]);
    assert_eq!(between(&before, &now, &["rename shop.T.old:new"]), ["shop: rename T.old:new, alter T.new"]);
}

#[test]
fn fields_that_change_places_are_asked_for() {
    let (before, now) = (["shop.T { a: text, b: integer }"], ["shop.T { a: integer, b: text }"]);
    assert_eq!(
        asks(&before, &now, &[]),
        ["--rename shop.T.a:b", "--keep shop.T.a", "--rename shop.T.b:a", "--keep shop.T.b"]
    );
    assert_eq!(
        between(&before, &now, &["rename shop.T.a:b", "rename shop.T.b:a"]),
        ["shop: rename T.a:b_new, rename T.b:a, rename T.b_new:b"]
    );
    let kept = ["keep shop.T.a", "keep shop.T.b", "using shop.T.a=1"];
    assert_eq!(between(&before, &now, &kept), ["shop: alter T.a 1, alter T.b"]);
}

#[test]
fn a_column_that_stays_keeps_its_values_without_a_question() {
    let before = ["shop.P {}", "shop.T { old: ->shop.P }"];
    let now = ["shop.P {}", "shop.T { new: ->shop.P column=old_id }"];
    assert_eq!(between(&before, &now, &[]), ["shop: rename T.old:new column old_id"]);
}

#[test]
fn a_field_makes_room_for_one_that_gets_its_name() {
    let said = ["rename shop.T.a:b", "drop shop.T.b"];
    assert_eq!(
        between(&["shop.T { a: text, b: integer }"], &["shop.T { b: text }"], &said),
        ["shop: remove T.b, rename T.a:b"]
    );
}

#[test]
fn a_number_becomes_a_key() {
    let (before, now) = (["shop.P {}", "shop.T { p_id: bigint }"], ["shop.P {}", "shop.T { p: ->shop.P }"]);
    assert_eq!(asks(&before, &now, &[]), ["--rename shop.T.p_id:p", "--drop shop.T.p_id"]);
    assert_eq!(
        between(&before, &now, &["rename shop.T.p_id:p"]),
        ["shop: rename T.p_id:p column p_id, alter T.p"]
    );
}

#[test]
fn a_model_that_is_gone_is_asked_for() {
    let (before, now) = (["shop.T { x: text }"], ["shop.U { x: text }"]);
    assert_eq!(asks(&before, &now, &[]), ["--rename-model shop.T:U", "--drop shop.T"]);
    assert_eq!(between(&before, &now, &["rename-model shop.T:U"]), ["shop: rename T:U"]);
    assert_eq!(between(&before, &now, &["drop shop.T"]), ["shop: create U(x), delete T"]);
}

#[test]
fn renames_that_hang_together_are_found_one_after_the_other() {
    let (before, now) =
        (["shop.A { n: text }", "shop.B { a: ->shop.A }"], ["shop.X { n: text }", "shop.Y { x: ->shop.X }"]);
    assert_eq!(
        asks(&before, &now, &[])[..2],
        ["--rename-model shop.A:X".to_owned(), "--drop shop.A".to_owned()]
    );
    let flags = ["rename-model shop.A:X", "rename-model shop.B:Y"];
    assert_eq!(asks(&before, &now, &flags), ["--rename shop.B.a:x", "--drop shop.B.a"]);
    let flags = [&flags[..], &["rename shop.B.a:x"]].concat();
    assert_eq!(between(&before, &now, &flags), ["shop: rename A:X, rename B:Y, rename Y.a:x"]);
}

#[test]
fn hints_answer_and_stale_ones_are_told() {
    let before = state(&["shop.T { old: varchar(5) }"]);
    let mut target = target(state(&["shop.T { new: varchar(9) }"]));
    target.hints.fields.insert(("shop.T".parse().unwrap(), "new".to_owned()), "old".to_owned());
    let Detected::Changes(changes) = detect(&before, &target, &[]).unwrap() else {
        panic!("the hint answers")
    };
    let operations: Vec<_> = changes.drafts[0].operations.iter().map(short).collect();
    assert_eq!(operations, ["rename T.old:new", "alter T.new"]);
    let Detected::Changes(changes) = detect(&target.state.clone(), &target, &[]).unwrap() else {
        panic!("no change")
    };
    assert_eq!(changes.drafts, []);
    assert_eq!(
        changes.warnings,
        ["`renamed_from = \"old\"` of `shop.T.new` can go: no migration knows that field any more"]
    );
    target.state = state(&["shop.T { new: varchar(9), more: text null }"]);
    target.hints.fields.insert(("shop.T".parse().unwrap(), "more".to_owned()), "old".to_owned());
    assert!(
        detect(&before, &target, &[]).unwrap_err().to_string().contains("both said to be renamed from `old`")
    );
}

#[test]
fn rows_that_are_there_need_a_value() {
    let before = ["shop.T { f: text null }"];
    assert_eq!(asks(&before, &["shop.T { f: text }"], &[]), ["--one-off 'shop.T.f=…'"]);
    assert_eq!(between(&before, &["shop.T { f: text }"], &["one-off shop.T.f='x'"]), ["shop: alter T.f 'x'"]);
    assert_eq!(between(&before, &["shop.T { f: text default='x' }"], &[]), ["shop: alter T.f"]);
}

#[test]
fn one_value_for_all_rows_is_not_unique() {
    let before = ["shop.T {}"];
    assert_eq!(asks(&before, &["shop.T { u: uuid unique default='00' }"], &[]), ["--one-off 'shop.T.u=…'"]);
    let now = ["shop.T { u: uuid unique default=gen_random_uuid() }"];
    assert_eq!(between(&before, &now, &[]), ["shop: add T.u"]);
}

#[test]
fn types_that_postgresql_does_not_change_by_itself_are_asked_for() {
    let change = |from: &str, to: &str| {
        let (before, now) = (format!("shop.T {{ f: {from} }}"), format!("shop.T {{ f: {to} }}"));
        match detect(&state(&[&before]), &target(state(&[&now])), &[]).unwrap() {
            Detected::Changes(_) => Vec::new(),
            Detected::Undecided(asked) => {
                asked.iter().flat_map(Question::answers).map(|own| own.to_string()).collect()
            }
        }
    };
    assert_eq!(change("integer", "bigint"), [""; 0]);
    assert_eq!(change("text", "varchar(10)"), [""; 0]);
    assert_eq!(change("date", "timestamptz"), [""; 0]);
    assert_eq!(change("text", "integer"), ["--using 'shop.T.f=\"f\"::integer'"]);
    assert_eq!(change("text", "text[]"), ["--using 'shop.T.f=ARRAY[\"f\"]'"]);
    assert_eq!(change("uuid", "bigint"), ["--using 'shop.T.f=…'"]);
    assert_eq!(change("timestamptz", "date"), ["--lossy shop.T.f"]);
    assert_eq!(change("real", "integer"), ["--lossy shop.T.f"]);
    for (from, to) in [
        ("float8", "numeric"),
        ("real", "numeric"),
        ("bigint", "float8"),
        ("bigint", "real"),
        ("integer", "real"),
        ("interval", "time"),
        ("bigint[]", "real[]"),
    ] {
        assert_eq!(change(from, to), ["--lossy shop.T.f"], "{from} to {to}");
    }
    for (from, to) in [("smallint", "real"), ("integer", "float8"), ("time", "interval")] {
        assert_eq!(change(from, to), [""; 0], "{from} to {to}");
    }
}

#[test]
fn pairs_that_lead_elsewhere_are_other_pairs() {
    let before = ["shop.P {}", "shop.Q {}", "shop.T { f: <->shop.P }"];
    let now = ["shop.P {}", "shop.Q {}", "shop.T { f: <->shop.Q }"];
    assert_eq!(asks(&before, &now, &[]), ["--drop shop.T.f"]);
    assert_eq!(between(&before, &now, &["drop shop.T.f"]), ["shop: remove T.f, add T.f"]);
}

#[test]
fn keys_that_lead_elsewhere_are_asked_for() {
    let before = ["shop.P {}", "shop.Q {}", "shop.T { f: ->shop.P }"];
    let now = ["shop.P {}", "shop.Q {}", "shop.T { f: ->shop.Q }"];
    assert_eq!(asks(&before, &now, &[]), ["--lossy shop.T.f"]);
    assert_eq!(between(&before, &now, &["lossy shop.T.f"]), ["shop: alter T.f"]);
}

fn with(mut state: State, change: impl FnOnce(&mut Model)) -> State {
    change(state.models.values_mut().next_back().unwrap());
    state
}

#[test]
fn what_is_the_same_but_for_its_name_is_renamed() {
    let index = |name: &str, field: &str| Index {
        name: name.to_owned(),
        elements: vec![Element::Field { name: field.to_owned(), descending: false }],
        method: None,
        include: Vec::new(),
        condition: None,
    };
    let check = |name: &str| Check { name: name.to_owned(), condition: "a > 0".to_owned() };
    let before = with(state(&["shop.T { a: integer, b: integer }"]), |model| {
        model.indexes = vec![index("i", "a"), index("j", "a"), index("k", "b")];
        model.checks = vec![check("c")];
    });
    let now = with(state(&["shop.T { a: integer, b: integer }"]), |model| {
        model.indexes = vec![index("i2", "a"), index("j2", "a"), index("k", "a")];
        model.checks = vec![check("d")];
    });
    assert_eq!(
        changes(&before, now, &[]),
        ["shop: rename c:d, rename i:i2, rename j:j2, remove_index, add_index"]
    );
}

#[test]
fn constraints_follow_a_renamed_field() {
    let unique = |field: &str| Unique {
        name: "u".to_owned(),
        fields: vec![field.to_owned()],
        include: Vec::new(),
        condition: Some(format!("{field} <> ''")),
        nulls_not_distinct: false,
        deferrable: false,
    };
    let before = with(state(&["shop.T { old: text }"]), |model| model.unique = vec![unique("old")]);
    let now = with(state(&["shop.T { new: text }"]), |model| model.unique = vec![unique("new")]);
    assert_eq!(changes(&before, now, &answers(&["rename shop.T.old:new"])), ["shop: rename T.old:new"]);
}

#[test]
fn a_constraint_on_a_field_that_waits_waits_too() {
    let mut now = state(&["shop.Author { book: ->shop.Book null }", "shop.Book { author: ->shop.Author }"]);
    let author = now.models.get_mut(&"shop.Author".parse().unwrap()).unwrap();
    author.checks = vec![Check { name: "has_book".to_owned(), condition: "book_id > 0".to_owned() }];
    assert_eq!(
        changes(&State::default(), now, &[]),
        ["shop: create Author(), create Book(author), add Author.book, add has_book"]
    );
}

#[test]
fn enums_get_their_labels() {
    let from = |labels: &[&str], now: &[&str], flags: &[&str]| {
        changes(&moods(labels, None), moods(now, None), &answers(flags))
    };
    assert_eq!(changes(&State::default(), moods(&["a"], None), &[]), ["shop: create_enum, create T(m)"]);
    assert_eq!(
        from(&["a", "c"], &["a", "b", "c", "d"], &[]),
        ["shop: value mood.b before c, value mood.d before nothing"]
    );
    assert_eq!(
        asked(&moods(&["a", "b"], None), moods(&["a", "bb"], None), &[]),
        ["--rename-value mood.b:bb", "--drop-value mood.b"]
    );
    assert_eq!(from(&["a", "b"], &["a", "bb"], &["rename-value mood.b:bb"]), ["shop: rename_enum_value"]);
    assert_eq!(from(&["a", "b"], &["a"], &["drop-value mood.b"]), ["shop: replace_enum"]);
    assert_eq!(from(&["a", "b"], &["b", "a"], &[]), ["shop: replace_enum"]);
    let gone = changes(&moods(&["a"], None), state(&["shop.T {}"]), &answers(&["drop shop.T.m"]));
    assert_eq!(gone, ["shop: remove T.m, drop_enum"]);
}

#[test]
fn a_label_is_used_in_a_migration_behind_the_one_that_adds_it() {
    let used = changes(&moods(&["a"], Some("a")), moods(&["a", "b"], Some("b")), &[]);
    assert_eq!(used, ["shop: value mood.b before nothing", "shop: alter T.m"]);
}

#[test]
fn a_label_that_goes_leaves_its_default_and_its_check_before() {
    let checked = |labels: &[&str], default: &str, condition: &str| {
        with(moods(labels, Some(default)), |model| {
            model.checks = vec![Check { name: "c".to_owned(), condition: condition.to_owned() }];
        })
    };
    let before = checked(&["a", "b"], "b", "m <> 'b'");
    assert_eq!(
        changes(&before, checked(&["a"], "a", "m <> 'a'"), &answers(&["drop-value mood.b"])),
        ["shop: remove c, alter T.m, replace_enum, add c"]
    );
    // A new label is there when the enum has been written anew.
    assert_eq!(
        changes(&before, checked(&["a", "c"], "c", "m <> 'c'"), &answers(&["drop-value mood.b"])),
        ["shop: remove c, alter T.m, replace_enum, alter T.m, add c"]
    );
    let other = with(moods(&["a"], None), |model| model.checks.clear());
    let mut before = before;
    let mut gone = before.models.get(&"shop.T".parse().unwrap()).unwrap().clone();
    "gone".clone_into(&mut gone.table);
    before.models.insert("shop.A".parse().unwrap(), gone);
    assert_eq!(
        changes(&before, other, &answers(&["drop-value mood.b", "drop shop.A"])),
        ["shop: remove c, alter A.m, remove c, alter T.m, replace_enum, delete A"]
    );
}

#[test]
fn whatever_may_speak_of_a_new_label_is_in_a_migration_behind_it() {
    let (before, now) = (moods(&["a"], None), moods(&["a", "b", "c"], None));
    let check = with(now.clone(), |model| {
        model.checks = vec![Check { name: "c".to_owned(), condition: "m <> 'b'".to_owned() }];
    });
    let labels = "shop: value mood.b before nothing, value mood.c before nothing";
    assert_eq!(changes(&before, check, &[]), [labels, "shop: add c"]);
    let array = with(now.clone(), |model| model.fields.push(field_of("ms: mood[] default='{a,c}'")));
    assert_eq!(changes(&before, array, &[]), [labels, "shop: add T.ms"]);
    let expression = with(now.clone(), |model| {
        model.fields.push(field_of("n: mood default=coalesce('b'::mood)"));
    });
    assert_eq!(changes(&before, expression, &[]), [labels, "shop: add T.n"]);
    let once = with(now, |model| model.fields.push(field_of("n: mood")));
    let said = answers(&["one-off shop.T.n='c'"]);
    assert_eq!(changes(&before, once, &said), [labels, "shop: add T.n once 'c'"]);
}

fn field_of(text: &str) -> Field {
    let mut field = notation::field(&"shop.T".parse().unwrap(), "t", text);
    if let Kind::Plain(plain) = &mut field.kind
        && text.contains("mood[]")
    {
        plain.sql_type = SqlType::Array(Box::new(SqlType::Enum("mood".to_owned())));
    }
    field
}

#[test]
fn values_that_were_written_are_not_computed_without_a_question() {
    let before = state(&["shop.T { a: integer, b: integer }"]);
    let now = with(before.clone(), |model| {
        let Some(Kind::Plain(plain)) = model.fields.last_mut().map(|field| &mut field.kind) else {
            panic!("it is a plain field")
        };
        plain.default = Some(Default::Generated("a + 1".to_owned()));
    });
    assert_eq!(asked(&before, now.clone(), &[]), ["--drop shop.T.b"]);
    assert_eq!(changes(&before, now.clone(), &answers(&["drop shop.T.b"])), ["shop: alter T.b"]);
    assert_eq!(changes(&now, before, &[]), ["shop: alter T.b"]);
}

#[test]
fn two_models_do_not_become_one() {
    let before = state(&["shop.A { x: text }", "shop.B { x: text }"]);
    let now = target(state(&["shop.C { x: text }", "shop.D { x: text }"]));
    let told = |flags: &[&str]| detect(&before, &now, &answers(flags)).unwrap_err().to_string();
    let one = told(&["rename-model shop.A:C", "rename-model shop.B:C"]);
    assert!(one.contains("`shop.C` is said to be renamed from `shop.B` and from `shop.A`"), "{one}");
    let two = told(&["rename-model shop.A:C", "rename-model shop.A:D"]);
    assert!(two.contains("`shop.D` and `shop.C` are both said to be renamed from `shop.A`"), "{two}");
}

#[test]
fn a_model_does_not_get_the_name_of_one_that_goes() {
    let before = state(&["shop.A { x: text }", "shop.B { y: integer }"]);
    let now = target(state(&["shop.B { x: text }"]));
    let said = answers(&["rename-model shop.A:B", "drop shop.B"]);
    let told = detect(&before, &now, &said).unwrap_err().to_string();
    assert!(told.contains("another model becomes `shop.B`, which is to go"), "{told}");
}

#[test]
fn an_application_that_is_lost_is_no_deletion() {
    let before = state(&["shop.T {}"]);
    let none = State::default();
    let text = |listed: &[&str]| check_apps(&before, &none, listed, &[]).unwrap_err().to_string();
    assert!(text(&[]).contains("`shop` has migrations and is not listed"));
    assert!(text(&["shop"]).contains("`shop` has no model any more"));
    check_apps(&before, &none, &["shop"], &["shop".to_owned()]).unwrap();
    check_apps(&before, &before, &["shop"], &[]).unwrap();
}

#[test]
fn an_operation_comes_after_the_rename_in_another_application() {
    let before = ["shop.T { x: text }", "blog.C {}"];
    let now = ["shop.U { x: text }", "blog.C { t: ->shop.U null }"];
    let before = state(&before);
    let answers = answers(&["rename-model shop.T:U"]);
    let Detected::Changes(changes) = detect(&before, &target(state(&now)), &answers).unwrap() else {
        panic!("answered")
    };
    assert_eq!(changes.drafts.iter().map(|draft| draft.app.as_str()).collect::<Vec<_>>(), ["shop", "blog"]);
    assert!(changes.drafts[1].after.contains(&0));
}
