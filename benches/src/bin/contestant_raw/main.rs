//! The contestant that all others are compared with: tokio-postgres by hand, as well as one can.
//!
//! Statements are prepared once for each connection and found by their place, the pool hands out the connection used
//! last and does not ping, rows are decoded by position as they come, lists are one value, and related rows of one
//! level are asked for in one flight and moved to their owners by an index of keys. Only the transaction is awaited one
//! statement after another, which is how people write it.
//!
//! `plain` after the workload has it done as most people write it: what could be in one flight is awaited in sequence, and many rows
//! are inserted by VALUES.

mod manner;
mod connection;
mod reading;
mod users;
mod posts;
mod products;
mod wide;
mod writes;

use benches_harness::{BY_KEY, Contestant, Result, Sum, Workload, contestant};
use futures::future::try_join_all;

use crate::connection::Pool;
use crate::manner::Manner;

struct ByHand {
    pool: Pool,
    manner: Manner,
}

/// What each connection prepares.
fn texts(workload: Workload, manner: Manner) -> Vec<String> {
    let texts: &[&str] = match workload {
        Workload::Bulk(count) if manner == Manner::Plain => return vec![writes::text_of_values(count)],
        Workload::Trivial(_) => &[users::SELECT],
        Workload::Held | Workload::Get | Workload::Get16 | Workload::Conc => &[users::BY_KEY],
        Workload::Assoc => posts::ASSOC,
        Workload::Medium => &[products::MEDIUM],
        Workload::Rel3 => products::REL3,
        Workload::Wide(_) => &[wide::WIDE],
        Workload::Stream => &[wide::NARROW],
        Workload::Insert1 => &[writes::INSERT],
        Workload::Bulk(_) => &[writes::BULK],
        Workload::Update => &[writes::UPDATE],
        Workload::Delete => &[writes::DELETE],
        Workload::Tx => writes::TX,
    };
    texts.iter().copied().map(str::to_owned).collect()
}

impl Contestant for ByHand {
    fn supports(workload: Workload) -> bool {
        let differs = matches!(workload, Workload::Rel3 | Workload::Bulk(_) | Workload::Tx);
        Manner::asked_for() == Manner::Best || differs
    }

    async fn connect(url: &str, workload: Workload) -> Result<Self> {
        let size = if workload.is_concurrent() { benches_harness::CONNECTIONS } else { 1 };
        let manner = Manner::asked_for();
        let pool = connection::pool(url, texts(workload, manner), size)?;
        try_join_all((0..size).map(|_| pool.get())).await?; // opens all of them
        Ok(ByHand { pool, manner })
    }

    async fn run(&self, workload: Workload, number: u64, sum: &mut Sum) -> Result<()> {
        if workload == Workload::Conc {
            return users::conc(&self.pool, sum).await;
        }
        let mut connection = self.pool.get().await?;
        match workload {
            Workload::Trivial(most) => users::trivial(&connection, most, sum).await,
            Workload::Get | Workload::Get16 => users::get(&connection, number, sum).await,
            Workload::Held => {
                for number in BY_KEY * number..BY_KEY * (number + 1) {
                    users::get(&connection, number, sum).await?;
                }
                Ok(())
            }
            Workload::Conc => Ok(()),
            Workload::Assoc => posts::assoc(&connection, sum).await,
            Workload::Medium => products::medium(&connection, sum).await,
            Workload::Rel3 => products::rel3(&connection, self.manner, sum).await,
            Workload::Wide(most) => wide::wide(&connection, most, sum).await,
            Workload::Stream => wide::stream(&connection, sum).await,
            Workload::Insert1 => writes::insert1(&connection, number, sum).await,
            Workload::Bulk(count) => writes::bulk(&connection, self.manner, count, sum).await,
            Workload::Update => writes::update(&connection, number, sum).await,
            Workload::Delete => writes::delete(&connection, number, sum).await,
            Workload::Tx => writes::tx(&mut connection, number, sum).await,
        }
    }
}

contestant!(ByHand);
