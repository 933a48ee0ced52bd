//! A scope of the watch for each request.

mod name;
mod running;
mod end;
mod body;
mod future;
mod layer;

pub use body::ScopedBody;
pub use future::ScopedFuture;
pub use layer::{RequestScope, Scoped};
