//! Fields that have another name.

use crate::case::Case;

pub const CASES: &[Case] = &[
    Case::new("rename_field.yes", "T{id; old: varchar(100)}", "T{id; new: varchar(100)}")
        .answered(&["--rename", "shop.T.old:new"])
        .is(&["RenameField T.old new"]),
    Case::new("rename_field.plus_type_change", "T{id; old: varchar(50)}", "T{id; new: varchar(60) default=''}")
        .answered(&["--rename", "shop.T.old:new"])
        .is(&["RenameField T.old new", "AlterField T.new: varchar(60) default=''"]),
    Case::new("rename_field.one_removed_two_candidates", "T{id; old: varchar(100)}", "T{id; new_a: varchar(100); new_b: varchar(100)}")
        .answered(&["--rename", "shop.T.old:new_a", "--one-off", "shop.T.new_b='x'"])
        .is(&["RenameField T.old new_a", "AddField T.new_b: varchar(100) one_off='x'"]),
    Case::new("rename_field.two_removed_one_added", "T{id; a: varchar(100); b: varchar(100)}", "T{id; x: varchar(100)}")
        .answered(&["--rename", "shop.T.a:x", "--drop", "shop.T.b"])
        .is(&["RenameField T.a x", "RemoveField T.b"]),
    Case::new("rename_field.unique_and_indexed", "T{id; a: int4 unique; b: int4 index}", "T{id; x: int4 unique; y: int4 index}")
        .answered(&["--rename", "shop.T.a:x", "--rename", "shop.T.b:y"])
        .is(&["RenameField T.a x", "RenameField T.b y"]),
    Case::new("rename_field.primary_key", "P{id: int8 identity pk} T{id; p: FK(P)}", "P{nr: int8 identity pk} T{id; p: FK(P)}")
        .answered(&["--rename", "shop.P.id:nr"])
        .is(&["RenameField P.id nr"]),
    Case::new(
        "rename_field.called_like_a_type",
        "Post{id; date: int4; at: timestamp; check late(cast(at AS date) > date '0001-01-01' OR date > 0)}",
        "Post{id; day: int4; at: timestamp; check late(cast(at AS date) > date '0001-01-01' OR day > 0)}",
    )
    .answered(&["--rename", "shop.Post.date:day"])
    .is(&["RenameField Post.date day"]),
    Case::new("rename_field.fk", "P{id} T{id; old: FK(P)}", "P{id} T{id; new: FK(P)}")
        .answered(&["--rename", "shop.T.old:new"])
        .is(&["RenameField T.old new"]),
    Case::new("rename_field.fk_keep_column", "P{id} T{id; old: FK(P)}", "P{id} T{id; new: FK(P) column=old_id}")
        .is(&["RenameField T.old new column=old_id"]),
    Case::new("rename_field.m2m", "P{id} T{id; old: M2M(P)}", "P{id} T{id; new: M2M(P)}")
        .answered(&["--rename", "shop.T.old:new"])
        .is(&["RenameField T.old new"]),
    Case::new("rename_field.in_unique_same_name", "T{id; old: varchar(100); unique uq(old)}", "T{id; new: varchar(100); unique uq(new)}")
        .answered(&["--rename", "shop.T.old:new"])
        .is(&["RenameField T.old new"]),
    Case::new("rename_field.in_unique_together", "T{id; old: varchar(100); z: int4; unique uq(old, z)}", "T{id; new: varchar(100); z: int4; unique uq(new, z)}")
        .answered(&["--rename", "shop.T.old:new"])
        .is(&["RenameField T.old new"]),
    Case::new(
        "rename_field.in_sql",
        "T{id; old: text; z: text generated=(lower(old)); check ck(old <> 'old'); index ix(`lower(old)`, z) where (old > ''); unique uq(z) where (old <> '-')}",
        "T{id; new: text; z: text generated=(lower(new)); check ck(new <> 'old'); index ix(`lower(new)`, z) where (new > ''); unique uq(z) where (new <> '-')}",
    )
    .answered(&["--rename", "shop.T.old:new"])
    .is(&["RenameField T.old new"]),
    Case::new("rename_field.to_field_target", "P{code: varchar(100) pk} T{id; p: FK(P)}", "P{sku: varchar(100) pk} T{id; p: FK(P)}")
        .answered(&["--rename", "shop.P.code:sku"])
        .is(&["RenameField P.code sku"]),
    Case::new("rename_field.fk_and_target_model", "P{id; n: varchar(100)} T{id; p: FK(P)}", "Q{id; n: varchar(100)} T{id; q: FK(Q)}")
        .answered(&["--rename-model", "shop.P:Q", "--rename", "shop.T.p:q"])
        .is(&["RenameModel P Q", "RenameField T.p q"]),
    Case::new("rename_field.with_new_field_taking_old_name", "T{id; a: varchar(100)}", "T{id; a: int4 default=0; b: varchar(100) default=''}")
        .answered(&["--rename", "shop.T.a:b"])
        .is(&["RenameField T.a b", "AddField T.a: int4 default=0", "AlterField T.b: varchar(100) default=''"]),
];
