//! Querent, as a user writes it.

mod models;
mod reads;
mod writes;

use benches_harness::{BY_KEY, CONNECTIONS, Contestant, Result, Sum, Workload, contestant};
use futures::future::try_join_all;
use querent::Db;

struct Querent {
    db: Db,
}

impl Contestant for Querent {
    async fn connect(url: &str, workload: Workload) -> Result<Self> {
        let size = if workload.is_concurrent() { CONNECTIONS } else { 1 };
        let db = Db::builder().url(url).max_connections(size).connect().await?;
        try_join_all((0..size).map(|_| db.batch_execute("SELECT pg_sleep(0.1)"))).await?; // opens all of them
        Ok(Querent { db })
    }

    async fn run(&self, workload: Workload, number: u64, sum: &mut Sum) -> Result<()> {
        let db = &self.db;
        match workload {
            Workload::Trivial(most) => reads::trivial(db, most, sum).await?,
            Workload::Medium => reads::medium(db, sum).await?,
            Workload::Assoc => reads::assoc(db, sum).await?,
            Workload::Rel3 => reads::rel3(db, sum).await?,
            Workload::Wide(most) => reads::wide(db, most, sum).await?,
            Workload::Stream => reads::stream(db, sum).await?,
            Workload::Get | Workload::Get16 => reads::get(db, number, sum).await?,
            // Nothing but a transaction holds a connection, and this pool has only one: it is taken for each of them.
            Workload::Held => {
                for number in BY_KEY * number..BY_KEY * (number + 1) {
                    reads::get(db, number, sum).await?;
                }
            }
            Workload::Conc => reads::conc(db, sum).await?,
            Workload::Insert1 => writes::insert1(db, number, sum).await?,
            Workload::Bulk(count) => writes::bulk(db, count, sum).await?,
            Workload::Update => writes::update(db, number, sum).await?,
            Workload::Delete => writes::delete(db, number, sum).await?,
            Workload::Tx => writes::tx(db, number, sum).await?,
        }
        Ok(())
    }
}

contestant!(Querent);
