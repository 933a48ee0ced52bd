//! Asking a question both ways.

use querent::meta::ModelMeta;
use querent::prelude::*;
use querent::{Db, Error, Result};
use tokio_postgres::SimpleQueryMessage;

use crate::line::Line;
use crate::models::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Playlist, Track,
};
use crate::queries::Query;

/// What the two ways answered.
pub(crate) struct Answers {
    pub(crate) querent: Vec<Line>,
    pub(crate) sql: Vec<Line>,
    /// How many statements Querent sent.
    pub(crate) statements: usize,
}

impl Answers {
    /// Whether both ways gave the same lines in the same order, with as many statements as the query may take.
    pub(crate) fn agree(&self, query: &Query) -> bool {
        self.querent == self.sql && self.statements == query.statements
    }
}

/// Asks through Querent while counting its statements, and then in SQL.
pub(crate) async fn both_ways(db: &Db, query: &Query) -> Result<Answers> {
    let recording = db.record_statements();
    let querent = (query.ask)(db).await?;
    let statements = recording.statements().len();
    Ok(Answers { querent, sql: in_sql(db, query.sql).await?, statements })
}

/// The driver's simple protocol, which gives every value as PostgreSQL writes it.
async fn in_sql(db: &Db, sql: &str) -> Result<Vec<Line>> {
    db.with_client(async |client| {
        let messages = client.simple_query(sql).await?;
        let lines = messages.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|at| row.get(at).unwrap_or("NULL").to_owned()).collect())
            }
            _ => None,
        });
        Ok::<_, Error>(lines.collect())
    })
    .await
}

/// The tables of all models.
const MODELS: [&ModelMeta; 10] = [
    Album::META,
    Artist::META,
    Customer::META,
    Employee::META,
    Genre::META,
    Invoice::META,
    InvoiceLine::META,
    MediaType::META,
    Playlist::META,
    Track::META,
];

/// # Errors
///
/// Names the tables that are not there.
pub(crate) async fn check_tables(db: &Db) -> Result<(), Box<dyn std::error::Error>> {
    let tables: Vec<&str> = MODELS.iter().map(|model| model.table).chain(["playlist_track"]).collect();
    let missing: Vec<String> = db
        .with_client(async |client| -> Result<_> {
            let sql = "SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL";
            Ok(client.query(sql, &[&tables]).await?.iter().map(|row| row.get(0)).collect())
        })
        .await?;
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!(
        "the database of `DATABASE_URL` is not Chinook: it has no {}; load the Chinook sample database into it",
        missing.join(", "),
    );
    Err(message.into())
}
