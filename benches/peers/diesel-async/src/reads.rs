//! What is read.

use benches_harness::{BY_KEY, Result, Sum, TASKS, user_key};
use diesel::associations::GroupedBy;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures::{TryStreamExt, try_join};
use tokio::task::JoinSet;

use crate::Pool;
use crate::models::{Category, Comment, Image, Narrow, Post, Product, ProductTag, Review, Tag, User, Wide};
use crate::schema::{categories, narrow, products, tags, users, wide};

pub(crate) async fn trivial(db: &mut AsyncPgConnection, most: i64, sum: &mut Sum) -> Result<()> {
    let users: Vec<User> = users::table.filter(users::id.le(most)).select(User::as_select()).load(db).await?;
    sum.rows(&users, User::counts);
    Ok(())
}

pub(crate) async fn by_key(db: &mut AsyncPgConnection, key: i64) -> QueryResult<User> {
    users::table.find(key).select(User::as_select()).first(db).await
}

pub(crate) async fn get(db: &mut AsyncPgConnection, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&by_key(db, user_key(number)).await?, User::counts);
    Ok(())
}

pub(crate) async fn conc(pool: &Pool, sum: &mut Sum) -> Result<()> {
    let mut tasks = JoinSet::new();
    for task in 0..TASKS as u64 {
        let pool = pool.clone();
        tasks.spawn(async move {
            let mut users = Vec::new();
            for number in BY_KEY * task..BY_KEY * (task + 1) {
                users.push(by_key(&mut *pool.get().await?, user_key(number)).await?);
            }
            Result::Ok(users)
        });
    }
    while let Some(users) = tasks.join_next().await {
        sum.rows(&users??, User::counts);
    }
    Ok(())
}

pub(crate) async fn medium(db: &mut AsyncPgConnection, sum: &mut Sum) -> Result<()> {
    let found: Vec<(Product, Category)> = products::table
        .inner_join(categories::table)
        .filter(categories::name.eq("Category 7"))
        .filter(diesel::dsl::not(products::stock.eq(0)))
        .order(products::price.desc())
        .limit(50)
        .select((Product::as_select(), Category::as_select()))
        .load(db)
        .await?;
    sum.rows(&found, |(product, _)| product.counts());
    sum.rows(&found, |(product, category)| [product.id, category.id, Sum::text(&category.name)]);
    Ok(())
}

struct Author {
    user: User,
    posts: Vec<(Post, Vec<Comment>)>,
}

pub(crate) async fn assoc(db: &mut AsyncPgConnection, sum: &mut Sum) -> Result<()> {
    let users: Vec<User> = users::table.filter(users::id.le(100)).select(User::as_select()).load(db).await?;
    let posts: Vec<Post> = Post::belonging_to(&users).select(Post::as_select()).load(db).await?;
    let comments: Vec<Comment> = Comment::belonging_to(&posts).select(Comment::as_select()).load(db).await?;
    let comments = comments.grouped_by(&posts);
    let posts = posts.into_iter().zip(comments).grouped_by(&users);
    let authors = users.into_iter().zip(posts).map(|(user, posts)| Author { user, posts });
    let authors: Vec<Author> = authors.collect();
    sum.rows(&authors, |author| author.user.counts());
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
    product: Product,
    tags: Vec<Tag>,
    images: Vec<Image>,
    reviews: Vec<Review>,
}

pub(crate) async fn rel3(db: &mut AsyncPgConnection, sum: &mut Sum) -> Result<()> {
    let products: Vec<Product> =
        products::table.filter(products::id.le(100)).select(Product::as_select()).load(db).await?;
    let db = &*db; // what is asked of it by this reference goes in one flight
    let (tags, images, reviews) = try_join!(
        ProductTag::belonging_to(&products)
            .inner_join(tags::table)
            .select((ProductTag::as_select(), Tag::as_select()))
            .load::<(ProductTag, Tag)>(&mut &*db),
        Image::belonging_to(&products).select(Image::as_select()).load::<Image>(&mut &*db),
        Review::belonging_to(&products).select(Review::as_select()).load::<Review>(&mut &*db),
    )?;
    let tags = tags.grouped_by(&products);
    let images = images.grouped_by(&products);
    let reviews = reviews.grouped_by(&products);
    let products = products.into_iter().zip(tags).zip(images).zip(reviews);
    let products = products.map(|(((product, tags), images), reviews)| {
        let tags = tags.into_iter().map(|(_, tag)| tag).collect();
        Shown { product, tags, images, reviews }
    });
    let products: Vec<Shown> = products.collect();
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

pub(crate) async fn wide(db: &mut AsyncPgConnection, most: i64, sum: &mut Sum) -> Result<()> {
    let rows: Vec<Wide> = wide::table.filter(wide::id.le(most)).select(Wide::as_select()).load(db).await?;
    sum.rows(&rows, Wide::counts);
    Ok(())
}

pub(crate) async fn stream(db: &mut AsyncPgConnection, sum: &mut Sum) -> Result<()> {
    let mut rows = narrow::table.select(Narrow::as_select()).load_stream::<Narrow>(db).await?;
    while let Some(row) = rows.try_next().await? {
        sum.row(&row, |row| [row.id, row.v, Sum::text(&row.label)]);
    }
    Ok(())
}
