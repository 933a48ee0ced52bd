//! Structs of values, and deferred fields, that are called like everything else.

use querent::prelude::*;

#[derive(Values, Debug, Clone, PartialEq)]
pub struct Result {
    pub r#type: std::string::String,
    pub out: Option,
    pub next: std::option::Option<i64>,
    reader: (i32, std::string::String),
}

#[derive(Values, Debug, Clone, Copy, PartialEq)]
pub struct Option {
    pub count: i64,
}

#[derive(Values)]
struct A {
    b: i64,
    a: i64,
}

#[derive(Model, Debug, Clone)]
pub struct Scope {
    pub id: i64,
    pub r#type: Deferred<std::string::String>,
    pub value: Deferred<std::option::Option<i32>>,
    pub key: i32,
}

pub async fn selected(db: Db) -> querent::Result<std::vec::Vec<(Scope, Result)>> {
    let sums = Scope::objects(&db).aggregate(|s| AValues { a: s.id.count(), b: s.key.count() }).await?;
    let _ = sums.a + sums.b;
    Scope::objects(&db)
        .undefer(|s| (s.r#type, s.value))
        .annotate(|s| ResultValues {
            r#type: s.r#type,
            out: OptionValues { count: s.id.count() },
            next: s.id.max(),
            reader: (s.key, s.r#type),
        })
        .filter(|(s, r)| r.r#type.eq(s.r#type) & r.out.count.gt(0) & r.reader.0.gt(1))
        .await
}
