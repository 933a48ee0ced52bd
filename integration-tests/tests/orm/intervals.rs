//! `interval` columns are durations.

use querent::prelude::*;
use querent::{Kind, Result};
use time::Duration;

#[derive(Model, Debug, Clone, PartialEq)]
struct Task {
    id: i64,
    estimate: Duration,
    #[field(default = "01:30:00")]
    pause: Duration,
    taken: Option<Duration>,
}

#[querent_testkit::test(models = [Task])]
async fn a_duration_comes_back_as_it_was(db: Db) -> Result<()> {
    let longest = Duration::microseconds(i64::MAX);
    for estimate in [Duration::ZERO, Duration::microseconds(-1), longest, Duration::microseconds(i64::MIN)] {
        let mut task = Task::draft().estimate(estimate).taken(Duration::DAY).create(&db).await?;
        assert_eq!((task.estimate, task.pause), (estimate, Duration::minutes(90)));
        task.taken = None;
        task.save(&db).await?;
        assert_eq!(Task::objects(&db).by_key(task.id).await?, task);
        assert_eq!(Task::objects(&db).filter(|t| t.estimate.eq(estimate)).count().await?, 1);
    }
    let found = Task::objects(&db).filter(|t| t.estimate.is_in([longest, Duration::ZERO])).count().await?;
    assert_eq!(found, 2);
    assert_eq!(Task::objects(&db).filter(|t| t.estimate.lt(Duration::ZERO)).count().await?, 2);
    Ok(())
}

#[querent_testkit::test(models = [Task])]
async fn a_day_of_an_interval_has_twenty_four_hours(db: Db) -> Result<()> {
    db.batch_execute("INSERT INTO task (estimate) VALUES ('1 week 2 days -3 hours 0.000001 seconds')")
        .await?;
    let estimate = Task::objects(&db).values(|t| t.estimate).await?;
    assert_eq!(estimate, [Duration::days(9) - Duration::hours(3) + Duration::microseconds(1)]);
    let equal = Task::objects(&db).filter(|t| t.estimate.eq(estimate[0])).count().await?;
    assert_eq!(equal, 1, "PostgreSQL compares so, too");
    Ok(())
}

#[querent_testkit::test(models = [Task])]
async fn durations_are_created_many_at_a_time(db: Db) -> Result<()> {
    let drafts =
        (0..3).map(|at| Task::draft().estimate(Duration::seconds(at)).pause(Duration::HOUR).taken(None));
    let tasks = Task::objects(&db).bulk_create(drafts).await?;
    assert_eq!(tasks.iter().map(|task| task.estimate.whole_seconds()).collect::<Vec<_>>(), [0, 1, 2]);
    Ok(())
}

#[querent_testkit::test(models = [Task])]
async fn a_month_has_no_length(db: Db) -> Result<()> {
    for interval in ["1 month", "-1 year", "1 year -11 months"] {
        db.batch_execute(&format!("DELETE FROM task; INSERT INTO task (estimate) VALUES ('{interval}')"))
            .await?;
        let error = Task::objects(&db).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Decode);
        assert_eq!(error.to_string(), "`Task.estimate` cannot hold what the database has there (interval)");
    }
    Ok(())
}

#[querent_testkit::test(models = [Task])]
async fn a_duration_longer_than_an_interval_is_an_error(db: Db) {
    let error = Task::draft().estimate(Duration::MAX).create(&db).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Database);
    assert_eq!(Task::objects(&db).count().await.unwrap(), 0);
}
