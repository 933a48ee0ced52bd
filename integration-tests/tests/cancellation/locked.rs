//! Statements that the server is still at work on when nobody waits for them any more.

use integration_tests::cancellation::{Campaign, Operation, Server};
use querent::Db;

#[querent_testkit::test]
async fn what_waits_for_a_lock_ends_with_its_future(db: Db) {
    Campaign::prepare(&db).await.unwrap();
    for connections in [1, 3] {
        let mut campaign = Campaign::begin(&db, Server::Quick, connections).await.unwrap();
        for operation in Operation::ALL {
            campaign.drop_while_locked(operation).await.unwrap();
        }
        let figures = campaign.figures();
        assert_eq!(figures.drops, Operation::ALL.len());
        assert_eq!(figures.discarded, 1, "a COPY that never began leaves its connection out of step");
        assert!(figures.cancelled >= Operation::ALL.len() as u64);
    }
}
