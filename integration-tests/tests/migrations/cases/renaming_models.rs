//! Models that have another name.

use crate::case::Case;

pub const CASES: &[Case] = &[
    Case::new("rename_model.yes", "T{id; x: varchar(100)}", "U{id; x: varchar(100)}")
        .answered(&["--rename-model", "shop.T:U"])
        .is(&["RenameModel T U"]),
    Case::new(
        "rename_model.with_incoming_fk",
        "T{id; x: varchar(100)} C{id; t: FK(T)}",
        "U{id; x: varchar(100)} C{id; t: FK(U)}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["RenameModel T U"]),
    Case::new(
        "rename_model.with_self_fk",
        "T{id; x: varchar(100); parent: FK(self)?}",
        "U{id; x: varchar(100); parent: FK(self)?}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["RenameModel T U"]),
    Case::new(
        "rename_model.plus_field_added",
        "T{id; x: varchar(100)}",
        "U{id; x: varchar(100); y: int4 default=1}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["RenameModel T U", "AddField U.y: int4 default=1"]),
    Case::new(
        "rename_model.m2m_owner",
        "Tag{id; n: varchar(100)} T{id; tags: M2M(Tag)}",
        "Tag{id; n: varchar(100)} U{id; tags: M2M(Tag)}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["RenameModel T U"]),
    Case::new(
        "rename_model.m2m_target",
        "Tag{id; n: varchar(100)} T{id; tags: M2M(Tag)}",
        "Mark{id; n: varchar(100)} T{id; tags: M2M(Mark)}",
    )
    .answered(&["--rename-model", "shop.Tag:Mark"])
    .is(&["RenameModel Tag Mark"]),
    Case::new(
        "rename_model.m2m_to_self",
        "T{id; x: text; near: M2M(self)}",
        "U{id; x: text; near: M2M(self)}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["RenameModel T U"]),
    Case::new(
        "rename_model.through_model",
        "P{id; n: varchar(100)} T{id; ps: M2M(P through L)} L{id; t: FK(T); p: FK(P)}",
        "P{id; n: varchar(100)} T{id; ps: M2M(P through K)} K{id; t: FK(T); p: FK(P)}",
    )
    .answered(&["--rename-model", "shop.L:K"])
    .is(&["RenameModel L K"]),
    Case::new(
        "rename_model.and_table_changed",
        "T{table=tt; id; x: varchar(100)}",
        "U{table=uu; id; x: varchar(100)}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["RenameModel T U", "AlterTable U uu"]),
    Case::new(
        "rename_model.with_its_own_table",
        "T{table=tt; id; x: varchar(100)}",
        "U{table=tt; id; x: varchar(100)}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["RenameModel T U"]),
    Case::new(
        "rename_model.two_renames_linked",
        "A{id; n: varchar(100)} B{id; a: FK(A)}",
        "X{id; n: varchar(100)} Y{id; x: FK(X)}",
    )
    .answered(&["--rename-model", "shop.A:X", "--rename-model", "shop.B:Y", "--rename", "shop.B.a:x"])
    .is(&["RenameModel A X", "RenameModel B Y", "RenameField Y.a x"]),
    Case::new(
        "rename_model.with_index_check_and_unique",
        "T{id; x: varchar(100) unique; y: int4 index; index t_x_ix(x); check ck(x <> ''); unique uq(x, y)}",
        "U{id; x: varchar(100) unique; y: int4 index; index t_x_ix(x); check ck(x <> ''); unique uq(x, y)}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["RenameModel T U"]),
];
