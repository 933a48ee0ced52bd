//! One index as SQL.

use querent_schema::{Index, IndexElement, quote_identifier};

use super::clause::{condition, include, nulls, whole};

/// How an index is built and dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Build {
    /// While nobody writes, in a transaction.
    #[default]
    Plain,
    /// While writes go on, outside any transaction.
    Concurrently,
}

/// `CREATE INDEX`.
pub(super) fn create(table: &str, index: &Index, build: Build) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let elements: Vec<_> = index.elements.iter().map(element).collect();
    let method = index.method.as_ref().map(|method| format!(" USING {}", quote_identifier(method)));
    format!(
        "CREATE {unique}INDEX {}{} ON {}{} ({}){}{}{}",
        build.word(),
        quote_identifier(&index.name),
        quote_identifier(table),
        method.unwrap_or_default(),
        elements.join(", "),
        include(&index.include),
        nulls(index.nulls_not_distinct),
        condition(index.condition.as_ref())
    )
}

/// `DROP INDEX`.
pub(super) fn drop(name: &str, build: Build) -> String {
    format!("DROP INDEX {}{}", build.word(), quote_identifier(name))
}

impl Build {
    fn word(self) -> &'static str {
        match self {
            Build::Plain => "",
            Build::Concurrently => "CONCURRENTLY ",
        }
    }
}

fn element(element: &IndexElement) -> String {
    match element {
        IndexElement::Column { name, descending: false } => quote_identifier(name),
        IndexElement::Column { name, descending: true } => format!("{} DESC", quote_identifier(name)),
        IndexElement::Sql(sql) => whole(sql),
    }
}
