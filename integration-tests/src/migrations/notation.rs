//! Models and operations in one line each.
//!
//! ```text
//! enum mood(happy, sad)
//! Author{id; name: varchar(100) unique; mood: mood?; pub: FK(Pub)? on_delete=set_null; check named(name <> '')}
//! blog.Post{id; author: FK(shop.Author); tags: M2M(Tag); index recent(author, -id) where (id > 0)}
//! ```
//!
//! A model without an application is one of `shop`, and a target without one of its model's. `id` alone is a counting
//! `bigint` and the primary key. Names follow from the model's unless `table=` or `column=` says otherwise.

mod step;
mod reader;
mod fields;
mod named;
mod models;
mod operations;

pub use reader::Fault;
pub use step::Step;

use querent_schema::State;

use reader::Reader;

/// Reads models, enums and extensions.
///
/// # Errors
///
/// What is wrong, with the rest of the text from there.
pub fn state(text: &str) -> Result<State, Fault> {
    let mut reader = Reader::new(text);
    let mut state = State::default();
    while !reader.at_end() {
        models::item(&mut reader, &mut state)?;
    }
    Ok(state)
}

/// Reads one operation on models that are as `state` says: `AddField Author.bio: text?`, `blog: DeleteModel Post`.
///
/// What an operation says of the model before it is taken from there.
///
/// # Errors
///
/// What is wrong, with the rest of the text from there.
pub fn operation(text: &str, state: &State) -> Result<Step, Fault> {
    let mut reader = Reader::new(text);
    let step = operations::step(&mut reader, state)?;
    if reader.at_end() { Ok(step) } else { Err(reader.fault("nothing more")) }
}
