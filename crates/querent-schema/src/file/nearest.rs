//! What is meant by a word that there is not.

/// How much alike two words are at least, between 0 and 1, if one may be meant by the other: `typ` and `type`.
const ALIKE: f64 = 0.6;

/// The word that is most like this one, if one is.
pub(super) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let likeness = |other: &str| strsim::normalized_damerau_levenshtein(word, other);
    let alike =
        known.into_iter().map(|other| (likeness(other), other)).filter(|(likeness, _)| *likeness >= ALIKE);
    alike.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, other)| other)
}

/// The way out for a word that there is not: the nearest one, or all that there are.
pub(super) fn meant(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(other) => format!("did you mean `{other}`?"),
        None => format!("there are {}", known.join(", ")),
    }
}
