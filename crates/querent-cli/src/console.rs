//! Where output goes, and who can be asked.

use std::fmt;
use std::io::{self, BufRead, IsTerminal, Write};

use anstream::adapter::strip_str;

use crate::style::{BAD, CAUTION};

/// Where a command writes, and whom it asks.
///
/// Results and progress go to the first stream, questions and warnings to the second. Only a terminal gets colours, and
/// `NO_COLOR` turns them off there.
pub struct Console<'a> {
    out: Box<dyn Write + 'a>,
    err: Box<dyn Write + 'a>,
    input: Option<Box<dyn BufRead + 'a>>,
    colours: Colours,
}

/// What becomes of the colours in a text.
#[derive(Clone, Copy, Debug)]
enum Colours {
    /// The stream knows whether it is a terminal that shows them.
    AsTheStreamWill,
    None,
}

impl<'a> Console<'a> {
    /// This process's own streams. Somebody is asked only where input and questions are on a terminal.
    pub fn standard() -> Console<'static> {
        let asked = io::stdin().is_terminal() && io::stderr().is_terminal();
        Console {
            out: Box::new(anstream::stdout()),
            err: Box::new(anstream::stderr()),
            input: asked.then(|| Box::new(io::stdin().lock()) as Box<dyn BufRead>),
            colours: Colours::AsTheStreamWill,
        }
    }

    /// Plain text to two streams, and nobody to ask.
    pub fn plain(out: impl Write + 'a, err: impl Write + 'a) -> Self {
        Console { out: Box::new(out), err: Box::new(err), input: None, colours: Colours::None }
    }

    /// The same console, with answers to its questions: a line each.
    #[must_use]
    pub fn answered_by(mut self, input: impl BufRead + 'a) -> Self {
        self.input = Some(Box::new(input));
        self
    }

    /// Prints a result.
    pub(crate) fn print(&mut self, text: impl fmt::Display) -> io::Result<()> {
        let text = self.shown(text);
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// Shows how far something is, which nobody may be there to see: that does not stop it.
    pub(crate) fn show(&mut self, text: impl fmt::Display) {
        let _ = self.print(text);
    }

    /// Whether somebody can be asked.
    pub(crate) fn can_ask(&self) -> bool {
        self.input.is_some()
    }

    /// The next line of the one who is asked; `None` once there is no more, or nobody.
    pub(crate) fn line(&mut self, prompt: impl fmt::Display) -> io::Result<Option<String>> {
        let prompt = self.shown(prompt);
        let Some(input) = &mut self.input else { return Ok(None) };
        self.err.write_all(prompt.as_bytes())?;
        self.err.flush()?;
        let mut line = String::new();
        let read = input.read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    /// Tells people something that is no result: a question, a warning.
    ///
    /// Nothing stops because nobody listens any more.
    pub(crate) fn tell(&mut self, text: impl fmt::Display) {
        let text = self.shown(text);
        let _ = writeln!(self.err, "{text}").and_then(|()| self.err.flush());
    }

    /// Tells people something to look at.
    pub(crate) fn warn(&mut self, text: impl fmt::Display) {
        self.tell(format_args!("{CAUTION}warning:{CAUTION:#} {text}"));
    }

    /// Tells people what went wrong.
    pub(crate) fn fail(&mut self, text: impl fmt::Display) {
        self.tell(format_args!("{BAD}error:{BAD:#} {text}"));
    }

    fn shown(&self, text: impl fmt::Display) -> String {
        let text = text.to_string();
        match self.colours {
            Colours::AsTheStreamWill => text,
            Colours::None => strip_str(&text).to_string(),
        }
    }
}

impl fmt::Debug for Console<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").field("can_ask", &self.can_ask()).finish_non_exhaustive()
    }
}
