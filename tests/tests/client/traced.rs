//! What is traced while a call is made, and by nothing else: its events, each by its level and fields.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// An event.
#[derive(Debug, Clone)]
pub(crate) struct Traced {
    pub(crate) level: Level,
    /// `name=value` of each field, the message among them.
    pub(crate) fields: String,
}

#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<Traced>>>);

struct Fields<'a>(&'a mut String);

/// Runs a call to its end, and gives the events on its way.
pub(crate) async fn traced<T>(call: impl Future<Output = T>) -> (T, Vec<Traced>) {
    let events = Events::default();
    let outcome = call.with_subscriber(events.clone()).await;
    let seen = events.0.lock().unwrap().clone();
    (outcome, seen)
}

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let space = if self.0.is_empty() { "" } else { " " };
        write!(self.0, "{space}{field}={value:?}").unwrap();
    }
}

impl Subscriber for Events {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("sf_runtime")
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = String::new();
        event.record(&mut Fields(&mut fields));
        let level = *event.metadata().level();
        self.0.lock().unwrap().push(Traced { level, fields });
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
