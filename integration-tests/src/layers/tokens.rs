//! The paths in tokens that nothing has parsed: macro calls, macro definitions and attributes.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path as it is written, with the line of its first segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) segments: Vec<String>,
    /// Whether it begins with `::`, and so with the name of a crate.
    pub(super) global: bool,
    pub(super) line: usize,
}

impl Written {
    /// Whether it begins at the crate or at a module around it, and not with a name in scope.
    pub(super) fn is_rooted(&self) -> bool {
        self.segments.first().is_some_and(|first| matches!(first.as_str(), "crate" | "self" | "super"))
    }
}

/// An identifier as it is spoken: without the `r#`.
pub(super) fn spoken(ident: &proc_macro2::Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

/// Every path of two segments or more, those in groups like `crate::{a, b}` one by one.
pub(super) fn paths(tokens: TokenStream) -> Vec<Written> {
    let mut found = Vec::new();
    walk(&tokens.into_iter().collect::<Vec<_>>(), &mut found);
    found
}

/// The path that a text holds, for attributes like `with = "crate::wire"`.
pub(super) fn path_in_text(literal: &proc_macro2::Literal) -> Option<Written> {
    let text = literal.to_string();
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    let path: syn::Path = syn::parse_str(text).ok()?;
    let segments = path.segments.iter().map(|segment| spoken(&segment.ident)).collect();
    let line = literal.span().start().line;
    let written = Written { segments, global: path.leading_colon.is_some(), line };
    (path.segments.len() > 1 && written.is_rooted()).then_some(written)
}

fn walk(tokens: &[TokenTree], found: &mut Vec<Written>) {
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => walk(&group.stream().into_iter().collect::<Vec<_>>(), found),
            TokenTree::Ident(first) if begins_path(tokens, at) => {
                let start = Written {
                    segments: vec![spoken(first)],
                    global: at >= 2 && is_separator(tokens, at - 2),
                    line: first.span().start().line,
                };
                at = follow(tokens, at + 1, start, found);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Whether a path starts here: not at a variable of a macro, and not within a path after a generic argument.
fn begins_path(tokens: &[TokenTree], at: usize) -> bool {
    let variable = at >= 1
        && is_punct(&tokens[at - 1], '$')
        && !matches!(&tokens[at], TokenTree::Ident(i) if i == "crate");
    let inside = at >= 3 && is_separator(tokens, at - 2) && is_punct(&tokens[at - 3], '>');
    is_separator(tokens, at + 1) && !variable && !inside
}

/// Reads on from `at`, behind the last segment; says where it stopped.
fn follow(tokens: &[TokenTree], mut at: usize, mut path: Written, found: &mut Vec<Written>) -> usize {
    while is_separator(tokens, at) {
        match tokens.get(at + 2) {
            Some(TokenTree::Ident(next)) => path.segments.push(spoken(next)),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                branches(group.stream(), &path, found);
                return at + 3;
            }
            Some(TokenTree::Punct(star)) if star.as_char() == '*' => {
                path.segments.push("*".to_owned());
                at += 3;
                break;
            }
            _ => break,
        }
        at += 3;
    }
    if path.segments.len() > 1 {
        found.push(path);
    }
    at
}

/// The branches of `path::{…}`, each as a path of its own.
fn branches(tokens: TokenStream, trunk: &Written, found: &mut Vec<Written>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for branch in tokens.split(|token| is_punct(token, ',')) {
        let mut path = trunk.clone();
        match branch.first() {
            Some(TokenTree::Ident(first)) if first == "self" => found.push(path),
            Some(TokenTree::Ident(first)) => {
                path.segments.push(spoken(first));
                path.line = first.span().start().line;
                follow(branch, 1, path, found);
            }
            Some(TokenTree::Punct(star)) if star.as_char() == '*' => {
                path.segments.push("*".to_owned());
                found.push(path);
            }
            _ => {}
        }
    }
}

fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    matches!(tokens.get(at..at + 2), Some([first, second]) if is_punct(first, ':') && is_punct(second, ':'))
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}
