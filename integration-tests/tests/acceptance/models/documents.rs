//! Rows of lists.

use querent::prelude::*;

#[derive(Model, Debug)]
#[model(table = "oracle_arraydoc")]
pub struct ArrayDoc {
    pub id: i64,
    pub nums: Option<Vec<i32>>,
    #[field(max_length = 20)]
    pub tags: Vec<String>,
}
