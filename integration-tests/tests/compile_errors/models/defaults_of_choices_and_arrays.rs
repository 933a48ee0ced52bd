//! Defaults of choices and arrays that do not fit; the text names `Status`, `Level`, `[]` and `String`.

use querent::prelude::*;

#[derive(Clone, Copy, Choices)]
enum Status {
    Open,
}

#[derive(Clone, Copy, Choices)]
enum Level {
    Low,
}

#[derive(Model)]
struct Order {
    id: i64,
    #[field(default = Level::Low)]
    status: Status,
    #[field(default = Status::Open)]
    name: String,
    #[field(default = "{}")]
    tags: Vec<String>,
    #[field(default = [1, "a"])]
    nums: Vec<i32>,
}

fn main() {}
