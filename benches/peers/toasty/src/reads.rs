//! What is read.

use benches_harness::{BY_KEY, Result, Sum, TASKS, user_key};
use toasty::{Db, Executor};
use tokio::task::JoinSet;

use crate::models::{Narrow, Product, User, Wide};

/// How many rows a page of the stream has: each page looks for its first row from the beginning of the table, so few and large ones
/// take less time.
const PAGE: usize = 100_000;

pub(crate) async fn trivial(db: &mut Db, most: i64, sum: &mut Sum) -> Result<()> {
    let users = User::filter(User::fields().id().le(most)).exec(db).await?;
    sum.rows(&users, User::counts);
    Ok(())
}

pub(crate) async fn get(db: &mut dyn Executor, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&User::get_by_id(db, user_key(number)).await?, User::counts);
    Ok(())
}

pub(crate) async fn held(db: &Db, number: u64, sum: &mut Sum) -> Result<()> {
    let mut connection = db.connection().await?;
    for number in BY_KEY * number..BY_KEY * (number + 1) {
        get(&mut connection, number, sum).await?;
    }
    Ok(())
}

pub(crate) async fn conc(db: &Db, sum: &mut Sum) -> Result<()> {
    let mut tasks = JoinSet::new();
    for task in 0..TASKS as u64 {
        let mut db = db.clone();
        tasks.spawn(async move {
            let mut users = Vec::new();
            for number in BY_KEY * task..BY_KEY * (task + 1) {
                users.push(User::get_by_id(&mut db, user_key(number)).await?);
            }
            Result::Ok(users)
        });
    }
    while let Some(users) = tasks.join_next().await {
        sum.rows(&users??, User::counts);
    }
    Ok(())
}

pub(crate) async fn medium(db: &mut Db, sum: &mut Sum) -> Result<()> {
    let products = Product::filter(Product::fields().category().name().eq("Category 7"))
        .filter(Product::fields().stock().eq(0).not())
        .order_by(Product::fields().price().desc())
        .limit(50)
        .include(Product::fields().category())
        .exec(db)
        .await?;
    sum.rows(&products, Product::counts);
    sum.rows(&products, |product| {
        let category = product.category.get();
        [product.id, category.id, Sum::text(&category.name)]
    });
    Ok(())
}

pub(crate) async fn assoc(db: &mut Db, sum: &mut Sum) -> Result<()> {
    let users =
        User::filter(User::fields().id().le(100)).include(User::fields().posts().comments()).exec(db).await?;
    sum.rows(&users, User::counts);
    if !sum.is_wanted() {
        return Ok(());
    }
    for user in &users {
        let posts = user.posts.get();
        sum.rows(posts, |post| [user.id, post.id, Sum::text(&post.title)]);
        for post in posts {
            sum.rows(post.comments.get(), |comment| [post.id, comment.id, Sum::text(&comment.text)]);
        }
    }
    Ok(())
}

pub(crate) async fn rel3(db: &mut Db, sum: &mut Sum) -> Result<()> {
    let products = Product::filter(Product::fields().id().le(100))
        .include(Product::fields().tags())
        .include(Product::fields().images())
        .include(Product::fields().reviews())
        .exec(db)
        .await?;
    sum.rows(&products, Product::counts);
    if !sum.is_wanted() {
        return Ok(());
    }
    for product in &products {
        let key = product.id;
        sum.rows(product.tags.get(), |tag| [key, tag.id, Sum::text(&tag.name)]);
        sum.rows(product.images.get(), |image| [key, image.id, Sum::text(&image.url)]);
        sum.rows(product.reviews.get(), |review| {
            [key, review.id, review.rating.into(), Sum::text(&review.text)]
        });
    }
    Ok(())
}

pub(crate) async fn wide(db: &mut Db, most: i64, sum: &mut Sum) -> Result<()> {
    let rows = Wide::filter(Wide::fields().id().le(most)).exec(db).await?;
    sum.rows(&rows, Wide::counts);
    Ok(())
}

/// There is no stream of rows: pages keep the memory from growing with them.
pub(crate) async fn stream(db: &mut Db, sum: &mut Sum) -> Result<()> {
    let mut page = Narrow::all().order_by(Narrow::fields().id().asc()).paginate(PAGE).exec(db).await?;
    loop {
        for row in std::mem::take(&mut page.items) {
            sum.row(&row, |row| [row.id, row.v, Sum::text(&row.label)]);
        }
        match page.next(db).await? {
            Some(next) => page = next,
            None => return Ok(()),
        }
    }
}
