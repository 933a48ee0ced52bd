//! A database that has more migrations than the program knows.

use querent_schema::state::{self, Field, ModelName, Pairs, PairsBy};
use querent_schema::{Graph, Migration, State};

use crate::error::{Error, Kind, Result};
use crate::ledger::Row;

/// The program's migrations together with those that only the database knows, where there are any.
pub(super) fn union(own: &Graph, unknown: &[&Row]) -> Result<Option<Graph>> {
    if unknown.is_empty() {
        return Ok(None);
    }
    let mut all: Vec<Migration> = own.plan().cloned().collect();
    for row in unknown {
        let read = Migration::read(row.name.clone(), &row.file);
        all.push(read.map_err(|error| ahead(unknown, &format!("{} cannot be read ({error})", row.name)))?);
    }
    let graph = Graph::of(all).map_err(|error| ahead(unknown, &error.to_string()))?;
    graph.check_heads().map_err(|error| ahead(unknown, &error.to_string()))?;
    Ok(Some(graph))
}

/// Whether the program can work with the tables as the unknown migrations have left them.
///
/// # Errors
///
/// [`Kind::Ahead`] with all that is in its way.
pub(super) fn judge(own: &Graph, union: &Graph, unknown: &[&Row]) -> Result<()> {
    let expected = own.state().map_err(|error| ahead(unknown, &error.to_string()))?;
    let found = union.state().map_err(|error| ahead(unknown, &error.to_string()))?;
    let obstacles = obstacles(&expected, &found);
    match obstacles.is_empty() {
        true => Ok(()),
        false => Err(ahead(unknown, &obstacles.join("; "))),
    }
}

fn ahead(unknown: &[&Row], why: &str) -> Error {
    let names: Vec<_> = unknown.iter().map(|row| row.name.to_string()).collect();
    Error::new(
        Kind::Ahead,
        format!(
            "the database has migrations that this program does not have ({}), and cannot work with: {why}; run a program \
             that has them",
            names.join(", ")
        ),
    )
}

/// What a program that expects one state misses in another one.
fn obstacles(expected: &State, found: &State) -> Vec<String> {
    let mut obstacles = Vec::new();
    for (name, model) in &expected.models {
        match found.models.get(name) {
            None => obstacles.push(format!("there is no model `{name}` any more")),
            Some(now) => obstacles.extend(of_model(name, model, now)),
        }
    }
    for (name, enumeration) in &expected.enums {
        let labels = found.enums.get(name).map(|now| now.labels.as_slice()).unwrap_or_default();
        if !enumeration.labels.iter().all(|label| labels.contains(label)) {
            obstacles.push(format!("the enum `{name}` has not all of its labels any more"));
        }
    }
    obstacles
}

fn of_model(name: &ModelName, model: &state::Model, now: &state::Model) -> Vec<String> {
    if model.table != now.table {
        return vec![format!("the table of `{name}` is `{}` and no longer `{}`", now.table, model.table)];
    }
    let gone = model.fields.iter().filter_map(|field| {
        let same = now.fields.iter().any(|other| reads_as(field, other));
        (!same).then(|| format!("`{name}.{}` is gone, or is of another type", field.name))
    });
    let new = now.fields.iter().filter_map(|field| {
        let known = model.fields.iter().any(|other| other.column() == field.column());
        (!known && needs_a_value(field)).then(|| format!("`{name}.{}` is new and needs a value", field.name))
    });
    gone.chain(new).collect()
}

/// Whether what is written for one field means the same of another one.
fn reads_as(field: &Field, now: &Field) -> bool {
    match (&field.kind, &now.kind) {
        (state::Kind::Plain(a), state::Kind::Plain(b)) => {
            (&a.column, &a.sql_type, a.nullable) == (&b.column, &b.sql_type, b.nullable)
        }
        (state::Kind::ForeignKey(a), state::Kind::ForeignKey(b)) => {
            (&a.column, &a.to, a.nullable) == (&b.column, &b.to, b.nullable)
        }
        (state::Kind::ManyToMany(Pairs { by: PairsBy::Through(_), .. }), _) => true, // a model, which is judged itself
        (state::Kind::ManyToMany(a), state::Kind::ManyToMany(b)) => a == b,
        _ => false,
    }
}

fn needs_a_value(field: &Field) -> bool {
    match &field.kind {
        state::Kind::Plain(plain) => !plain.nullable && plain.default.is_none(),
        state::Kind::ForeignKey(key) => !key.nullable && key.default.is_none(),
        state::Kind::ManyToMany(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use querent_schema::state::{Field, Kind, Model, ModelName, Plain};
    use querent_schema::{Default, SqlType, State};

    use super::obstacles;

    fn field(name: &str, sql_type: SqlType) -> Field {
        let kind = Kind::Plain(Plain {
            column: name.to_owned(),
            sql_type,
            nullable: false,
            default: None,
            unique: false,
            index: false,
        });
        Field { name: name.to_owned(), kind, comment: None }
    }

    fn plain(field: &mut Field) -> &mut Plain {
        match &mut field.kind {
            Kind::Plain(plain) => plain,
            _ => unreachable!("the tests make plain fields"),
        }
    }

    fn state() -> State {
        let mut model = Model::new("product");
        model.fields = vec![field("id", SqlType::BigInt), field("name", SqlType::Text)];
        let mut state = State::default();
        state.models.insert(ModelName::new("shop", "Product"), model);
        state
    }

    fn changed(change: impl FnOnce(&mut Model)) -> Vec<String> {
        let mut now = state();
        change(now.models.values_mut().next().expect("the state has a model"));
        obstacles(&state(), &now)
    }

    #[test]
    fn what_is_only_new_is_no_obstacle() {
        let nothing: [&str; 0] = [];
        assert_eq!(
            changed(|model| {
                let mut stock = field("stock", SqlType::Integer);
                plain(&mut stock).default = Some(Default::Literal("0".to_owned()));
                let mut note = field("note", SqlType::Text);
                plain(&mut note).nullable = true;
                model.fields.extend([stock, note]);
                plain(&mut model.fields[1]).unique = true;
            }),
            nothing
        );
    }

    #[test]
    fn what_a_program_reads_or_must_write_is_an_obstacle() {
        assert_eq!(
            changed(|model| plain(&mut model.fields[1]).sql_type = SqlType::BigInt),
            ["`shop.Product.name` is gone, or is of another type"]
        );
        assert_eq!(
            changed(|model| model.fields.push(field("rank", SqlType::Integer))),
            ["`shop.Product.rank` is new and needs a value"]
        );
        assert_eq!(
            changed(|model| model.table = "products".to_owned()),
            ["the table of `shop.Product` is `products` and no longer `product`"]
        );
        assert_eq!(obstacles(&state(), &State::default()), ["there is no model `shop.Product` any more"]);
    }
}
