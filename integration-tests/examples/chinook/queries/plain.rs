//! Conditions, orders, slices and values along relations to one row.

use querent::prelude::*;
use querent::{Db, Result};

use super::Query;
use crate::line::{Line, line};
use crate::models::{Customer, Employee, Invoice, Track};

pub(super) const LONGEST_ROCK_TRACKS: Query = Query {
    name: "longest_rock_tracks",
    meaning: "the five longest tracks of rock that are not by Page and Plant, with album and artist in one JOIN",
    ask: |db| Box::pin(longest_rock_tracks(db)),
    statements: 1,
    sql: "SELECT t.name, al.title, ar.name, t.milliseconds
          FROM track t
          JOIN genre g ON g.genre_id = t.genre_id
          LEFT JOIN album al ON al.album_id = t.album_id
          LEFT JOIN artist ar ON ar.artist_id = al.artist_id
          WHERE g.name = 'Rock' AND (t.composer LIKE '%Page%' OR t.composer LIKE '%Plant%') IS NOT TRUE
          ORDER BY t.milliseconds DESC, t.track_id
          LIMIT 5",
};

async fn longest_rock_tracks(db: &Db) -> Result<Vec<Line>> {
    let tracks = Track::objects(db)
        .filter(|t| t.genre.name.eq("Rock"))
        .exclude(|t| t.composer.contains("Page") | t.composer.contains("Plant"))
        .order_by(|t| (t.milliseconds.desc(), t.track_id))
        .limit(5)
        .select_related(|t| t.album.artist)
        .await?;
    let mut lines = Vec::new();
    for track in &tracks {
        let album = track.album.loaded()?;
        let artist = album.map(|album| album.artist.loaded()).transpose()?;
        lines.push(line![
            track.name,
            album.map(|album| &album.title),
            artist.and_then(|artist| artist.name.as_ref()),
            track.milliseconds,
        ]);
    }
    Ok(lines)
}

pub(super) const CHAIN_OF_COMMAND: Query = Query {
    name: "chain_of_command",
    meaning: "every employee, the boss, and the boss's boss; a value is an Option exactly where there may be none",
    ask: |db| Box::pin(chain_of_command(db)),
    statements: 1,
    sql: "SELECT e.last_name, e.hire_date, boss.last_name, boss2.last_name
          FROM employee e
          LEFT JOIN employee boss ON boss.employee_id = e.reports_to
          LEFT JOIN employee boss2 ON boss2.employee_id = boss.reports_to
          ORDER BY e.employee_id",
};

async fn chain_of_command(db: &Db) -> Result<Vec<Line>> {
    let employees = Employee::objects(db)
        .order_by(|e| e.employee_id)
        .values(|e| (e.last_name, e.hire_date, e.reports_to.last_name, e.reports_to.reports_to.last_name))
        .await?;
    let line = |(name, hired, boss, above): (String, _, Option<String>, Option<String>)| {
        line![name, hired, boss, above]
    };
    Ok(employees.into_iter().map(line).collect())
}

pub(super) const COUNTRIES_SERVED: Query = Query {
    name: "countries_served",
    meaning: "the countries of the customers whose contact was hired in 2003 by Edwards, each once; a subquery",
    ask: |db| Box::pin(countries_served(db)),
    statements: 1,
    sql: "SELECT DISTINCT c.country
          FROM customer c
          WHERE c.support_rep_id IN (
              SELECT e.employee_id
              FROM employee e JOIN employee boss ON boss.employee_id = e.reports_to
              WHERE extract(year FROM e.hire_date) = 2003 AND boss.last_name = 'Edwards')
          ORDER BY c.country",
};

async fn countries_served(db: &Db) -> Result<Vec<Line>> {
    let contacts =
        Employee::objects(db).filter(|e| e.hire_date.year().eq(2003) & e.reports_to.last_name.eq("Edwards"));
    let countries = Customer::objects(db)
        .filter(|c| c.support_rep.is_in(contacts))
        .order_by(|c| c.country)
        .values(|c| c.country)
        .distinct()
        .await?;
    Ok(countries.into_iter().map(|country| line![country]).collect())
}

pub(super) const DEAREST_BUT_NOT_AMERICAN: Query = Query {
    name: "dearest_but_not_american",
    meaning: "of the ten dearest invoices those that went elsewhere than to the USA: what follows a slice filters it",
    ask: |db| Box::pin(dearest_but_not_american(db)),
    statements: 1,
    sql: "SELECT i.invoice_id, i.invoice_date, i.total, c.last_name
          FROM (SELECT * FROM invoice ORDER BY total DESC, invoice_id LIMIT 10) i
          JOIN customer c ON c.customer_id = i.customer_id
          WHERE i.billing_country IS DISTINCT FROM 'USA'
          ORDER BY i.total DESC, i.invoice_id",
};

async fn dearest_but_not_american(db: &Db) -> Result<Vec<Line>> {
    let invoices = Invoice::objects(db)
        .order_by(|i| (i.total.desc(), i.invoice_id))
        .limit(10)
        .exclude(|i| i.billing_country.eq("USA"))
        .select_related(|i| i.customer)
        .await?;
    let line = |invoice: &Invoice| {
        let customer = invoice.customer.loaded()?;
        Ok(line![invoice.invoice_id, invoice.invoice_date, invoice.total, customer.last_name])
    };
    invoices.iter().map(line).collect()
}
