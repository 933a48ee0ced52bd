//! What is read.

use benches_harness::{BY_KEY, Result, Sum, TASKS, user_key};
use futures::TryStreamExt;
use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait, QueryOrder, QuerySelect, TransactionTrait};
use tokio::task::JoinSet;

use crate::counts;
use crate::entities::{category, comment, image, narrow, post, product, review, tag, user, wide};

pub(crate) async fn trivial(db: &DatabaseConnection, most: i64, sum: &mut Sum) -> Result<()> {
    let users = user::Entity::find().filter(user::COLUMN.id.lte(most)).all(db).await?;
    sum.rows(&users, counts::user);
    Ok(())
}

pub(crate) async fn by_key(db: &impl ConnectionTrait, key: i64) -> std::result::Result<user::Model, DbErr> {
    user::Entity::find_by_id(key).require_one(db).await
}

pub(crate) async fn get(db: &DatabaseConnection, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&by_key(db, user_key(number)).await?, counts::user);
    Ok(())
}

/// Nothing but a transaction holds a connection.
pub(crate) async fn held(db: &DatabaseConnection, number: u64, sum: &mut Sum) -> Result<()> {
    let tx = db.begin().await?;
    for number in BY_KEY * number..BY_KEY * (number + 1) {
        sum.row(&by_key(&tx, user_key(number)).await?, counts::user);
    }
    Ok(tx.commit().await?)
}

pub(crate) async fn conc(db: &DatabaseConnection, sum: &mut Sum) -> Result<()> {
    let mut tasks = JoinSet::new();
    for task in 0..TASKS as u64 {
        let db = db.clone();
        tasks.spawn(async move {
            let mut users = Vec::new();
            for number in BY_KEY * task..BY_KEY * (task + 1) {
                users.push(by_key(&db, user_key(number)).await?);
            }
            Result::Ok(users)
        });
    }
    while let Some(users) = tasks.join_next().await {
        sum.rows(&users??, counts::user);
    }
    Ok(())
}

pub(crate) async fn medium(db: &DatabaseConnection, sum: &mut Sum) -> Result<()> {
    let found = product::Entity::find()
        .find_both_related(category::Entity)
        .filter(category::COLUMN.name.eq("Category 7"))
        .filter(product::COLUMN.stock.eq(0).not())
        .order_by_desc(product::COLUMN.price)
        .limit(50)
        .all(db)
        .await?;
    sum.rows(&found, |(product, _)| counts::product(product));
    sum.rows(&found, |(product, category)| [product.id, category.id, Sum::text(&category.name)]);
    Ok(())
}

struct Author {
    user: user::Model,
    posts: Vec<(post::Model, Vec<comment::Model>)>,
}

pub(crate) async fn assoc(db: &DatabaseConnection, sum: &mut Sum) -> Result<()> {
    let users = user::Entity::find().filter(user::COLUMN.id.lte(100)).all(db).await?;
    let posts = users.load_many(post::Entity, db).await?;
    let posts_of_each: Vec<usize> = posts.iter().map(Vec::len).collect();
    let posts: Vec<post::Model> = posts.into_iter().flatten().collect();
    let comments = posts.load_many(comment::Entity, db).await?;
    let mut written = posts.into_iter().zip(comments);
    let authors = users.into_iter().zip(posts_of_each);
    let authors = authors.map(|(user, posts)| Author { user, posts: written.by_ref().take(posts).collect() });
    let authors: Vec<Author> = authors.collect();
    sum.rows(&authors, |author| counts::user(&author.user));
    if !sum.is_wanted() {
        return Ok(());
    }
    for Author { user, posts } in &authors {
        sum.rows(posts, |(post, _)| [user.id, post.id, Sum::text(&post.title)]);
        for (post, comments) in posts {
            sum.rows(comments, |comment| [post.id, comment.id, Sum::text(&comment.text)]);
        }
    }
    Ok(())
}

struct Shown {
    product: product::Model,
    tags: Vec<tag::Model>,
    images: Vec<image::Model>,
    reviews: Vec<review::Model>,
}

pub(crate) async fn rel3(db: &DatabaseConnection, sum: &mut Sum) -> Result<()> {
    let products = product::Entity::find().filter(product::COLUMN.id.lte(100)).all(db).await?;
    let tags = products.load_many(tag::Entity, db).await?;
    let images = products.load_many(image::Entity, db).await?;
    let reviews = products.load_many(review::Entity, db).await?;
    let products = products.into_iter().zip(tags).zip(images).zip(reviews);
    let shown = |(((product, tags), images), reviews)| Shown { product, tags, images, reviews };
    let products: Vec<Shown> = products.map(shown).collect();
    sum.rows(&products, |shown| counts::product(&shown.product));
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

pub(crate) async fn wide(db: &DatabaseConnection, most: i64, sum: &mut Sum) -> Result<()> {
    let rows = wide::Entity::find().filter(wide::COLUMN.id.lte(most)).all(db).await?;
    sum.rows(&rows, counts::wide);
    Ok(())
}

pub(crate) async fn stream(db: &DatabaseConnection, sum: &mut Sum) -> Result<()> {
    let mut rows = narrow::Entity::find().stream(db).await?;
    while let Some(row) = rows.try_next().await? {
        sum.row(&row, |row| [row.id, row.v, Sum::text(&row.label)]);
    }
    Ok(())
}
