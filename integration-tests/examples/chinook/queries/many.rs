//! Conditions on relations to many rows: the same related row, or one for each condition, or none.

use querent::prelude::*;
use querent::{Db, Result};

use super::Query;
use crate::line::{Line, line};
use crate::models::{Artist, Customer, Playlist, Track};

pub(super) const ONE_INVOICE_IS_BOTH: Query = Query {
    name: "one_invoice_is_both",
    meaning: "customers with an invoice of 2024 over 15: one call of filter speaks of one and the same invoice",
    ask: |db| Box::pin(one_invoice_is_both(db)),
    statements: 1,
    sql: "SELECT c.customer_id, c.first_name, c.last_name
          FROM customer c
          WHERE EXISTS (
              SELECT 1 FROM invoice i
              WHERE i.customer_id = c.customer_id AND extract(year FROM i.invoice_date) = 2024 AND i.total > 15)
          ORDER BY c.customer_id",
};

async fn one_invoice_is_both(db: &Db) -> Result<Vec<Line>> {
    let customers = Customer::objects(db)
        .filter(|c| c.invoices.invoice_date.year().eq(2024) & c.invoices.total.gt(15))
        .order_by(|c| c.customer_id)
        .distinct()
        .await?;
    Ok(customers.iter().map(|c| line![c.customer_id, c.first_name, c.last_name]).collect())
}

pub(super) const TWO_INVOICES_WILL_DO: Query = Query {
    name: "two_invoices_will_do",
    meaning: "customers with an invoice of 2024 and with an invoice over 15: each call has an invoice of its own",
    ask: |db| Box::pin(two_invoices_will_do(db)),
    statements: 1,
    sql: "SELECT c.customer_id, c.first_name, c.last_name
          FROM customer c
          WHERE EXISTS (
              SELECT 1 FROM invoice i
              WHERE i.customer_id = c.customer_id AND extract(year FROM i.invoice_date) = 2024)
          AND EXISTS (SELECT 1 FROM invoice i WHERE i.customer_id = c.customer_id AND i.total > 15)
          ORDER BY c.customer_id",
};

async fn two_invoices_will_do(db: &Db) -> Result<Vec<Line>> {
    let customers = Customer::objects(db)
        .filter(|c| c.invoices.invoice_date.year().eq(2024))
        .filter(|c| c.invoices.total.gt(15))
        .order_by(|c| c.customer_id)
        .distinct()
        .await?;
    Ok(customers.iter().map(|c| line![c.customer_id, c.first_name, c.last_name]).collect())
}

pub(super) const NEVER_ROCK: Query = Query {
    name: "never_rock",
    meaning: "artists of whom no album has any track of rock, those without an album included: exclude along two levels",
    ask: |db| Box::pin(never_rock(db)),
    statements: 1,
    sql: "SELECT ar.artist_id, ar.name
          FROM artist ar
          WHERE NOT EXISTS (
              SELECT 1
              FROM album al
              JOIN track t ON t.album_id = al.album_id
              JOIN genre g ON g.genre_id = t.genre_id
              WHERE al.artist_id = ar.artist_id AND g.name = 'Rock')
          ORDER BY ar.artist_id",
};

async fn never_rock(db: &Db) -> Result<Vec<Line>> {
    let artists = Artist::objects(db)
        .exclude(|a| a.albums.tracks.genre.name.eq("Rock"))
        .order_by(|a| a.artist_id)
        .await?;
    Ok(artists.iter().map(|artist| line![artist.artist_id, artist.name]).collect())
}

pub(super) const NEITHER_OF_TWO: Query = Query {
    name: "neither_of_two",
    meaning: "playlists but those that have something classical and something of over ten minutes: in an exclude \
              each condition may be met by another track, as in Django",
    ask: |db| Box::pin(neither_of_two(db)),
    statements: 1,
    sql: "SELECT p.playlist_id, p.name
          FROM playlist p
          WHERE NOT (
              EXISTS (
                  SELECT 1
                  FROM playlist_track pt
                  JOIN track t ON t.track_id = pt.track_id
                  JOIN genre g ON g.genre_id = t.genre_id
                  WHERE pt.playlist_id = p.playlist_id AND g.name = 'Classical')
              AND EXISTS (
                  SELECT 1
                  FROM playlist_track pt
                  JOIN track t ON t.track_id = pt.track_id
                  WHERE pt.playlist_id = p.playlist_id AND t.milliseconds > 600000))
          ORDER BY p.playlist_id",
};

async fn neither_of_two(db: &Db) -> Result<Vec<Line>> {
    let playlists = Playlist::objects(db)
        .exclude(|p| p.tracks.genre.name.eq("Classical") & p.tracks.milliseconds.gt(600_000))
        .order_by(|p| p.playlist_id)
        .await?;
    Ok(playlists.iter().map(|playlist| line![playlist.playlist_id, playlist.name]).collect())
}

pub(super) const ONCE_FOR_EACH_PLAYLIST: Query = Query {
    name: "once_for_each_playlist",
    meaning: "tracks on a playlist called Music, of which there are two: rows, tracks, tracks on two given playlists, \
              whether any was never sold, and the first by name",
    ask: |db| Box::pin(once_for_each_playlist(db)),
    statements: 5,
    sql: "WITH music AS (
              SELECT t.* FROM track t
              JOIN playlist_track pt ON pt.track_id = t.track_id
              JOIN playlist p ON p.playlist_id = pt.playlist_id
              WHERE p.name = 'Music')
          SELECT 'rows', (SELECT count(*) FROM music)::text
          UNION ALL SELECT 'tracks', (SELECT count(DISTINCT track_id) FROM music)::text
          UNION ALL SELECT 'on two playlists', (
              SELECT count(*)
              FROM playlist_track a JOIN playlist_track b ON b.track_id = a.track_id
              WHERE a.playlist_id = 5 AND b.playlist_id = 17)::text
          UNION ALL SELECT 'any never sold', CASE WHEN EXISTS (
              SELECT 1 FROM music m
              WHERE NOT EXISTS (SELECT 1 FROM invoice_line l WHERE l.track_id = m.track_id))
              THEN 't' ELSE 'f' END
          UNION ALL SELECT 'first', (SELECT name FROM music ORDER BY name, track_id LIMIT 1)",
};

async fn once_for_each_playlist(db: &Db) -> Result<Vec<Line>> {
    let music = Track::objects(db).filter(|t| t.playlists.name.eq("Music"));
    let rows = music.clone().count().await?;
    let tracks = music.clone().distinct().count().await?;
    let on_two =
        Track::objects(db).filter(|t| t.playlists.eq(5)).filter(|t| t.playlists.eq(17)).count().await?;
    let never_sold = music.clone().filter(|t| t.invoice_lines.is_null()).exists().await?;
    let first = music.order_by(|t| (t.name, t.track_id)).first().await?;
    Ok(vec![
        line!["rows", rows],
        line!["tracks", tracks],
        line!["on two playlists", on_two],
        line!["any never sold", never_sold],
        line!["first", first.map(|track| track.name)],
    ])
}
