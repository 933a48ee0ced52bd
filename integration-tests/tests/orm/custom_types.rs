//! Types of the user's own.

use std::error::Error;

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::{Decimal, dec};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, ColumnType)]
struct Name(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ColumnType)]
struct Token {
    uuid: Uuid,
}

/// Money in cents, stored as a number with two places.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Money {
    cents: i64,
}

impl ColumnType for Money {
    type Stored = Decimal;
    fn to_stored(&self) -> Decimal {
        Decimal::new(self.cents, 2)
    }
    fn from_stored(stored: Decimal) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let cents = stored * dec!(100);
        if cents.fract() != Decimal::ZERO {
            return Err("money has whole cents".into());
        }
        Ok(Money { cents: cents.try_into()? })
    }
}

/// Words, stored as an array.
#[derive(Clone, Debug, PartialEq, ColumnType)]
struct Words(Vec<String>);

#[derive(Model, Debug, Clone, PartialEq)]
struct Account {
    id: i64,
    name: Name,
    token: Option<Token>,
    #[field(max_digits = 12, decimal_places = 3, default = 0)]
    balance: Money,
    #[field(default = sql("'{}'"))]
    limits: Vec<Money>,
    #[field(default = sql("'{}'"))]
    words: Words,
}

fn money(cents: i64) -> Money {
    Money { cents }
}

fn name(name: &str) -> Name {
    Name(name.to_owned())
}

#[querent_testkit::test(models = [Account])]
async fn a_type_of_ones_own_is_stored_found_and_saved(db: Db) -> Result<()> {
    let token = Token { uuid: Uuid::from_u128(7) };
    let draft =
        Account::draft().name(name("Ann")).token(token).balance(money(1050)).limits([money(1), money(2)]);
    let mut ann = draft.words(Words(vec!["a".to_owned()])).create(&db).await?;
    assert_eq!((ann.token, ann.balance.cents, ann.limits.len()), (Some(token), 1050, 2));
    (ann.balance, ann.token) = (money(-1), None);
    ann.save(&db).await?;
    let found = Account::objects(&db).filter(|a| a.name.eq(name("Ann")) & a.balance.lt(money(0))).await?;
    assert_eq!(found, [ann]);
    let bob = Account::draft().name(name("Bob")).create(&db).await?;
    assert_eq!((bob.balance, bob.words), (money(0), Words(vec![])));
    let some =
        Account::objects(&db).filter(|a| a.balance.is_in([money(0), money(5)])).values(|a| a.name).await?;
    assert_eq!(some, [name("Bob")]);
    let ordered = Account::objects(&db).order_by(|a| a.balance).values(|a| (a.name, a.token)).await?;
    assert_eq!(ordered, [(name("Ann"), None), (name("Bob"), None)]);
    Account::objects(&db).update(|a| (a.balance.set(money(7)), a.token.set(Some(token)))).await?;
    assert_eq!(Account::objects(&db).filter(|a| a.token.eq(token)).count().await?, 2);
    assert_eq!(Account::objects(&db).filter(|a| a.limits.contains([money(2)])).count().await?, 1);
    Ok(())
}

#[querent_testkit::test(models = [Account])]
async fn types_of_ones_own_are_created_many_at_a_time(db: Db) -> Result<()> {
    let draft = |at: i64| {
        let words = Words((0..at).map(|at| at.to_string()).collect());
        Account::draft().name(name("x")).balance(money(at)).limits(vec![money(at)]).words(words)
    };
    let accounts = db.assert_statements(1, Account::objects(&db).bulk_create((0..3).map(draft))).await?;
    assert_eq!(accounts[2].words, Words(vec!["0".to_owned(), "1".to_owned()]));
    assert_eq!((accounts[1].balance, &accounts[1].limits[..]), (money(1), &[money(1)][..]));
    Ok(())
}

#[querent_testkit::test(models = [Account])]
async fn what_the_type_cannot_be_is_an_error_that_names_model_and_field(db: Db) -> Result<()> {
    Account::draft().name(name("Ann")).create(&db).await?;
    db.batch_execute("UPDATE account SET balance = 0.001").await?;
    let error = Account::objects(&db).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
    assert_eq!(error.to_string(), "`Account.balance` cannot hold what the database has there (numeric)");
    assert_eq!(error.source().unwrap().to_string(), "money has whole cents");
    db.batch_execute("UPDATE account SET balance = 0, limits = '{0.001}'").await?;
    let error = Account::objects(&db).await.unwrap_err();
    assert_eq!(error.to_string(), "`Account.limits` cannot hold what the database has there (_numeric)");
    Ok(())
}
