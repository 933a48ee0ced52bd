//! diesel-async, as its documentation recommends.
//!
//! A pool of deadpool's whose connections are not asked before they are used (`RecyclingMethod::Fast`), the last one first; statements
//! are kept by the connection, but for those that Diesel never keeps: UPDATE, and an INSERT of as many rows as there happen to
//! be. Related rows by `belonging_to` and `grouped_by`, independent ones in one flight.

mod schema;
mod models;
mod reads;
mod writes;

use benches_harness::{BY_KEY, CONNECTIONS, Contestant, Result, Sum, Workload, contestant};
use deadpool::managed::QueueMode;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod, deadpool as pooled,
};
use futures::future::try_join_all;

pub(crate) type Pool = pooled::Pool<AsyncPgConnection>;

struct Diesel {
    pool: Pool,
}

impl Contestant for Diesel {
    async fn connect(url: &str, workload: Workload) -> Result<Self> {
        let size = if workload.is_concurrent() { CONNECTIONS } else { 1 };
        let mut config = ManagerConfig::default();
        config.recycling_method = RecyclingMethod::Fast;
        let manager = AsyncDieselConnectionManager::new_with_config(url, config);
        let pool = Pool::builder(manager).max_size(size).queue_mode(QueueMode::Lifo).build()?;
        try_join_all((0..size).map(|_| pool.get())).await?; // opens all of them
        Ok(Diesel { pool })
    }

    async fn run(&self, workload: Workload, number: u64, sum: &mut Sum) -> Result<()> {
        if workload == Workload::Conc {
            return reads::conc(&self.pool, sum).await;
        }
        let db = &mut *self.pool.get().await?;
        match workload {
            Workload::Trivial(most) => reads::trivial(db, most, sum).await,
            Workload::Get | Workload::Get16 => reads::get(db, number, sum).await,
            Workload::Held => {
                for number in BY_KEY * number..BY_KEY * (number + 1) {
                    reads::get(db, number, sum).await?;
                }
                Ok(())
            }
            Workload::Conc => Ok(()),
            Workload::Assoc => reads::assoc(db, sum).await,
            Workload::Medium => reads::medium(db, sum).await,
            Workload::Rel3 => reads::rel3(db, sum).await,
            Workload::Wide(most) => reads::wide(db, most, sum).await,
            Workload::Stream => reads::stream(db, sum).await,
            Workload::Insert1 => writes::insert1(db, number, sum).await,
            Workload::Bulk(count) => writes::bulk(db, count, sum).await,
            Workload::Update => writes::update(db, number, sum).await,
            Workload::Delete => writes::delete(db, number, sum).await,
            Workload::Tx => writes::tx(db, number, sum).await,
        }
    }
}

contestant!(Diesel);
