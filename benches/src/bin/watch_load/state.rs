//! The states of the watch that are compared.

use querent::watch::Watch;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::prelude::*;

/// A state of the watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Off,
    On,
    /// It keeps the last requests with their statements, too: for development.
    Keeping,
}

impl State {
    pub(crate) const ALL: [State; 3] = [State::Off, State::On, State::Keeping];

    pub(crate) fn name(self) -> &'static str {
        match self {
            State::Off => "off",
            State::On => "on",
            State::Keeping => "requests kept",
        }
    }

    pub(crate) fn named(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Installs a subscriber as the shop has it, which writes to nowhere; and the watch, where it is to be on.
    pub(crate) fn listen(self) {
        let log = tracing_subscriber::fmt::layer().with_writer(std::io::sink).with_filter(LevelFilter::INFO);
        let subscriber = tracing_subscriber::registry().with(log);
        match self {
            State::Off => {}
            State::On => Watch::new().install(),
            State::Keeping => Watch::new().keep_requests(100).install(),
        }
        subscriber.init();
    }
}
