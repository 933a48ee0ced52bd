//! Primary keys.

use crate::case::Case;

pub const CASES: &[Case] = &[
    Case::new("pk.auto32_to_auto64", "P{id: int4 identity pk} T{id; p: FK(P)}", "P{id} T{id; p: FK(P)}")
        .is(&["AlterField P.id: int8 identity"]),
    Case::new(
        "pk.auto32_to_auto64_through_keys_and_pairs",
        "P{id: int4 identity pk} Q{p: O2O(P) pk} T{id; q: FK(Q); ps: M2M(P)}",
        "P{id} Q{p: O2O(P) pk} T{id; q: FK(Q); ps: M2M(P)}",
    )
    .is(&["AlterField P.id: int8 identity"]),
    Case::new("pk.uuid_db_default", "P{id: uuid pk}", "P{id: uuid pk default=gen_random_uuid()}")
        .is(&["AlterField P.id: uuid default=gen_random_uuid()"]),
    Case::new("pk.auto_to_uuid", "P{id; n: text}", "P{id: uuid pk default=gen_random_uuid(); n: text}")
        .answered(&["--using", "shop.P.id=gen_random_uuid()"])
        .is(&["AlterField P.id: uuid default=gen_random_uuid() using=gen_random_uuid()"])
        .one_way(),
    Case::new("pk.implicit_id_to_str", "P{id; code: varchar(100)}", "P{code: varchar(100) pk}")
        .answered(&["--drop", "shop.P.id"])
        .is(&["AlterPrimaryKey P (code)", "RemoveField P.id"]),
    Case::new("pk.str_to_implicit_id", "P{code: varchar(100) pk}", "P{id; code: varchar(100)}")
        .is(&["AddField P.id: int8 identity", "AlterPrimaryKey P (id)"]),
    Case::new("pk.str_to_implicit_id_and_nullable", "P{code: text pk}", "P{id; code: text?}").is(&[
        "AddField P.id: int8 identity",
        "AlterPrimaryKey P (id)",
        "AlterField P.code: text?",
    ]),
    Case::new(
        "pk.another_one_and_nullable_of_another_type",
        "P{code: int4 pk; sku: text; twice: int4 generated=(code * 2)}",
        "P{code: int8?; sku: text pk; twice: int4 generated=(code * 3)}",
    )
    .is(&[
        "RemoveField P.twice",
        "AlterField P.code: int8",
        "AddField P.twice: int4 generated=(code * 3)",
        "AlterPrimaryKey P (sku)",
        "AlterField P.code: int8?",
    ]),
    Case::new("pk.composite_create", "", "L{a: int4; b: int4; key (a, b)}")
        .is(&["CreateModel L{a: int4; b: int4; key (a, b)}"]),
    Case::new("pk.composite_add", "L{a: int4 pk; b: int4}", "L{a: int4; b: int4; key (a, b)}")
        .is(&["AlterPrimaryKey L (a, b)"]),
    Case::new(
        "pk.composite_rename_member",
        "L{a: int4; b: int4; key (a, b)}",
        "L{a: int4; c: int4; key (a, c)}",
    )
    .answered(&["--rename", "shop.L.b:c"])
    .is(&["RenameField L.b c"]),
    Case::new("pk.composite_order", "L{a: int4; b: int4; key (a, b)}", "L{a: int4; b: int4; key (b, a)}")
        .is(&["AlterPrimaryKey L (b, a)"]),
    Case::new(
        "pk.another_one_and_a_new_key_to_it",
        "P{code: varchar(9) pk; sku: text}",
        "P{code: varchar(9); sku: text pk} L{id; p: FK(P); check small(p_id < 'z')} T{id; ps: M2M(P)}",
    )
    .is(&[
        "CreateModel L{id}",
        "CreateModel T{id}",
        "AlterPrimaryKey P (sku)",
        "AddField L.p: FK(P)",
        "AddField T.ps: M2M(P)",
        "AddCheck L small(p_id < 'z')",
    ]),
    Case::new(
        "pk.another_one_and_a_key_to_it_that_goes",
        "P{code: varchar(9) pk; sku: text} L{id; p: FK(P)}",
        "P{code: varchar(9); sku: text pk} L{id}",
    )
    .answered(&["--drop", "shop.L.p"])
    .is(&["RemoveField L.p", "AlterPrimaryKey P (sku)"])
    .prepare_back("DELETE FROM l"),
];
