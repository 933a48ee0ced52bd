//! Models that come and go.

use crate::case::Case;

pub const CASES: &[Case] = &[
    Case::new("model.noop", "Author{id; name: varchar(100)}", "Author{id; name: varchar(100)}"),
    Case::new("model.field_order", "Author{id; name: text; bio: text}", "Author{id; bio: text; name: text}"),
    Case::new("model.create_fk_pair", "", "Category{id; name: varchar(100)} Product{id; category: FK(Category); name: varchar(100)}").is(&[
        "CreateModel Category{id; name: varchar(100)}",
        "CreateModel Product{id; category: FK(Category); name: varchar(100)}",
    ]),
    Case::new("model.create_in_the_order_of_keys", "", "A{id; b: FK(B)} B{id; c: FK(C)} C{id}").is(&[
        "CreateModel C{id}",
        "CreateModel B{id; c: FK(C)}",
        "CreateModel A{id; b: FK(B)}",
    ]),
    Case::new("model.create_with_defaults_of_any_sql", "", "P{id; a: timestamp default=(now() AT TIME ZONE 'UTC'); b: bool default=(NOT true); c: bool default=(true AND false); d: bool default=('x' IS NULL); e: bool default=('x' LIKE 'y%'); f: bool default=(1 IN (1, 2)); g: text default=('x' COLLATE \"C\")}")
        .is(&["CreateModel P{id; a: timestamp default=(now() AT TIME ZONE 'UTC'); b: bool default=(NOT true); c: bool default=(true AND false); d: bool default=('x' IS NULL); e: bool default=('x' LIKE 'y%'); f: bool default=(1 IN (1, 2)); g: text default=('x' COLLATE \"C\")}"]),
    Case::new("model.create_self_fk", "", "Node{id; parent: FK(self)?}").is(&["CreateModel Node{id; parent: FK(self)?}"]),
    Case::new("model.create_cycle2", "", "Author{id; book: FK(Book)?} Book{id; author: FK(Author)}").is(&[
        "CreateModel Author{id}",
        "CreateModel Book{id; author: FK(Author)}",
        "AddField Author.book: FK(Book)?",
    ]),
    Case::new(
        "model.create_cycle_with_unique_and_index",
        "",
        "Knight{id} Rabbit{id; knight: FK(Knight); parent: FK(self); unique rabbit_uq(parent, knight); index rabbit_ix(parent, knight)}",
    )
    .is(&[
        "CreateModel Knight{id}",
        "CreateModel Rabbit{id; knight: FK(Knight); parent: FK(self); unique rabbit_uq(parent, knight); index rabbit_ix(parent, knight)}",
    ]),
    Case::new("model.create_o2o_pk", "", "Profile{author: O2O(Author) pk} Author{id; name: varchar(100)}").is(&[
        "CreateModel Author{id; name: varchar(100)}",
        "CreateModel Profile{author: O2O(Author) pk}",
    ]),
    Case::new(
        "model.delete_child_keeps_parent",
        "Author{id; name: varchar(100)} Book{id; author: FK(Author)}",
        "Author{id; name: varchar(100)}",
    )
    .answered(&["--drop", "shop.Book"])
    .is(&["DeleteModel Book"]),
    Case::new("model.delete_parent_and_child", "Author{id} Book{id; author: FK(Author)}", "")
        .answered(&["--drop", "shop.Author", "--drop", "shop.Book"])
        .is(&["DeleteModel Book", "DeleteModel Author"]),
    Case::new("model.delete_cycle2", "A{id; b: FK(B)?} B{id; a: FK(A)}", "")
        .answered(&["--drop", "shop.A", "--drop", "shop.B"])
        .is(&["RemoveField A.b", "DeleteModel B", "DeleteModel A"]),
    Case::new("model.delete_self_fk", "Node{id; parent: FK(self)?}", "")
        .answered(&["--drop", "shop.Node"])
        .is(&["DeleteModel Node"]),
    Case::new(
        "model.delete_parent_retarget_fk",
        "Publisher{id} Company{id; name: text} Book{id; owner: FK(Publisher)}",
        "Company{id; name: text} Book{id; owner: FK(Company)}",
    )
    .answered(&["--drop", "shop.Publisher", "--lossy", "shop.Book.owner"])
    .is(&["AlterField Book.owner: FK(Company)", "DeleteModel Publisher"])
    .prepare_back("DELETE FROM book"),
    Case::new("model.case_only_rename", "Author{id; name: varchar(100)}", "author{id; name: varchar(100)}")
        .answered(&["--rename-model", "shop.Author:author"])
        .is(&["RenameModel Author author"]),
    Case::new("model.unmanaged_create", "", "V{id; x: int4; unmanaged}").is(&["CreateModel V{id; x: int4; unmanaged}"]),
    Case::new("model.unmanaged_delete", "V{id; x: int4; unmanaged}", "")
        .answered(&["--drop", "shop.V"])
        .is(&["DeleteModel V"]),
    Case::new("model.managed_to_unmanaged", "V{id; x: int4}", "V{id; x: int4; unmanaged}").is(&["ReleaseModel V"]),
    Case::new(
        "model.managed_to_unmanaged_with_all_that_was_ours",
        "Product{id; sku: text unique; stock: int4 default=0; check pos(stock >= 0); index by_sku(-sku)}",
        "Product{id; sku: text; stock: int4; unmanaged}",
    )
    .is(&[
        "ReleaseModel Product",
        "RemoveConstraint Product pos",
        "RemoveIndex Product by_sku",
        "AlterField Product.sku: text",
        "AlterField Product.stock: int4",
    ]),
    Case::new(
        "model.managed_to_unmanaged_and_nothing_of_its_rows_is_asked",
        "Product{id; a: text; b: text; c: text?; d: numeric; e: int4; f: FK(self)?} Other{id}",
        "Product{id; a: int4; c: text; d: numeric(9,2); e: int4 generated=(id::int4); f: FK(Other)?; g: text; h: uuid unique; unmanaged} Other{id}",
    )
    .is(&[
        "ReleaseModel Product",
        "AddField Product.g: text",
        "AddField Product.h: uuid unique",
        "AlterField Product.a: int4",
        "AlterField Product.c: text",
        "AlterField Product.d: numeric(9,2)",
        "AlterField Product.f: FK(Other)?",
        "AlterField Product.e: int4 generated=(id::int4)",
        "RemoveField Product.b",
    ]),
    Case::new(
        "model.managed_to_unmanaged_by_another_name",
        "Product{id; a: text}",
        "Article{table=product; id; a: text; unmanaged}",
    )
    .answered(&["--rename-model", "shop.Product:Article"])
    .is(&[
        "ReleaseModel Product",
        "RenameModel Product Article",
        "AlterTable Article product",
    ]),
    Case::new("model.unmanaged_to_managed", "V{id; x: int4; unmanaged}", "V{id; x: int4}").is(&["AdoptModel V"]),
    Case::new("opt.table_add", "Author{id; name: varchar(100)}", "Author{table=x; id; name: varchar(100)}")
        .is(&["AlterTable Author x"]),
    Case::new("opt.table_remove", "Author{table=x; id; name: varchar(100)}", "Author{id; name: varchar(100)}")
        .is(&["AlterTable Author author"]),
    Case::new(
        "opt.table_of_a_model_with_pairs",
        "Tag{id} Author{id; tags: M2M(Tag)}",
        "Tag{id} Author{table=writers; id; tags: M2M(Tag)}",
    )
    .is(&["AlterTable Author writers"]),
    Case::new("opt.comment_add", "Author{id; name: varchar(100)}", "Author{id; name: varchar(100); comment='c'}")
        .is(&["AlterComment Author 'c'"]),
    Case::new("opt.comment_remove", "Author{id; comment='it''s'}", "Author{id}").is(&["AlterComment Author none"]),
    Case::new(
        "combo.rename_add_constrain_index",
        "Category{id; name: varchar(100)}
         Product{id; category: FK(Category); name: varchar(200); price: numeric(10,2); stock: int4 default=0; is_active: bool default=true;
             created_at: timestamptz default=now(); updated_at: timestamptz default=now()}",
        "Category{id; name: varchar(100)}
         Product{id; category: FK(Category); title: varchar(200); price: numeric(10,2); sku: varchar(32) default='';
             stock: int4 default=0; is_active: bool default=true; created_at: timestamptz default=now();
             updated_at: timestamptz default=now(); unique product_category_title_uq(category, title);
             index product_created_ix(-created_at)}",
    )
    .answered(&["--rename", "shop.Product.name:title"])
    .is(&[
        "RenameField Product.name title",
        "AddField Product.sku: varchar(32) default=''",
        "AddUnique Product product_category_title_uq(category, title)",
        "AddIndex Product product_created_ix(-created_at)",
    ]),
];
