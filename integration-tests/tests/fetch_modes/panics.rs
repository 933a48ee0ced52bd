//! Loads for several rows that panic: one of those who wait panics, and the others are served.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::FutureExt;
use futures::future::join_all;
use querent::prelude::*;
use querent::{FetchMode, Jsonb, Result};
use serde::{Deserialize, Deserializer, Serialize};
use tokio::time::timeout;

/// Longer than anything here takes.
const SOON: Duration = Duration::from_secs(20);

/// A value whose code has a mistake, once.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Careless(i64);

static IS_CARELESS: AtomicBool = AtomicBool::new(false);

impl<'de> Deserialize<'de> for Careless {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        assert!(!IS_CARELESS.swap(false, Ordering::Relaxed), "careless");
        i64::deserialize(deserializer).map(Careless)
    }
}

#[derive(Model, Debug, Clone)]
#[model(ordering = [id])]
struct Sheet {
    id: i64,
    content: Deferred<Jsonb<Careless>>,
}

#[querent_testkit::test(models = [Sheet], sql = "INSERT INTO sheet (content) VALUES ('1'), ('2'), ('3')")]
async fn a_load_that_panics_does_so_for_one_and_the_others_load_for_themselves(db: Db) -> Result<()> {
    for mode in [FetchMode::Peers, FetchMode::Coalesce] {
        let sheets = Sheet::objects(&db).fetch_mode(mode).await?;
        IS_CARELESS.store(true, Ordering::Relaxed);
        let loads = sheets.iter().map(|sheet| AssertUnwindSafe(sheet.content.load(&db)).catch_unwind());
        let loads = timeout(SOON, join_all(loads)).await.unwrap();
        let texts: Vec<_> =
            loads.iter().filter_map(|loaded| loaded.as_ref().err()?.downcast_ref::<&str>()).collect();
        assert_eq!(texts, [&"careless"], "{mode:?}");
        for (sheet, loaded) in sheets.iter().zip(loads) {
            if let Ok(content) = loaded {
                assert_eq!(content?.0, Careless(sheet.id), "{mode:?}");
            }
            assert_eq!(sheet.content.load(&db).await?.0, Careless(sheet.id), "{mode:?}: again");
        }
    }
    Ok(())
}
