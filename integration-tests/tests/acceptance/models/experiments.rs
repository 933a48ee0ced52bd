//! Experiments, which take their time.

use querent::prelude::*;
use time::{Date, Duration, OffsetDateTime};

#[derive(Model, Debug)]
#[model(table = "oracle_experiment", ordering = [name])]
pub struct Experiment {
    pub id: i64,
    #[field(max_length = 24)]
    pub name: String,
    pub assigned: Date,
    pub completed: Date,
    pub estimated_time: Duration,
    pub start: OffsetDateTime,
    pub end: OffsetDateTime,
}
