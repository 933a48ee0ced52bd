//! The colours of the output; what is no terminal gets none of them.

use anstyle::{AnsiColor, Style};
use clap::builder::Styles;

/// What is there now, or went well.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// What is gone now, or went wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What somebody should know.
pub(crate) const CAUTION: Style = AnsiColor::Yellow.on_default();
/// What a list is about.
pub(crate) const HEADING: Style = Style::new().bold();
/// What can be passed over.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// The colours of `--help`.
pub(crate) const HELP: Styles = Styles::styled()
    .header(HEADING)
    .usage(HEADING)
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default())
    .error(BAD)
    .valid(GOOD)
    .invalid(CAUTION);
