//! What only the author of a change knows.

use std::fmt;
use std::str::FromStr;

use querent_schema::state::ModelName;

use crate::error::{Error, Result};

/// An answer to a [`Question`](super::Question), as the flag that gives it.
///
/// ```
/// use querent_migrate::detect::Answer;
///
/// # fn main() -> querent_migrate::Result<()> {
/// let answer = Answer::rename("shop.Product.name:title")?;
/// assert_eq!(answer.to_string(), "--rename shop.Product.name:title");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The model has another name now: `--rename-model shop.Product:Article`.
    RenameModel {
        /// The model before.
        model: ModelName,
        /// Its name now.
        to: String,
    },
    /// The field has another name now: `--rename shop.Product.name:title`.
    Rename {
        /// The field before.
        field: FieldName,
        /// Its name now.
        to: String,
    },
    /// The field is the same one and has other values from now on: `--keep shop.Product.name`.
    Keep(FieldName),
    /// The model may go with all its rows: `--drop shop.Product`.
    DropModel(ModelName),
    /// The field may go with all its values: `--drop shop.Product.name`.
    DropField(FieldName),
    /// The field's values may lose something, or mean other rows: `--lossy shop.Product.price`.
    Lossy(FieldName),
    /// What the rows that are there get, in SQL: `--one-off shop.Product.rank=7`.
    OneOff {
        /// The field.
        field: FieldName,
        /// The value.
        sql: String,
    },
    /// How the values that are there become the new type, in SQL: `--using "shop.Product.size=size::integer"`.
    Using {
        /// The field.
        field: FieldName,
        /// The value.
        sql: String,
    },
    /// The label of an enum has another name now: `--rename-value mood.sad:blue`.
    RenameValue {
        /// The enum.
        name: String,
        /// The label before.
        value: String,
        /// The label now.
        to: String,
    },
    /// The label of an enum may go; no row has it: `--drop-value mood.sad`.
    DropValue {
        /// The enum.
        name: String,
        /// The label.
        value: String,
    },
}

/// A field with its model: `shop.Product.name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldName {
    /// The model, as the question names it.
    pub model: ModelName,
    /// The field.
    pub field: String,
}

impl FieldName {
    /// The field `field` of `model`.
    pub fn new(model: &ModelName, field: &str) -> Self {
        FieldName { model: model.clone(), field: field.to_owned() }
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.model, self.field)
    }
}

impl FromStr for FieldName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let fault = || Error::model(format!("`{text}` is no field: write `shop.Product.name`"));
        let (model, field) = text.rsplit_once('.').ok_or_else(fault)?;
        let model = model.parse().map_err(|_| fault())?;
        if field.is_empty() { Err(fault()) } else { Ok(FieldName { model, field: field.to_owned() }) }
    }
}

impl Answer {
    /// Reads the value of `--rename-model`.
    ///
    /// # Errors
    ///
    /// [`Kind::Model`](crate::Kind::Model), as of the others, if it is not written as it must be.
    pub fn rename_model(text: &str) -> Result<Self> {
        let (model, to) = split(text, ':', "shop.Product:Article")?;
        Ok(Answer::RenameModel { model: model.parse()?, to })
    }

    /// Reads the value of `--rename`.
    ///
    /// # Errors
    ///
    /// As [`rename_model`](Answer::rename_model).
    pub fn rename(text: &str) -> Result<Self> {
        let (field, to) = split(text, ':', "shop.Product.name:title")?;
        Ok(Answer::Rename { field: field.parse()?, to })
    }

    /// Reads the value of `--keep`.
    ///
    /// # Errors
    ///
    /// As [`rename_model`](Answer::rename_model).
    pub fn keep(text: &str) -> Result<Self> {
        text.parse().map(Answer::Keep)
    }

    /// Reads the value of `--drop`: a model or a field.
    ///
    /// # Errors
    ///
    /// As [`rename_model`](Answer::rename_model).
    pub fn drop(text: &str) -> Result<Self> {
        if text.matches('.').count() == 1 {
            return Ok(Answer::DropModel(text.parse()?));
        }
        text.parse().map(Answer::DropField)
    }

    /// Reads the value of `--lossy`.
    ///
    /// # Errors
    ///
    /// As [`rename_model`](Answer::rename_model).
    pub fn lossy(text: &str) -> Result<Self> {
        text.parse().map(Answer::Lossy)
    }

    /// Reads the value of `--one-off`.
    ///
    /// # Errors
    ///
    /// As [`rename_model`](Answer::rename_model).
    pub fn one_off(text: &str) -> Result<Self> {
        let (field, sql) = split(text, '=', "shop.Product.rank=7")?;
        Ok(Answer::OneOff { field: field.parse()?, sql })
    }

    /// Reads the value of `--using`.
    ///
    /// # Errors
    ///
    /// As [`rename_model`](Answer::rename_model).
    pub fn using(text: &str) -> Result<Self> {
        let (field, sql) = split(text, '=', "shop.Product.size=size::integer")?;
        Ok(Answer::Using { field: field.parse()?, sql })
    }

    /// Reads the value of `--rename-value`.
    ///
    /// # Errors
    ///
    /// As [`rename_model`](Answer::rename_model).
    pub fn rename_value(text: &str) -> Result<Self> {
        let (value, to) = split(text, ':', "mood.sad:blue")?;
        let (name, value) = split(&value, '.', "mood.sad:blue")?;
        Ok(Answer::RenameValue { name, value, to })
    }

    /// Reads the value of `--drop-value`.
    ///
    /// # Errors
    ///
    /// As [`rename_model`](Answer::rename_model).
    pub fn drop_value(text: &str) -> Result<Self> {
        let (name, value) = split(text, '.', "mood.sad")?;
        Ok(Answer::DropValue { name, value })
    }
}

fn split(text: &str, at: char, example: &str) -> Result<(String, String)> {
    match text.split_once(at) {
        Some((one, other)) if !one.is_empty() && !other.is_empty() => Ok((one.to_owned(), other.to_owned())),
        _ => Err(Error::model(format!("`{text}` is not written as `{example}`"))),
    }
}

/// The flag, quoted for a shell where it must be.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::RenameModel { model, to } => flag(f, "rename-model", format!("{model}:{to}")),
            Answer::Rename { field, to } => flag(f, "rename", format!("{field}:{to}")),
            Answer::Keep(field) => flag(f, "keep", field.to_string()),
            Answer::DropModel(model) => flag(f, "drop", model.to_string()),
            Answer::DropField(field) => flag(f, "drop", field.to_string()),
            Answer::Lossy(field) => flag(f, "lossy", field.to_string()),
            Answer::OneOff { field, sql } => flag(f, "one-off", format!("{field}={sql}")),
            Answer::Using { field, sql } => flag(f, "using", format!("{field}={sql}")),
            Answer::RenameValue { name, value, to } => {
                flag(f, "rename-value", format!("{name}.{value}:{to}"))
            }
            Answer::DropValue { name, value } => flag(f, "drop-value", format!("{name}.{value}")),
        }
    }
}

fn flag(f: &mut fmt::Formatter<'_>, name: &str, value: String) -> fmt::Result {
    let plain = |letter: char| letter.is_alphanumeric() || "._:=-".contains(letter);
    if value.chars().all(plain) {
        return write!(f, "--{name} {value}");
    }
    write!(f, "--{name} '{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_read_from_its_flag() {
        let read = [
            Answer::rename_model("shop.Product:Article"),
            Answer::rename("shop.Product.name:title"),
            Answer::keep("shop.Product.name"),
            Answer::drop("shop.Product"),
            Answer::drop("shop.Product.name"),
            Answer::lossy("shop.Product.price"),
            Answer::one_off("shop.Product.rank=a = 'b'"),
            Answer::using("shop.Product.size=size::integer"),
            Answer::rename_value("mood.sad:blue"),
            Answer::drop_value("mood.sad"),
        ];
        let flags: Vec<_> = read.into_iter().map(|answer| answer.unwrap().to_string()).collect();
        assert_eq!(
            flags,
            [
                "--rename-model shop.Product:Article",
                "--rename shop.Product.name:title",
                "--keep shop.Product.name",
                "--drop shop.Product",
                "--drop shop.Product.name",
                "--lossy shop.Product.price",
                r"--one-off 'shop.Product.rank=a = '\''b'\'''",
                "--using shop.Product.size=size::integer",
                "--rename-value mood.sad:blue",
                "--drop-value mood.sad",
            ]
        );
    }

    #[test]
    fn what_is_no_answer_is_refused_with_an_example() {
        let error = Answer::rename("shop.Product.name").unwrap_err();
        assert_eq!(error.to_string(), "`shop.Product.name` is not written as `shop.Product.name:title`");
        assert!(Answer::rename("name:title").unwrap_err().to_string().contains("is no field"));
        assert!(Answer::rename_model("Product:Article").unwrap_err().to_string().contains("is no model"));
        assert!(Answer::one_off("shop.Product.rank=").is_err());
    }
}
