//! Money that is moved between accounts.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use querent::model::Model;
use querent::prelude::*;
use querent::{Isolation, Kind, Result};
use querent_migrate::create_tables;
use tokio::task::JoinSet;

use crate::meaning::Dice;

/// How many move money at the same time.
const TASKS: usize = 32;

/// Few enough that they meet all the time.
const ACCOUNTS: usize = 8;

/// What is on each account at first.
const BALANCE: i64 = 100;

/// How often a transfer that lost is tried again.
const RETRIES: u32 = 50;

/// Whose money it is.
#[derive(Model, Clone, Debug)]
#[model(table = "accounts", ordering = [id])]
struct Account {
    id: i64,
    balance: i64,
}

/// What was seen while money was moved.
#[derive(Clone, Copy, Debug, Default)]
pub struct Transfers {
    /// Transfers that were made.
    pub made: usize,
    /// Transfers for which there was too little money.
    pub refused: usize,
    /// Runs that lost against another transaction, and after which the transfer ran again.
    pub lost: usize,
    /// Transfers that were given up because every run of theirs lost.
    pub given_up: usize,
    /// How often somebody added up all the money.
    pub sums: usize,
}

impl fmt::Display for Transfers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} transfers made, {} refused, {} given up; {} runs lost; the sum was right {} times",
            self.made, self.refused, self.given_up, self.lost, self.sums,
        )
    }
}

/// How a transfer has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Made,
    Refused,
    GivenUp,
}

/// Makes so many transfers in serializable transactions, which read two balances and then write them: those that meet lose
/// and run again.
///
/// # Panics
///
/// If money is made or lost, if an account is overdrawn, or if a transfer fails in any other way than by losing.
pub async fn transfers(observer: &Db, count: usize) -> Result<Transfers> {
    create_tables(observer, &[Account::META]).await.expect("an empty database has room for tables");
    let drafts = (0..ACCOUNTS).map(|_| Account::draft().balance(BALANCE));
    let accounts: Vec<_> =
        Account::objects(observer).bulk_create(drafts).await?.iter().map(|a| a.id).collect();
    let db = observer.to_builder().max_connections(10).build()?;
    let (over, runs) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut tasks = JoinSet::new();
    for number in 0..TASKS {
        let (db, accounts, runs) = (db.clone(), accounts.clone(), runs.clone());
        let own = count / TASKS + usize::from(number < count % TASKS);
        tasks.spawn(async move {
            let mut dice = Dice::new(number as u64);
            let mut outcomes = Vec::new();
            for _ in 0..own {
                let from = dice.below(ACCOUNTS);
                let to = (from + 1 + dice.below(ACCOUNTS - 1)) % ACCOUNTS;
                let amount = 1 + dice.below(60) as i64;
                outcomes.push(transfer(&db, [accounts[from], accounts[to]], amount, &runs).await?);
            }
            Ok(outcomes)
        });
    }
    let adding = tokio::spawn(add_up(observer.clone(), over.clone()));
    let mut figures = Transfers::default();
    while let Some(ended) = tasks.join_next().await {
        let outcomes: Result<Vec<_>> = ended.expect("a transfer is made as it should be");
        for outcome in outcomes? {
            *match outcome {
                Outcome::Made => &mut figures.made,
                Outcome::Refused => &mut figures.refused,
                Outcome::GivenUp => &mut figures.given_up,
            } += 1;
        }
    }
    over.store(true, Ordering::Relaxed);
    figures.sums = adding.await.expect("the sum is right")?;
    figures.lost = runs.load(Ordering::Relaxed) - figures.made - figures.refused;
    Ok(figures)
}

async fn transfer(db: &Db, [from, to]: [i64; 2], amount: i64, runs: &AtomicUsize) -> Result<Outcome> {
    let moved = db
        .transaction()
        .isolation(Isolation::Serializable)
        .retry(RETRIES)
        .atomic(async |tx| -> Result<Outcome> {
            runs.fetch_add(1, Ordering::Relaxed);
            let mut from = Account::objects(tx).by_key(from).await?;
            let mut to = Account::objects(tx).by_key(to).await?;
            if from.balance < amount {
                return Ok(Outcome::Refused);
            }
            from.balance -= amount;
            to.balance += amount;
            from.save(tx).await?;
            to.save(tx).await?;
            Ok(Outcome::Made)
        })
        .await;
    match moved {
        Err(error) if [Kind::SerializationFailure, Kind::Deadlock].contains(&error.kind()) => {
            Ok(Outcome::GivenUp)
        }
        result => result,
    }
}

/// Looks at all the money again and again; how often.
async fn add_up(db: Db, over: Arc<AtomicBool>) -> Result<usize> {
    let mut times = 0;
    loop {
        let last = over.load(Ordering::Relaxed);
        let accounts = Account::objects(&db).await?; // one statement sees one moment
        let balances: Vec<_> = accounts.iter().map(|account| account.balance).collect();
        assert_eq!(balances.iter().sum::<i64>(), BALANCE * ACCOUNTS as i64, "{balances:?}");
        assert!(balances.iter().all(|balance| *balance >= 0), "{balances:?}");
        times += 1;
        if last {
            return Ok(times);
        }
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}
