//! sea-orm, as its documentation recommends.
//!
//! Related rows by `find_both_related` and `load_many`, whose models cost less than those of the entity loader; new rows by
//! `insert_many`. Its pool is sqlx's, which does not ask a connection before it is used, and always does after that.

mod entities;
mod counts;
mod reads;
mod writes;

use benches_harness::{CONNECTIONS, Contestant, Result, Sum, Workload, contestant};
use futures::future::try_join_all;
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

struct SeaOrm {
    db: DatabaseConnection,
}

impl Contestant for SeaOrm {
    async fn connect(url: &str, workload: Workload) -> Result<Self> {
        let size = if workload.is_concurrent() { CONNECTIONS as u32 } else { 1 };
        let mut options = ConnectOptions::new(url);
        options.max_connections(size).min_connections(size).test_before_acquire(false).sqlx_logging(false);
        let db = Database::connect(options).await?;
        let pool = db.get_postgres_connection_pool();
        try_join_all((0..size).map(|_| pool.acquire())).await?; // opens all of them
        Ok(SeaOrm { db })
    }

    async fn run(&self, workload: Workload, number: u64, sum: &mut Sum) -> Result<()> {
        let db = &self.db;
        match workload {
            Workload::Trivial(most) => reads::trivial(db, most, sum).await,
            Workload::Get | Workload::Get16 => reads::get(db, number, sum).await,
            Workload::Held => reads::held(db, number, sum).await,
            Workload::Conc => reads::conc(db, sum).await,
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

contestant!(SeaOrm);
