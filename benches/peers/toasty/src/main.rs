//! toasty, as its guide recommends.
//!
//! Related rows by `include`, many new ones by `create_many`. It has no stream of rows, and pages take its place; how many rows an
//! update or a deletion has met it does not tell.

mod models;
mod reads;
mod writes;

use benches_harness::{CONNECTIONS, Contestant, Result, Sum, Workload, contestant};
use futures::future::try_join_all;
use toasty::Db;

struct Toasty {
    db: Db,
}

impl Contestant for Toasty {
    async fn connect(url: &str, workload: Workload) -> Result<Self> {
        let size = if workload.is_concurrent() { CONNECTIONS } else { 1 };
        let db = Db::builder().models(toasty::models!(crate::*)).max_pool_size(size).connect(url).await?;
        try_join_all((0..size).map(|_| db.connection())).await?; // opens all of them
        Ok(Toasty { db })
    }

    async fn run(&self, workload: Workload, number: u64, sum: &mut Sum) -> Result<()> {
        let db = &mut self.db.clone();
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

contestant!(Toasty);
