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
            follow_table(name, renames);
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
            follow_columns(&mut key.to_columns, &columns_of(renames, &key.to_table));
            follow_table(&mut key.to_table, renames);
        }
        let columns = columns_of(renames, &self.name);
        self.rename_columns(&columns);
        self.rename_in_sql(&columns);
        for column in &mut self.columns {
            follow_type(&mut column.sql_type, renames);
        }
        follow_table(&mut self.name, renames);
    }

    fn rename_columns(&mut self, columns: &[&ColumnRename]) {
        for column in &mut self.columns {
            follow_column(&mut column.name, columns);
        }
        if let Some(key) = &mut self.primary_key {
            follow_columns(&mut key.columns, columns);
        }
        for unique in &mut self.unique {
            follow_columns(&mut unique.columns, columns);
            follow_columns(&mut unique.include, columns);
        }
        for key in &mut self.foreign_keys {
            follow_columns(&mut key.columns, columns);
        }
        for index in &mut self.indexes {
            follow_columns(&mut index.include, columns);
            for element in &mut index.elements {
                if let IndexElement::Column { name, .. } = element {
                    follow_column(name, columns);
                }
            }
        }
    }

    fn rename_in_sql(&mut self, columns: &[&ColumnRename]) {
        for rename in columns {
            for sql in self.sql_mut() {
                *sql = rename_column(sql, &rename.column.from, &rename.column.to);
            }
        }
    }
}

fn columns_of<'r>(renames: &'r Renames, table: &str) -> Vec<&'r ColumnRename> {
    renames.columns.iter().filter(|rename| rename.table.from == table).collect()
}

fn follow_columns(names: &mut [String], columns: &[&ColumnRename]) {
    names.iter_mut().for_each(|name| follow_column(name, columns));
}

fn follow_column(name: &mut String, columns: &[&ColumnRename]) {
    if let Some(rename) = columns.iter().find(|rename| rename.column.from == *name) {
        name.clone_from(&rename.column.to);
    }
}

fn follow_table(name: &mut String, renames: &Renames) {
    if let Some(rename) = renames.tables.iter().find(|rename| rename.from == *name) {
        name.clone_from(&rename.to);
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
