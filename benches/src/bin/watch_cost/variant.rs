//! The states of the watch that are compared.

use querent::watch::{Scope, Watch};
use tracing::{Instrument, info_span};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::prelude::*;

/// A state of the watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// The program is built without it.
    CompiledOut,
    /// It is there, and off.
    Off,
    /// It is on, and finds no scope.
    WithoutScope,
    /// It is on, in a scope that was entered.
    InScope,
    /// It is on, in a span of a request.
    InSpan,
}

impl Variant {
    pub(crate) const ALL: [Variant; 5] =
        [Variant::CompiledOut, Variant::Off, Variant::WithoutScope, Variant::InScope, Variant::InSpan];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Variant::CompiledOut => "compiled out",
            Variant::Off => "off",
            Variant::WithoutScope => "on, no scope",
            Variant::InScope => "on, in a scope",
            Variant::InSpan => "on, in a span",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Variant> {
        Variant::ALL.into_iter().find(|variant| variant.name() == name)
    }

    /// The most instructions of a query more than without the watch.
    pub(crate) fn bar(self) -> Option<i64> {
        match self {
            Variant::Off => Some(12),
            Variant::InScope => Some(400),
            Variant::CompiledOut | Variant::WithoutScope | Variant::InSpan => None,
        }
    }

    /// Installs a subscriber as servers have it, which writes to nowhere; and with it the watch, where it is to be on.
    pub(crate) fn listen(self) {
        let log = tracing_subscriber::fmt::layer().with_writer(std::io::sink).with_filter(LevelFilter::INFO);
        let subscriber = tracing_subscriber::registry().with(log);
        match self {
            Variant::CompiledOut | Variant::Off => subscriber.init(),
            Variant::WithoutScope | Variant::InScope | Variant::InSpan => {
                subscriber.with(Watch::new().layer()).init();
            }
        }
    }

    /// Runs `work` as one request.
    pub(crate) async fn request<F: Future>(self, work: F) -> F::Output {
        match self {
            Variant::CompiledOut | Variant::Off | Variant::WithoutScope => work.await,
            Variant::InScope => Scope::new("GET /products/{id}").run(work).await,
            Variant::InSpan => work.instrument(info_span!("request")).await,
        }
    }
}
