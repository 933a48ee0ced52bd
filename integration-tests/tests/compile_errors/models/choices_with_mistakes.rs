//! Mistakes in choices; the text names `text`, `Paid`, `label` and `enum`.

use querent::prelude::*;

#[derive(Clone, Copy, Choices)]
#[choices(text, integer)]
enum Status {
    Open(u8),
    #[choice(value = "paid")]
    Settled,
    Paid,
    #[choice(lable = "Lost")]
    Lost,
}

#[derive(Clone, Copy, Choices)]
#[choices(integer)]
enum Level {
    #[choice(value = "low")]
    Low,
}

#[derive(Clone, Copy, Choices)]
struct Size {
    small: bool,
}

#[derive(Clone, Copy, Choices)]
#[choices(smallint)]
enum Large {
    Small = 1,
    Large = 40_000,
}

fn main() {}
