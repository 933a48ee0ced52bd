//! The queries that are counted.

use benches::models::Product;
use querent::{Db, Result};

use crate::counted::counted;
use crate::variant::Variant;

/// How many counts of a workload there are. The first one prepares the statements; the median of the others is told.
pub(crate) const COUNTS: usize = 6;

/// A kind of query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    /// How many queries are counted together.
    pub(crate) times: usize,
}

const BY_KEY: Workload = Workload { name: "a row by its key", times: 200 };
const LIST: Workload = Workload { name: "a list of 50 rows", times: 50 };
const LAZY_LOAD: Workload = Workload { name: "a relation loaded for one row", times: 200 };

/// In the order in which they run.
pub(crate) const WORKLOADS: [Workload; 3] = [BY_KEY, LIST, LAZY_LOAD];

/// Does all the work, on one connection to the database at `url`.
pub(crate) async fn run(variant: Variant, url: &str) -> Result<()> {
    let db = Db::builder().url(url).max_connections(1).connect().await?;
    variant.request(by_key(&db)).await?;
    variant.request(list(&db)).await?;
    variant.request(lazy_load(&db)).await?;
    Ok(())
}

async fn by_key(db: &Db) -> Result<()> {
    for count in 0..COUNTS {
        counted(async {
            for row in 1..=BY_KEY.times {
                Product::objects(db).by_key((count * BY_KEY.times + row) as i64).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

async fn list(db: &Db) -> Result<()> {
    for _ in 0..COUNTS {
        counted(async {
            for _ in 0..LIST.times {
                Product::objects(db).order_by(|p| p.id).limit(50).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// The rows are those of one result, which is what the watch compares.
async fn lazy_load(db: &Db) -> Result<()> {
    let products = Product::objects(db).limit((COUNTS * LAZY_LOAD.times) as u64).await?;
    for products in products.chunks(LAZY_LOAD.times) {
        counted(async {
            for product in products {
                product.category.load(db).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
