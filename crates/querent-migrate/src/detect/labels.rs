//! The labels of enums in pieces of SQL.

use querent_schema::state::{Element, Exclude, Field, Index, Kind, Model, Unique};
use querent_schema::{Constraint, Default, Operation};

/// Whether a piece of SQL may speak of a label: `'new'`, `'{new,old}'`. Nobody knows what a literal in it is.
pub(super) fn speaks_of(sql: &str, label: &str) -> bool {
    let escaped = label.is_empty() || label.contains(['\'', '"', '\\']);
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let is_whole = |(at, found): (usize, &str)| {
        let (before, behind) = (&sql[..at], &sql[at + found.len()..]);
        !before.ends_with(is_part) && !behind.starts_with(is_part)
    };
    escaped || sql.match_indices(label).any(is_whole)
}

/// Whether an operation may use a label of an enum: by its name, or by a cast to the enum of whatever rows hold.
pub(super) fn uses(operation: &Operation, name: &str, label: &str) -> bool {
    let speaks = |sql: &str| speaks_of(sql, label) || speaks_of(sql, name);
    let becomes = |was: &Field, now: &Field| now.as_enum() == Some(name) && was.as_enum() != Some(name);
    match operation {
        Operation::AddField { field, one_off, .. } => {
            field_speaks_of(field, name, label) || one_off.as_deref().is_some_and(speaks)
        }
        Operation::AlterField { was, field, one_off, using, .. } => {
            becomes(was, field)
                || field_speaks_of(field, name, label)
                || one_off.iter().chain(using).any(|sql| speaks(sql))
        }
        Operation::CreateModel { definition, .. } => {
            definition.fields.iter().any(|field| field_speaks_of(field, name, label))
                || constraints(definition).iter().any(|own| sql_of(own).into_iter().any(speaks))
                || definition.indexes.iter().any(|own| sql_of_index(own).into_iter().any(speaks))
        }
        Operation::AddConstraint { constraint, .. } => sql_of(constraint).into_iter().any(speaks),
        Operation::AddIndex { index, .. } => sql_of_index(index).into_iter().any(speaks),
        _ => false,
    }
}

/// Whether the default of a field may speak of a label. That of another type does not, if it is a literal.
pub(super) fn field_speaks_of(field: &Field, name: &str, label: &str) -> bool {
    let is_of = field.as_enum() == Some(name) || matches!(field.kind, Kind::ForeignKey(_));
    match field.default() {
        Some(Default::Literal(sql)) => is_of && speaks_of(sql, label),
        Some(Default::Expression(sql) | Default::Generated(sql)) => speaks_of(sql, label),
        Some(Default::Identity) | None => false,
    }
}

/// The constraints of a model that have a name.
pub(super) fn constraints(model: &Model) -> Vec<Constraint> {
    let unique = model.unique.iter().cloned().map(Constraint::Unique);
    let checks = model.checks.iter().cloned().map(Constraint::Check);
    let excludes = model.excludes.iter().cloned().map(Constraint::Exclude);
    unique.chain(checks).chain(excludes).collect()
}

/// What a constraint says in SQL.
pub(super) fn sql_of(constraint: &Constraint) -> Vec<&str> {
    match constraint {
        Constraint::Unique(Unique { condition, .. }) => condition.as_deref().into_iter().collect(),
        Constraint::Check(check) => vec![&check.condition],
        Constraint::Exclude(Exclude { elements, condition, .. }) => {
            [elements.as_str()].into_iter().chain(condition.as_deref()).collect()
        }
    }
}

/// What an index says in SQL.
pub(super) fn sql_of_index(index: &Index) -> Vec<&str> {
    let elements = index.elements.iter().filter_map(|element| match element {
        Element::Sql(sql) => Some(sql.as_str()),
        Element::Field { .. } => None,
    });
    elements.chain(index.condition.as_deref()).collect()
}

#[cfg(test)]
mod tests {
    use super::speaks_of;

    #[test]
    fn a_label_is_found_as_a_whole_word() {
        assert!(speaks_of("m = 'new'", "new"));
        assert!(speaks_of("'{new,old}'", "old"));
        assert!(!speaks_of("m = 'newer'", "new"));
        // How it is written there is not known.
        assert!(speaks_of("m = 'it''s'", "it's"));
    }
}
