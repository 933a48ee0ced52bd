//! The layer of the watch, more than once.

use querent::prelude::*;
use tracing::Instrument;
use tracing::dispatcher::set_default;
use tracing_subscriber::prelude::*;

use crate::lines::{Lines, eventually};
use crate::pages::relations;
use crate::{Category, Product, ROWS, watch};

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn a_layer_that_is_there_twice_finds_everything_once(db: Db) {
    let lines = Lines::default();
    let twice = tracing_subscriber::registry().with(watch().layer()).with(watch().layer());
    let subscriber = tracing::Dispatch::new(twice.with(lines.clone()));
    let _set = set_default(&subscriber);
    let request = async {
        relations!(&db);
        for key in 1..=10 {
            Category::objects(&db).by_key(key).await.unwrap();
        }
    };
    request.instrument(tracing::info_span!("request")).await;
    eventually(|| lines.of("summary").len() == 2).await;
    for phase in ["first", "summary"] {
        assert_eq!(lines.paths(phase), ["Product.category", "Category.get"], "{phase}");
    }
    let loads: Vec<_> = lines.of("summary").into_iter().map(|line| line["loads"].clone()).collect();
    assert_eq!(loads, ["10", "10"]);
}
