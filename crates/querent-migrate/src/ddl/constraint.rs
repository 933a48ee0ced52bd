//! Keys and constraints as SQL: what stands in `CREATE TABLE` and after `ADD`.

use querent_schema::{Check, Exclude, ForeignKey, PrimaryKey, Unique, quote_identifier};

use super::clause::{condition, deferrable, include, list, nulls, whole};

pub(super) fn primary_key(key: &PrimaryKey) -> String {
    format!("{} PRIMARY KEY {}", named(&key.name), list(&key.columns))
}

pub(super) fn unique(unique: &Unique) -> String {
    format!(
        "{} UNIQUE{} {}{}{}",
        named(&unique.name),
        nulls(unique.nulls_not_distinct),
        list(&unique.columns),
        include(&unique.include),
        deferrable(unique.deferrable)
    )
}

pub(super) fn check(check: &Check) -> String {
    format!("{} CHECK ({})", named(&check.name), whole(&check.condition))
}

pub(super) fn exclude(exclude: &Exclude) -> String {
    format!(
        "{} EXCLUDE USING {} ({}){}{}",
        named(&exclude.name),
        quote_identifier(&exclude.method),
        whole(&exclude.elements),
        condition(exclude.condition.as_ref()),
        deferrable(exclude.deferrable)
    )
}

pub(super) fn foreign_key(key: &ForeignKey) -> String {
    format!(
        "{} FOREIGN KEY {} REFERENCES {} {} ON DELETE {}{}",
        named(&key.name),
        list(&key.columns),
        quote_identifier(&key.to_table),
        list(&key.to_columns),
        key.on_delete.as_sql(),
        deferrable(key.deferrable)
    )
}

fn named(name: &str) -> String {
    format!("CONSTRAINT {}", quote_identifier(name))
}
