//! Loads of random rows in random ways, and what eager queries find.

mod modes;
mod models;
mod spot;
mod shape;
mod library;
mod round;
mod rows;
mod perform;

use std::fmt;

use querent::{Db, Result};
use querent_migrate::create_tables;

use crate::meaning::Dice;
use library::Library;
use modes::{MODES, place};
use round::Round;

/// For how many rounds rows stay.
const ROUNDS: usize = 10;

/// What was seen in all rounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// How many rounds there were.
    pub rounds: usize,
    /// Futures that were dropped.
    pub dropped: usize,
    /// Loads that the server refused.
    pub refused: usize,
    /// Loads and statements of `FetchMode::One`, `Peers` and `Coalesce`.
    pub by_mode: [(usize, usize); 3],
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, peers, coalesce] =
            self.by_mode.map(|(loads, statements)| format!("{loads} loads by {statements} statements"));
        write!(
            f,
            "One: {one}; Peers: {peers}; Coalesce: {coalesce}; each with the rows of an eager query; {} futures dropped, \
             {} loads refused by the server",
            self.dropped, self.refused
        )
    }
}

/// Loads what belongs to random rows in so many ways, each drawn at random.
///
/// # Panics
///
/// If a row gets what an eager query does not find for it, a load waits for ever, or more statements are sent than the mode
/// has.
pub async fn rounds(db: &Db, seed: u64, amount: usize) -> Result<Figures> {
    create_tables(db, &models::MODELS).await.expect("an empty database has room for tables");
    let pool = |mode| db.to_builder().fetch_mode(mode).max_connections(4).build();
    let pools = MODES.into_iter().map(pool).collect::<Result<Vec<_>>>()?;
    let mut dice = Dice::new(seed);
    let mut library = Library::fill(db, &mut dice).await?;
    let mut figures = Figures { rounds: amount, ..Figures::default() };
    for number in 0..amount {
        if number % ROUNDS == ROUNDS - 1 {
            library = Library::fill(db, &mut dice).await?;
        }
        let round = Round::draw(&mut dice);
        let seen = round.perform(&pools[place(round.pool)], &library, &mut dice).await;
        let seen = seen.unwrap_or_else(|error| panic!("{round:?}: {error:?}"));
        let (loads, statements) = &mut figures.by_mode[place(round.mode)];
        *loads += seen.loads;
        *statements += seen.statements;
        figures.dropped += seen.dropped;
        figures.refused += seen.refused;
    }
    Ok(figures)
}
