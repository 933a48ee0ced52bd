//! The names of models.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Kind};

/// The name of a model with its application's: `shop.Product`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelName {
    /// The application's label.
    pub app: String,
    /// The struct's name.
    pub name: String,
}

impl ModelName {
    /// The model `name` of the application `app`.
    pub fn new(app: impl Into<String>, name: impl Into<String>) -> Self {
        ModelName { app: app.into(), name: name.into() }
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.app, self.name)
    }
}

impl FromStr for ModelName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.split_once('.') {
            Some((app, name)) if !app.is_empty() && !name.is_empty() && !name.contains('.') => {
                Ok(ModelName::new(app, name))
            }
            _ => Err(Error::new(
                Kind::InvalidName,
                format!("`{text}` is no model: write its application's label and its name, `shop.Product`"),
            )),
        }
    }
}
