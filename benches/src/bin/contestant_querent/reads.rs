//! What is read.

use benches_harness::{BY_KEY, Sum, TASKS, user_key};
use querent::prelude::*;
use querent::{Db, Result};
use tokio::task::JoinSet;

use crate::models::{Category, Comment, Image, Narrow, Post, Product, Review, Tag, User, Wide};

pub(crate) async fn trivial(db: &Db, most: i64, sum: &mut Sum) -> Result<()> {
    sum.rows(&User::objects(db).filter(|u| u.id.lte(most)).await?, User::counts);
    Ok(())
}

pub(crate) async fn get(db: &Db, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&User::objects(db).by_key(user_key(number)).await?, User::counts);
    Ok(())
}

pub(crate) async fn conc(db: &Db, sum: &mut Sum) -> benches_harness::Result<()> {
    let mut tasks = JoinSet::new();
    for task in 0..TASKS as u64 {
        let db = db.clone();
        tasks.spawn(async move {
            let mut users = Vec::new();
            for number in BY_KEY * task..BY_KEY * (task + 1) {
                users.push(User::objects(&db).by_key(user_key(number)).await?);
            }
            Ok::<_, querent::Error>(users)
        });
    }
    while let Some(users) = tasks.join_next().await {
        sum.rows(&users??, User::counts);
    }
    Ok(())
}

pub(crate) async fn medium(db: &Db, sum: &mut Sum) -> Result<()> {
    let products = Product::objects(db)
        .filter(|p| p.category.name.eq("Category 7"))
        .exclude(|p| p.stock.eq(0))
        .order_by(|p| p.price.desc())
        .limit(50)
        .select_related(|p| p.category)
        .await?;
    sum.rows(&products, Product::counts);
    if !sum.is_wanted() {
        return Ok(());
    }
    for product in &products {
        let category: &Category = product.category.loaded()?;
        sum.row(category, |category| [product.id, category.id, Sum::text(&category.name)]);
    }
    Ok(())
}

pub(crate) async fn assoc(db: &Db, sum: &mut Sum) -> Result<()> {
    let users = User::objects(db)
        .filter(|u| u.id.lte(100))
        .prefetch_related(|u| u.posts.prefetch_related(|p| p.comments))
        .await?;
    sum.rows(&users, User::counts);
    if !sum.is_wanted() {
        return Ok(());
    }
    for user in &users {
        let posts: &[Post] = user.posts.loaded()?;
        sum.rows(posts, |post| [user.id, post.id, Sum::text(&post.title)]);
        for post in posts {
            let comments: &[Comment] = post.comments.loaded()?;
            sum.rows(comments, |comment| [post.id, comment.id, Sum::text(&comment.text)]);
        }
    }
    Ok(())
}

pub(crate) async fn rel3(db: &Db, sum: &mut Sum) -> Result<()> {
    let products = Product::objects(db)
        .filter(|p| p.id.lte(100))
        .prefetch_related(|p| (p.tags, p.images, p.reviews))
        .await?;
    sum.rows(&products, Product::counts);
    if !sum.is_wanted() {
        return Ok(());
    }
    for product in &products {
        let key = product.id;
        let (tags, images, reviews): (&[Tag], &[Image], &[Review]) =
            (product.tags.loaded()?, product.images.loaded()?, product.reviews.loaded()?);
        sum.rows(tags, |tag| [key, tag.id, Sum::text(&tag.name)]);
        sum.rows(images, |image| [key, image.id, Sum::text(&image.url)]);
        sum.rows(reviews, |review| [key, review.id, review.rating.into(), Sum::text(&review.text)]);
    }
    Ok(())
}

pub(crate) async fn wide(db: &Db, most: i64, sum: &mut Sum) -> Result<()> {
    sum.rows(&Wide::objects(db).filter(|w| w.id.lte(most)).await?, Wide::counts);
    Ok(())
}

pub(crate) async fn stream(db: &Db, sum: &mut Sum) -> Result<()> {
    let mut rows = Narrow::objects(db).stream();
    while let Some(row) = rows.try_next().await? {
        sum.row(&row, |row| [row.id, row.v, Sum::text(&row.label)]);
    }
    Ok(())
}
