//! Where in the user's code a query was awaited or a relation loaded.

use std::panic::Location;

use super::interest::are_watched;
use super::mode::is_on;

/// A place in the user's code.
pub(crate) type Site = &'static Location<'static>;

/// Whether two are one place: most of the time it is one value, and the compiler may write it several times.
#[inline]
pub(super) fn is_same(one: Site, other: Site) -> bool {
    std::ptr::eq(one, other)
        || one.line() == other.line() && one.column() == other.column() && one.file() == other.file()
}

/// The line that awaits what was made at `made`.
///
/// `at` is that of the call of `into_future`, which is not always the user's: `tokio::join!` has a function of its own make
/// futures of what it is given, and `map(IntoFuture::into_future)` passes a function that knows no line but its own.
///
/// Where both are in one file, as mostly, nothing is searched for.
#[inline]
pub(crate) fn awaited(at: Site, made: Site) -> Site {
    let is_in_doubt = !std::ptr::eq(at.file(), made.file());
    if is_in_doubt && (is_on() || are_watched()) { of_user(at, made) } else { at }
}

#[cold]
fn of_user(at: Site, made: Site) -> Site {
    if is_of_a_library(at.file()) { made } else { at }
}

/// Whether a file is of the standard library, of a crate that somebody else has written, or of this one.
fn is_of_a_library(file: &str) -> bool {
    const HERE: &str = file!();
    let of_this = HERE.strip_suffix("watch/site.rs").is_some_and(|here| file.starts_with(here));
    of_this
        || file.ends_with("maybe_done.rs") // of tokio or futures, wherever they are vendored
        || is_absolute(file) && is_downloaded(file)
}

/// Whether a file is named from the root on: those of one's own workspace are not, mostly.
fn is_absolute(file: &str) -> bool {
    file.starts_with('/') || file.as_bytes().get(1) == Some(&b':')
}

fn is_downloaded(file: &str) -> bool {
    let downloaded = ["/registry/src/", "/git/checkouts/", "\\registry\\src\\", "\\git\\checkouts\\"];
    file.starts_with("/rustc/") || downloaded.iter().any(|place| file.contains(place))
}

#[cfg(test)]
mod tests {
    use super::is_of_a_library;

    #[test]
    fn a_file_is_the_users_unless_it_is_known_to_be_of_a_library() {
        for library in [
            "/home/me/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/tokio-1.54.1/src/time/timeout.rs",
            "C:\\Users\\me\\.cargo\\git\\checkouts\\tokio-377c595163f99a10\\fef1b51\\tokio\\src\\lib.rs",
            "vendor/tokio/src/future/maybe_done.rs",
            "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/ops/function.rs",
            file!(),
        ] {
            assert!(is_of_a_library(library), "{library}");
        }
        for own in ["src/pages.rs", "/srv/registry/src.rs", "crates/shop/src/vendor/list.rs"] {
            assert!(!is_of_a_library(own), "{own}");
        }
    }
}
