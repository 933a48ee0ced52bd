//! The modes that are compared.

use querent::FetchMode;

/// The modes that are compared.
pub(super) const MODES: [FetchMode; 3] = [FetchMode::One, FetchMode::Peers, FetchMode::Coalesce];

/// The place of one of them.
pub(super) fn place(mode: FetchMode) -> usize {
    MODES.iter().position(|other| *other == mode).expect("no other one is drawn")
}
