//! The contestants' programs, built.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use benches::Result;
use benches::build::{PROFILE, build, build_own, succeed};
use benches::contestant::Program;

/// What everything is compared with.
pub(crate) const RAW: &str = "raw";

/// The same driver, as most people write it.
pub(crate) const RAW_PLAIN: &str = "raw, plain";

pub(crate) const QUERENT: &str = "Querent";

/// The fastest of the peers.
pub(crate) const DIESEL: &str = "diesel-async";

/// The peers' folders, each with a package and a program of its name after `peer-`.
const PEERS: [&str; 4] = [DIESEL, "sqlx", "sea-orm", "toasty"];

/// Django's name, and its folder beside theirs.
const DJANGO: &str = "django";

/// Every contestant, in the order of the tables.
pub(crate) const NAMES: [&str; 8] = [RAW, RAW_PLAIN, QUERENT, DIESEL, "sqlx", "sea-orm", "toasty", DJANGO];

/// All contestants, with their programs built; of the peers those that have been built, if they are not built now.
pub(crate) fn all(build_peers: bool) -> Result<Vec<Program>> {
    let folder = build_own()?;
    let target = folder.parent().ok_or("the programs are in no target folder")?;
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let raw = folder.join("contestant_raw");
    let mut all = vec![
        Program::new(RAW, &raw),
        Program::new(RAW_PLAIN, &raw).with_options(&["plain"]),
        Program::new(QUERENT, folder.join("contestant_querent")),
    ];
    let (peers, target) = (package.join("peers"), target.join("peers"));
    if build_peers {
        for name in PEERS {
            build(&peers.join(name), &target, &[])?;
        }
        make_venv(&peers.join(DJANGO), &target.join(DJANGO))?;
    }
    for name in PEERS {
        let path = target.join(PROFILE).join(format!("peer-{name}"));
        all.extend(there(name, &path).map(|()| Program::new(name, &path)));
    }
    let python = target.join(DJANGO).join("bin/python");
    let script = peers.join(DJANGO).join("contestant.py");
    all.extend(there(DJANGO, &python).map(|()| Program::new(DJANGO, script).run_by([python])));
    Ok(all)
}

/// Whether a peer is built; says so if it is not.
fn there(name: &str, path: &Path) -> Option<()> {
    if path.exists() {
        return Some(());
    }
    eprintln!("{name} is not built, and left out; `--peers` builds it");
    None
}

/// The Pythons that Django may be run by, the first one that starts: `PYTHON` names another one.
const PYTHONS: [&str; 4] = ["python3.14", "python3.13", "python3.12", "python3"];

/// A Python of its own for Django, with the packages that the peer names.
fn make_venv(peer: &Path, venv: &Path) -> Result<()> {
    if !venv.join("bin/python").exists() {
        succeed(Command::new(python()?).args(["-m", "venv"]).arg(venv))?;
    }
    let mut pip = Command::new(venv.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(peer.join("requirements.txt"));
    succeed(&mut pip)
}

fn python() -> Result<OsString> {
    let starts = |name: &OsString| {
        Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    };
    let mut names = env::var_os("PYTHON").into_iter().chain(PYTHONS.map(OsString::from));
    names.find(starts).ok_or_else(|| "Django needs a Python".into())
}
