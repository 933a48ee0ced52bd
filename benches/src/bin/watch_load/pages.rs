//! Which pages are visited.

use benches::Result;
use querent::Db;
use shop::models::{Order, Product, ProductQuerySet};

/// Pages that are visited one after another, and from the first one again.
pub(crate) struct Pages(Vec<String>);

impl Pages {
    /// Lists of products, products and orders in turns.
    pub(crate) async fn usual(db: &Db) -> Result<Pages> {
        let products = Product::objects(db).active().order_by(|p| p.id).limit(40).await?;
        let orders = Order::objects(db).order_by(|o| o.id).limit(40).await?;
        let mut addresses = Vec::new();
        for (number, (product, order)) in products.iter().zip(&orders).enumerate() {
            addresses.push(format!("/products?limit=20&offset={number}"));
            addresses.push(format!("/products/{}", product.id));
            addresses.push(format!("/orders/{}", order.id));
        }
        Ok(Pages(addresses))
    }

    /// The list with a query for each row, which is a finding where these take as long as the thresholds of a release build ask.
    pub(crate) fn slow() -> Pages {
        Pages(vec!["/products/slow".to_owned()])
    }

    /// The page with this number.
    pub(crate) fn page(&self, number: usize) -> &str {
        &self.0[number % self.0.len()]
    }
}
