//! Changes of several applications.

use crate::case::Case;

pub const CASES: &[Case] = &[
    Case::new(
        "app.fk_to_new_other_app",
        "",
        "blog.Book{id; author: FK(shop.Author)} Author{id; name: varchar(100)}",
    )
    .is(&[
        "shop: CreateModel Author{id; name: varchar(100)}",
        "blog: CreateModel Book{id; author: FK(shop.Author)}",
    ]),
    Case::new("app.cycle_2_apps", "", "aa.A{id; b: FK(bb.B)} bb.B{id; a: FK(aa.A)}").is(&[
        "aa: CreateModel A{id}",
        "bb: CreateModel B{id; a: FK(aa.A)}",
        "aa: AddField A.b: FK(bb.B)",
    ]),
    Case::new(
        "app.add_fk_to_existing_other_app",
        "Author{id; name: varchar(100)} blog.Book{id}",
        "Author{id; name: varchar(100)} blog.Book{id; author: FK(shop.Author)?}",
    )
    .is(&["blog: AddField Book.author: FK(shop.Author)?"]),
    Case::new(
        "app.m2m_through_third_app",
        "",
        "aa.A{id; bs: M2M(bb.B through cc.L)} bb.B{id} cc.L{id; a: FK(aa.A); b: FK(bb.B)}",
    )
    .is(&[
        "bb: CreateModel B{id}",
        "aa: CreateModel A{id}",
        "cc: CreateModel L{id; a: FK(aa.A); b: FK(bb.B)}",
        "aa: AddField A.bs: M2M(bb.B through cc.L)",
    ]),
    Case::new(
        "app.rename_target_in_other_app_and_add_fk",
        "T{id; x: varchar(100)} blog.C{id}",
        "U{id; x: varchar(100)} blog.C{id; t: FK(shop.U)?}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["shop: RenameModel T U", "blog: AddField C.t: FK(shop.U)?"]),
    Case::new(
        "app.rename_target_of_other_app",
        "T{id; x: varchar(100)} blog.C{id; t: FK(shop.T)}",
        "U{id; x: varchar(100)} blog.C{id; t: FK(shop.U)}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["RenameModel T U"]),
    Case::new(
        "app.table_that_another_app_gives_up",
        "Book{id} blog.Post{id}",
        "Book{table=books; id} blog.Post{table=posts; id} blog.Book{id}",
    )
    .is(&["shop: AlterTable Book books", "blog: AlterTable Post posts", "blog: CreateModel Book{id}"]),
    Case::new(
        "app.begun_before_what_it_needs",
        "T{id; x: text} blog.C{id}",
        "U{id; x: text} blog.C{table=cs; id; t: FK(shop.U)?}",
    )
    .answered(&["--rename-model", "shop.T:U"])
    .is(&["shop: RenameModel T U", "blog: AlterTable C cs", "blog: AddField C.t: FK(shop.U)?"]),
    Case::new("app.delete_both_sides", "T{id} blog.C{id; t: FK(shop.T)}", "")
        .answered(&["--drop", "shop.T", "--drop", "blog.C"])
        .is(&["blog: DeleteModel C", "shop: DeleteModel T"]),
];
