//! Numbers in JSON: what is read is what is stored, and what a save writes back is that, too.

use querent::Result;
use querent::prelude::*;
use rust_decimal::{Decimal, dec};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Model, Debug, Clone, PartialEq)]
struct Measurement {
    id: i64,
    untyped: Value,
    typed: Jsonb<Vec<f64>>,
}

/// Finite doubles of every size, the same ones each time (splitmix64).
fn doubles(count: usize) -> Vec<f64> {
    let mut state = 1u64;
    let random = std::iter::repeat_with(|| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    });
    let of_every_size = random.flat_map(|bits| [f64::from_bits(bits), bits as i64 as f64 / 1e16]);
    of_every_size.filter(|double| double.is_finite()).take(count).collect()
}

fn bits(of: &[f64]) -> Vec<u64> {
    of.iter().map(|double| double.to_bits()).collect()
}

fn untyped_bits(of: &Value) -> Vec<u64> {
    of.as_array().unwrap().iter().map(|number| number.as_f64().unwrap().to_bits()).collect()
}

#[querent_testkit::test(models = [Measurement])]
async fn doubles_in_json_come_back_bit_for_bit_and_are_written_back_as_they_were(db: Db) -> Result<()> {
    let mut given = doubles(4000);
    given.extend([-116.83361554809613, f64::MAX, f64::MIN_POSITIVE, 5e-324]);
    let draft = Measurement::draft().untyped(json!(given)).typed(Jsonb(given.clone()));
    let created = draft.create(&db).await?;
    assert_eq!(bits(&created.typed), bits(&given));
    assert_eq!(untyped_bits(&created.untyped), bits(&given));
    let mut read = Measurement::objects(&db).by_key(created.id).await?;
    assert_eq!(read, created);
    let stored = stored(&db).await?;
    read.save(&db).await?;
    assert_eq!(self::stored(&db).await?, stored);
    assert_eq!(Measurement::objects(&db).by_key(created.id).await?, created);
    Ok(())
}

/// The documents as the server writes them.
async fn stored(db: &Db) -> Result<Vec<(String, String)>> {
    Measurement::objects(db)
        .values(|m| {
            (m.raw_sql::<String>("{}::text", (m.untyped,)), m.raw_sql::<String>("{}::text", (m.typed,)))
        })
        .await
}

/// What a double has no room for, in a document of types that have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Exact {
    whole: i128,
    price: Decimal,
}

#[derive(Model, Debug, Clone)]
struct Invoice {
    id: i64,
    exact: Jsonb<Exact>,
}

#[derive(Model, Debug, Clone)]
#[model(table = "invoice", managed = false)]
struct AnyInvoice {
    id: i64,
    exact: Value,
}

#[querent_testkit::test(models = [Invoice])]
async fn what_no_double_holds_is_held_by_types_that_do_and_rounded_in_an_untyped_document(
    db: Db,
) -> Result<()> {
    let exact = Exact { whole: i128::MAX, price: dec!(1234567890123456789.123456789) };
    let invoice = Invoice::draft().exact(Jsonb(exact.clone())).create(&db).await?;
    assert_eq!(Invoice::objects(&db).by_key(invoice.id).await?.exact.0, exact);
    let any = AnyInvoice::objects(&db).by_key(invoice.id).await?.exact;
    assert_eq!(any["whole"], json!(i128::MAX as f64), "an integer beyond `u64` is a double");
    assert_eq!(any["price"], json!("1234567890123456789.123456789"), "a `Decimal` is a text");
    Ok(())
}
