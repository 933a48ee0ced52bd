//! New fields.

use crate::case::Case;

const AUTHOR: &str = "Author{id; name: varchar(100)}";

pub const CASES: &[Case] = &[
    Case::new("add.nullable", AUTHOR, "Author{id; name: varchar(100); bio: text?}").is(&["AddField Author.bio: text?"]),
    Case::new("add.notnull_no_default__oneoff", AUTHOR, "Author{id; name: varchar(100); rank: int4}")
        .answered(&["--one-off", "shop.Author.rank=7"])
        .is(&["AddField Author.rank: int4 one_off=7"]),
    Case::new("add.blank_string", AUTHOR, "Author{id; name: varchar(100); bio: varchar(100)}")
        .answered(&["--one-off", "shop.Author.bio=''"])
        .is(&["AddField Author.bio: varchar(100) one_off=''"]),
    Case::new("add.defaults_of_any_sql", "Author{id}", "Author{id; a: timestamp default=(now() AT TIME ZONE 'UTC'); b: bool default=(NOT true); c: text default=('x' COLLATE \"C\")}")
        .is(&[
            "AddField Author.a: timestamp default=(now() AT TIME ZONE 'UTC')",
            "AddField Author.b: bool default=(NOT true)",
            "AddField Author.c: text default=('x' COLLATE \"C\")",
        ]),
    Case::new("add.one_off_of_any_sql", "Author{id}", "Author{id; a: timestamp; b: bool}")
        .answered(&["--one-off", "shop.Author.a=now() AT TIME ZONE 'UTC'", "--one-off", "shop.Author.b=NOT true"])
        .is(&[
            "AddField Author.a: timestamp one_off=(now() AT TIME ZONE 'UTC')",
            "AddField Author.b: bool one_off=(NOT true)",
        ]),
    Case::new("add.one_off_by_a_query", "P{id; n: int4} R{id; p: FK(P)}", "P{id; n: int4; reviews: int8} R{id; p: FK(P)}")
        .answered(&["--one-off", "shop.P.reviews=(SELECT count(*) FROM r WHERE r.p_id = p.id)"])
        .is(&["AddField P.reviews: int8 one_off=((SELECT count(*) FROM r WHERE r.p_id = p.id))"]),
    Case::new("add.one_off_of_qualified_columns", "P{id; n: int4}", "P{id; n: int4; m: int4}")
        .answered(&["--one-off", "shop.P.m=p.n + \"p\".\"n\""])
        .is(&["AddField P.m: int4 one_off=(p.n + \"p\".\"n\")"]),
    Case::new("add.auto_now", AUTHOR, "Author{id; name: varchar(100); updated: timestamptz default=now()}")
        .is(&["AddField Author.updated: timestamptz default=now()"]),
    Case::new("add.bool_default", AUTHOR, "Author{id; name: varchar(100); active: bool default=true}")
        .is(&["AddField Author.active: bool default=true"]),
    Case::new("add.json_default", AUTHOR, "Author{id; name: varchar(100); meta: jsonb default='{}'}")
        .is(&["AddField Author.meta: jsonb default='{}'"]),
    Case::new("add.uuid_unique_by_the_database", AUTHOR, "Author{id; name: varchar(100); uid: uuid unique default=gen_random_uuid()}")
        .is(&["AddField Author.uid: uuid unique default=gen_random_uuid()"]),
    Case::new("add.array", AUTHOR, "Author{id; name: varchar(100); words: text[] default='{}'}")
        .is(&["AddField Author.words: text[] default='{}'"]),
    Case::new("add.with_comment", AUTHOR, "Author{id; name: varchar(100); bio: text? comment='in short'}")
        .is(&["AddField Author.bio: text? comment='in short'"]),
    Case::new("add.indexed", AUTHOR, "Author{id; name: varchar(100); rank: int4? index}")
        .is(&["AddField Author.rank: int4? index"]),
    Case::new("add.fk_nullable", "Author{id; name: varchar(100)} Pub{id}", "Author{id; name: varchar(100); pub: FK(Pub)?} Pub{id}")
        .is(&["AddField Author.pub: FK(Pub)?"]),
    Case::new("add.fk_not_null_to_existing_row", "Author{id} Pub{id}", "Author{id; pub: FK(Pub)} Pub{id}")
        .answered(&["--one-off", "shop.Author.pub=1"])
        .is(&["AddField Author.pub: FK(Pub) one_off=1"]),
    Case::new("add.fk_to_new_model", AUTHOR, "Author{id; name: varchar(100); pub: FK(Zpub)?} Zpub{id; n: varchar(100)}").is(&[
        "CreateModel Zpub{id; n: varchar(100)}",
        "AddField Author.pub: FK(Zpub)?",
    ]),
    Case::new("add.o2o_nullable", "Author{id; name: varchar(100)} Pub{id}", "Author{id; name: varchar(100); pub: O2O(Pub)?} Pub{id}")
        .is(&["AddField Author.pub: O2O(Pub)?"]),
    Case::new("add.m2m_to_new_model", AUTHOR, "Author{id; name: varchar(100); tags: M2M(Tag)} Tag{id; n: varchar(100)}").is(&[
        "CreateModel Tag{id; n: varchar(100)}",
        "AddField Author.tags: M2M(Tag)",
    ]),
    Case::new("add.m2m_to_self", AUTHOR, "Author{id; name: varchar(100); friends: M2M(self)}")
        .is(&["AddField Author.friends: M2M(self)"]),
    Case::new(
        "add.generated_after_its_source",
        AUTHOR,
        "Author{id; name: varchar(100); surname: varchar(100) default=''; full: text generated=(lower(name) || lower(surname))}",
    )
    .is(&[
        "AddField Author.surname: varchar(100) default=''",
        "AddField Author.full: text generated=(lower(name) || lower(surname))",
    ]),
    Case::new("add.field_and_unique", AUTHOR, "Author{id; name: varchar(100); code: varchar(100)?; unique code_uq(code)}").is(&[
        "AddField Author.code: varchar(100)?",
        "AddUnique Author code_uq(code)",
    ]),
    Case::new("add.two_in_the_order_of_the_struct", AUTHOR, "Author{id; name: varchar(100); z: int4?; a: int4?}")
        .is(&["AddField Author.z: int4?", "AddField Author.a: int4?"]),
    Case::new(
        "add.remove_and_add_different_type",
        "Author{id; name: varchar(100); x: int4 default=0}",
        "Author{id; name: varchar(100); y: text default=''}",
    )
    .answered(&["--drop", "shop.Author.x"])
    .is(&["AddField Author.y: text default=''", "RemoveField Author.x"]),
];
