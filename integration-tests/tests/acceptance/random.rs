//! Random conditions on random rows mean what Django's rules say.

use std::fmt::Write;

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::Blog;
use crate::rules::{BlogRow, EntryRow, Leaf, Tree, times};

const WRITERS: i64 = 3;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        // Constants of the linear congruential generator of Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn number(&mut self) -> i32 {
        self.roll(3) as i32
    }

    fn name(&mut self) -> String {
        format!("n{}", self.roll(3))
    }

    fn many<T>(&mut self, most: u64, mut one: impl FnMut(&mut Dice) -> T) -> Vec<T> {
        (0..self.roll(most + 1)).map(|_| one(self)).collect()
    }

    fn blogs(&mut self) -> Vec<BlogRow> {
        let entry = |dice: &mut Dice| EntryRow {
            headline: dice.name(),
            comments: dice.number(),
            pingbacks: dice.number(),
            rating: (dice.roll(3) > 0).then(|| dice.number()),
            authors: (1..=WRITERS).filter(|_| dice.roll(3) == 0).collect(),
        };
        (1..=5).map(|id| BlogRow { id, name: self.name(), entries: self.many(3, entry) }).collect()
    }

    fn leaf(&mut self) -> Leaf {
        match self.roll(10) {
            0 => Leaf::Name(self.name()),
            1 => Leaf::Rating(self.number()),
            2 => Leaf::NotRating(self.number()),
            3 => Leaf::Unrated,
            4 => Leaf::MoreComments,
            5 => Leaf::NamedLikeTheBlog,
            6 => Leaf::WithoutEntry,
            7 => Leaf::Author(1 + self.roll(WRITERS as u64) as i64),
            8 => Leaf::AuthorsName(1 + self.roll(WRITERS as u64) as i64),
            _ => Leaf::Authorless,
        }
    }

    fn tree(&mut self, depth: u32) -> Tree {
        if depth == 0 {
            return Tree::Leaf(self.leaf());
        }
        let some = |dice: &mut Dice| vec![dice.tree(depth - 1), dice.tree(depth - 1)];
        match self.roll(6) {
            0 | 1 => Tree::All(some(self)),
            2 | 3 => Tree::Any(some(self)),
            4 => Tree::Odd(some(self)),
            _ => Tree::Not(Box::new(self.tree(depth - 1))),
        }
    }
}

/// The rows as statements, in place of those that are there.
fn statements(blogs: &[BlogRow]) -> String {
    let mut sql = String::from("TRUNCATE oracle_blog, oracle_writer CASCADE;");
    for key in 1..=WRITERS {
        write!(sql, "INSERT INTO oracle_writer VALUES ({key}, 'w{key}');").unwrap();
    }
    let mut entry_id = 0;
    for BlogRow { id, name, entries } in blogs {
        write!(sql, "INSERT INTO oracle_blog VALUES ({id}, '{name}');").unwrap();
        for entry in entries {
            entry_id += 1;
            let EntryRow { headline, comments, pingbacks, rating, authors } = entry;
            let rating = rating.map_or("NULL".to_owned(), |rating| rating.to_string());
            write!(
                sql,
                "INSERT INTO oracle_entry VALUES
                    ({entry_id}, {id}, '{headline}', '2024-01-01', {comments}, {pingbacks}, {rating});"
            )
            .unwrap();
            for author in authors {
                write!(
                    sql,
                    "INSERT INTO oracle_entry_authors (entry_id, writer_id) VALUES ({entry_id}, {author});"
                )
                .unwrap();
            }
        }
    }
    sql
}

#[test]
fn random_chains_of_filter_and_exclude_answer_as_the_rules_say() {
    on_the_data(async |db| {
        let mut dice = Dice(5);
        for _ in 0..12 {
            let blogs = dice.blogs();
            db.batch_execute(&statements(&blogs)).await.unwrap();
            for _ in 0..40 {
                let calls: Vec<Tree> = (0..1 + dice.roll(2))
                    .map(|_| {
                        let depth = dice.roll(4) as u32;
                        dice.tree(depth)
                    })
                    .collect();
                let mut query = Blog::objects(&db);
                for call in &calls {
                    query = match call {
                        Tree::Not(inner) => query.exclude(|_| inner.condition()),
                        other => query.filter(|_| other.condition()),
                    };
                }
                let expected: Vec<i64> = blogs
                    .iter()
                    .flat_map(|blog| {
                        let repeated = calls.iter().map(|call| times(blog, call)).product();
                        std::iter::repeat_n(blog.id, repeated)
                    })
                    .collect();
                let sql = query.sql().unwrap();
                assert_eq!(query.clone().count().await.unwrap(), expected.len() as i64, "{calls:?}\n{sql}");
                assert_eq!(ids(&db, query).await, expected, "{calls:?}\n{sql}\n{blogs:?}");
            }
        }
    });
}
