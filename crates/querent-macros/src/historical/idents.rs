//! Identifiers for names of the migrations.

use proc_macro2::{Ident, Span};

/// The identifier of a name: `r#type` for `type`.
///
/// Names that were identifiers come back as they were. Of others, which only hand-written files have, what no identifier
/// can hold becomes an underscore.
pub(super) fn ident(name: &str) -> Ident {
    let valid = |ident: &str| syn::parse_str::<Ident>(ident).ok();
    let raw = || valid(&format!("r#{name}"));
    let same_span = |ident: Ident| match ident.to_string().strip_prefix("r#") {
        Some(plain) => Ident::new_raw(plain, Span::call_site()),
        None => Ident::new(&ident.to_string(), Span::call_site()),
    };
    let changed = || {
        let letters: String =
            name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
        valid(&format!("_{letters}"))
    };
    valid(name).or_else(raw).or_else(changed).map_or_else(|| Ident::new("_0", Span::call_site()), same_span)
}

/// The name of a type or variant for a name of the database: `InTransit` for `in transit`.
pub(super) fn camel_case(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    };
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let camel: String = words.map(capital).collect();
    match camel.chars().next() {
        Some(first) if first.is_alphabetic() => camel,
        _ => format!("_{camel}"),
    }
}

/// The names, with a number after each that was there before.
pub(super) fn distinct(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for name in names {
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name));
        taken.extend(free);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::{camel_case, distinct, ident};

    #[test]
    fn every_name_has_an_identifier() {
        for (name, written) in [
            ("title", "title"),
            ("type", "r#type"),
            ("self", "_self"),
            ("Self", "_Self"),
            ("1st", "_1st"),
            ("a-b", "_a_b"),
            ("größe", "größe"),
            ("", "_0"),
        ] {
            assert_eq!(ident(name).to_string(), written);
        }
    }

    #[test]
    fn labels_become_variants() {
        for (label, variant) in [
            ("in_transit", "InTransit"),
            ("PG-13", "PG13"),
            ("on its way", "OnItsWay"),
            ("13", "_13"),
            ("+", "_"),
        ] {
            assert_eq!(camel_case(label), variant);
        }
        assert_eq!(distinct(["A", "B", "A", "A2"].map(str::to_owned)), ["A", "B", "A2", "A22"]);
    }
}
