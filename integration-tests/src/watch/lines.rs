//! Places in a source, by the marks that its lines end with.

/// A place of a source file, as the watch names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// The file, as the compiler names it.
    pub(super) file: &'a str,
    /// The line; the first one is 1.
    pub(super) line: usize,
    /// The character in the line; the first one is 1.
    pub(super) column: usize,
}

impl<'a> Place<'a> {
    /// Reads `src/pages.rs:42:31`.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        Some(Place { file: parts.next()?, line, column })
    }
}

/// The lines of one function of a source, the first and the last among them; the first line of a source is 1.
pub(super) fn function(source: &str, name: &str) -> Option<(usize, usize)> {
    let head = [format!("async fn {name}("), format!("async fn {name}<")];
    let begin = source.lines().position(|line| head.iter().any(|head| line.contains(head)))?;
    let end = source.lines().skip(begin).position(|line| line == "}")?;
    Some((begin + 1, begin + end + 1))
}

/// What a line ends with behind `//`, as long as it is one word.
pub(super) fn mark(source: &str, line: usize) -> Option<&str> {
    let (_, mark) = source.lines().nth(line.checked_sub(1)?)?.rsplit_once("// ")?;
    (!mark.contains(' ')).then_some(mark)
}
