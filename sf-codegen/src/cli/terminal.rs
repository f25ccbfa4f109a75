//! stdout and stderr: colour where it is wanted, and no complaint when the reader has hung up.

use std::fmt::Display;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use sf_codegen::Error;

use super::Color;

/// Styles text where the terminal shows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    color: bool,
}

impl Paint {
    /// For what goes to stdout.
    pub(super) fn of_stdout(color: Color) -> Self {
        Self::of(&AutoStream::new(io::stdout(), color.into()))
    }

    fn of<S: anstream::stream::RawStream>(stream: &AutoStream<S>) -> Self {
        Self {
            color: stream.current_choice() != ColorChoice::Never,
        }
    }

    /// For what goes to a file.
    pub(super) fn none() -> Self {
        Self { color: false }
    }

    pub(super) fn is_on(self) -> bool {
        self.color
    }

    pub(super) fn title(self, text: impl Display) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub(super) fn good(self, text: impl Display) -> String {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    pub(super) fn bad(self, text: impl Display) -> String {
        self.paint(AnsiColor::Red.on_default().bold(), text)
    }

    pub(super) fn doubtful(self, text: impl Display) -> String {
        self.paint(AnsiColor::Yellow.on_default().bold(), text)
    }

    fn paint(self, style: Style, text: impl Display) -> String {
        if self.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_string()
        }
    }
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

/// Prints to stdout. A reader who has read enough is no error.
pub(super) fn print(text: &str, color: Color) -> io::Result<()> {
    let mut out = AutoStream::new(io::stdout(), color.into());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Prints to stderr; where that cannot be written to, the exit code has to do.
pub(super) fn print_error(error: &Error, color: Color) {
    let mut out = AutoStream::new(io::stderr(), color.into());
    let paint = Paint::of(&out);
    let paragraphs: Vec<String> = error
        .problems()
        .iter()
        .map(|problem| {
            let text = problem.to_string();
            match text.strip_prefix("error:") {
                Some(rest) => format!("{}{rest}\n", paint.bad("error:")),
                None => format!("{text}\n"),
            }
        })
        .collect();
    let _ = out.write_all(paragraphs.join("\n").as_bytes());
}
