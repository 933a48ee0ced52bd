//! How a command ends.

use std::process::ExitCode;

/// How a command ended, as its exit code tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: it did what it was asked to.
    Done,
    /// 1: it failed; the text says why.
    Failed,
    /// 2: `check`, `makemigrations --check` or `migrate --check` found something that is still to be done.
    Changes,
    /// 3: an answer is needed and nobody can be asked; the text has the flags that give it.
    Unanswered,
    /// 4: other processes migrate the database, or use the tables, all the time.
    Locked,
}

impl Exit {
    /// The exit code.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Changes => 2,
            Exit::Unanswered => 3,
            Exit::Locked => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
