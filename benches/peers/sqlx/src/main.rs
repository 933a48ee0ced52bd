//! sqlx, as its documentation recommends.
//!
//! `query_as` reads into structs as the macro `query_as!` does, which needs a database to be built; many rows are inserted by UNNEST.
//! The pool does not ask a connection before it is used (`test_before_acquire(false)`); that it asks each one after its use, and
//! that the next one waits for that, cannot be changed.

mod models;
mod reads;
mod related;
mod writes;

use benches_harness::{CONNECTIONS, Contestant, Result, Sum, Workload, contestant};
use futures::future::try_join_all;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

struct Sqlx {
    pool: PgPool,
}

impl Contestant for Sqlx {
    async fn connect(url: &str, workload: Workload) -> Result<Self> {
        let size = if workload.is_concurrent() { CONNECTIONS as u32 } else { 1 };
        let pool = PgPoolOptions::new()
            .max_connections(size)
            .min_connections(size)
            .test_before_acquire(false)
            .connect(url)
            .await?;
        try_join_all((0..size).map(|_| pool.acquire())).await?; // opens all of them
        Ok(Sqlx { pool })
    }

    async fn run(&self, workload: Workload, number: u64, sum: &mut Sum) -> Result<()> {
        let pool = &self.pool;
        match workload {
            Workload::Trivial(most) => reads::trivial(pool, most, sum).await,
            Workload::Get | Workload::Get16 => reads::get(pool, number, sum).await,
            Workload::Held => reads::held(&mut *pool.acquire().await?, number, sum).await,
            Workload::Conc => reads::conc(pool, sum).await,
            Workload::Assoc => related::assoc(&mut *pool.acquire().await?, sum).await,
            Workload::Medium => reads::medium(pool, sum).await,
            Workload::Rel3 => related::rel3(&mut *pool.acquire().await?, sum).await,
            Workload::Wide(most) => reads::wide(pool, most, sum).await,
            Workload::Stream => reads::stream(pool, sum).await,
            Workload::Insert1 => writes::insert1(pool, number, sum).await,
            Workload::Bulk(count) => writes::bulk(pool, count, sum).await,
            Workload::Update => writes::update(pool, number, sum).await,
            Workload::Delete => writes::delete(pool, number, sum).await,
            Workload::Tx => writes::tx(pool, number, sum).await,
        }
    }
}

contestant!(Sqlx);
