//! What execution and loading report to: the statements sent, and rows loaded one at a time.

mod site;
mod recorder;
mod layer;
mod result_set;

pub use layer::{NPlusOneLayer, n_plus_one_layer};
pub(crate) use recorder::Recorder;
pub use recorder::Recording;
pub(crate) use result_set::Origin;
pub(crate) use result_set::{Lone, ResultSet};
pub(crate) use site::Site;
