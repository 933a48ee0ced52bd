//! The right to use a server, and its end that nobody can forget.
//!
//! A server's keeper reads from a pipe that has a name; who holds a lease has the pipe open for writing. However a
//! process ends, the kernel closes what it had open, and once nobody has the pipe open its reader sees the end.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;

use crate::error::{Error, Kind, Result};

/// The name of the pipe in the server's folder; the keeper makes it, and takes it away before it stops the server.
pub(super) const NAME: &str = "lease";

/// The right to use a server, which runs at least as long as this lives.
#[derive(Debug)]
pub(super) struct Lease {
    _pipe: File,
}

impl Lease {
    /// A lease of the server in `folder`, or `None` if there is none or it is stopping.
    pub(super) fn take(folder: &Path) -> Result<Option<Lease>> {
        let path = folder.join(NAME);
        // Without waiting for a reader. And as root this folder is our stand-in's, who might put a link there.
        let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
        let opened = OpenOptions::new().write(true).custom_flags(flags.bits() as i32).open(&path);
        let mut pipe = match opened {
            Ok(pipe) => pipe,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if error.raw_os_error() == Some(Errno::NXIO.raw_os_error()) => return Ok(None),
            Err(error) => return Err(Error::at("open", &path, error)),
        };
        if !pipe.metadata().is_ok_and(|found| found.file_type().is_fifo()) {
            return Err(Error::new(Kind::Folder, format!("`{}` is not a pipe; remove it", path.display())));
        }
        // Tells the keeper of this visit, even if it ends before the keeper looks.
        match pipe.write_all(b"x") {
            Ok(()) => Ok(Some(Lease { _pipe: pipe })),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(None),
            Err(error) => Err(Error::at("write to", &path, error)),
        }
    }
}
