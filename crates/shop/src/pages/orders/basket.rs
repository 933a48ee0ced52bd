//! What is ordered.

use std::collections::BTreeMap;

use garde::Validate;
use serde::Deserialize;

/// How many of one product may be ordered at once.
const MOST: i32 = 1000;

/// An order as it is sent.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    #[garde(length(chars, max = 200), custom(is_a_name))]
    customer: String,
    #[garde(length(min = 1, max = 100), custom(are_not_too_many), dive)]
    lines: Vec<NewLine>,
}

#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct NewLine {
    /// Whether there is one, only the database knows.
    #[garde(skip)]
    product: i64,
    #[garde(range(min = 1, max = MOST))]
    quantity: i32,
}

/// How many of which product, each product once.
pub(super) type Basket = BTreeMap<i64, i32>;

impl NewOrder {
    /// The customer and the basket of an order that was checked.
    pub(super) fn into_parts(self) -> (String, Basket) {
        let mut basket = Basket::new();
        for NewLine { product, quantity } in self.lines {
            *basket.entry(product).or_default() += quantity;
        }
        (self.customer.trim().to_owned(), basket)
    }
}

fn is_a_name(customer: &str, (): &()) -> garde::Result {
    match customer.trim() {
        "" => Err(garde::Error::new("no name is given")),
        // PostgreSQL holds every other character.
        name if name.contains('\0') => Err(garde::Error::new("a name has no NUL in it")),
        _ => Ok(()),
    }
}

/// Several lines may be of one product.
fn are_not_too_many(lines: &[NewLine], (): &()) -> garde::Result {
    let mut sums = BTreeMap::<i64, i64>::new();
    for line in lines {
        *sums.entry(line.product).or_default() += i64::from(line.quantity);
    }
    match sums.into_iter().find(|(_, sum)| *sum > i64::from(MOST)) {
        Some((product, sum)) => {
            let text =
                format!("{sum} of product {product} are more than {MOST}, the most to be ordered at once");
            Err(garde::Error::new(text))
        }
        None => Ok(()),
    }
}
