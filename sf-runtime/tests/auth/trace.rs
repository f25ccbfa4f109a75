//! Everything that is traced, as text.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, OnceLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Clone, Default)]
pub(crate) struct Traces(Arc<Mutex<String>>);

struct Writer<'a>(&'a mut String);

impl Traces {
    /// What all threads trace from here on, the other tests' too.
    pub(crate) fn of_all() -> &'static Self {
        static TRACES: OnceLock<Traces> = OnceLock::new();
        TRACES.get_or_init(|| {
            let traces = Self::default();
            tracing::subscriber::set_global_default(traces.clone()).expect("no other subscriber");
            traces
        })
    }

    pub(crate) fn text(&self) -> String {
        self.0.lock().expect("a lock").clone()
    }

    fn write(&self, record: impl FnOnce(&mut Writer<'_>)) {
        let mut text = self.0.lock().expect("a lock");
        record(&mut Writer(&mut text));
        text.push('\n');
    }
}

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").expect("a string");
    }
}

impl Subscriber for Traces {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.write(|writer| span.record(writer));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.write(|writer| values.record(writer));
    }

    fn event(&self, event: &Event<'_>) {
        self.write(|writer| event.record(writer));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
