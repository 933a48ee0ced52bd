//! The values that a fix names without saying what they are.

/// For a part of a fix's code, the statement that gives it its values.
const GIVEN: &[(&str, &str)] = &[
    (".email.is_in(keys)", "let keys = [\"u1@example.org\", \"u2@example.org\"];"),
    ("Place::", "let keys = [(1, 10), (2, 20)];"),
    ("raw(", "let keys = vec![1_i64, 2, 3];"),
    ("keys", "let keys = [1, 2, 3];"),
    (
        "Tag::objects(&db).bulk_create(drafts)",
        "let drafts = [Tag::draft().name(\"a\"), Tag::draft().name(\"b\")];",
    ),
    ("&mut rows", "let mut rows = Product::objects(&querent::Db::clone(&db)).limit(3).await?;"),
];

/// The statement that gives the values which `fix` names.
pub(super) fn given(fix: &str) -> String {
    let statement = GIVEN.iter().find(|(part, _)| fix.contains(part));
    statement.map_or_else(String::new, |(_, statement)| format!("{statement}\n    "))
}
