//! The tables that are asked: every kind of relation, and columns that can be NULL or not, of texts, numbers and flags.

use querent::meta::ModelMeta;
use querent::prelude::*;

/// Whom projects are for.
#[derive(Model, Debug)]
#[model(table = "clients")]
pub struct Client {
    /// The key.
    pub id: i64,
    /// A text.
    pub name: String,
    /// A text that can be NULL.
    pub city: Option<String>,
    /// A flag that can be NULL.
    pub active: Option<bool>,
    /// Many rows, whose key can be NULL.
    #[relation(by = client)]
    pub projects: HasMany<Project>,
}

/// The middle of a chain of keys that can be NULL.
#[derive(Model, Debug)]
#[model(table = "projects")]
pub struct Project {
    /// The key.
    pub id: i64,
    /// A text.
    pub name: String,
    /// A number that can be NULL.
    pub priority: Option<i32>,
    /// A flag.
    pub open: bool,
    /// The end of the chain.
    #[relation(on_delete = SetNull)]
    pub client: ForeignKey<Option<Client>>,
    /// Many rows, whose key can be NULL.
    #[relation(by = project)]
    pub tasks: HasMany<Task>,
    /// The other side of a one-to-one.
    #[relation(by = project)]
    pub budget: HasOne<Budget>,
}

/// One for each project, and some for none.
#[derive(Model, Debug)]
#[model(table = "budgets")]
pub struct Budget {
    /// The key.
    pub id: i64,
    /// A number.
    pub amount: i32,
    /// A number that can be NULL.
    pub spent: Option<i32>,
    /// A one-to-one that can be NULL.
    #[relation(on_delete = SetNull)]
    pub project: OneToOne<Option<Project>>,
}

/// The beginning of a chain of keys that can be NULL.
#[derive(Model, Debug)]
#[model(table = "tasks")]
pub struct Task {
    /// The key.
    pub id: i64,
    /// A text.
    pub title: String,
    /// A text that can be NULL.
    pub note: Option<String>,
    /// A number.
    pub hours: i32,
    /// A number that can be NULL.
    pub estimate: Option<i32>,
    /// A flag.
    pub done: bool,
    /// The next of the chain.
    #[relation(on_delete = SetNull)]
    pub project: ForeignKey<Option<Project>>,
    /// A row of the own table.
    #[relation(on_delete = SetNull)]
    pub parent: ForeignKey<Option<Task>>,
    /// Many rows of the own table.
    #[relation(by = parent)]
    pub children: HasMany<Task>,
    /// Many rows, whose key is never NULL.
    #[relation(by = task)]
    pub comments: HasMany<Comment>,
    /// Pairs.
    pub labels: ManyToMany<Label>,
}

/// What is said of a task.
#[derive(Model, Debug)]
#[model(table = "comments")]
pub struct Comment {
    /// The key.
    pub id: i64,
    /// A text.
    pub text: String,
    /// A number that can be NULL.
    pub stars: Option<i32>,
    /// A flag that can be NULL.
    pub hidden: Option<bool>,
    /// A key that is never NULL.
    #[relation(on_delete = Cascade)]
    pub task: ForeignKey<Task>,
}

/// What tasks are sorted by.
#[derive(Model, Debug)]
#[model(table = "labels")]
pub struct Label {
    /// The key.
    pub id: i64,
    /// A text.
    pub name: String,
    /// A number that can be NULL.
    pub weight: Option<i32>,
    /// Pairs, from their other side.
    #[relation(by = labels)]
    pub tasks: ManyToMany<Task>,
}

/// All models, in an order in which their rows can be written.
pub const MODELS: [&ModelMeta; 6] =
    [Client::META, Project::META, Budget::META, Task::META, Comment::META, Label::META];
