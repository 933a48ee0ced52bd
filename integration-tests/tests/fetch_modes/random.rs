//! Loads in random ways; for much longer by `cargo run --release -p integration-tests --bin soak -- fetch-modes`.

use querent::Result;
use querent::prelude::*;

#[querent_testkit::test]
async fn random_loads_find_what_eager_queries_find_by_as_many_statements_as_the_mode_has(
    db: Db,
) -> Result<()> {
    let figures = integration_tests::fetch_modes::rounds(&db, 7, 100).await?;
    let [one, peers, coalesce] = figures.by_mode.map(|(loads, statements)| statements * 100 / loads);
    assert!(one > 80 && peers < 50 && coalesce < one, "{figures}"); // in a hundred loads
    assert!(figures.dropped > 0 && figures.refused > 0, "{figures}");
    Ok(())
}
