//! Migrations as files of TOML.

mod nearest;
mod reader;
mod read_model;
mod read;
mod writer;
mod write_model;
mod write;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod fault_tests;

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::migration::{Migration, MigrationName};
use crate::operation::Operation;

impl Migration {
    /// Reads a migration from the text of its file.
    ///
    /// ```
    /// use querent_schema::{Migration, MigrationName, Operation};
    ///
    /// # fn main() -> Result<(), querent_schema::Error> {
    /// let text = r#"
    /// format = 1
    /// after = ["shop.0001_initial"]
    ///
    /// [[op]]
    /// op = "rename_field"
    /// model = "Product"
    /// from = "name"
    /// to = "title"
    /// "#;
    /// let migration = Migration::read(MigrationName::new("shop", "0002_title"), text)?;
    /// assert!(matches!(&migration.operations[0], Operation::RenameField { to, .. } if to == "title"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Kind::File`](crate::Kind::File) if the text is no migration; the error says which file, line and operation.
    pub fn read(name: MigrationName, text: &str) -> Result<Self, Error> {
        read::migration(name, text)
    }

    /// The text of its file, from which the same migration is read.
    pub fn to_toml(&self) -> String {
        write::migration(self)
    }

    /// A checksum of what it means: SHA-256, in hexadecimal digits.
    ///
    /// Comments, the order of keys and of `after`, and the ends of lines do not matter, and neither does its name. Nor does
    /// what undoes SQL or a function: that can still be said once it is needed.
    pub fn checksum(&self) -> String {
        let mut canonical = self.clone();
        canonical.after.sort();
        canonical.after.dedup();
        for operation in &mut canonical.operations {
            match operation {
                Operation::RunSql { reverse, .. } => *reverse = None,
                Operation::RunRust { reverse, .. } => *reverse = None,
                _ => {}
            }
        }
        // Databases keep it: a change of the layout of files would be an edit of all that were applied.
        Sha256::digest(canonical.to_toml()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
