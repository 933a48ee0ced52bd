//! Products: with their categories, and with their tags, images and reviews.

use benches_harness::{Result, Sum};
use futures::future::try_join3;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::connection::Connection;
use crate::manner::Manner;
use crate::reading::{all, places};

pub(crate) const MEDIUM: &str = "SELECT p.id, p.category_id, p.name, p.description, p.price, p.stock, p.rating, \
     p.is_active, c.id, c.name \
     FROM products p JOIN categories c ON c.id = p.category_id \
     WHERE c.name = $1 AND NOT p.stock = $2 ORDER BY p.price DESC LIMIT 50";

pub(crate) const REL3: &[&str] = &[
    "SELECT id, category_id, name, description, price, stock, rating, is_active FROM products WHERE id <= $1",
    "SELECT pt.product_id, t.id, t.name FROM tags t JOIN products_tags pt ON pt.tag_id = t.id \
     WHERE pt.product_id = ANY($1)",
    "SELECT product_id, id, url FROM images WHERE product_id = ANY($1)",
    "SELECT product_id, id, rating, text FROM reviews WHERE product_id = ANY($1)",
];

struct Product {
    id: i64,
    category_id: i64,
    name: String,
    description: String,
    price: i32,
    stock: i32,
    rating: f64,
    is_active: bool,
}

impl Product {
    fn read(row: &Row) -> Result<Product> {
        Ok(Product {
            id: row.try_get(0)?,
            category_id: row.try_get(1)?,
            name: row.try_get(2)?,
            description: row.try_get(3)?,
            price: row.try_get(4)?,
            stock: row.try_get(5)?,
            rating: row.try_get(6)?,
            is_active: row.try_get(7)?,
        })
    }

    fn fields(&self) -> [i64; 8] {
        [
            self.id,
            self.category_id,
            Sum::text(&self.name),
            Sum::text(&self.description),
            self.price.into(),
            self.stock.into(),
            Sum::eighths(self.rating),
            self.is_active.into(),
        ]
    }
}

struct Category {
    id: i64,
    name: String,
}

pub(crate) async fn medium(connection: &Connection, sum: &mut Sum) -> Result<()> {
    let products = all(connection, 0, &[&"Category 7", &0_i32], |row| {
        Ok((Product::read(row)?, Category { id: row.try_get(8)?, name: row.try_get(9)? }))
    })
    .await?;
    sum.rows(&products, |(product, _)| product.fields());
    sum.rows(&products, |(product, category)| [product.id, category.id, Sum::text(&category.name)]);
    Ok(())
}

struct Shown {
    product: Product,
    tags: Vec<Tag>,
    images: Vec<Image>,
    reviews: Vec<Review>,
}

struct Tag {
    id: i64,
    name: String,
}

struct Image {
    id: i64,
    product_id: i64,
    url: String,
}

struct Review {
    id: i64,
    product_id: i64,
    rating: i32,
    text: String,
}

pub(crate) async fn rel3(connection: &Connection, manner: Manner, sum: &mut Sum) -> Result<()> {
    let shown = |row: &_| {
        let product = Product::read(row)?;
        Ok(Shown { product, tags: Vec::new(), images: Vec::new(), reviews: Vec::new() })
    };
    let mut products = all(connection, 0, &[&100_i64], shown).await?;
    let keys: Vec<i64> = products.iter().map(|shown| shown.product.id).collect();
    let tag = |row: &Row| Ok((row.try_get(0)?, Tag { id: row.try_get(1)?, name: row.try_get(2)? }));
    let image =
        |row: &Row| Ok(Image { product_id: row.try_get(0)?, id: row.try_get(1)?, url: row.try_get(2)? });
    let review = |row: &Row| {
        let (product_id, id) = (row.try_get(0)?, row.try_get(1)?);
        Ok(Review { id, product_id, rating: row.try_get(2)?, text: row.try_get(3)? })
    };
    let of_keys: [&(dyn ToSql + Sync); 1] = [&keys];
    let tags = all(connection, 1, &of_keys, tag);
    let images = all(connection, 2, &of_keys, image);
    let reviews = all(connection, 3, &of_keys, review);
    let (tags, images, reviews): (Vec<(i64, Tag)>, _, _) = match manner {
        Manner::Best => try_join3(tags, images, reviews).await?,
        Manner::Plain => (tags.await?, images.await?, reviews.await?),
    };
    let place = places(&keys);
    for (product, tag) in tags {
        products[place[&product]].tags.push(tag);
    }
    for image in images {
        products[place[&image.product_id]].images.push(image);
    }
    for review in reviews {
        products[place[&review.product_id]].reviews.push(review);
    }
    sum.rows(&products, |shown| shown.product.fields());
    if !sum.is_wanted() {
        return Ok(());
    }
    for shown in &products {
        let key = shown.product.id;
        sum.rows(&shown.tags, |tag| [key, tag.id, Sum::text(&tag.name)]);
        sum.rows(&shown.images, |image| [key, image.id, Sum::text(&image.url)]);
        sum.rows(&shown.reviews, |review| [key, review.id, review.rating.into(), Sum::text(&review.text)]);
    }
    Ok(())
}
