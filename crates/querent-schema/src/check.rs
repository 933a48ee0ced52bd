//! What a schema must be for a database to hold it.

use std::collections::{HashMap, HashSet};

use crate::column::{Column, Default};
use crate::enumeration::Enum;
use crate::error::{Error, Kind};
use crate::names::MAX_NAME_BYTES;
use crate::schema::Schema;
use crate::table::{ForeignKey, Index, IndexElement, Table};

impl Schema {
    /// Whether a database can hold the schema.
    ///
    /// # Errors
    ///
    /// The first fault in the order of the tables: see [`Kind`].
    pub fn check(&self) -> Result<(), Error> {
        let mut seen = HashSet::new();
        for table in &self.tables {
            check_name("a table", &table.name)?;
            if !seen.insert(&table.name) {
                return Err(two_tables(&table.name));
            }
        }
        for own in &self.enums {
            check_enum(own)?;
            // A table brings a type of its name.
            if !seen.insert(&own.name) {
                let fault =
                    format!("two types, or a type and a table, are called `{}`; rename one", own.name);
                return Err(Error::new(Kind::DuplicateName, fault));
            }
        }
        for table in &self.tables {
            check_columns(table)?;
            check_enums(self, table)?;
            check_keys(table)?;
            for key in &table.foreign_keys {
                check_foreign_key(self, table, key)?;
            }
        }
        check_relations(&self.tables)
    }
}

fn check_name(what: &str, name: &str) -> Result<(), Error> {
    let fault = match name {
        "" => format!("{what} has an empty name"),
        name if name.contains('\0') => {
            format!("the name of {what}, {name:?}, holds a NUL, which PostgreSQL has no name for")
        }
        name if name.len() > MAX_NAME_BYTES => format!(
            "the name of {what}, `{name}`, has {} bytes and PostgreSQL keeps {MAX_NAME_BYTES}; shorten it",
            name.len()
        ),
        _ => return Ok(()),
    };
    Err(Error::new(Kind::InvalidName, fault))
}

/// PostgreSQL keeps a label as it keeps a name, and refuses one that is longer.
fn check_enum(own: &Enum) -> Result<(), Error> {
    check_name("an enum", &own.name)?;
    let mut seen = HashSet::new();
    let fault = match own.labels.iter().find(|label| !seen.insert(*label) || !is_label(label)) {
        None if own.labels.is_empty() => format!("the enum `{}` has no labels", own.name),
        None => return Ok(()),
        Some(label) if is_label(label) => format!("the enum `{}` has the label {label:?} twice", own.name),
        Some(label) => format!(
            "the enum `{}` has the label {label:?}; labels have between 1 and {MAX_NAME_BYTES} bytes and no NUL",
            own.name
        ),
    };
    Err(Error::new(Kind::InvalidEnum, fault))
}

fn is_label(label: &str) -> bool {
    (1..=MAX_NAME_BYTES).contains(&label.len()) && !label.contains('\0')
}

fn check_enums(schema: &Schema, table: &Table) -> Result<(), Error> {
    let missing = |name: &&str| !schema.has_enum(name);
    for column in &table.columns {
        if let Some(name) = column.sql_type.as_enum().filter(missing) {
            let fault =
                format!("`{}`.`{}` is a `{name}`, which is no enum of the schema", table.name, column.name);
            return Err(Error::new(Kind::MissingEnum, fault));
        }
    }
    Ok(())
}

fn two_tables(name: &str) -> Error {
    Error::new(
        Kind::DuplicateTable,
        format!(
            "two tables are called `{name}`; list each model once, or name one by `#[model(table = \"…\")]`"
        ),
    )
}

fn check_columns(table: &Table) -> Result<(), Error> {
    let mut seen = HashSet::new();
    for column in &table.columns {
        check_name(&format!("a column of `{}`", table.name), &column.name)?;
        if !seen.insert(&column.name) {
            return Err(Error::new(
                Kind::DuplicateName,
                format!("two columns of `{}` are called `{}`; rename one", table.name, column.name),
            ));
        }
        check_type(table, column)?;
    }
    Ok(())
}

fn check_type(table: &Table, column: &Column) -> Result<(), Error> {
    let place = format!("`{}`.`{}`", table.name, column.name);
    column.sql_type.check().map_err(|error| Error::new(error.kind(), format!("{place}: {error}")))?;
    match &column.default {
        Some(Default::Identity) if !column.sql_type.is_integer() => Err(Error::new(
            Kind::InvalidType,
            format!(
                "{place} counts by itself and is {}; make it smallint, integer or bigint",
                column.sql_type
            ),
        )),
        Some(Default::Literal(sql) | Default::Expression(sql) | Default::Generated(sql))
            if sql.contains('\0') =>
        {
            Err(Error::new(
                Kind::InvalidDefault,
                format!("the default of {place} holds a NUL, which PostgreSQL has no text for; use bytea"),
            ))
        }
        _ => Ok(()),
    }
}

fn check_keys(table: &Table) -> Result<(), Error> {
    let mut constraints = HashSet::new();
    for key in columns_by_constraint(table) {
        check_name(&format!("a key of `{}`", table.name), key.name)?;
        if !constraints.insert(key.name) {
            return Err(two_constraints(table, "keys", key.name));
        }
        check_columns_exist(table, key)?;
    }
    for check in &table.checks {
        check_name(&format!("a check constraint of `{}`", table.name), &check.name)?;
        if !constraints.insert(&check.name) {
            return Err(two_constraints(table, "constraints", &check.name));
        }
        if check.condition.trim().is_empty() || check.condition.contains('\0') {
            let fault = format!(
                "the check constraint `{}` of `{}` is empty or holds a NUL; say what must be true of a row",
                check.name, table.name
            );
            return Err(Error::new(Kind::InvalidCheck, fault));
        }
    }
    for exclude in &table.excludes {
        check_name(&format!("an exclusion constraint of `{}`", table.name), &exclude.name)?;
        if !constraints.insert(&exclude.name) {
            return Err(two_constraints(table, "constraints", &exclude.name));
        }
        let sql = [&exclude.elements].into_iter().chain(&exclude.condition);
        check_sql(table, "exclusion constraint", &exclude.name, sql)?;
    }
    for index in &table.indexes {
        check_index(table, index)?;
    }
    Ok(())
}

fn check_index(table: &Table, index: &Index) -> Result<(), Error> {
    check_name(&format!("an index of `{}`", table.name), &index.name)?;
    let mut columns = index.include.clone();
    let mut sql: Vec<_> = index.condition.iter().collect();
    for element in &index.elements {
        match element {
            IndexElement::Column { name, .. } => columns.push(name.clone()),
            IndexElement::Sql(text) => sql.push(text),
        }
    }
    if columns.is_empty() && sql.is_empty() || !columns.is_empty() {
        check_columns_exist(table, Named { name: &index.name, columns: &columns })?;
    }
    check_sql(table, "index", &index.name, sql)
}

/// SQL of the user's is there, and PostgreSQL has a text for it.
fn check_sql<'s>(
    table: &Table,
    what: &str,
    name: &str,
    sql: impl IntoIterator<Item = &'s String>,
) -> Result<(), Error> {
    if sql.into_iter().any(|sql| sql.trim().is_empty() || sql.contains('\0')) {
        let fault = format!("the SQL of the {what} `{name}` of `{}` is empty or holds a NUL", table.name);
        return Err(Error::new(Kind::InvalidCheck, fault));
    }
    Ok(())
}

fn two_constraints(table: &Table, what: &str, name: &str) -> Error {
    let fault = format!("two {what} of `{}` are called `{name}`; drop or rename one", table.name);
    Error::new(Kind::DuplicateName, fault)
}

/// The columns of a key or index, and its name.
#[derive(Clone, Copy)]
struct Named<'t> {
    name: &'t str,
    columns: &'t [String],
}

fn columns_by_constraint(table: &Table) -> impl Iterator<Item = Named<'_>> {
    let primary_key = table.primary_key.iter().map(|key| Named { name: &key.name, columns: &key.columns });
    let unique = table.unique.iter().map(|key| Named { name: &key.name, columns: &key.columns });
    let foreign = table.foreign_keys.iter().map(|key| Named { name: &key.name, columns: &key.columns });
    primary_key.chain(unique).chain(foreign)
}

fn check_columns_exist(table: &Table, key: Named<'_>) -> Result<(), Error> {
    if key.columns.is_empty() {
        let fault = format!("`{}` of `{}` has no columns; name at least one", key.name, table.name);
        return Err(Error::new(Kind::InvalidKey, fault));
    }
    match key.columns.iter().find(|column| !table.has_column(column)) {
        None => Ok(()),
        Some(column) => Err(Error::new(
            Kind::MissingColumn,
            format!("`{}` needs the column `{column}`, which `{}` does not have", key.name, table.name),
        )),
    }
}

fn check_foreign_key(schema: &Schema, table: &Table, key: &ForeignKey) -> Result<(), Error> {
    let place = format!("`{}`.`{}`", table.name, key.columns.join("`, `"));
    let Some(target) = schema.table(&key.to_table) else {
        if schema.external.contains(&key.to_table) {
            return Ok(());
        }
        return Err(Error::new(
            Kind::MissingTable,
            format!(
                "{place} refers to `{}`, which is no table of this list; list its model too",
                key.to_table
            ),
        ));
    };
    if let Some(column) = key.to_columns.iter().find(|column| !target.has_column(column)) {
        return Err(Error::new(
            Kind::MissingColumn,
            format!("{place} refers to the column `{column}`, which `{}` does not have", target.name),
        ));
    }
    if key.columns.len() != key.to_columns.len() {
        let (from, to) = (key.columns.len(), key.to_columns.len());
        return Err(Error::new(
            Kind::InvalidKey,
            format!("`{}` has {from} columns and refers to {to}; name as many on both sides", key.name),
        ));
    }
    Ok(())
}

/// PostgreSQL keeps tables and indexes, those of keys included, under one roof of names.
fn check_relations(tables: &[Table]) -> Result<(), Error> {
    let mut owners: HashMap<String, &str> =
        tables.iter().map(|table| (table.name.clone(), table.name.as_str())).collect();
    for table in tables {
        let primary_key = table.primary_key.iter().map(|key| key.name.clone());
        let unique = table.unique.iter().map(|unique| unique.name.clone());
        let indexes = table.all_indexes().into_iter().map(|index| index.name);
        for name in primary_key.chain(unique).chain(indexes) {
            if let Some(owner) = owners.insert(name.clone(), &table.name) {
                return Err(Error::new(
                    Kind::DuplicateName,
                    format!(
                        "a key or index of `{}` is called `{name}`, and so is one of `{owner}` or the table itself; \
                         rename a table or a column",
                        table.name
                    ),
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql_type::SqlType;
    use crate::table::OnDelete;

    fn table(name: &str) -> Table {
        Table::new(name).column(Column::new("id", SqlType::BigInt)).primary_key(["id"])
    }

    fn fault(tables: impl Into<Vec<Table>>) -> (Kind, String) {
        let error = Schema::of(tables).check().unwrap_err();
        (error.kind(), error.to_string())
    }

    #[test]
    fn two_tables_of_one_name_are_refused() {
        let (kind, message) = fault([table("tags"), table("tags")]);
        assert_eq!(kind, Kind::DuplicateTable);
        assert_eq!(
            message,
            "two tables are called `tags`; list each model once, or name one by `#[model(table = \"…\")]`"
        );
    }

    #[test]
    fn a_key_to_an_absent_table_names_table_column_and_target() {
        let products = table("products").column(Column::new("category_id", SqlType::BigInt));
        let products = products.foreign_key(["category_id"], "categories", ["id"], OnDelete::Cascade);
        let (kind, message) = fault([products]);
        assert_eq!(kind, Kind::MissingTable);
        assert_eq!(
            message,
            "`products`.`category_id` refers to `categories`, which is no table of this list; list its model too"
        );
    }

    #[test]
    fn names_that_postgresql_cannot_hold_are_refused() {
        assert_eq!(fault([table("")]).0, Kind::InvalidName);
        assert_eq!(fault([table("a\0b")]).0, Kind::InvalidName);
        assert_eq!(fault([table(&"t".repeat(64))]).0, Kind::InvalidName);
        assert_eq!(fault([table("a").column(Column::new("x\0", SqlType::Text))]).0, Kind::InvalidName);
        let mut named = table("a").unique(["id"]);
        named.unique[0].name = "u".repeat(64);
        assert_eq!(fault([named]).0, Kind::InvalidName);
    }

    #[test]
    fn two_columns_of_one_name_are_refused() {
        let (kind, message) = fault([table("a").column(Column::new("id", SqlType::Text))]);
        assert_eq!(kind, Kind::DuplicateName);
        assert_eq!(message, "two columns of `a` are called `id`; rename one");
    }

    #[test]
    fn two_keys_of_one_name_are_refused() {
        assert_eq!(fault([table("a").unique(["id"]).unique(["id"])]).0, Kind::DuplicateName);
    }

    #[test]
    fn indexes_of_two_tables_that_would_share_a_name_are_refused() {
        let order = table("order").column(Column::new("item_price", SqlType::Integer)).index(["item_price"]);
        let item = table("order_item").column(Column::new("price", SqlType::Integer)).index(["price"]);
        let (kind, message) = fault([order, item]);
        assert_eq!(kind, Kind::DuplicateName);
        assert_eq!(
            message,
            "a key or index of `order_item` is called `order_item_price_idx`, and so is one of `order` or the table \
             itself; rename a table or a column"
        );
    }

    #[test]
    fn a_key_or_index_of_columns_that_are_not_there_is_refused() {
        assert_eq!(fault([table("a").index(["x"])]).0, Kind::MissingColumn);
        assert_eq!(fault([table("a").unique(["id", "x"])]).0, Kind::MissingColumn);
        assert_eq!(fault([table("a").primary_key(["x"])]).0, Kind::MissingColumn);
        assert_eq!(
            fault([table("a").foreign_key(["x"], "a", ["id"], OnDelete::Cascade)]).0,
            Kind::MissingColumn
        );
        assert_eq!(
            fault([table("a").foreign_key(["id"], "a", ["x"], OnDelete::Cascade)]).0,
            Kind::MissingColumn
        );
    }

    #[test]
    fn a_key_without_columns_or_with_unlike_sides_is_refused() {
        assert_eq!(fault([table("a").unique([""; 0])]).0, Kind::InvalidKey);
        assert_eq!(
            fault([table("a").foreign_key(["id"], "a", ["id", "id"], OnDelete::Cascade)]).0,
            Kind::InvalidKey
        );
    }

    #[test]
    fn a_fault_of_a_type_names_the_column() {
        let (kind, message) = fault([table("a").column(Column::new("name", SqlType::Varchar(0)))]);
        assert_eq!(kind, Kind::InvalidType);
        assert!(message.starts_with("`a`.`name`: `varchar(0)` is no type"), "{message}");
    }

    #[test]
    fn only_integers_count_by_themselves() {
        let (kind, message) = fault([table("a").column(Column::new("code", SqlType::Uuid).identity())]);
        assert_eq!(kind, Kind::InvalidType);
        assert_eq!(message, "`a`.`code` counts by itself and is uuid; make it smallint, integer or bigint");
    }

    #[test]
    fn a_check_that_says_nothing_or_has_the_name_of_another_constraint_is_refused() {
        let own = || table("a").primary_key(["id"]);
        assert_eq!(fault([own().check("a_pkey", "id > 0")]).0, Kind::DuplicateName);
        assert_eq!(fault([own().check("positive", " ")]).0, Kind::InvalidCheck);
        assert!(Schema::of([own().check("positive", "id > 0")]).check().is_ok());
    }

    #[test]
    fn a_nul_in_a_default_is_refused() {
        let column = Column::new("x", SqlType::Text).default(Default::text("a\0b"));
        assert_eq!(fault([table("a").column(column)]).0, Kind::InvalidDefault);
    }
    fn of_enum(enums: Vec<Enum>, ty: SqlType) -> (Kind, String) {
        let tables = vec![table("orders").column(Column::new("status", ty))];
        let error = Schema { enums, tables, ..Schema::default() }.check().unwrap_err();
        (error.kind(), error.to_string())
    }

    #[test]
    fn a_column_of_an_enum_needs_the_enum() {
        let array = SqlType::Array(Box::new(SqlType::Enum("state".to_owned())));
        let (kind, message) = of_enum(vec![Enum::new("status", ["open"])], array);
        assert_eq!(kind, Kind::MissingEnum);
        assert_eq!(message, "`orders`.`status` is a `state`, which is no enum of the schema");
    }

    #[test]
    fn an_enum_that_postgresql_refuses_is_refused() {
        let fault = |own: Enum| of_enum(vec![own], SqlType::Text).0;
        assert_eq!(fault(Enum::new("status", [] as [&str; 0])), Kind::InvalidEnum);
        assert_eq!(fault(Enum::new("status", ["open", "open"])), Kind::InvalidEnum);
        assert_eq!(fault(Enum::new("status", [""])), Kind::InvalidEnum);
        assert_eq!(fault(Enum::new("status", ["a".repeat(64)])), Kind::InvalidEnum);
        assert_eq!(fault(Enum::new("", ["open"])), Kind::InvalidName);
        assert_eq!(fault(Enum::new("orders", ["open"])), Kind::DuplicateName);
    }
}
