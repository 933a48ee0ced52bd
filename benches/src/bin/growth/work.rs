//! What one process does.

use std::time::{Duration, Instant};

use benches::Result;
use benches_harness::peak_kib;
use querent::Db;
use querent::prelude::*;
use serde::{Deserialize, Serialize};

use crate::models::{Narrow, Parent};

/// How often it is timed; the least time is told.
const TIMES: usize = 3;

/// A way to read rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    List,
    Stream,
    Prefetch,
}

impl Kind {
    pub(crate) const ALL: [Kind; 3] = [Kind::List, Kind::Stream, Kind::Prefetch];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::List => "list",
            Kind::Stream => "stream",
            Kind::Prefetch => "prefetch",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// How many rows, or parents of three rows each, it is measured with.
    pub(crate) fn rows(self) -> &'static [i64] {
        match self {
            Kind::List | Kind::Stream => &[1_000, 10_000, 100_000, 1_000_000],
            Kind::Prefetch => &[1_000, 10_000, 100_000],
        }
    }
}

/// What was found with so many rows.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Found {
    pub(crate) rows: i64,
    pub(crate) wall: Duration,
    /// How much the most memory in use has grown.
    pub(crate) kib: u64,
    pub(crate) statements: usize,
}

pub(crate) async fn measured(kind: Kind, rows: i64, url: &str) -> Result<Found> {
    let db = Db::builder().url(url).max_connections(1).connect().await?;
    work(kind, 1, &db).await?; // prepares the statements
    let before = peak_kib()?;
    let recording = db.record_statements();
    work(kind, rows, &db).await?;
    let statements = recording.statements().len();
    drop(recording);
    let kib = peak_kib()? - before;
    let mut wall = Duration::MAX;
    for _ in 0..TIMES {
        let begin = Instant::now();
        work(kind, rows, &db).await?;
        wall = wall.min(begin.elapsed());
    }
    Ok(Found { rows, wall, kib, statements })
}

async fn work(kind: Kind, rows: i64, db: &Db) -> Result<()> {
    let found = match kind {
        Kind::List => Narrow::objects(db).filter(|n| n.id.lte(rows)).await?.len(),
        Kind::Stream => {
            let mut stream = Narrow::objects(db).filter(|n| n.id.lte(rows)).stream();
            let mut found = 0;
            while stream.try_next().await?.is_some() {
                found += 1;
            }
            found
        }
        Kind::Prefetch => {
            let parents = Parent::objects(db).filter(|p| p.id.lte(rows)).prefetch_related(|p| p.children);
            let parents = parents.await?;
            for parent in &parents {
                if parent.children.loaded()?.len() != 3 {
                    return Err(format!("the parent {} lacks children", parent.id).into());
                }
            }
            parents.len()
        }
    };
    if found == rows as usize { Ok(()) } else { Err(format!("{found} of {rows} rows were found").into()) }
}
