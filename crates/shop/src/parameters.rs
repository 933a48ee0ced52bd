//! Query strings, read with answers for whoever wrote them.

use std::ops::RangeInclusive;

use axum::extract::Query;
use axum::http::Uri;
use rust_decimal::Decimal;

use crate::errors::{Error, Result};

/// The parameters of a query string, which are taken one by one.
///
/// A parser's error says what is allowed.
#[derive(Debug)]
pub struct Parameters {
    given: Vec<(String, String)>,
    known: Vec<&'static str>,
}

impl Parameters {
    /// Those of an address.
    pub fn of(uri: &Uri) -> Result<Self> {
        let Query(given) = Query::try_from_uri(uri)?;
        Ok(Parameters { given, known: Vec::new() })
    }

    /// Takes every value of a parameter that may be given more than once.
    pub fn all<T>(&mut self, name: &'static str, parse: impl Parse<T>) -> Result<Vec<T>> {
        self.known.push(name);
        let values = self.given.extract_if(.., |(given, _)| given == name);
        values
            .map(|(name, value)| match parse(&value) {
                Ok(parsed) => Ok(parsed),
                Err(allowed) => Err(Error::Parameter { name, value, allowed }),
            })
            .collect()
    }

    /// Takes a parameter that is given once, or not at all.
    pub fn one<T>(&mut self, name: &'static str, parse: impl Parse<T>) -> Result<Option<T>> {
        let mut times = self.given.iter().filter(|(given, _)| given == name).skip(1);
        match times.next() {
            None => Ok(self.all(name, parse)?.pop()),
            Some((name, value)) => Err(Error::Parameter {
                name: name.clone(),
                value: value.clone(),
                allowed: "it can be given only once".to_owned(),
            }),
        }
    }

    /// Refuses what nobody has asked for.
    pub fn end(self) -> Result<()> {
        match self.given.into_iter().next() {
            None => Ok(()),
            Some((name, value)) => {
                let allowed = format!("the parameters are {}", self.known.join(", "));
                Err(Error::Parameter { name, value, allowed })
            }
        }
    }
}

/// What makes a value of a text, or says what is allowed.
pub trait Parse<T>: Fn(&str) -> Result<T, String> {}
impl<T, F: Fn(&str) -> Result<T, String>> Parse<T> for F {}

/// Any text that PostgreSQL can hold.
pub fn text(text: &str) -> Result<String, String> {
    match text.contains('\0') {
        true => Err("a text has no NUL in it".to_owned()),
        false => Ok(text.to_owned()),
    }
}

/// `true` or `false`.
pub fn yes_or_no(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "it is `true` or `false`".to_owned())
}

/// A price such as 19.99.
pub fn price(text: &str) -> Result<Decimal, String> {
    text.parse().map_err(|_| "it is a price such as 19.99".to_owned())
}

/// A whole number in a range.
pub fn number(range: RangeInclusive<u64>) -> impl Parse<u64> {
    move |text| match text.parse() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err(format!("it is a whole number from {} to {}", range.start(), range.end())),
    }
}
