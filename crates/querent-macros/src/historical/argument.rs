//! What the macro is told: a migration, and how far into it.

use std::fmt;

use proc_macro2::Span;
use querent_schema::MigrationName;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Result, Token};

/// `"shop.0002_product_sku:2", migrations: "migrations"`
pub(super) struct Arguments {
    pub(super) point: Point,
    /// The place of the point.
    pub(super) place: Span,
    pub(super) folder: LitStr,
}

/// A point of the migrations.
pub(super) struct Point {
    pub(super) migration: MigrationName,
    /// How many of its operations are behind it; without a number all of them are.
    pub(super) operations: Option<usize>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let written: LitStr = input.parse()?;
        let place = written.span();
        let point = point(&written.value()).map_err(|message| Error::new(place, message))?;
        let comma: Option<Token![,]> = input.parse()?;
        let folder = match comma.is_some() && !input.is_empty() {
            true => folder(input)?,
            false => LitStr::new("migrations", place),
        };
        match input.is_empty() {
            true => Ok(Arguments { point, place, folder }),
            false => Err(input.error("nothing else is said here")),
        }
    }
}

fn folder(input: ParseStream<'_>) -> Result<LitStr> {
    let name: Ident = input.parse()?;
    if name != "migrations" {
        return Err(Error::new(name.span(), "write `migrations: \"…\"`, the folder of the migrations"));
    }
    input.parse::<Token![:]>()?;
    let folder = input.parse()?;
    input.parse::<Option<Token![,]>>()?;
    Ok(folder)
}

fn point(text: &str) -> std::result::Result<Point, String> {
    let (name, operations) = match text.split_once(':') {
        None => (text, None),
        Some((name, number)) => {
            let number = number.parse().map_err(|_| {
                format!(
                    "`{number}` is no number of operations: write `{name}:2` for the models after two of them"
                )
            })?;
            (name, Some(number))
        }
    };
    let migration = name.parse().map_err(|error: querent_schema::Error| error.to_string())?;
    Ok(Point { migration, operations })
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operations {
            None => write!(f, "after `{}`", self.migration),
            Some(1) => write!(f, "after the first operation of `{}`", self.migration),
            Some(0) => write!(f, "before `{}`", self.migration),
            Some(operations) => write!(f, "after {operations} operations of `{}`", self.migration),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::point;

    #[test]
    fn a_point_is_a_migration_or_a_number_of_its_operations() {
        let read = |text| point(text).map(|point| point.to_string());
        assert_eq!(read("shop.0002_sku").as_deref(), Ok("after `shop.0002_sku`"));
        assert_eq!(read("shop.0002_sku:0").as_deref(), Ok("before `shop.0002_sku`"));
        assert_eq!(read("shop.0002_sku:2").as_deref(), Ok("after 2 operations of `shop.0002_sku`"));
        assert!(read("shop.0002_sku:x").is_err());
        assert!(read("0002_sku").is_err());
    }
}
