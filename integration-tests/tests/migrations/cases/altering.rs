//! Fields with values of their own that change.

use crate::case::Case;

pub const CASES: &[Case] = &[
    Case::new("alter.varchar_widen", "T{id; f: varchar(50)}", "T{id; f: varchar(100)}")
        .is(&["AlterField T.f: varchar(100)"]),
    Case::new(
        "alter.default_of_any_sql",
        "T{id; f: bool; g: timestamp?}",
        "T{id; f: int4 default=(1 + 1); g: timestamp default=(now() AT TIME ZONE 'UTC')}",
    )
    .answered(&["--using", "shop.T.f=CASE WHEN f THEN 1 ELSE 0 END"])
    .is(&[
        "AlterField T.f: int4 default=(1 + 1) using=(CASE WHEN f THEN 1 ELSE 0 END)",
        "AlterField T.g: timestamp default=(now() AT TIME ZONE 'UTC')",
    ]),
    Case::new("alter.varchar_narrow", "T{id; f: varchar(100)}", "T{id; f: varchar(50)}")
        .is(&["AlterField T.f: varchar(50)"]),
    Case::new("alter.varchar_to_text", "T{id; f: varchar(50)}", "T{id; f: text}")
        .is(&["AlterField T.f: text"]),
    Case::new("alter.text_to_varchar", "T{id; f: text}", "T{id; f: varchar(50)}")
        .is(&["AlterField T.f: varchar(50)"]),
    Case::new("alter.int_to_bigint", "T{id; f: int4}", "T{id; f: int8}").is(&["AlterField T.f: int8"]),
    Case::new("alter.int_to_text", "T{id; f: int4}", "T{id; f: text}").is(&["AlterField T.f: text"]),
    Case::new("alter.text_to_int_using", "T{id; f: text}", "T{id; f: int4}")
        .answered(&["--using", "shop.T.f=f::integer"])
        .is(&["AlterField T.f: int4 using=f::integer"]),
    Case::new("alter.int_to_bool", "T{id; f: int4}", "T{id; f: bool}")
        .answered(&["--using", "shop.T.f=f::boolean"])
        .is(&["AlterField T.f: bool using=f::boolean"]),
    Case::new("alter.text_to_array", "T{id; f: text}", "T{id; f: text[]}")
        .answered(&["--using", "shop.T.f=ARRAY[f]"])
        .is(&["AlterField T.f: text[] using=ARRAY[f]"]),
    Case::new("alter.decimal_precision_up", "T{id; f: numeric(10,2)}", "T{id; f: numeric(12,2)}")
        .is(&["AlterField T.f: numeric(12,2)"]),
    Case::new("alter.date_to_timestamptz", "T{id; f: date}", "T{id; f: timestamptz}")
        .is(&["AlterField T.f: timestamptz"]),
    Case::new("alter.timestamp_to_timestamptz", "T{id; f: timestamp}", "T{id; f: timestamptz}")
        .is(&["AlterField T.f: timestamptz"]),
    Case::new(
        "alter.null_to_notnull_default",
        "T{id; f: varchar(100)?}",
        "T{id; f: varchar(100) default='x'}",
    )
    .is(&["AlterField T.f: varchar(100) default='x'"]),
    Case::new("alter.null_to_notnull_oneoff", "T{id; f: varchar(100)?}", "T{id; f: varchar(100)}")
        .answered(&["--one-off", "shop.T.f='x'"])
        .is(&["AlterField T.f: varchar(100) one_off='x'"]),
    Case::new("alter.notnull_to_null", "T{id; f: varchar(100)}", "T{id; f: varchar(100)?}")
        .is(&["AlterField T.f: varchar(100)?"]),
    Case::new("alter.type_and_null_and_default", "T{id; f: int4? default=1}", "T{id; f: int8 default=2}")
        .is(&["AlterField T.f: int8 default=2"]),
    Case::new("alter.add_unique", "T{id; f: varchar(100)}", "T{id; f: varchar(100) unique}")
        .is(&["AlterField T.f: varchar(100) unique"]),
    Case::new("alter.drop_unique", "T{id; f: varchar(100) unique}", "T{id; f: varchar(100)}")
        .is(&["AlterField T.f: varchar(100)"]),
    Case::new("alter.add_index", "T{id; f: varchar(100)}", "T{id; f: varchar(100) index}")
        .is(&["AlterField T.f: varchar(100) index"]),
    Case::new("alter.unique_to_index", "T{id; f: varchar(100) unique}", "T{id; f: varchar(100) index}")
        .is(&["AlterField T.f: varchar(100) index"]),
    Case::new("alter.default_change", "T{id; f: int4 default=1}", "T{id; f: int4 default=2}")
        .is(&["AlterField T.f: int4 default=2"]),
    Case::new("alter.db_default_add", "T{id; f: int4}", "T{id; f: int4 default=1}")
        .is(&["AlterField T.f: int4 default=1"]),
    Case::new("alter.db_default_drop", "T{id; f: int4 default=1}", "T{id; f: int4}")
        .is(&["AlterField T.f: int4"]),
    Case::new("alter.db_comment", "T{id; f: varchar(100)}", "T{id; f: varchar(100) comment='c'}")
        .is(&["AlterField T.f: varchar(100) comment='c'"]),
    Case::new("alter.auto_now_toggle", "T{id; f: timestamptz}", "T{id; f: timestamptz default=now()}")
        .is(&["AlterField T.f: timestamptz default=now()"]),
    Case::new(
        "alter.column_name",
        "T{id; f: int4; check positive(f > 0)}",
        "T{id; f: int4 column=g; check positive(g > 0)}",
    )
    .is(&["AlterField T.f: int4 column=g"]),
    Case::new(
        "alter.under_check_index_and_unique",
        "T{id; f: int4; check positive(f > 0); index by_f(-f); unique one_f(f)}",
        "T{id; f: int8; check positive(f > 0); index by_f(-f); unique one_f(f)}",
    )
    .is(&["AlterField T.f: int8"]),
    Case::new(
        "alter.generated_expression",
        "T{id; f: text; g: text? generated=(lower(f))}",
        "T{id; f: text; g: text? generated=(upper(f))}",
    )
    .is(&["AlterField T.g: text? generated=(upper(f))"]),
    Case::new("alter.plain_to_identity", "T{id; n: int4}", "T{id; n: int4 identity}")
        .is(&["AlterField T.n: int4 identity"]),
    Case::new("alter.identity_to_plain", "T{id; n: int4 identity}", "T{id; n: int4}")
        .is(&["AlterField T.n: int4"]),
    Case::new(
        "alter.source_of_a_new_generated_field",
        "T{id; n: text}",
        "T{id; n: int4; twice: int4 generated=(n * 2)}",
    )
    .answered(&["--using", "shop.T.n=length(n)"])
    .is(&["AlterField T.n: int4 using=length(n)", "AddField T.twice: int4 generated=(n * 2)"]),
    Case::new(
        "alter.source_of_a_generated_field_that_goes",
        "T{id; n: text; low: text generated=(lower(n))}",
        "T{id; n: int4}",
    )
    .answered(&["--drop", "shop.T.low", "--using", "shop.T.n=length(n)"])
    .is(&["RemoveField T.low", "AlterField T.n: int4 using=length(n)"]),
    Case::new(
        "alter.source_of_a_generated_field_with_its_expression",
        "T{id; n: text; g: text generated=(lower(n)); index by_g(g)}",
        "T{id; n: int4; g: text generated=((n * 2)::text); index by_g(g)}",
    )
    .answered(&["--using", "shop.T.n=length(n)"])
    .is(&[
        "RemoveIndex T by_g",
        "RemoveField T.g",
        "AlterField T.n: int4 using=length(n)",
        "AddField T.g: text generated=((n * 2)::text)",
        "AddIndex T by_g(g)",
    ]),
];
