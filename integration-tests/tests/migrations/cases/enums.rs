//! Enums.

use crate::case::Case;

pub const CASES: &[Case] = &[
    Case::new("enum.create", "", "enum mood(a, b) T{id; m: mood}")
        .is(&["CreateEnum mood(a, b)", "CreateModel T{id; m: mood}"]),
    Case::new("enum.create_for_a_field", "T{id}", "enum mood(a, b) T{id; m: mood default='a'}")
        .is(&["CreateEnum mood(a, b)", "AddField T.m: mood default='a'"]),
    Case::new("enum.add_last", "enum mood(a, b) T{id; m: mood}", "enum mood(a, b, c) T{id; m: mood}")
        .is(&["AddEnumValue mood c"]),
    Case::new("enum.add_middle", "enum mood(a, c) T{id; m: mood}", "enum mood(a, b, c) T{id; m: mood}")
        .is(&["AddEnumValue mood b before c"]),
    Case::new(
        "enum.add_and_use_as_default",
        "enum mood(a, b) T{id; m: mood}",
        "enum mood(a, b, c) T{id; m: mood default='c'}",
    )
    .is(&["AddEnumValue mood c", "---", "AlterField T.m: mood default='c'"]),
    Case::new(
        "enum.rename_variant",
        "enum mood(a, b) T{id; m: mood default='b'}",
        "enum mood(a, bb) T{id; m: mood default='bb'}",
    )
    .answered(&["--rename-value", "mood.b:bb"])
    .is(&["RenameEnumValue mood b bb"]),
    Case::new("enum.remove_variant", "enum mood(a, b) T{id; m: mood}", "enum mood(a) T{id; m: mood}")
        .answered(&["--drop-value", "mood.b"])
        .is(&["ReplaceEnum mood(a)"])
        .prepare("DELETE FROM t WHERE m = 'b'"),
    Case::new(
        "enum.remove_the_default",
        "enum mood(a, b) T{id; m: mood default='b'; check known(m IN ('a', 'b')); index ix(m) where (m = 'b')}",
        "enum mood(a, c) T{id; m: mood default='c'; check known(m IN ('a', 'c')); index ix(m) where (m = 'c')}",
    )
    .answered(&["--drop-value", "mood.b"])
    .is(&[
        "RemoveConstraint T known",
        "RemoveIndex T ix",
        "AlterField T.m: mood",
        "ReplaceEnum mood(a, c)",
        "AlterField T.m: mood default='c'",
        "AddCheck T known(m IN ('a', 'c'))",
        "AddIndex T ix(m) where (m = 'c')",
    ])
    .prepare("DELETE FROM t WHERE m = 'b'")
    .prepare_back("DELETE FROM t WHERE m = 'c'"),
    Case::new(
        "enum.add_and_use_in_sql",
        "enum mood(a, b) T{id; m: mood}",
        "enum mood(a, b, c) T{id; m: mood; ms: mood[] default='{c}'; check known(m IN ('a', 'b', 'c')); index ix(m) where (m = 'c')}",
    )
    .is(&[
        "AddEnumValue mood c",
        "---",
        "AddField T.ms: mood[] default='{c}'",
        "AddCheck T known(m IN ('a', 'b', 'c'))",
        "AddIndex T ix(m) where (m = 'c')",
    ]),
    Case::new(
        "enum.add_and_cast_to_it",
        "enum mood(a, b) T{id; m: mood; n: text}",
        "enum mood(a, b, c) T{id; m: mood; n: mood}",
    )
    .answered(&["--using", "shop.T.n=n::mood"])
    .is(&["AddEnumValue mood c", "---", "AlterField T.n: mood using=n::mood"])
    .prepare("UPDATE t SET n = 'c'"),
    Case::new(
        "enum.add_and_fill_a_new_field_of_it",
        "enum mood(a, b) T{id; m: mood; n: text}",
        "enum mood(a, b, c) T{id; m: mood; n: text; o: mood}",
    )
    .answered(&["--one-off", "shop.T.o=n::mood"])
    .is(&["AddEnumValue mood c", "---", "AddField T.o: mood one_off=n::mood"])
    .prepare("UPDATE t SET n = 'c'"),
    Case::new(
        "enum.reorder",
        "enum mood(a, b) T{id; m: mood default='a'; ms: mood[]?; index ix(m)}",
        "enum mood(b, a) T{id; m: mood default='a'; ms: mood[]?; index ix(m)}",
    )
    .is(&["ReplaceEnum mood(b, a)"]),
    Case::new(
        "enum.rename_type",
        "enum mood(a, b) T{id; m: mood default='a'}",
        "enum humour(a, b) T{id; m: humour default='a'}",
    )
    .is(&["RenameEnum mood humour"]),
    Case::new("enum.of_somebody_elses_model", "", "enum mood(a, b) V{id; m: mood; unmanaged}")
        .is(&["CreateModel V{id; m: mood; unmanaged}", "CreateEnum mood(a, b)"]),
    Case::new(
        "enum.of_somebody_elses_field",
        "V{id; unmanaged}",
        "enum mood(a, b) V{id; m: mood; ms: mood[]; unmanaged}",
    )
    .is(&["AddField V.m: mood", "AddField V.ms: mood[]", "CreateEnum mood(a, b)"]),
    Case::new(
        "enum.of_somebody_else_with_other_labels",
        "enum mood(a, b) enum size(s, l) V{id; m: mood; s: size default='l'; unmanaged}",
        "enum mood(a, b, c) enum size(s, m) V{id; m: mood; s: size default='m'; unmanaged}",
    )
    .is(&[
        "AddEnumValue mood c",
        "AlterField V.s: size",
        "ReplaceEnum size(s, m)",
        "AlterField V.s: size default='m'",
    ]),
    Case::new(
        "enum.of_somebody_else_by_another_name",
        "enum mood(a, b) V{id; m: mood; unmanaged}",
        "enum humour(a, b) V{id; m: humour; unmanaged}",
    )
    .is(&["RenameEnum mood humour"]),
    Case::new(
        "enum.of_somebody_else_that_is_not_used_any_more",
        "enum mood(a, b) V{id; m: mood; unmanaged}",
        "V{id; unmanaged}",
    )
    .is(&["DropEnum mood", "RemoveField V.m"]),
    Case::new("enum.of_somebody_elses_model_that_goes", "enum mood(a, b) V{id; m: mood; unmanaged}", "")
        .answered(&["--drop", "shop.V"])
        .is(&["DropEnum mood", "DeleteModel V"]),
    Case::new(
        "enum.of_a_model_that_is_released",
        "enum mood(a, b) T{id; m: mood default='b'}",
        "enum mood(a, c) T{id; m: mood default='c'; unmanaged}",
    )
    .is(&[
        "ReleaseModel T",
        "AlterField T.m: mood",
        "ReplaceEnum mood(a, c)",
        "AlterField T.m: mood default='c'",
    ]),
    Case::new(
        "enum.of_a_model_that_is_adopted",
        "enum mood(a, b) V{id; m: mood; unmanaged}",
        "enum mood(a, b) enum size(s, l) V{id; m: mood; n: size}",
    )
    .is(&["AddField V.n: size", "CreateEnum size(s, l)", "AdoptModel V"]),
    Case::new(
        "enum.of_ours_while_somebody_else_has_it",
        "enum mood(a, b) T{id; m: mood} V{id; m: mood; unmanaged}",
        "enum mood(a, b) T{id} V{id; m: mood; unmanaged}",
    )
    .answered(&["--drop", "shop.T.m"])
    .is(&["RemoveField T.m"])
    .prepare_back("DELETE FROM t"),
    Case::new("enum.last_use_removed", "enum mood(a, b) T{id; m: mood?}", "T{id}")
        .answered(&["--drop", "shop.T.m"])
        .is(&["RemoveField T.m", "DropEnum mood"]),
    Case::new("enum.last_model_deleted", "enum mood(a, b) T{id; m: mood}", "")
        .answered(&["--drop", "shop.T"])
        .is(&["DeleteModel T", "DropEnum mood"]),
    Case::new("enum.text_to_enum", "T{id; m: text}", "enum mood(a, b) T{id; m: mood}")
        .answered(&["--using", "shop.T.m=m::mood"])
        .is(&["CreateEnum mood(a, b)", "AlterField T.m: mood using=m::mood"])
        .prepare("UPDATE t SET m = 'a'"),
    Case::new(
        "enum.becomes_a_table_of_its_name",
        "enum status(new, done) T{id; status: status}",
        "Status{id; name: text} T{id}",
    )
    .answered(&["--drop", "shop.T.status"])
    .is(&[
        "RenameEnum status status_old",
        "CreateModel Status{id; name: text}",
        "RemoveField T.status",
        "DropEnum status_old",
    ]),
    Case::new(
        "enum.gets_the_name_of_a_table_that_goes",
        "Status{id; name: text} T{id}",
        "enum status(new, done) T{id; status: status?}",
    )
    .answered(&["--drop", "shop.Status"])
    .is(&[
        "AlterTable Status status_old",
        "CreateEnum status(new, done)",
        "AddField T.status: status?",
        "DeleteModel Status",
    ]),
    Case::new(
        "enum.gets_the_name_of_a_table_of_another_application",
        "zoo.Status{id} T{id}",
        "enum status(new, done) zoo.Status{table=statuses; id} T{id; status: status?}",
    )
    .is(&[
        "zoo: AlterTable Status statuses",
        "shop: CreateEnum status(new, done)",
        "shop: AddField T.status: status?",
    ]),
];
