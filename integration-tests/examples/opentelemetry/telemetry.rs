//! Querent's spans and warnings on their way to OpenTelemetry.

use std::time::Duration;

use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanExporter};
use querent::watch::Watch;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::prelude::*;

/// Lets Querent make a span of every statement, and exports all spans of the process.
///
/// A service exports them in batches: `with_batch_exporter` of `opentelemetry-otlp`'s exporter.
pub(crate) fn install(exporter: impl SpanExporter + 'static) -> SdkTracerProvider {
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter).build();
    let spans = tracing_opentelemetry::layer().with_tracer(provider.tracer("notes"));
    let watch = Watch::new().spans().slow_statements(Duration::from_millis(100));
    tracing_subscriber::registry().with(watch.layer()).with(spans.with_filter(LevelFilter::INFO)).init();
    provider
}
