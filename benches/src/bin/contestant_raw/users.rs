//! Users: some of them, or one by its key.

use benches_harness::{Result, Sum, TASKS, user_key};
use tokio::task::JoinSet;
use tokio_postgres::Row;

use crate::connection::{Connection, Pool};
use crate::reading::all;

pub(crate) const SELECT: &str = "SELECT id, name, hair_color FROM users WHERE id <= $1";
pub(crate) const BY_KEY: &str = "SELECT id, name, hair_color FROM users WHERE id = $1";

pub(crate) struct User {
    pub(crate) id: i64,
    name: String,
    hair_color: Option<String>,
}

impl User {
    pub(crate) fn read(row: &Row) -> Result<User> {
        Ok(User { id: row.try_get(0)?, name: row.try_get(1)?, hair_color: row.try_get(2)? })
    }

    pub(crate) fn fields(&self) -> [i64; 3] {
        [self.id, Sum::text(&self.name), Sum::nullable(self.hair_color.as_deref())]
    }
}

pub(crate) async fn trivial(connection: &Connection, most: i64, sum: &mut Sum) -> Result<()> {
    sum.rows(&all(connection, 0, &[&most], User::read).await?, User::fields);
    Ok(())
}

pub(crate) async fn get(connection: &Connection, number: u64, sum: &mut Sum) -> Result<()> {
    sum.row(&by_key(connection, 0, number).await?, User::fields);
    Ok(())
}

/// The user that the `number`th look-up is for.
pub(crate) async fn by_key(connection: &Connection, statement: usize, number: u64) -> Result<User> {
    let key = user_key(number);
    User::read(&connection.client.query_one(&connection.statements[statement], &[&key]).await?)
}

pub(crate) async fn conc(pool: &Pool, sum: &mut Sum) -> Result<()> {
    let mut tasks = JoinSet::new();
    for task in 0..TASKS as u64 {
        let pool = pool.clone();
        tasks.spawn(async move {
            let mut users = Vec::new();
            for number in benches_harness::BY_KEY * task..benches_harness::BY_KEY * (task + 1) {
                users.push(by_key(&*pool.get().await?, 0, number).await?);
            }
            Result::Ok(users)
        });
    }
    while let Some(users) = tasks.join_next().await {
        sum.rows(&users??, User::fields);
    }
    Ok(())
}
