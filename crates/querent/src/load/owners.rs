//! The instances that related rows are fetched for, by their keys.

use std::sync::Arc;

use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::error::Result;
use crate::meta::ColumnMeta;
use crate::model::{OwnerKey, Reader};
use crate::types::{Param, Scalar};

use super::places::Places;

/// Distinct keys of one kind, in order; an owner's place is that of its key.
///
/// They are looked up once for each related row. Keys that are no numbers, which a user may choose, are searched for.
#[derive(Debug)]
pub(super) enum Owners {
    Integer(Vec<i64>, Places),
    Uuid(Vec<Uuid>),
    Text(Vec<Arc<str>>),
}

impl Owners {
    /// The owners with these keys; `None` if there are none. Keys of one relation are of one kind.
    pub(super) fn of<'k>(keys: impl Iterator<Item = &'k OwnerKey>) -> Option<Owners> {
        let mut owners: Option<Owners> = None;
        for key in keys {
            match (&mut owners, key) {
                (None, OwnerKey::Integer(key)) => owners = Some(Owners::Integer(vec![*key], Places::of(&[]))),
                (None, OwnerKey::Uuid(key)) => owners = Some(Owners::Uuid(vec![*key])),
                (None, OwnerKey::Text(key)) => owners = Some(Owners::Text(vec![key.clone()])),
                (Some(Owners::Integer(keys, _)), OwnerKey::Integer(key)) => keys.push(*key),
                (Some(Owners::Uuid(keys)), OwnerKey::Uuid(key)) => keys.push(*key),
                (Some(Owners::Text(keys)), OwnerKey::Text(key)) => keys.push(key.clone()),
                _ => {}
            }
        }
        owners.map(|owners| match owners {
            Owners::Integer(keys, _) => {
                let keys = distinct(keys);
                let places = Places::of(&keys);
                Owners::Integer(keys, places)
            }
            Owners::Uuid(keys) => Owners::Uuid(distinct(keys)),
            Owners::Text(keys) => Owners::Text(distinct(keys)),
        })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Owners::Integer(keys, _) => keys.len(),
            Owners::Uuid(keys) => keys.len(),
            Owners::Text(keys) => keys.len(),
        }
    }

    /// The keys as one array, in the type of their column.
    pub(super) fn keys(&self, column: &ColumnMeta) -> Param {
        match self {
            Owners::Integer(keys, _) => match column.ty {
                // They were made of keys of that width.
                Type::INT2 => i16::list(keys.iter().map(|key| *key as i16).collect()),
                Type::INT4 => i32::list(keys.iter().map(|key| *key as i32).collect()),
                _ => i64::list(keys.clone()),
            },
            Owners::Uuid(keys) => Uuid::list(keys.clone()),
            Owners::Text(keys) => String::list(keys.iter().map(|key| key.to_string()).collect()),
        }
    }

    /// The place of a key.
    pub(super) fn place(&self, key: &OwnerKey) -> Option<usize> {
        match (self, key) {
            (Owners::Integer(_, places), OwnerKey::Integer(key)) => places.get(*key),
            (Owners::Uuid(keys), OwnerKey::Uuid(key)) => keys.binary_search(key).ok(),
            (Owners::Text(keys), OwnerKey::Text(key)) => keys.binary_search(key).ok(),
            _ => None,
        }
    }

    /// The place of the owner whose key is the column `ahead` of the next one of a row.
    pub(super) fn read(&self, reader: &Reader<'_>, ahead: usize) -> Result<Option<usize>> {
        Ok(match self {
            Owners::Integer(_, places) => places.get(reader.integer_ahead(ahead)?),
            Owners::Uuid(keys) => keys.binary_search(&reader.ahead(ahead)?).ok(),
            Owners::Text(keys) => {
                let text: &str = reader.ahead(ahead)?;
                keys.binary_search_by(|key| (**key).cmp(text)).ok()
            }
        })
    }
}

fn distinct<K: Ord>(mut keys: Vec<K>) -> Vec<K> {
    keys.sort_unstable();
    keys.dedup();
    keys
}
