//! The programs of one PostgreSQL.

use std::fmt;
use std::path::{Path, PathBuf};

use super::user::User;

/// The oldest PostgreSQL that Querent works with.
pub(super) const OLDEST: u32 = 14;

/// The programs of one PostgreSQL.
#[derive(Clone, Debug)]
pub(super) struct Installation {
    bin: PathBuf,
    pub(super) version: Version,
}

/// A version such as 17.2, and the text in which it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) major: u32,
    minor: u32,
    text: String,
}

impl Installation {
    /// The programs in the folder `bin`, or why `user` cannot use them.
    pub(super) fn at(bin: &Path, user: &User) -> Result<Self, String> {
        let refused = |why: String| format!("{}: {why}", bin.display());
        if !bin.join("initdb").exists() {
            return Err(refused("there is no `initdb`; the package of the server is missing".to_owned()));
        }
        let output = user
            .command(&bin.join("postgres"))
            .arg("--version")
            .output()
            .map_err(|error| refused(format!("`postgres` does not run: {error}")))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = Version::parse(&text).ok_or_else(|| {
            let said = String::from_utf8_lossy(&output.stderr);
            refused(format!("`postgres --version` does not say its version: {text}{}", said.trim()))
        })?;
        if version.major < OLDEST {
            return Err(refused(format!("PostgreSQL {version} is older than {OLDEST}")));
        }
        Ok(Installation { bin: bin.to_owned(), version })
    }

    /// The path of one of the programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

impl fmt::Display for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL {} ({})", self.version, self.bin.display())
    }
}

impl Version {
    /// Reads what `postgres --version` prints, such as `postgres (PostgreSQL) 15.18 (Debian 15.18-0)`.
    fn parse(output: &str) -> Option<Self> {
        let text = output.trim().strip_prefix("postgres (PostgreSQL) ")?.split_whitespace().next()?;
        // A version that is not out yet is 18devel, 18beta1 or 18rc1.
        let mut numbers = text.split(|c: char| !c.is_ascii_digit());
        let major = numbers.next()?.parse().ok()?;
        let minor = text.split_once('.').and_then(|(_, minor)| minor.parse().ok()).unwrap_or(0);
        Some(Version { major, minor, text: text.to_owned() })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_that_servers_print_are_understood() {
        for (output, major, minor) in [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", 15, 18),
            ("postgres (PostgreSQL) 17.11\n", 17, 11),
            ("postgres (PostgreSQL) 19devel\n", 19, 0),
            ("postgres (PostgreSQL) 18beta1\n", 18, 0),
            ("postgres (PostgreSQL) 9.6.24\n", 9, 0),
        ] {
            let version = Version::parse(output).unwrap();
            assert_eq!((version.major, version.minor), (major, minor), "{output}");
        }
        assert_eq!(Version::parse("postgres (EnterpriseDB) what"), None);
    }
}
