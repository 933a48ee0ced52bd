//! Models that leave columns out unless they are asked for.

use querent::Deferred;
use querent::prelude::*;

use super::Publisher;

#[derive(Model, Debug)]
#[model(table = "oracle_book")]
pub struct BookInPart {
    pub id: i64,
    pub isbn: Deferred<String>,
    #[field(max_length = 255)]
    pub name: String,
    pub pages: Deferred<i32>,
    #[relation(on_delete = Cascade)]
    pub publisher: ForeignKey<Publisher>,
}
