use crate::column::Default;
use crate::enumeration::Enum;
use crate::migration::{Migration, MigrationName};
use crate::operation::{Constraint, Operation, Undo};
use crate::sql_type::SqlType;
use crate::state::{
    Check, Element, Exclude, Field, ForeignKey, Index, Kind, Model, Pairs, PairsBy, Plain, Unique,
};
use crate::table::OnDelete;

pub(super) fn name() -> MigrationName {
    MigrationName::new("shop", "0002_more")
}

fn plain(name: &str, sql_type: SqlType) -> Plain {
    Plain { column: name.to_owned(), sql_type, nullable: false, default: None, unique: false, index: false }
}

fn field(name: &str, kind: Kind) -> Field {
    Field { name: name.to_owned(), kind, comment: None }
}

fn pairs(table: &str, from: &str, to: &str) -> PairsBy {
    PairsBy::Table { table: table.to_owned(), from: from.to_owned(), to: to.to_owned() }
}

fn every_field() -> Vec<Field> {
    let text = |name: &str| plain(name, SqlType::Text);
    let key = ForeignKey {
        column: "category_id".to_owned(),
        to: "shop.Category".parse().unwrap(),
        on_delete: OnDelete::Cascade,
        nullable: false,
        default: None,
        unique: false,
        index: true,
        constraint: true,
        deferrable: false,
    };
    let many = |by| Kind::ManyToMany(Pairs { to: "shop.Tag".parse().unwrap(), by });
    vec![
        field("id", Kind::Plain(Plain { default: Some(Default::Identity), ..plain("id", SqlType::BigInt) })),
        Field {
            comment: Some("what \"they\" say\n\\ in two lines\u{7}".to_owned()),
            ..field("name", Kind::Plain(Plain { unique: true, ..plain("name", SqlType::Varchar(100)) }))
        },
        field(
            "bio",
            Kind::Plain(Plain { nullable: true, default: Some(Default::text("it's")), ..text("about") }),
        ),
        field("path", Kind::Plain(Plain { default: Some(Default::text("C:\\")), ..text("path") })),
        field(
            "low",
            Kind::Plain(Plain { default: Some(Default::Generated("lower(name)".to_owned())), ..text("low") }),
        ),
        field(
            "at",
            Kind::Plain(Plain {
                default: Some(Default::Expression("now()".to_owned())),
                index: true,
                ..text("at")
            }),
        ),
        field("mood", Kind::Plain(plain("mood", SqlType::Array(Box::new(SqlType::Enum("Mood".to_owned())))))),
        field("category", Kind::ForeignKey(key.clone())),
        field(
            "other",
            Kind::ForeignKey(ForeignKey {
                column: "else_id".to_owned(),
                on_delete: OnDelete::SetDefault,
                nullable: true,
                default: Some(Default::Expression("1".to_owned())),
                unique: true,
                index: false,
                constraint: false,
                deferrable: true,
                ..key
            }),
        ),
        field("tags", many(pairs("product_tags", "product_id", "tag_id"))),
        field("marks", many(pairs("marks", "a", "b"))),
        field("links", many(PairsBy::Through("shop.Link".parse().unwrap()))),
    ]
}

fn unique(name: &str) -> Unique {
    Unique {
        name: name.to_owned(),
        fields: vec!["name".to_owned()],
        include: Vec::new(),
        condition: None,
        nulls_not_distinct: false,
        deferrable: false,
    }
}

fn exclude() -> Exclude {
    Exclude {
        name: "ex".to_owned(),
        method: "gist".to_owned(),
        elements: "name WITH =".to_owned(),
        condition: Some("id > 0".to_owned()),
        deferrable: true,
    }
}

fn index() -> Index {
    Index {
        name: "ix".to_owned(),
        elements: vec![
            Element::Field { name: "name".to_owned(), descending: false },
            Element::Field { name: "at".to_owned(), descending: true },
            Element::Sql("lower(name) text_pattern_ops".to_owned()),
        ],
        method: Some("btree".to_owned()),
        include: vec!["id".to_owned()],
        condition: Some("name <> ''".to_owned()),
    }
}

pub(super) fn every_operation() -> Vec<Operation> {
    let model = || "Product".to_owned();
    let text = |text: &str| text.to_owned();
    let some = |text: &str| Some(text.to_owned());
    let mut definition = Model::new("product");
    definition.fields = every_field();
    definition.primary_key = vec![text("id")];
    definition.comment = some("what we sell");
    let full = Unique {
        include: vec![text("id")],
        condition: some("id > 0"),
        nulls_not_distinct: true,
        deferrable: true,
        ..unique("full")
    };
    definition.unique = vec![unique("plain"), full];
    definition.checks = vec![Check { name: text("ck"), condition: text("id > 0") }];
    definition.excludes = vec![exclude()];
    definition.indexes = vec![index()];
    let mut foreign = Model::new("users");
    foreign.managed = false;
    let fields = every_field().into_iter().map(|field| Operation::AddField {
        model: model(),
        field,
        one_off: some("gen_random_uuid()"),
    });
    let fixed = [
        Operation::CreateModel { model: model(), definition },
        Operation::CreateModel { model: text("User"), definition: foreign },
        Operation::DeleteModel { model: model() },
        Operation::RenameModel { from: model(), to: text("Article") },
        Operation::AlterTable { model: model(), table: text("articles") },
        Operation::AlterComment { model: model(), comment: some("new") },
        Operation::AlterComment { model: model(), comment: None },
        Operation::AdoptModel { model: model() },
        Operation::ReleaseModel { model: model() },
        Operation::AlterPrimaryKey {
            model: model(),
            was: vec![text("id")],
            primary_key: vec![text("a"), text("b")],
        },
        Operation::RemoveField { model: model(), field: text("bio") },
        Operation::AlterField {
            model: model(),
            was: every_field().remove(0),
            field: every_field().remove(1),
            one_off: some("''"),
            using: some("name::text"),
        },
        Operation::RenameField { model: model(), from: text("a"), to: text("b"), column: None },
        Operation::RenameField { model: model(), from: text("a"), to: text("b"), column: some("c") },
        Operation::AddIndex { model: model(), index: index(), concurrently: true },
        Operation::AddIndex { model: model(), index: index(), concurrently: false },
        Operation::RemoveIndex { model: model(), index: text("ix"), concurrently: true },
        Operation::RenameIndex { model: model(), from: text("a"), to: text("b") },
        Operation::AddConstraint { model: model(), constraint: Constraint::Unique(unique("u")) },
        Operation::AddConstraint {
            model: model(),
            constraint: Constraint::Check(Check { name: text("c"), condition: text("id > 0") }),
        },
        Operation::AddConstraint { model: model(), constraint: Constraint::Exclude(exclude()) },
        Operation::RemoveConstraint { model: model(), constraint: text("u") },
        Operation::RenameConstraint { model: model(), from: text("u"), to: text("v") },
        Operation::CreateEnum { definition: Enum::new("mood", ["sad", "it's \"ok\""]) },
        Operation::DropEnum { name: text("mood") },
        Operation::RenameEnum { from: text("mood"), to: text("humour") },
        Operation::AddEnumValue { name: text("mood"), value: text("fair"), before: None },
        Operation::AddEnumValue { name: text("mood"), value: text("fair"), before: some("glad") },
        Operation::RenameEnumValue { name: text("mood"), from: text("a"), to: text("b") },
        Operation::ReplaceEnum { name: text("mood"), was: vec![text("a")], labels: vec![text("b")] },
        Operation::CreateExtension { name: text("citext") },
        Operation::DropExtension { name: text("citext") },
        Operation::RunSql { sql: text("SELECT 1;\nSELECT '\"\\';\n"), reverse: None, transaction: true },
        Operation::RunSql { sql: text("VACUUM"), reverse: some(""), transaction: false },
        Operation::RunRust { run: text("crate::data::fill"), reverse: None },
        Operation::RunRust { run: text("crate::data::fill"), reverse: Some(Undo::Noop) },
        Operation::RunRust { run: text("crate::data::fill"), reverse: Some(Undo::Run(text("crate::undo"))) },
    ];
    fixed.into_iter().chain(fields).collect()
}

#[test]
fn every_operation_is_read_from_what_it_is_written_as() {
    for operation in every_operation() {
        let migration =
            Migration { name: name(), after: Vec::new(), atomic: true, operations: vec![operation] };
        let text = migration.to_toml();
        let read = Migration::read(name(), &text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
        assert_eq!(read, migration, "{text}");
        assert_eq!(read.checksum(), migration.checksum());
    }
}

#[test]
fn every_operation_has_a_name_of_the_list() {
    let mut names: Vec<_> = every_operation().iter().map(Operation::name).collect();
    names.sort_unstable();
    names.dedup();
    let mut all = Operation::NAMES;
    all.sort_unstable();
    assert_eq!(names, all);
}

#[test]
fn a_file_is_written_for_people() {
    let mut definition = Model::new("product");
    definition.fields = every_field().into_iter().take(3).collect();
    definition.fields[1].comment = None;
    definition.primary_key = vec!["id".to_owned()];
    definition.checks = vec![Check { name: "ck".to_owned(), condition: "id > 0".to_owned() }];
    let operations = vec![
        Operation::CreateModel { model: "Product".to_owned(), definition },
        Operation::RunRust { run: "crate::data::fill".to_owned(), reverse: Some(Undo::Noop) },
    ];
    let migration = Migration {
        name: name(),
        after: vec![MigrationName::new("shop", "0001_initial")],
        atomic: false,
        operations,
    };
    let expected = r#"format = 1
after = ["shop.0001_initial"]
atomic = false

[[op]]
op = "create_model"
model = "Product"
table = "product"
primary_key = ["id"]
fields = [
  { name = "id", type = "bigint", identity = true },
  { name = "name", type = "varchar(100)", unique = true },
  { name = "bio", type = "text", column = "about", null = true, default = "'it''s'" },
]
checks = [
  { name = "ck", check = "id > 0" },
]

[[op]]
op = "run_rust"
run = "crate::data::fill"
reverse = "noop"
"#;
    assert_eq!(migration.to_toml(), expected);
}

#[test]
fn the_checksum_is_of_the_meaning() {
    let text = "format = 1\nafter = []\n[[op]]\nop = \"delete_model\"\nmodel = \"A\"\n";
    let sum = |text: &str| Migration::read(name(), text).unwrap().checksum();
    let same = "# a comment\r\nafter = []\r\nformat = 1\r\n\r\n[[op]]\r\nmodel = 'A' # why\r\nop = \"delete_model\"\r\n";
    assert_eq!(sum(text), sum(same));
    assert_ne!(sum(text), sum(&text.replace("\"A\"", "\"B\"")));
    assert_eq!(sum(text).len(), 64);
}

#[test]
fn what_undoes_a_migration_can_be_said_after_it_was_applied() {
    let text = "format = 1\nafter = []\n[[op]]\nop = \"run_sql\"\nsql = \"SELECT 1\"\n";
    let sum = |text: &str| Migration::read(name(), text).unwrap().checksum();
    assert_eq!(sum(text), sum(&format!("{text}reverse = \"\"\n")));
}

#[test]
fn a_checksum_is_the_same_in_every_release() {
    let migration = Migration {
        name: name(),
        after: vec![MigrationName::new("shop", "0001_initial"), MigrationName::new("blog", "0001_initial")],
        atomic: false,
        operations: every_operation(),
    };
    assert_eq!(migration.checksum(), "2e2accd82520db773b0d5bf5d0c11e4c4923753734b13d3f1ebb3d2e75e9e62b");
    let after = migration.after.iter().rev().cloned().collect();
    assert_eq!(Migration { after, ..migration.clone() }.checksum(), migration.checksum());
}

#[test]
fn a_working_copy_with_other_ends_of_lines_is_the_same_migration() {
    let sql = "SELECT 1;\nSELECT 'a\r\nb';\n".to_owned();
    let operations = vec![Operation::RunSql { sql, reverse: None, transaction: true }];
    let migration = Migration { name: name(), after: Vec::new(), atomic: true, operations };
    let read = Migration::read(name(), &migration.to_toml().replace('\n', "\r\n")).unwrap();
    assert_eq!(read, migration);
}

#[test]
fn every_text_is_read_from_what_it_is_written_as() {
    let texts = [
        "",
        "\n",
        "\n\n a",
        "a\r\nb",
        "a\r",
        "\"\"\"",
        "\n\"\"\"\"",
        "'''",
        "\\",
        "a\\\n  b",
        "\0\u{7f}\u{85}\u{feff}",
        "# no comment",
        "tab\tand ö 🙂",
    ];
    for text in texts {
        let comment = Some(text.to_owned());
        let alter = Operation::AlterComment { model: text.to_owned(), comment: comment.clone() };
        let field = Field { comment, ..every_field().remove(0) };
        let add = Operation::AddField { model: text.to_owned(), field, one_off: None };
        let operations = vec![alter, add];
        let migration = Migration { name: name(), after: Vec::new(), atomic: true, operations };
        assert_eq!(Migration::read(name(), &migration.to_toml()).unwrap(), migration, "{text:?}");
    }
}
