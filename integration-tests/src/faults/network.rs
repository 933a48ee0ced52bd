//! A network that loses what it carries.

use std::time::{Duration, Instant};

use querent::{Db, Result};
use tokio::time::sleep;

use super::figures::Figures;
use super::writers::{LOST, Writers};
use crate::meaning::Dice;
use crate::proxy::{Accident, Pace, Proxy};

/// How long a writer waits for an answer: longer than the network stalls, and shorter than it is deaf.
const PATIENCE: Duration = Duration::from_millis(400);

/// What happens to the writers' connections.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// One of them breaks.
    Cut,
    /// One of them carries nothing any more, and neither end is told.
    Deaf,
    /// None of them carries an answer for a while.
    Stall,
}

const EVENTS: [Event; 4] = [Event::Cut, Event::Cut, Event::Deaf, Event::Stall];

/// Lets so many accidents happen on the way between the writers and the server.
///
/// # Panics
///
/// If anything is lost, doubled or told wrong, or the service does not go on.
pub async fn network(observer: &Db, accidents: usize) -> Result<Figures> {
    Writers::prepare(observer).await.expect("an empty database has room for tables");
    let proxy = Proxy::before(observer).await?;
    let db = proxy.on_the_way_of(observer).max_connections(10).build()?;
    let mut writers = Writers::begin(&db, LOST, Some(PATIENCE));
    let mut dice = Dice::new(0xcab1e);
    writers.recovered(Instant::now()).await;
    for number in 1..=accidents {
        sleep(Duration::from_micros(dice.below(20_000) as u64)).await;
        match EVENTS[dice.below(EVENTS.len())] {
            Event::Cut => proxy.happens(Accident::Cut, dice.below(10)),
            Event::Deaf => proxy.happens(Accident::Deaf, dice.below(10)),
            Event::Stall => {
                proxy.set_pace(Pace::Held);
                sleep(Duration::from_millis(dice.below(150) as u64)).await;
                proxy.set_pace(Pace::Quick);
            }
        }
        writers.ledger.note_fault();
        if number % 10 == 0 || number == accidents {
            writers.recovered(Instant::now()).await;
        }
    }
    writers.end(observer).await
}
