//! CHECK constraints that a model declares.

use querent::prelude::*;
use querent::{Kind, Result};
use rust_decimal::{Decimal, dec};

#[derive(Model, Debug, Clone)]
#[model(
    table = "offers",
    check(price_not_negative = "price >= 0 -- free is fine", discount_is_lower = "discounted < price")
)]
struct Offer {
    id: i64,
    #[field(max_digits = 10, decimal_places = 2)]
    price: Decimal,
    #[field(max_digits = 10, decimal_places = 2)]
    discounted: Option<Decimal>,
}

#[querent_testkit::test(models = [Offer])]
async fn a_violated_check_is_named_and_what_is_unknown_passes(db: Db) -> Result<()> {
    let mut offer = Offer::draft().price(dec!(5)).create(&db).await?;
    let named = |error: querent::Error, name: &str| {
        assert_eq!(error.kind(), Kind::CheckViolation);
        assert_eq!(error.violation().unwrap().constraint(), Some(name));
        assert_eq!(error.violation().unwrap().table(), Some("offers"));
    };
    named(Offer::draft().price(dec!(-1)).create(&db).await.unwrap_err(), "price_not_negative");
    offer.discounted = Some(dec!(5));
    named(offer.save(&db).await.unwrap_err(), "discount_is_lower");
    offer.discounted = Some(dec!(4.99));
    offer.save(&db).await?;
    let lowered = Offer::objects(&db).update(|o| o.price.set(o.price - dec!(0.01)));
    named(lowered.await.unwrap_err(), "discount_is_lower");
    Ok(())
}
