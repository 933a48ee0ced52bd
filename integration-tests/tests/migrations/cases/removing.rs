//! Fields that go.

use crate::case::Case;

pub const CASES: &[Case] = &[
    Case::new("remove.plain", "Author{id; name: varchar(100); x: int4}", "Author{id; name: varchar(100)}")
        .answered(&["--drop", "shop.Author.x"])
        .is(&["RemoveField Author.x"]),
    Case::new(
        "remove.nullable",
        "Author{id; name: varchar(100); x: int4?}",
        "Author{id; name: varchar(100)}",
    )
    .answered(&["--drop", "shop.Author.x"])
    .is(&["RemoveField Author.x"]),
    Case::new("remove.with_default", "Author{id; x: int4 default=3 index}", "Author{id}")
        .answered(&["--drop", "shop.Author.x"])
        .is(&["RemoveField Author.x"]),
    Case::new("remove.fk", "Pub{id} Author{id; pub: FK(Pub)? on_delete=set_null}", "Pub{id} Author{id}")
        .answered(&["--drop", "shop.Author.pub"])
        .is(&["RemoveField Author.pub"]),
    Case::new(
        "remove.m2m",
        "Author{id; name: varchar(100); tags: M2M(Tag)} Tag{id}",
        "Author{id; name: varchar(100)} Tag{id}",
    )
    .answered(&["--drop", "shop.Author.tags"])
    .is(&["RemoveField Author.tags"]),
    Case::new(
        "remove.field_with_unique_constraint",
        "Author{id; name: varchar(100); code: varchar(100); unique code_uq(code)}",
        "Author{id; name: varchar(100)}",
    )
    .answered(&["--drop", "shop.Author.code"])
    .is(&["RemoveConstraint Author code_uq", "RemoveField Author.code"])
    .prepare_back("DELETE FROM author"),
    Case::new(
        "remove.field_called_like_a_type",
        "Post{id; date: int4; at: timestamp; check late(at::date > date '0001-01-01')}",
        "Post{id; at: timestamp; check late(at::date > date '0001-01-01')}",
    )
    .answered(&["--drop", "shop.Post.date"])
    .is(&["RemoveField Post.date"]),
    Case::new(
        "remove.field_with_check_and_index",
        "Author{id; rank: int4?; check rank_positive(rank > 0); index by_rank(rank)}",
        "Author{id}",
    )
    .answered(&["--drop", "shop.Author.rank"])
    .is(&[
        "RemoveConstraint Author rank_positive",
        "RemoveIndex Author by_rank",
        "RemoveField Author.rank",
    ]),
    Case::new(
        "remove.source_of_a_generated_field",
        "Author{id; name: text?; low: text? generated=(lower(name))}",
        "Author{id}",
    )
    .answered(&["--drop", "shop.Author.name", "--drop", "shop.Author.low"])
    .is(&["RemoveField Author.low", "RemoveField Author.name"]),
    Case::new("remove.fk_with_its_target", "Pub{id} Author{id; pub: FK(Pub)?}", "Author{id}")
        .answered(&["--drop", "shop.Author.pub", "--drop", "shop.Pub"])
        .is(&["RemoveField Author.pub", "DeleteModel Pub"]),
];
