//! What becomes of a table's keys, constraints and indexes.

use querent_schema::{Check, Exclude, ForeignKey, Index, IndexElement, PrimaryKey, Unique, mentions};

/// A key, a constraint or an index.
pub(super) trait Part: Clone + PartialEq {
    /// Its name.
    fn name(&self) -> &str;

    /// The same by another name.
    fn named(&self, name: &str) -> Self;

    /// The columns that it lists, without which it cannot be.
    fn columns(&self) -> Vec<&str>;

    /// The SQL that it holds.
    fn sql(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Whether the database holds both of them alike but for the name.
    fn is_like(&self, other: &Self) -> bool {
        self.named(other.name()) == *other
    }

    /// Whether its SQL speaks of a column.
    fn mentions(&self, column: &str) -> bool {
        self.sql().iter().any(|sql| mentions(sql, column))
    }
}

/// What becomes of the parts of one kind.
#[derive(Clone, Debug)]
pub(super) struct Parts<P> {
    /// Those that go.
    pub(super) dropped: Vec<P>,
    /// Those that stay by another name: before and afterwards.
    pub(super) renamed: Vec<(P, P)>,
    /// Those that come.
    pub(super) added: Vec<P>,
}

impl<P: Part> Parts<P> {
    /// Each part stays that is there by its name, or else by what it is; `anew` says which ones cannot.
    pub(super) fn between(before: &[P], after: &[P], anew: impl Fn(&P) -> bool) -> Self {
        let (mut dropped, mut renamed, mut added) = (before.to_vec(), Vec::new(), Vec::new());
        let mut new: Vec<&P> = Vec::new();
        for part in after {
            match dropped.iter().position(|own| own.name() == part.name() && own.is_like(part)) {
                Some(at) if !anew(part) => drop(dropped.remove(at)),
                Some(_) => added.push(part.clone()),
                None => new.push(part),
            }
        }
        for part in new {
            match dropped.iter().position(|own| own.is_like(part)) {
                Some(at) if !anew(part) => renamed.push((dropped.remove(at), part.clone())),
                _ => added.push(part.clone()),
            }
        }
        Parts { dropped, renamed, added }
    }
}

impl Part for PrimaryKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn named(&self, name: &str) -> Self {
        PrimaryKey { name: name.to_owned(), ..self.clone() }
    }

    fn columns(&self) -> Vec<&str> {
        self.columns.iter().map(String::as_str).collect()
    }
}

impl Part for Unique {
    fn name(&self) -> &str {
        &self.name
    }

    fn named(&self, name: &str) -> Self {
        Unique { name: name.to_owned(), ..self.clone() }
    }

    fn columns(&self) -> Vec<&str> {
        self.columns.iter().chain(&self.include).map(String::as_str).collect()
    }
}

impl Part for Check {
    fn name(&self) -> &str {
        &self.name
    }

    fn named(&self, name: &str) -> Self {
        Check { name: name.to_owned(), ..self.clone() }
    }

    fn columns(&self) -> Vec<&str> {
        Vec::new()
    }

    fn sql(&self) -> Vec<&str> {
        vec![&self.condition]
    }
}

impl Part for Exclude {
    fn name(&self) -> &str {
        &self.name
    }

    fn named(&self, name: &str) -> Self {
        Exclude { name: name.to_owned(), ..self.clone() }
    }

    fn columns(&self) -> Vec<&str> {
        Vec::new()
    }

    fn sql(&self) -> Vec<&str> {
        [&self.elements].into_iter().chain(&self.condition).map(String::as_str).collect()
    }
}

impl Part for ForeignKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn named(&self, name: &str) -> Self {
        ForeignKey { name: name.to_owned(), ..self.clone() }
    }

    fn columns(&self) -> Vec<&str> {
        self.columns.iter().map(String::as_str).collect()
    }

    /// The index is one of the table's.
    fn is_like(&self, other: &Self) -> bool {
        ForeignKey { indexed: other.indexed, ..self.named(&other.name) } == *other
    }
}

impl Part for Index {
    fn name(&self) -> &str {
        &self.name
    }

    fn named(&self, name: &str) -> Self {
        Index { name: name.to_owned(), ..self.clone() }
    }

    fn columns(&self) -> Vec<&str> {
        let elements = self.elements.iter().filter_map(|element| match element {
            IndexElement::Column { name, .. } => Some(name),
            IndexElement::Sql(_) => None,
        });
        elements.chain(&self.include).map(String::as_str).collect()
    }

    fn sql(&self) -> Vec<&str> {
        let elements = self.elements.iter().filter_map(|element| match element {
            IndexElement::Sql(sql) => Some(sql),
            IndexElement::Column { .. } => None,
        });
        elements.chain(&self.condition).map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, condition: &str) -> Check {
        Check { name: name.to_owned(), condition: condition.to_owned() }
    }

    #[test]
    fn a_part_is_found_by_its_name_before_it_is_found_by_what_it_is() {
        let before = [check("a", "x > 0"), check("b", "x > 0"), check("c", "y > 0")];
        let after = [check("b", "x > 0"), check("d", "x > 0"), check("c", "y > 1")];
        let parts = Parts::between(&before, &after, |_| false);
        assert_eq!(parts.renamed, [(check("a", "x > 0"), check("d", "x > 0"))]);
        assert_eq!(parts.dropped, [check("c", "y > 0")]);
        assert_eq!(parts.added, [check("c", "y > 1")]);
    }

    #[test]
    fn a_part_that_cannot_stay_is_dropped_and_added() {
        let parts = Parts::between(&[check("a", "x > 0")], &[check("b", "x > 0")], |_| true);
        assert_eq!((parts.dropped.len(), parts.renamed.len(), parts.added.len()), (1, 0, 1));
    }
}
