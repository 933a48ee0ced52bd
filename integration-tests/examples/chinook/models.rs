//! The tables of Chinook, a shop that sells music, as models.
//!
//! Keys are `int`, so they are `i32` here; a column that can be NULL is an `Option`. The playlists' table of pairs has
//! a key of two columns and no model of its own: it is a relation on both sides.

use querent::prelude::*;
use querent::rust_decimal::Decimal;
use querent::time::PrimitiveDateTime;

#[derive(Model, Debug)]
#[model(ordering = [name])]
pub(crate) struct Artist {
    #[field(primary_key)]
    pub(crate) artist_id: i32,
    #[field(max_length = 120)]
    pub(crate) name: Option<String>,
    #[relation(by = artist)]
    pub(crate) albums: HasMany<Album>,
}

#[derive(Model, Debug)]
#[model(ordering = [title])]
pub(crate) struct Album {
    #[field(primary_key)]
    pub(crate) album_id: i32,
    #[field(max_length = 160)]
    pub(crate) title: String,
    #[relation(on_delete = NoAction)]
    pub(crate) artist: ForeignKey<Artist>,
    #[relation(by = album)]
    pub(crate) tracks: HasMany<Track>,
}

#[derive(Model, Debug)]
pub(crate) struct Genre {
    #[field(primary_key)]
    pub(crate) genre_id: i32,
    #[field(max_length = 120)]
    pub(crate) name: Option<String>,
}

#[derive(Model, Debug)]
pub(crate) struct MediaType {
    #[field(primary_key)]
    pub(crate) media_type_id: i32,
    #[field(max_length = 120)]
    pub(crate) name: Option<String>,
}

#[derive(Model, Debug)]
pub(crate) struct Track {
    #[field(primary_key)]
    pub(crate) track_id: i32,
    #[field(max_length = 200)]
    pub(crate) name: String,
    #[relation(on_delete = NoAction)]
    pub(crate) album: ForeignKey<Option<Album>>,
    #[relation(on_delete = NoAction)]
    pub(crate) media_type: ForeignKey<MediaType>,
    #[relation(on_delete = NoAction)]
    pub(crate) genre: ForeignKey<Option<Genre>>,
    #[field(max_length = 220)]
    pub(crate) composer: Option<String>,
    pub(crate) milliseconds: i32,
    pub(crate) bytes: Option<i32>,
    #[field(max_digits = 10, decimal_places = 2)]
    pub(crate) unit_price: Decimal,
    #[relation(by = tracks)]
    pub(crate) playlists: ManyToMany<Playlist>,
    #[relation(by = track)]
    pub(crate) invoice_lines: HasMany<InvoiceLine>,
}

#[derive(Model, Debug)]
pub(crate) struct Playlist {
    #[field(primary_key)]
    pub(crate) playlist_id: i32,
    #[field(max_length = 120)]
    pub(crate) name: Option<String>,
    #[relation(table = "playlist_track", columns = (playlist_id, track_id))]
    pub(crate) tracks: ManyToMany<Track>,
}

#[derive(Model, Debug)]
pub(crate) struct Employee {
    #[field(primary_key)]
    pub(crate) employee_id: i32,
    #[field(max_length = 20)]
    pub(crate) last_name: String,
    #[field(max_length = 20)]
    pub(crate) first_name: String,
    #[field(max_length = 30)]
    pub(crate) title: Option<String>,
    #[relation(on_delete = NoAction, column = "reports_to")]
    pub(crate) reports_to: ForeignKey<Option<Employee>>,
    pub(crate) birth_date: Option<PrimitiveDateTime>,
    pub(crate) hire_date: Option<PrimitiveDateTime>,
    #[field(max_length = 70)]
    pub(crate) address: Option<String>,
    #[field(max_length = 40)]
    pub(crate) city: Option<String>,
    #[field(max_length = 40)]
    pub(crate) state: Option<String>,
    #[field(max_length = 40)]
    pub(crate) country: Option<String>,
    #[field(max_length = 10)]
    pub(crate) postal_code: Option<String>,
    #[field(max_length = 24)]
    pub(crate) phone: Option<String>,
    #[field(max_length = 24)]
    pub(crate) fax: Option<String>,
    #[field(max_length = 60)]
    pub(crate) email: Option<String>,
    #[relation(by = reports_to)]
    pub(crate) reports: HasMany<Employee>,
    #[relation(by = support_rep)]
    pub(crate) customers: HasMany<Customer>,
}

#[derive(Model, Debug)]
pub(crate) struct Customer {
    #[field(primary_key)]
    pub(crate) customer_id: i32,
    #[field(max_length = 40)]
    pub(crate) first_name: String,
    #[field(max_length = 20)]
    pub(crate) last_name: String,
    #[field(max_length = 80)]
    pub(crate) company: Option<String>,
    #[field(max_length = 70)]
    pub(crate) address: Option<String>,
    #[field(max_length = 40)]
    pub(crate) city: Option<String>,
    #[field(max_length = 40)]
    pub(crate) state: Option<String>,
    #[field(max_length = 40)]
    pub(crate) country: Option<String>,
    #[field(max_length = 10)]
    pub(crate) postal_code: Option<String>,
    #[field(max_length = 24)]
    pub(crate) phone: Option<String>,
    #[field(max_length = 24)]
    pub(crate) fax: Option<String>,
    #[field(max_length = 60)]
    pub(crate) email: String,
    #[relation(on_delete = NoAction)]
    pub(crate) support_rep: ForeignKey<Option<Employee>>,
    #[relation(by = customer)]
    pub(crate) invoices: HasMany<Invoice>,
}

#[derive(Model, Debug)]
pub(crate) struct Invoice {
    #[field(primary_key)]
    pub(crate) invoice_id: i32,
    #[relation(on_delete = NoAction)]
    pub(crate) customer: ForeignKey<Customer>,
    pub(crate) invoice_date: PrimitiveDateTime,
    #[field(max_length = 70)]
    pub(crate) billing_address: Option<String>,
    #[field(max_length = 40)]
    pub(crate) billing_city: Option<String>,
    #[field(max_length = 40)]
    pub(crate) billing_state: Option<String>,
    #[field(max_length = 40)]
    pub(crate) billing_country: Option<String>,
    #[field(max_length = 10)]
    pub(crate) billing_postal_code: Option<String>,
    #[field(max_digits = 10, decimal_places = 2)]
    pub(crate) total: Decimal,
    #[relation(by = invoice)]
    pub(crate) lines: HasMany<InvoiceLine>,
}

#[derive(Model, Debug)]
pub(crate) struct InvoiceLine {
    #[field(primary_key)]
    pub(crate) invoice_line_id: i32,
    #[relation(on_delete = NoAction)]
    pub(crate) invoice: ForeignKey<Invoice>,
    #[relation(on_delete = NoAction)]
    pub(crate) track: ForeignKey<Track>,
    #[field(max_digits = 10, decimal_places = 2)]
    pub(crate) unit_price: Decimal,
    pub(crate) quantity: i32,
}
