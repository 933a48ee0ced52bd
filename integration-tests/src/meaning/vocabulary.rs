//! What random conditions name.

use std::future::IntoFuture;

use futures::FutureExt;
use futures::future::BoxFuture;
use querent::Result;
use querent::prelude::*;

use super::lookups::{flag, key, keys, number, numbers, text, texts};
use super::models::{Budget, Client, Comment, Label, Project, Task};
use super::tree::{Leaf, Test};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Texts.
    Text,
    /// Flags.
    Flag,
    /// Keys of related rows.
    Key,
}

/// A model of which conditions are made.
pub(super) trait Spoken: Model<Key = i64> {
    /// The columns and relations that conditions name.
    const WORDS: &'static [(&'static str, Kind)];
    /// The columns that conditions compare with each other.
    const PAIRS: &'static [(&'static str, &'static str, Kind)];
    /// A comparison as a user writes it.
    fn condition(leaf: &Leaf) -> Q<Self>;
    /// All rows.
    fn all(db: &Db) -> QuerySet<Self>;
    /// The statement of a query for keys.
    fn sql(query: QuerySet<Self>) -> Result<String>;
    /// The keys of a query's rows.
    fn keys(query: QuerySet<Self>) -> BoxFuture<'static, Result<Vec<i64>>>;
}

macro_rules! path {
    ($first:ident $(.$more:ident)*) => { concat!(stringify!($first) $(, ".", stringify!($more))*) };
}

macro_rules! spoken {
    ($($model:ident {
        columns { $($kind:ident $compare:ident [$($($word:ident).+),* $(,)?])* }
        pairs { $($both:ident $both_compare:ident [$($($left:ident).+ = $($right:ident).+),* $(,)?])* }
    })*) => { $(
        impl Spoken for $model {
            const WORDS: &'static [(&'static str, Kind)] = &[$($((path!($($word).+), Kind::$kind)),*),*];
            const PAIRS: &'static [(&'static str, &'static str, Kind)] =
                &[$($((path!($($left).+), path!($($right).+), Kind::$both)),*),*];

            fn condition(leaf: &Leaf) -> Q<Self> {
                let m = $model::fields();
                let Leaf { path, test } = leaf;
                if let Test::Column(comparison, other) = test {
                    $($(if (*path, *other) == (path!($($left).+), path!($($right).+)) {
                        return $both_compare(m.$($left).+, m.$($right).+, *comparison);
                    })*)*
                }
                $($(if *path == path!($($word).+) {
                    return $compare(m.$($word).+, test);
                })*)*
                panic!("nothing is said of {}.{leaf}", stringify!($model))
            }

            fn all(db: &Db) -> QuerySet<Self> {
                $model::objects(db)
            }

            fn sql(query: QuerySet<Self>) -> Result<String> {
                query.values(|m| m.id).sql()
            }

            fn keys(query: QuerySet<Self>) -> BoxFuture<'static, Result<Vec<i64>>> {
                query.values(|m| m.id).into_future().boxed()
            }
        }
    )* };
}

spoken! {
    Task {
        columns {
            Number number [
                hours, estimate, project.priority, project.budget.amount, project.budget.spent, parent.hours,
                parent.estimate, parent.project.priority, children.estimate, children.hours, comments.stars,
                labels.weight, project.tasks.estimate, children.comments.stars, parent.comments.stars,
                labels.tasks.hours,
            ]
            Text text [
                title, note, project.name, project.client.name, project.client.city, parent.note,
                parent.project.client.city, children.title, comments.text, labels.name, children.labels.name,
                project.tasks.note,
            ]
            Flag flag [
                done, project.open, project.client.active, parent.done, comments.hidden, children.done,
                parent.project.client.active,
            ]
            Key key [
                project, parent, parent.parent, project.client, project.budget, comments, labels, children,
                children.children, children.labels, parent.labels, project.client.projects,
            ]
        }
        pairs {
            Number numbers [
                hours = estimate, estimate = project.priority, hours = parent.hours,
                project.budget.spent = project.budget.amount, comments.stars = hours, children.hours = children.estimate,
                children.hours = hours, labels.weight = comments.stars, children.comments.stars = children.estimate,
                project.tasks.hours = parent.hours, parent.comments.stars = estimate,
            ]
            Text texts [
                title = note, note = project.name, comments.text = title, labels.name = project.client.city,
                children.title = children.note, parent.title = children.note,
            ]
            Key keys [parent.parent = id, children.project = project.id, project.client = parent.project.client.id]
        }
    }
    Project {
        columns {
            Number number [
                priority, budget.amount, budget.spent, tasks.hours, tasks.estimate, tasks.comments.stars,
                tasks.labels.weight, tasks.parent.estimate, client.projects.priority,
            ]
            Text text [name, client.name, client.city, tasks.title, tasks.note, tasks.labels.name, tasks.parent.note]
            Flag flag [open, client.active, tasks.done, tasks.comments.hidden, client.projects.open]
            Key key [client, budget, tasks, tasks.parent, tasks.labels, tasks.comments, client.projects]
        }
        pairs {
            Number numbers [
                priority = budget.amount, budget.spent = budget.amount, tasks.hours = tasks.estimate,
                tasks.estimate = priority, tasks.comments.stars = tasks.hours,
                client.projects.priority = tasks.hours,
            ]
            Text texts [name = client.city, tasks.title = name, tasks.note = tasks.labels.name]
            Key keys [tasks.parent.project = id]
        }
    }
    Client {
        columns {
            Number number [
                projects.priority, projects.budget.amount, projects.budget.spent, projects.tasks.hours,
                projects.tasks.estimate, projects.tasks.comments.stars,
            ]
            Text text [name, city, projects.name, projects.tasks.note, projects.tasks.labels.name]
            Flag flag [active, projects.open, projects.tasks.done]
            Key key [projects, projects.budget, projects.tasks, projects.tasks.labels, projects.tasks.parent]
        }
        pairs {
            Number numbers [
                projects.priority = projects.budget.amount, projects.tasks.hours = projects.priority,
                projects.tasks.hours = projects.tasks.estimate,
            ]
            Text texts [name = city, projects.name = city, projects.tasks.title = projects.name]
            Key keys [projects.tasks.parent.project = projects.id]
        }
    }
    Comment {
        columns {
            Number number [
                stars, task.hours, task.estimate, task.project.priority, task.parent.estimate, task.labels.weight,
                task.children.estimate, task.comments.stars,
            ]
            Text text [text, task.note, task.project.client.city, task.labels.name, task.comments.text]
            Flag flag [hidden, task.done, task.project.open, task.project.client.active, task.comments.hidden]
            Key key [task, task.project, task.parent, task.labels, task.children, task.project.client]
        }
        pairs {
            Number numbers [
                stars = task.estimate, task.hours = task.project.priority, task.comments.stars = stars,
                task.children.hours = task.estimate, task.labels.weight = stars,
            ]
            Text texts [text = task.title, task.comments.text = text, task.note = task.labels.name]
            Key keys [task.parent = task.id, task.comments = id]
        }
    }
    Label {
        columns {
            Number number [weight, tasks.hours, tasks.estimate, tasks.comments.stars, tasks.project.priority]
            Text text [name, tasks.title, tasks.note, tasks.labels.name, tasks.project.client.city]
            Flag flag [tasks.done, tasks.project.open, tasks.comments.hidden]
            Key key [tasks, tasks.project, tasks.parent, tasks.labels, tasks.children]
        }
        pairs {
            Number numbers [weight = tasks.hours, tasks.hours = tasks.estimate, tasks.estimate = tasks.project.priority]
            Text texts [name = tasks.title, tasks.labels.name = name]
            Key keys [tasks.labels = id, tasks.children.parent = tasks.parent.id]
        }
    }
    Budget {
        columns {
            Number number [amount, spent, project.priority, project.tasks.hours, project.tasks.estimate]
            Text text [project.name, project.client.city, project.tasks.note]
            Flag flag [project.open, project.client.active, project.tasks.done]
            Key key [project, project.client, project.tasks, project.budget]
        }
        pairs {
            Number numbers [amount = spent, spent = project.priority, project.tasks.hours = amount]
            Text texts [project.name = project.client.city]
            Key keys [project.budget = id]
        }
    }
}
