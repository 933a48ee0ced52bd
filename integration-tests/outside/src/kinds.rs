//! Every type that a column can hold, through what Querent hands on.

use querent::prelude::*;
use querent::rust_decimal::Decimal;
use querent::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use querent::uuid::Uuid;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Size {
    pub width: u32,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = "every kind")]
pub struct EveryKind {
    #[field(primary_key, default = sql("gen_random_uuid()"))]
    pub code: Uuid,
    pub flag: bool,
    #[field(default = -1)]
    pub small: i16,
    #[field(unique)]
    pub integer: i32,
    #[field(index)]
    pub big: i64,
    pub real: f32,
    #[field(default = 2.5)]
    pub double: f64,
    #[field(max_length = 10, default = "it's")]
    pub text: String,
    #[field(max_digits = 12, decimal_places = 3, default = 0)]
    pub decimal: Decimal,
    pub date: Date,
    pub time: Time,
    pub local: PrimitiveDateTime,
    #[field(auto_now)]
    pub moment: OffsetDateTime,
    #[field(default = "{\"width\": 3}")]
    pub size: Jsonb<Size>,
    #[field(column = "raw")]
    pub bytes: Vec<u8>,
    pub maybe: Option<Jsonb<Vec<Size>>>,
    pub perhaps: Option<Decimal>,
}

pub async fn updated(db: Db) -> querent::Result<u64> {
    EveryKind::objects(&db)
        .filter(|e| e.small.lt(1) & e.double.gt(0.5) & e.decimal.gt(e.integer) & e.date.lt(e.moment.date()))
        .filter(|e| e.size.eq(Jsonb(Size { width: 3 })) | e.bytes.eq(vec![1, 2]) | e.perhaps.eq(None))
        .update(|e| (e.perhaps.set(e.decimal + 1), e.maybe.set(Some(Jsonb(Vec::new()))), e.flag.set(true)))
        .await
}

pub async fn selected(db: Db) -> querent::Result<Vec<(Uuid, Option<Decimal>, Jsonb<Size>)>> {
    EveryKind::objects(&db).values(|e| (e.code, e.perhaps, e.size)).await
}
