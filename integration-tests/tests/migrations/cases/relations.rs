//! Relations that change.

use crate::case::Case;

const KEY: &str = "P{id; code: varchar(100) unique} P2{id} T{id; f: FK(P)}";
const PAIRS: &str = "P{id} T{id; ps: M2M(P)}";

pub const CASES: &[Case] = &[
    Case::new(
        "alter.fk_on_delete",
        KEY,
        "P{id; code: varchar(100) unique} P2{id} T{id; f: FK(P) on_delete=restrict}",
    )
    .is(&["AlterField T.f: FK(P) on_delete=restrict"]),
    Case::new(
        "alter.fk_deferrable",
        KEY,
        "P{id; code: varchar(100) unique} P2{id} T{id; f: FK(P) deferrable}",
    )
    .is(&["AlterField T.f: FK(P) deferrable"]),
    Case::new("alter.fk_retarget", KEY, "P{id; code: varchar(100) unique} P2{id} T{id; f: FK(P2)}")
        .answered(&["--lossy", "shop.T.f"])
        .is(&["AlterField T.f: FK(P2)"]),
    Case::new("alter.fk_to_o2o", KEY, "P{id; code: varchar(100) unique} P2{id} T{id; f: O2O(P)}")
        .is(&["AlterField T.f: O2O(P)"]),
    Case::new("alter.o2o_to_fk", "P{id; code: varchar(100) unique} P2{id} T{id; f: O2O(P)}", KEY)
        .is(&["AlterField T.f: FK(P)"]),
    Case::new(
        "alter.fk_drop_constraint",
        KEY,
        "P{id; code: varchar(100) unique} P2{id} T{id; f: FK(P) no_constraint}",
    )
    .is(&["AlterField T.f: FK(P) no_constraint"]),
    Case::new("alter.fk_no_index", KEY, "P{id; code: varchar(100) unique} P2{id} T{id; f: FK(P) no_index}")
        .is(&["AlterField T.f: FK(P) no_index"]),
    Case::new(
        "alter.fk_null",
        KEY,
        "P{id; code: varchar(100) unique} P2{id} T{id; f: FK(P)? on_delete=set_null}",
    )
    .is(&["AlterField T.f: FK(P)? on_delete=set_null"]),
    Case::new("alter.concrete_to_m2m", "P{id} T{id; f: varchar(100)}", "P{id} T{id; f: M2M(P)}")
        .answered(&["--drop", "shop.T.f"])
        .is(&["RemoveField T.f", "AddField T.f: M2M(P)"]),
    Case::new("alter.fk_to_m2m", "P{id} T{id; f: FK(P)}", "P{id} T{id; f: M2M(P)}")
        .answered(&["--drop", "shop.T.f"])
        .is(&["RemoveField T.f", "AddField T.f: M2M(P)"])
        .prepare_back("TRUNCATE t CASCADE"),
    Case::new("alter.m2m_retarget", "P{id} P2{id} T{id; f: M2M(P)}", "P{id} P2{id} T{id; f: M2M(P2)}")
        .answered(&["--drop", "shop.T.f"])
        .is(&["RemoveField T.f", "AddField T.f: M2M(P2)"]),
    Case::new("alter.int_col_to_fk_same_column", "P{id} T{id; p_id: int8}", "P{id} T{id; p: FK(P)}")
        .answered(&["--rename", "shop.T.p_id:p"])
        .is(&["RenameField T.p_id p column=p_id", "AlterField T.p: FK(P)"]),
    Case::new("alter.int_field_to_fk", "P{id} T{id; p: int8 column=p_id}", "P{id} T{id; p: FK(P)}")
        .is(&["AlterField T.p: FK(P)"]),
    Case::new(
        "m2m.create_with_owner",
        "",
        "Post{id; t: varchar(100); tags: M2M(Tag)} Tag{id; n: varchar(100) unique}",
    )
    .is(&[
        "CreateModel Tag{id; n: varchar(100) unique}",
        "CreateModel Post{id; t: varchar(100); tags: M2M(Tag)}",
    ]),
    Case::new(
        "m2m.explicit_through",
        "",
        "P{id; n: varchar(100)} T{id; ps: M2M(P through L)} L{id; t: FK(T); p: FK(P); q: int4}",
    )
    .is(&[
        "CreateModel P{id; n: varchar(100)}",
        "CreateModel T{id}",
        "CreateModel L{id; t: FK(T); p: FK(P); q: int4}",
        "AddField T.ps: M2M(P through L)",
    ]),
    Case::new("m2m.two_to_same_target", "", "Tag{id} P{id; a: M2M(Tag); b: M2M(Tag)}")
        .is(&["CreateModel Tag{id}", "CreateModel P{id; a: M2M(Tag); b: M2M(Tag)}"]),
    Case::new("m2m.to_self", "", "P{id; friends: M2M(self)}").is(&["CreateModel P{id; friends: M2M(self)}"]),
    Case::new("m2m.db_table", PAIRS, "P{id} T{id; ps: M2M(P) table=t_of_p}")
        .is(&["AlterField T.ps: M2M(P) table=t_of_p"]),
    Case::new("m2m.auto_to_through", PAIRS, "P{id} T{id; ps: M2M(P through L)} L{id; t: FK(T); p: FK(P)}")
        .answered(&["--drop", "shop.T.ps"])
        .is(&[
            "RemoveField T.ps",
            "CreateModel L{id; t: FK(T); p: FK(P)}",
            "AddField T.ps: M2M(P through L)",
        ]),
    Case::new("m2m.between_unlike_keys", "", "P{code: varchar(10) pk} T{id: uuid pk; ps: M2M(P)}")
        .is(&["CreateModel P{code: varchar(10) pk}", "CreateModel T{id: uuid pk; ps: M2M(P)}"]),
    Case::new("fk.in_the_column_of_a_field_that_goes", "P{id} T{id; p_id: int8?}", "P{id} T{id; p: FK(P)?}")
        .answered(&["--drop", "shop.T.p_id"])
        .is(&["RemoveField T.p_id", "AddField T.p: FK(P)?"]),
    Case::new("fk.leaves_its_column_to_a_new_field", "P{id} T{id; p: FK(P)?}", "P{id} T{id; p_id: int8?}")
        .answered(&["--drop", "shop.T.p"])
        .is(&["RemoveField T.p", "AddField T.p_id: int8?"]),
];
