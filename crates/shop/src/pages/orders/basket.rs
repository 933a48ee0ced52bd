//! What is ordered, checked as far as that goes without the database.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::errors::{Error, Result};

/// How many of one product may be ordered at once.
const MOST: i32 = 1000;

/// An order as it is sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    customer: String,
    lines: Vec<NewLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewLine {
    product: i64,
    quantity: i32,
}

/// How many of which product, each product once.
pub(super) type Basket = BTreeMap<i64, i32>;

impl NewOrder {
    /// The customer, and the basket if it makes sense.
    pub(super) fn checked(self) -> Result<(String, Basket)> {
        let customer = self.customer.trim().to_owned();
        if customer.is_empty() || customer.chars().count() > 200 || customer.contains('\0') {
            return Err(Error::Order("`customer` is a name of up to 200 characters".to_owned()));
        }
        if self.lines.is_empty() {
            return Err(Error::Order("an order has one line at least".to_owned()));
        }
        let mut basket = Basket::new();
        for NewLine { product, quantity } in self.lines {
            let sum = basket.entry(product).or_default();
            *sum = match quantity {
                1..=MOST if *sum + quantity <= MOST => *sum + quantity,
                _ => {
                    return Err(Error::Order(format!(
                        "the quantity of product {product} cannot be {quantity}: from 1 to {MOST} of a product \
                         can be ordered at once"
                    )));
                }
            };
        }
        Ok((customer, basket))
    }
}
