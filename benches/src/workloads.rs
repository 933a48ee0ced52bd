//! What is measured: each piece of work as an ORM's user writes it, and by hand on the driver.

pub(crate) mod rows;
pub(crate) mod product_list;
