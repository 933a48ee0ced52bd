//! Numbers and texts that may be NULL.

use querent::prelude::*;

#[derive(Model, Debug)]
#[model(table = "oracle_nullablename", ordering = [id])]
pub struct NullableName {
    pub id: i64,
    #[field(max_length = 20)]
    pub name: Option<String>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_number")]
pub struct Number {
    pub id: i64,
    pub num: i32,
    pub other_num: Option<i32>,
    pub another_num: Option<i32>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_textsample")]
pub struct TextSample {
    pub id: i64,
    #[field(max_length = 100)]
    pub s: Option<String>,
}
