//! A layer that keeps the spans of statements and the lines about slow ones.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Instrument, Span, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

/// Fields by their names.
pub(crate) type Fields = BTreeMap<&'static str, String>;

/// The span of a statement.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    id: u64,
    parent: Option<u64>,
    pub(crate) fields: Fields,
    pub(crate) closed: bool,
}

impl Statement {
    /// What the span is called.
    pub(crate) fn name(&self) -> &str {
        &self.fields["otel.name"]
    }

    pub(crate) fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }
}

static STATEMENTS: Mutex<Vec<Statement>> = Mutex::new(Vec::new());
static SLOW: Mutex<Vec<Fields>> = Mutex::new(Vec::new());

/// Keeps the spans of statements and the lines about slow ones.
pub(crate) struct Capture;

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for Capture {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if attributes.metadata().target() == "querent::statement" {
            let parent = context.span(id).unwrap().parent().map(|parent| parent.id().into_u64());
            let mut fields = Visited(Fields::new());
            attributes.record(&mut fields);
            let statement = Statement { id: id.into_u64(), parent, fields: fields.0, closed: false };
            STATEMENTS.lock().unwrap().push(statement);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        if let Some(statement) = open(&mut STATEMENTS.lock().unwrap(), id) {
            let mut fields = Visited(std::mem::take(&mut statement.fields));
            values.record(&mut fields);
            statement.fields = fields.0;
        }
    }

    fn on_enter(&self, id: &Id, _: Context<'_, S>) {
        assert!(open(&mut STATEMENTS.lock().unwrap(), id).is_none(), "the span of a statement was entered");
    }

    fn on_close(&self, id: Id, _: Context<'_, S>) {
        if let Some(statement) = open(&mut STATEMENTS.lock().unwrap(), &id) {
            statement.closed = true;
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "querent::slow_statement"
            && *event.metadata().level() == tracing::Level::WARN
        {
            let mut fields = Visited(Fields::new());
            event.record(&mut fields);
            SLOW.lock().unwrap().push(fields.0);
        }
    }
}

/// The span of this id that is open: ids are used again.
fn open<'a>(statements: &'a mut [Statement], id: &Id) -> Option<&'a mut Statement> {
    statements.iter_mut().rev().find(|statement| statement.id == id.into_u64() && !statement.closed)
}

struct Visited(Fields);

impl Visit for Visited {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.insert(field, value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.insert(field, format!("{value:?}"));
    }
}

impl Visited {
    fn insert(&mut self, field: &Field, value: String) {
        let before = self.0.insert(field.name(), value);
        assert_eq!(before, None, "`{}` is said twice", field.name());
    }
}

/// The spans of statements directly inside `span` so far, in the order in which they began.
pub(crate) fn inside(span: &Span) -> Vec<Statement> {
    let parent = span.id().map(|id| id.into_u64());
    STATEMENTS.lock().unwrap().iter().filter(|statement| statement.parent == parent).cloned().collect()
}

/// Runs `work` in a span, and returns its statements besides.
pub(crate) async fn statements<T>(work: impl Future<Output = T>) -> (T, Vec<Statement>) {
    let span = work_span();
    let value = work.instrument(span.clone()).await;
    let statements = inside(&span);
    assert!(statements.iter().all(|statement| statement.closed), "{statements:#?}");
    (value, statements)
}

/// A span that is no child of another one.
pub(crate) fn work_span() -> Span {
    tracing::info_span!(parent: None, "work")
}

/// What the spans are called.
pub(crate) fn names(statements: &[Statement]) -> Vec<&str> {
    statements.iter().map(Statement::name).collect()
}

/// The lines about slow statements whose text has `part` in it.
pub(crate) fn slow(part: &str) -> Vec<Fields> {
    SLOW.lock().unwrap().iter().filter(|fields| fields["sql"].contains(part)).cloned().collect()
}
