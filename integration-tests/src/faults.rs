//! What goes wrong under a service that writes, and what must not come of it.
//!
//! Writers keep a ledger of what they were told. When the fault is over every write that was acknowledged is there, none
//! is there twice, and none that was refused for sure is there; and the service goes on by itself.

mod models;
mod work;
mod figures;
mod ledger;
mod writers;
#[cfg(unix)]
mod killed;
mod terminated;
mod network;
mod exhausted;
#[cfg(unix)]
mod read_only;

pub use exhausted::exhausted;
pub use figures::Figures;
#[cfg(unix)]
pub use killed::killed;
pub use network::network;
#[cfg(unix)]
pub use read_only::read_only;
pub use terminated::terminated;
