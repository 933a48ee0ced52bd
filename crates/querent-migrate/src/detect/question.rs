//! What cannot be known from the models alone.

use std::fmt;

use querent_schema::SqlType;
use querent_schema::state::ModelName;

use super::answer::{Answer, FieldName};

/// A question to the author of a change. Without an answer nothing is written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Question {
    /// A model is not there any more: is it one of these now, or may it go with its rows?
    RemovedModel {
        /// The model.
        model: ModelName,
        /// The new models that it may be, the likeliest first.
        candidates: Vec<String>,
    },
    /// A field is not there any more: is it one of these now, or may it go with its values?
    RemovedField {
        /// The field.
        field: FieldName,
        /// The new fields that it may be, the likeliest first.
        candidates: Vec<String>,
    },
    /// A field is of another type, and these are what it was: has it moved there, or is it the same one?
    MovedField {
        /// The field.
        field: FieldName,
        /// The fields that it may be now, the likeliest first.
        candidates: Vec<String>,
    },
    /// What do the rows that are there get?
    OneOff {
        /// The field.
        field: FieldName,
        /// Why they need something.
        reason: OneOffReason,
    },
    /// How do the values that are there become the new type?
    Using {
        /// The field.
        field: FieldName,
        /// The type before.
        from: SqlType,
        /// The type now.
        to: SqlType,
        /// An expression that may be what is wanted.
        suggestion: Option<String>,
    },
    /// Values lose something on the way to the new type: digits, or the time of a day.
    Lossy {
        /// The field.
        field: FieldName,
        /// The type before.
        from: SqlType,
        /// The type now.
        to: SqlType,
    },
    /// Keys refer to another model from now on, and are not changed.
    Retargeted {
        /// The field.
        field: FieldName,
        /// The model before.
        from: ModelName,
        /// The model now.
        to: ModelName,
    },
    /// A label of an enum is not there any more: is it one of these now, or may it go?
    RemovedValue {
        /// The enum.
        name: String,
        /// The label.
        value: String,
        /// The labels that it may be now.
        candidates: Vec<String>,
    },
}

/// Why rows need a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneOffReason {
    /// The field is new, cannot be NULL and has no default.
    Added,
    /// The field cannot be NULL any more, and some rows may be.
    NotNull,
    /// The field is new and unique, and its default is the same for all rows.
    Unique,
}

impl Question {
    /// The answers that there are. One that needs an expression has a place for it, `…`.
    pub fn answers(&self) -> Vec<Answer> {
        match self {
            Question::RemovedModel { model, candidates } => {
                let rename = |to: &String| Answer::RenameModel { model: model.clone(), to: to.clone() };
                candidates.iter().map(rename).chain([Answer::DropModel(model.clone())]).collect()
            }
            Question::RemovedField { field, candidates } => {
                renames(field, candidates).chain([Answer::DropField(field.clone())]).collect()
            }
            Question::MovedField { field, candidates } => {
                renames(field, candidates).chain([Answer::Keep(field.clone())]).collect()
            }
            Question::OneOff { field, .. } => {
                vec![Answer::OneOff { field: field.clone(), sql: "…".to_owned() }]
            }
            Question::Using { field, suggestion, .. } => {
                let sql = suggestion.clone().unwrap_or_else(|| "…".to_owned());
                vec![Answer::Using { field: field.clone(), sql }]
            }
            Question::Lossy { field, .. } | Question::Retargeted { field, .. } => {
                vec![Answer::Lossy(field.clone())]
            }
            Question::RemovedValue { name, value, candidates } => {
                let rename = |to: &String| Answer::RenameValue {
                    name: name.clone(),
                    value: value.clone(),
                    to: to.clone(),
                };
                let drop = Answer::DropValue { name: name.clone(), value: value.clone() };
                candidates.iter().map(rename).chain([drop]).collect()
            }
        }
    }

    /// Whether the answer is an expression of SQL, rather than one of a few.
    pub fn is_about_sql(&self) -> bool {
        matches!(self, Question::OneOff { .. } | Question::Using { .. })
    }
}

fn renames<'q>(field: &'q FieldName, candidates: &'q [String]) -> impl Iterator<Item = Answer> + 'q {
    candidates.iter().map(|to| Answer::Rename { field: field.clone(), to: to.clone() })
}

/// The question, in a sentence.
impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Question::RemovedModel { model, candidates } if candidates.is_empty() => {
                write!(f, "`{model}` is not there any more; may it go with all its rows?")
            }
            Question::RemovedModel { model, candidates } => {
                write!(
                    f,
                    "`{model}` is not there any more; was it renamed to {}, or may it go with all its rows?",
                    any(candidates)
                )
            }
            Question::RemovedField { field, candidates } if candidates.is_empty() => {
                write!(f, "`{field}` is not there any more as it was; may it go with all its values?")
            }
            Question::RemovedField { field, candidates } => {
                write!(
                    f,
                    "`{field}` is not there any more; was it renamed to {}, or may it go with all its values?",
                    any(candidates)
                )
            }
            Question::MovedField { field, candidates } => {
                write!(
                    f,
                    "`{field}` is of another type; was it renamed to {}, or is it the same field?",
                    any(candidates)
                )
            }
            Question::OneOff { field, reason } => match reason {
                OneOffReason::Added => write!(
                    f,
                    "`{field}` is new, cannot be NULL and has no default; what do the rows that are there get?"
                ),
                OneOffReason::NotNull => {
                    write!(f, "`{field}` cannot be NULL any more; what do the rows get that are?")
                }
                OneOffReason::Unique => write!(
                    f,
                    "`{field}` is new and unique, and one value for all rows would not be; what does each row get, such as \
                     `gen_random_uuid()`?"
                ),
            },
            Question::Using { field, from, to, .. } => {
                write!(
                    f,
                    "`{field}` was {from} and is {to}, which PostgreSQL does not do by itself; how does a value become the new one?"
                )
            }
            Question::Lossy { field, from, to } => {
                write!(f, "`{field}` was {from} and is {to}; may its values lose what does not fit?")
            }
            Question::Retargeted { field, from, to } => {
                write!(
                    f,
                    "`{field}` referred to `{from}` and refers to `{to}`; do the keys that are there stay as they are?"
                )
            }
            Question::RemovedValue { name, value, candidates } if candidates.is_empty() => {
                write!(f, "the enum `{name}` has no `{value}` any more; may it go, for no row has it?")
            }
            Question::RemovedValue { name, value, candidates } => {
                write!(
                    f,
                    "the enum `{name}` has no `{value}` any more; was it renamed to {}, or may it go, for no row has it?",
                    any(candidates)
                )
            }
        }
    }
}

fn any(candidates: &[String]) -> String {
    let quoted: Vec<_> = candidates.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" or ")
}
