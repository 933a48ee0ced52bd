//! Related rows in one query per relation, whatever the number of rows they belong to.

use querent::prelude::*;
use querent::{Db, Result};

use super::Query;
use crate::line::{Line, line};
use crate::models::{Artist, Customer, Playlist};

pub(super) const DISCOGRAPHY: Query = Query {
    name: "discography",
    meaning: "artists called Iron something, their albums, and the tracks of these: three levels, three statements",
    ask: |db| Box::pin(discography(db)),
    statements: 3,
    sql: "SELECT ar.name, al.title, t.name
          FROM artist ar
          LEFT JOIN album al ON al.artist_id = ar.artist_id
          LEFT JOIN track t ON t.album_id = al.album_id
          WHERE upper(ar.name) LIKE 'IRON%'
          ORDER BY ar.name, al.title, t.track_id",
};

async fn discography(db: &Db) -> Result<Vec<Line>> {
    let artists = Artist::objects(db)
        .filter(|a| a.name.istartswith("iron"))
        .prefetch_related(|a| a.albums.prefetch_related(|album| album.tracks.order_by(|t| t.track_id)))
        .await?;
    let mut lines = Vec::new();
    for artist in &artists {
        for album in artist.albums.loaded()? {
            for track in album.tracks.loaded()? {
                lines.push(line![artist.name, album.title, track.name]);
            }
        }
    }
    Ok(lines)
}

pub(super) const LONGEST_OF_EACH_PLAYLIST: Query = Query {
    name: "longest_of_each_playlist",
    meaning: "each playlist with its two longest tracks and their genres: the limit is for each playlist",
    ask: |db| Box::pin(longest_of_each_playlist(db)),
    statements: 2,
    sql: "SELECT p.playlist_id, p.name, t.name, g.name
          FROM playlist p
          CROSS JOIN LATERAL (
              SELECT track.*
              FROM playlist_track pt JOIN track ON track.track_id = pt.track_id
              WHERE pt.playlist_id = p.playlist_id
              ORDER BY track.milliseconds DESC, track.track_id
              LIMIT 2) t
          LEFT JOIN genre g ON g.genre_id = t.genre_id
          ORDER BY p.playlist_id, t.milliseconds DESC, t.track_id",
};

async fn longest_of_each_playlist(db: &Db) -> Result<Vec<Line>> {
    let playlists = Playlist::objects(db)
        .order_by(|p| p.playlist_id)
        .prefetch_related(|p| {
            p.tracks.order_by(|t| (t.milliseconds.desc(), t.track_id)).limit(2).select_related(|t| t.genre)
        })
        .await?;
    let mut lines = Vec::new();
    for playlist in &playlists {
        for track in playlist.tracks.loaded()? {
            let genre = track.genre.loaded()?.and_then(|genre| genre.name.as_ref());
            lines.push(line![playlist.playlist_id, playlist.name, track.name, genre]);
        }
    }
    Ok(lines)
}

pub(super) const LAST_INVOICES: Query = Query {
    name: "last_invoices",
    meaning: "customers in Brazil, who looks after them, their last two invoices and what was sold by these",
    ask: |db| Box::pin(last_invoices(db)),
    statements: 3,
    sql: "SELECT c.last_name, e.first_name, i.invoice_date, l.quantity, l.unit_price, t.name
          FROM customer c
          LEFT JOIN employee e ON e.employee_id = c.support_rep_id
          CROSS JOIN LATERAL (
              SELECT * FROM invoice
              WHERE invoice.customer_id = c.customer_id
              ORDER BY invoice_date DESC, invoice_id DESC
              LIMIT 2) i
          JOIN invoice_line l ON l.invoice_id = i.invoice_id
          JOIN track t ON t.track_id = l.track_id
          WHERE c.country = 'Brazil'
          ORDER BY c.last_name, c.customer_id, i.invoice_date DESC, i.invoice_id DESC, l.invoice_line_id",
};

async fn last_invoices(db: &Db) -> Result<Vec<Line>> {
    let customers = Customer::objects(db)
        .filter(|c| c.country.eq("Brazil"))
        .order_by(|c| (c.last_name, c.customer_id))
        .select_related(|c| c.support_rep)
        .prefetch_related(|c| {
            c.invoices
                .order_by(|i| (i.invoice_date.desc(), i.invoice_id.desc()))
                .limit(2)
                .prefetch_related(|i| i.lines.order_by(|l| l.invoice_line_id).select_related(|l| l.track))
        })
        .await?;
    let mut lines = Vec::new();
    for customer in &customers {
        let contact = customer.support_rep.loaded()?.map(|employee| &employee.first_name);
        for invoice in customer.invoices.loaded()? {
            for sold in invoice.lines.loaded()? {
                let track = &sold.track.loaded()?.name;
                let (quantity, price) = (sold.quantity, sold.unit_price);
                lines.push(line![customer.last_name, contact, invoice.invoice_date, quantity, price, track]);
            }
        }
    }
    Ok(lines)
}
