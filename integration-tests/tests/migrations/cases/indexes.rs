//! Constraints and indexes that have a name.

use crate::case::Case;

const PLAIN: &str = "T{id; a: varchar(100); b: int4}";

pub const CASES: &[Case] = &[
    Case::new("index.add", PLAIN, "T{id; a: varchar(100); b: int4; index ix(a)}").is(&["AddIndex T ix(a)"]),
    Case::new("index.remove", "T{id; a: varchar(100); index ix(a)}", "T{id; a: varchar(100)}").is(&["RemoveIndex T ix"]),
    Case::new("index.rename", "T{id; a: varchar(100); index ix(a)}", "T{id; a: varchar(100); index ix2(a)}").is(&["RenameIndex T ix ix2"]),
    Case::new(
        "index.two_renamed_same_columns",
        "T{id; a: varchar(100); index x1(a); index x2(a)}",
        "T{id; a: varchar(100); index y1(a); index y2(a)}",
    )
    .is(&["RenameIndex T x1 y1", "RenameIndex T x2 y2"]),
    Case::new("index.column_order", "T{id; a: varchar(100); b: int4; index ix(a, b)}", "T{id; a: varchar(100); b: int4; index ix(b, a)}")
        .is(&["RemoveIndex T ix", "AddIndex T ix(b, a)"]),
    Case::new("index.partial", PLAIN, "T{id; a: varchar(100); b: int4; index ix(a) where (b > 0)}").is(&["AddIndex T ix(a) where (b > 0)"]),
    Case::new("index.covering", PLAIN, "T{id; a: varchar(100); b: int4; index ix(a) include (b)}").is(&["AddIndex T ix(a) include (b)"]),
    Case::new("index.gin", "T{id; j: jsonb}", "T{id; j: jsonb; index jx(j) using gin}").is(&["AddIndex T jx(j) using gin"]),
    Case::new("index.of_sql", PLAIN, "T{id; a: varchar(100); b: int4; index ix(-b, `lower(a) text_pattern_ops`)}")
        .is(&["AddIndex T ix(-b, `lower(a) text_pattern_ops`)"]),
    Case::new("index.of_the_field_to_one_with_a_name", "T{id; a: varchar(100) index}", "T{id; a: varchar(100); index ix(a)}")
        .is(&["AlterField T.a: varchar(100)", "AddIndex T ix(a)"]),
    Case::new("index.that_serves_a_key", "P{id} T{id; p: FK(P); b: int4}", "P{id} T{id; p: FK(P); b: int4; index ix(p, b)}")
        .is(&["AddIndex T ix(p, b)"]),
    Case::new("constraint.add_unique", PLAIN, "T{id; a: varchar(100); b: int4; unique uq(a)}").is(&["AddUnique T uq(a)"]),
    Case::new("constraint.remove_unique", "T{id; a: varchar(100); unique uq(a)}", "T{id; a: varchar(100)}").is(&["RemoveConstraint T uq"]),
    Case::new("constraint.rename_unique", "T{id; a: varchar(100); unique uq(a)}", "T{id; a: varchar(100); unique uq2(a)}")
        .is(&["RenameConstraint T uq uq2"]),
    Case::new("constraint.partial_unique", PLAIN, "T{id; a: varchar(100); b: int4; unique uq(a) where (b > 0)}")
        .is(&["AddUnique T uq(a) where (b > 0)"]),
    Case::new(
        "constraint.rename_partial_unique",
        "T{id; a: varchar(100); b: int4; unique uq(a) where (b > 0)}",
        "T{id; a: varchar(100); b: int4; unique uq2(a) where (b > 0)}",
    )
    .is(&["RenameConstraint T uq uq2"]),
    Case::new("constraint.nulls_not_distinct", "T{id; a: varchar(100); unique uq(a)}", "T{id; a: varchar(100); unique uq(a) nulls_not_distinct}")
        .is(&["RemoveConstraint T uq", "AddUnique T uq(a) nulls_not_distinct"]),
    Case::new("constraint.deferrable", "T{id; a: varchar(100); unique uq(a)}", "T{id; a: varchar(100); unique uq(a) deferrable}")
        .is(&["RemoveConstraint T uq", "AddUnique T uq(a) deferrable"]),
    Case::new("constraint.include", PLAIN, "T{id; a: varchar(100); b: int4; unique uq(a) include (b)}").is(&["AddUnique T uq(a) include (b)"]),
    Case::new("constraint.unique_of_the_key", "T{id; a: text unique}", "T{id; a: text unique; unique uq(id); unique uq2(a)}")
        .is(&["AddUnique T uq(id)", "AddUnique T uq2(a)"]),
    Case::new("constraint.add_check", PLAIN, "T{id; a: varchar(100); b: int4; check ck(b > 0)}").is(&["AddCheck T ck(b > 0)"]),
    Case::new("constraint.rename_check", "T{id; b: int4; check ck(b > 0)}", "T{id; b: int4; check ck2(b > 0)}").is(&["RenameConstraint T ck ck2"]),
    Case::new("constraint.change_check", "T{id; b: int4; check ck(b > 0)}", "T{id; b: int4; check ck(b >= 0)}")
        .is(&["RemoveConstraint T ck", "AddCheck T ck(b >= 0)"]),
    Case::new("constraint.add_exclude", "T{id; r: int4; f: date; u: date}", "T{id; r: int4; f: date; u: date; exclude ex using gist (daterange(f, u) WITH &&) where (r < 0)}")
        .is(&["AddExclude T ex using gist (daterange(f, u) WITH &&) where (r < 0)"]),
    Case::new("constraint.unique_together_add", PLAIN, "T{id; a: varchar(100); b: int4; unique t_a_b_key(a, b)}")
        .is(&["AddUnique T t_a_b_key(a, b)"]),
    Case::new(
        "constraint.unique_together_to_constraint",
        "T{id; a: varchar(100); b: int4; unique t_a_b_key(a, b)}",
        "T{id; a: varchar(100); b: int4; unique uq(a, b)}",
    )
    .is(&["RenameConstraint T t_a_b_key uq"]),
    Case::new("constraint.unique_on_fk_to_new_model", "T{id; a: varchar(100)}", "T{id; a: varchar(100); p: FK(P)?; unique uq(a, p)} P{id}").is(&[
        "CreateModel P{id}",
        "AddField T.p: FK(P)?",
        "AddUnique T uq(a, p)",
    ]),
    Case::new("ext.needed_by_constraint", "T{id; r: int4; f: date; u: date}", "extension btree_gist T{id; r: int4; f: date; u: date; exclude ex using gist (r WITH =, daterange(f, u) WITH &&)}")
        .is(&["CreateExtension btree_gist", "AddExclude T ex using gist (r WITH =, daterange(f, u) WITH &&)"]),
    Case::new("ext.needed_by_new_model", "", "extension pg_trgm T{id; a: text; index ix(`a gin_trgm_ops`) using gin}")
        .is(&["CreateExtension pg_trgm", "CreateModel T{id; a: text; index ix(`a gin_trgm_ops`) using gin}"]),
];
