//! Rows with their related rows, by a query for each relation on one connection: it sends no query before it has the answer to the
//! one before.

use benches_harness::{Result, Sum};
use rustc_hash::FxHashMap;
use sqlx::{PgConnection, query_as};

use crate::models::{Comment, Image, Post, Product, Review, Tag, User};

/// Where the rows with these keys are.
fn places(keys: &[i64]) -> FxHashMap<i64, usize> {
    keys.iter().enumerate().map(|(place, key)| (*key, place)).collect()
}

struct Author {
    user: User,
    posts: Vec<Written>,
}

struct Written {
    post: Post,
    comments: Vec<Comment>,
}

pub(crate) async fn assoc(db: &mut PgConnection, sum: &mut Sum) -> Result<()> {
    let users = query_as("SELECT id, name, hair_color FROM users WHERE id <= $1");
    let users: Vec<User> = users.bind(100_i64).fetch_all(&mut *db).await?;
    let keys: Vec<i64> = users.iter().map(|user| user.id).collect();
    let posts = query_as("SELECT id, user_id, title FROM posts WHERE user_id = ANY($1)");
    let posts: Vec<Post> = posts.bind(&keys).fetch_all(&mut *db).await?;
    let post_keys: Vec<i64> = posts.iter().map(|post| post.id).collect();
    let comments = query_as("SELECT id, post_id, text FROM comments WHERE post_id = ANY($1)");
    let comments: Vec<Comment> = comments.bind(&post_keys).fetch_all(&mut *db).await?;
    let mut written: Vec<Written> =
        posts.into_iter().map(|post| Written { post, comments: Vec::new() }).collect();
    let place = places(&post_keys);
    for comment in comments {
        written[place[&comment.post_id]].comments.push(comment);
    }
    let mut authors: Vec<Author> = users.into_iter().map(|user| Author { user, posts: Vec::new() }).collect();
    let place = places(&keys);
    for written in written {
        authors[place[&written.post.user_id]].posts.push(written);
    }
    sum.rows(&authors, |author| author.user.counts());
    if !sum.is_wanted() {
        return Ok(());
    }
    for Author { user, posts } in &authors {
        sum.rows(posts, |Written { post, .. }| [user.id, post.id, Sum::text(&post.title)]);
        for Written { post, comments } in posts {
            sum.rows(comments, |comment| [post.id, comment.id, Sum::text(&comment.text)]);
        }
    }
    Ok(())
}

struct Shown {
    product: Product,
    tags: Vec<Tag>,
    images: Vec<Image>,
    reviews: Vec<Review>,
}

impl From<Product> for Shown {
    fn from(product: Product) -> Shown {
        Shown { product, tags: Vec::new(), images: Vec::new(), reviews: Vec::new() }
    }
}

pub(crate) async fn rel3(db: &mut PgConnection, sum: &mut Sum) -> Result<()> {
    let products = query_as(
        "SELECT id, category_id, name, description, price, stock, rating, is_active FROM products WHERE id <= $1",
    );
    let products: Vec<Product> = products.bind(100_i64).fetch_all(&mut *db).await?;
    let keys: Vec<i64> = products.iter().map(|product| product.id).collect();
    let tags = query_as(
        "SELECT pt.product_id, t.id, t.name FROM tags t JOIN products_tags pt ON pt.tag_id = t.id \
         WHERE pt.product_id = ANY($1)",
    );
    let tags: Vec<Tag> = tags.bind(&keys).fetch_all(&mut *db).await?;
    let images = query_as("SELECT id, product_id, url FROM images WHERE product_id = ANY($1)");
    let images: Vec<Image> = images.bind(&keys).fetch_all(&mut *db).await?;
    let reviews = query_as("SELECT id, product_id, rating, text FROM reviews WHERE product_id = ANY($1)");
    let reviews: Vec<Review> = reviews.bind(&keys).fetch_all(&mut *db).await?;
    let mut products: Vec<Shown> = products.into_iter().map(Shown::from).collect();
    let place = places(&keys);
    for tag in tags {
        products[place[&tag.product_id]].tags.push(tag);
    }
    for image in images {
        products[place[&image.product_id]].images.push(image);
    }
    for review in reviews {
        products[place[&review.product_id]].reviews.push(review);
    }
    sum.rows(&products, |shown| shown.product.counts());
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
