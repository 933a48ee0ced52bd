//! A schema by the names that an operation gives.

use crate::renames::{ColumnRename, Renames};
use crate::schema::Schema;
use crate::sql_text::rename_column;
use crate::sql_type::SqlType;
use crate::table::{IndexElement, Table};

impl Schema {
    /// The same schema with other names of tables, columns and enums; keys and indexes keep theirs.
    ///
    /// It is what PostgreSQL makes of the renames alone: it follows them wherever a table or column is spoken of.
    pub fn renamed(&self, renames: &Renames) -> Schema {
        let mut schema = self.clone();
        for table in &mut schema.tables {
            table.rename(renames);
        }
        for name in &mut schema.external {
            renames.follow_table(name);
        }
        for own in &mut schema.enums {
            follow_enum(&mut own.name, renames);
        }
        schema
    }
}

impl Table {
    fn rename(&mut self, renames: &Renames) {
        for key in &mut self.foreign_keys {
            renames.follow_columns(&self.name, &mut key.columns);
            renames.follow_columns(&key.to_table, &mut key.to_columns);
            renames.follow_table(&mut key.to_table);
        }
        self.rename_columns(renames);
        for rename in renames.columns_of(&self.name.clone()) {
            for sql in self.sql_mut() {
                *sql = rename_column(sql, &rename.column.from, &rename.column.to);
            }
        }
        renames.follow_table(&mut self.name);
    }

    fn rename_columns(&mut self, renames: &Renames) {
        for column in &mut self.columns {
            renames.follow_column(&self.name, &mut column.name);
            follow_type(&mut column.sql_type, renames);
        }
        if let Some(key) = &mut self.primary_key {
            renames.follow_columns(&self.name, &mut key.columns);
        }
        for unique in &mut self.unique {
            renames.follow_columns(&self.name, &mut unique.columns);
            renames.follow_columns(&self.name, &mut unique.include);
        }
        for index in &mut self.indexes {
            renames.follow_columns(&self.name, &mut index.include);
            for element in &mut index.elements {
                if let IndexElement::Column { name, .. } = element {
                    renames.follow_column(&self.name, name);
                }
            }
        }
    }
}

impl Renames {
    /// What a table is called afterwards.
    pub fn table<'n>(&'n self, name: &'n str) -> &'n str {
        self.tables.iter().find(|rename| rename.from == name).map_or(name, |rename| &rename.to)
    }

    /// What a column is called afterwards, of a table by its name before.
    pub fn column<'n>(&'n self, table: &str, name: &'n str) -> &'n str {
        let own = self.columns_of(table).find(|rename| rename.column.from == name);
        own.map_or(name, |rename| &rename.column.to)
    }

    fn columns_of(&self, table: &str) -> impl Iterator<Item = &ColumnRename> {
        self.columns.iter().filter(move |rename| rename.table.from == table)
    }

    fn follow_columns(&self, table: &str, names: &mut [String]) {
        names.iter_mut().for_each(|name| self.follow_column(table, name));
    }

    fn follow_column(&self, table: &str, name: &mut String) {
        *name = self.column(table, name).to_owned();
    }

    fn follow_table(&self, name: &mut String) {
        *name = self.table(name).to_owned();
    }
}

fn follow_enum(name: &mut String, renames: &Renames) {
    if let Some(rename) = renames.enums.iter().find(|rename| rename.from == *name) {
        name.clone_from(&rename.to);
    }
}

fn follow_type(sql_type: &mut SqlType, renames: &Renames) {
    match sql_type {
        SqlType::Enum(name) => follow_enum(name, renames),
        SqlType::Array(element) => follow_type(element, renames),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::Column;
    use crate::renames::Rename;
    use crate::table::OnDelete;

    fn rename(from: &str, to: &str) -> Rename {
        Rename { from: from.to_owned(), to: to.to_owned() }
    }

    fn key(name: &str) -> Column {
        Column::new(name, SqlType::BigInt)
    }

    #[test]
    fn tables_columns_and_what_speaks_of_them_are_renamed_and_keys_keep_their_names() {
        let tag = Table::new("tag").column(key("id")).primary_key(["id"]).check("positive", "id > 0");
        let post = Table::new("post").column(key("tag_id")).primary_key(["tag_id"]).foreign_key(
            ["tag_id"],
            "tag",
            ["id"],
            OnDelete::Cascade,
        );
        let column = |table, from, to| ColumnRename { table: rename(table, table), column: rename(from, to) };
        let renames = Renames {
            tables: vec![rename("tag", "label")],
            columns: vec![column("tag", "id", "number"), column("post", "tag_id", "label_id")],
            enums: Vec::new(),
        };
        let renamed = Schema::of([tag, post]).renamed(&renames);
        let [label, post] = renamed.tables.as_slice() else { panic!("two tables") };
        assert_eq!(label.name, "label");
        assert_eq!(label.columns[0].name, "number");
        assert_eq!(label.checks[0].condition, "number > 0");
        assert_eq!(post.foreign_keys[0].to_table, "label");
        assert_eq!(post.foreign_keys[0].to_columns, ["number"]);
        assert_eq!(post.foreign_keys[0].columns, ["label_id"]);
        assert_eq!(post.foreign_keys[0].name, "post_tag_id_fkey");
    }

    #[test]
    fn two_columns_can_take_each_others_names() {
        let pairs = Table::new("pairs").column(key("a")).column(key("b")).primary_key(["a", "b"]);
        let column = |from, to| ColumnRename { table: rename("pairs", "pairs"), column: rename(from, to) };
        let renames = Renames { columns: vec![column("a", "b"), column("b", "a")], ..Renames::default() };
        let renamed = Schema::of([pairs]).renamed(&renames);
        assert_eq!(renamed.tables[0].primary_key.as_ref().unwrap().columns, ["b", "a"]);
    }
}
