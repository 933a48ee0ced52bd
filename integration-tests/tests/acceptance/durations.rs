//! Arithmetic of dates and times.

use querent::prelude::*;
use time::Duration;
use time::macros::datetime;

use crate::ask::names_in_order;
use crate::database::on_the_data;
use crate::models::Experiment;

#[test]
fn exp_15_arithmetic_of_instants_dates_and_durations() {
    on_the_data(async |db| {
        let all = Experiment::objects(&db);
        let on_time = all.clone().filter(|e| e.estimated_time.gte(e.end - e.start));
        assert_eq!(names_in_order(&db, on_time).await, ["e0", "e1", "e2", "e3", "e5"]);
        let over = all.clone().filter(|e| e.end.gt(e.start + e.estimated_time));
        assert_eq!(names_in_order(&db, over).await, ["e4"]);
        let taken = all.clone().values(|e| e.end - e.start).get(|e| e.name.eq("e3"));
        assert_eq!(taken.await.unwrap(), Duration::minutes(21 * 60 + 8));
        let between = all.clone().values(|e| e.completed - e.assigned).get(|e| e.name.eq("e3"));
        assert_eq!(between.await.unwrap(), Duration::days(5));
        let next_day = all.clone().values(|e| e.assigned + Duration::days(1)).get(|e| e.name.eq("e0"));
        assert_eq!(next_day.await.unwrap(), datetime!(2010-06-26 0:00));
        let long = all.clone().filter(|e| e.completed.gt(e.assigned + Duration::days(4)));
        assert_eq!(names_in_order(&db, long).await, ["e3", "e4", "e5"]);
        let sum = all.clone().aggregate(|e| e.estimated_time.sum()).await.unwrap();
        let expected = Duration::days(99) + Duration::minutes(22 * 60 + 8) + Duration::milliseconds(253);
        assert_eq!(sum, Some(expected));
        let doubled = all.values(|e| e.estimated_time * 2).get(|e| e.name.eq("e2"));
        assert_eq!(doubled.await.unwrap(), Duration::hours(2));
    });
}
