//! What is read.

use benches_harness::{BY_KEY, Result, Sum, TASKS, user_key};
use futures::TryStreamExt;
use sqlx::{PgConnection, PgExecutor, PgPool, query_as};
use tokio::task::JoinSet;

use crate::models::{Narrow, Placed, User, Wide};

pub(crate) async fn trivial(pool: &PgPool, most: i64, sum: &mut Sum) -> Result<()> {
    let users = query_as("SELECT id, name, hair_color FROM users WHERE id <= $1");
    let users: Vec<User> = users.bind(most).fetch_all(pool).await?;
    sum.rows(&users, User::counts);
    Ok(())
}

pub(crate) async fn by_key(db: impl PgExecutor<'_>, key: i64) -> sqlx::Result<User> {
    query_as("SELECT id, name, hair_color FROM users WHERE id = $1").bind(key).fetch_one(db).await
}

pub(crate) async fn get(pool: &PgPool, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&by_key(pool, user_key(number)).await?, User::counts);
    Ok(())
}

pub(crate) async fn held(db: &mut PgConnection, number: u64, sum: &mut Sum) -> Result<()> {
    for number in BY_KEY * number..BY_KEY * (number + 1) {
        sum.row(&by_key(&mut *db, user_key(number)).await?, User::counts);
    }
    Ok(())
}

pub(crate) async fn conc(pool: &PgPool, sum: &mut Sum) -> Result<()> {
    let mut tasks = JoinSet::new();
    for task in 0..TASKS as u64 {
        let pool = pool.clone();
        tasks.spawn(async move {
            let mut users = Vec::new();
            for number in BY_KEY * task..BY_KEY * (task + 1) {
                users.push(by_key(&pool, user_key(number)).await?);
            }
            Result::Ok(users)
        });
    }
    while let Some(users) = tasks.join_next().await {
        sum.rows(&users??, User::counts);
    }
    Ok(())
}

pub(crate) async fn medium(pool: &PgPool, sum: &mut Sum) -> Result<()> {
    let found = query_as(
        "SELECT p.id, p.category_id, p.name, p.description, p.price, p.stock, p.rating, p.is_active, c.id, c.name \
         FROM products p JOIN categories c ON c.id = p.category_id \
         WHERE c.name = $1 AND NOT p.stock = $2 ORDER BY p.price DESC LIMIT 50",
    );
    let found: Vec<Placed> = found.bind("Category 7").bind(0).fetch_all(pool).await?;
    sum.rows(&found, |found| found.product.counts());
    sum.rows(&found, |Placed { product, category }| [product.id, category.id, Sum::text(&category.name)]);
    Ok(())
}

pub(crate) async fn wide(pool: &PgPool, most: i64, sum: &mut Sum) -> Result<()> {
    let rows = query_as(
        "SELECT id, price, created_at, day, token, facts, numbers, words, is_active, ratio, note \
         FROM wide WHERE id <= $1",
    );
    let rows: Vec<Wide> = rows.bind(most).fetch_all(pool).await?;
    sum.rows(&rows, Wide::counts);
    Ok(())
}

pub(crate) async fn stream(pool: &PgPool, sum: &mut Sum) -> Result<()> {
    let mut rows = query_as::<_, Narrow>("SELECT id, v, label FROM narrow").fetch(pool);
    while let Some(row) = rows.try_next().await? {
        sum.row(&row, |row| [row.id, row.v, Sum::text(&row.label)]);
    }
    Ok(())
}
