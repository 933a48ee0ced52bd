//! Rounds, in each of which every server is visited.

use std::ops::Range;
use std::time::Duration;

use crate::pages::Pages;
use crate::server::Server;
use crate::state::State;
use benches::Result;

/// About how long one server is visited in a round.
const TURN: Duration = Duration::from_millis(200);

/// How many pages are asked for to warm up, and to learn how many a turn has.
const FIRST: usize = 100;

/// What a request cost in a turn, in seconds.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// Of time.
    pub(crate) wall: f64,
    /// Of the server's process on a processor.
    pub(crate) cpu: f64,
}

/// One round: what a request cost in each state of the watch.
pub(crate) struct Round(Vec<(State, Cost)>);

impl Round {
    /// What a request cost in `state`.
    pub(crate) fn cost(&self, state: State, what: fn(&Cost) -> f64) -> f64 {
        self.0.iter().find(|(of, _)| *of == state).map_or(f64::NAN, |(_, cost)| what(cost))
    }

    /// What a request cost in `state`, as a multiple of what it cost with the watch off.
    pub(crate) fn ratio(&self, state: State, what: fn(&Cost) -> f64) -> f64 {
        self.cost(state, what) / self.cost(State::Off, what)
    }
}

/// Visits all servers in each round of these numbers; which one begins alternates.
pub(crate) async fn of(pages: &Pages, servers: &mut [Server], rounds: Range<usize>) -> Result<Vec<Round>> {
    let mut slowest = 0.0_f64;
    for server in servers.iter_mut() {
        turn(pages, server, FIRST).await?; // prepares the statements
        slowest = slowest.max(turn(pages, server, FIRST).await?.wall);
    }
    let count = (TURN.as_secs_f64() / slowest).ceil() as usize;
    let mut done = Vec::with_capacity(rounds.len());
    for number in rounds {
        let mut order: Vec<_> = (0..servers.len()).collect();
        order.rotate_left(number / 2 % servers.len());
        if number % 2 == 1 {
            order.reverse();
        }
        let mut costs = Vec::new();
        for place in order {
            let server = &mut servers[place];
            costs.push((server.state, turn(pages, server, count).await?));
        }
        done.push(Round(costs));
    }
    Ok(done)
}

/// What a request costs, on the average of so many.
async fn turn(pages: &Pages, server: &mut Server, count: usize) -> Result<Cost> {
    let before = server.cpu().await?;
    let wall = server.visitors.visit(pages, count).await?;
    let cpu = server.cpu().await? - before;
    let each = |total: Duration| total.as_secs_f64() / count as f64;
    Ok(Cost { wall: each(wall), cpu: each(cpu) })
}
