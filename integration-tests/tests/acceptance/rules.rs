//! Django's rules for conditions on relations to many rows, over rows in memory.
//!
//! A call of `filter` joins each relation that it names once, and a row comes once for each choice of related rows that
//! fulfils the condition. A condition under a negation asks whether any related row fulfils it, or if the call has joined
//! the first relation of its path before, whether any row behind the joined one does. Where a relation leads to no row its columns are NULL, and what is unknown is false.

use querent::prelude::*;

use crate::models::Blog;

/// A blog with its entries.
#[derive(Debug)]
pub(crate) struct BlogRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) entries: Vec<EntryRow>,
}

/// An entry with its authors' keys.
#[derive(Debug)]
pub(crate) struct EntryRow {
    pub(crate) headline: String,
    pub(crate) comments: i32,
    pub(crate) pingbacks: i32,
    pub(crate) rating: Option<i32>,
    pub(crate) authors: Vec<i64>,
}

/// A comparison.
#[derive(Clone, Debug)]
pub(crate) enum Leaf {
    Name(String),
    Rating(i32),
    NotRating(i32),
    Unrated,
    MoreComments,
    NamedLikeTheBlog,
    WithoutEntry,
    Author(i64),
    AuthorsName(i64),
    Authorless,
}

/// A condition.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Leaf(Leaf),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Odd(Vec<Tree>),
    Not(Box<Tree>),
}

/// The related rows that a call has joined, as far as it has been read.
#[derive(Clone, Copy, Default)]
struct Joined {
    entries: bool,
    authors: bool,
}

/// The related rows that one row of a joined query consists of.
#[derive(Clone, Copy)]
struct Row<'a> {
    blog: &'a BlogRow,
    entry: Option<&'a EntryRow>,
    author: Option<i64>,
}

/// How often a blog comes in the answer to one call of `filter`.
pub(crate) fn times(blog: &BlogRow, condition: &Tree) -> usize {
    let mut joined = Joined::default();
    let condition = condition.placed(false, &mut joined);
    let start = Row { blog, entry: None, author: None };
    choices(start, joined).into_iter().filter(|row| condition.holds(*row)).count()
}

/// The rows of joins behind one: each is there at least once, with NULLs if it finds no row.
fn choices(row: Row<'_>, joined: Joined) -> Vec<Row<'_>> {
    let entries: Vec<_> = match joined.entries {
        true => or_null(row.blog.entries.iter().collect()),
        false => vec![row.entry],
    };
    let with_authors = |entry: Option<&EntryRow>| match joined.authors {
        true => or_null(entry.map(|entry| entry.authors.clone()).unwrap_or_default()),
        false => vec![row.author],
    };
    entries
        .into_iter()
        .flat_map(|entry| with_authors(entry).into_iter().map(move |author| Row { entry, author, ..row }))
        .collect()
}

fn or_null<T>(rows: Vec<T>) -> Vec<Option<T>> {
    if rows.is_empty() { vec![None] } else { rows.into_iter().map(Some).collect() }
}

/// A condition of which it is known what each comparison speaks of.
enum Placed {
    /// The joined row.
    Row(Leaf),
    /// Any row of the relations that are not joined.
    Exists(Leaf, Joined),
    All(Vec<Placed>),
    Any(Vec<Placed>),
    Odd(Vec<Placed>),
    Not(Box<Placed>),
}

impl Tree {
    fn placed(&self, negated: bool, joined: &mut Joined) -> Placed {
        let mut all = |trees: &[Tree]| trees.iter().map(|tree| tree.placed(negated, joined)).collect();
        match self {
            Tree::All(trees) => Placed::All(all(trees)),
            Tree::Any(trees) => Placed::Any(all(trees)),
            Tree::Odd(trees) => Placed::Odd(all(trees)),
            Tree::Not(tree) => Placed::Not(Box::new(tree.placed(true, joined))),
            Tree::Leaf(leaf) => {
                let needed = leaf.needs();
                // Only the first relation of a path speaks of the joined row; behind it, any row will do.
                let missing = Joined { entries: needed.entries && !joined.entries, ..needed };
                if negated && (missing.entries || missing.authors) {
                    return Placed::Exists(leaf.clone(), missing);
                }
                joined.entries |= needed.entries;
                joined.authors |= needed.authors;
                Placed::Row(leaf.clone())
            }
        }
    }

    /// The condition as a user writes it.
    pub(crate) fn condition(&self) -> Q<Blog> {
        match self {
            Tree::Leaf(leaf) => leaf.condition(),
            Tree::All(trees) => Q::all_of(trees.iter().map(Tree::condition)),
            Tree::Any(trees) => Q::any_of(trees.iter().map(Tree::condition)),
            Tree::Odd(trees) => trees.iter().fold(Q::all(), |odd, tree| odd ^ tree.condition()),
            Tree::Not(tree) => !tree.condition(),
        }
    }
}

impl Placed {
    fn holds(&self, row: Row<'_>) -> bool {
        match self {
            Placed::Row(leaf) => leaf.holds(row),
            Placed::Exists(leaf, missing) => choices(row, *missing).into_iter().any(|row| leaf.holds(row)),
            Placed::All(terms) => terms.iter().all(|term| term.holds(row)),
            Placed::Any(terms) => terms.iter().any(|term| term.holds(row)),
            Placed::Odd(terms) => terms.iter().filter(|term| term.holds(row)).count() % 2 == 1,
            Placed::Not(term) => !term.holds(row),
        }
    }
}

impl Leaf {
    fn needs(&self) -> Joined {
        match self {
            Leaf::Name(_) => Joined::default(),
            Leaf::Author(_) | Leaf::AuthorsName(_) | Leaf::Authorless => {
                Joined { entries: true, authors: true }
            }
            _ => Joined { entries: true, authors: false },
        }
    }

    fn holds(&self, Row { blog, entry, author }: Row<'_>) -> bool {
        let rating = entry.and_then(|entry| entry.rating);
        match self {
            Leaf::Name(name) => blog.name == *name,
            Leaf::Rating(value) => rating == Some(*value),
            Leaf::NotRating(value) => rating != Some(*value),
            Leaf::Unrated => rating.is_none(),
            Leaf::MoreComments => entry.is_some_and(|entry| entry.comments > entry.pingbacks),
            Leaf::NamedLikeTheBlog => entry.is_some_and(|entry| entry.headline == blog.name),
            Leaf::WithoutEntry => entry.is_none(),
            Leaf::Author(key) | Leaf::AuthorsName(key) => author == Some(*key),
            Leaf::Authorless => author.is_none(),
        }
    }

    fn condition(&self) -> Q<Blog> {
        let b = Blog::fields();
        match self {
            Leaf::Name(name) => b.name.eq(name),
            Leaf::Rating(value) => b.entries.rating.eq(*value),
            Leaf::NotRating(value) => b.entries.rating.ne(*value),
            Leaf::Unrated => b.entries.rating.is_null(),
            Leaf::MoreComments => b.entries.number_of_comments.gt(b.entries.number_of_pingbacks),
            Leaf::NamedLikeTheBlog => b.entries.headline.eq(b.name),
            Leaf::WithoutEntry => b.entries.is_null(),
            Leaf::Author(key) => b.entries.authors.eq(*key),
            Leaf::AuthorsName(key) => b.entries.authors.name.eq(format!("w{key}")),
            Leaf::Authorless => b.entries.authors.is_null(),
        }
    }
}
