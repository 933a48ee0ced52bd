//! The keys of the rows that a field is loaded for, whose type only the model knows.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::error::Result;
use crate::model::{Key, Reader};
use crate::types::Param;

/// The key of a row.
#[derive(Clone)]
pub(crate) struct RowKey {
    key: Arc<dyn Any + Send + Sync>,
    wanted: fn(&[&RowKey]) -> Wanted,
}

type Places = Box<dyn FnMut(&mut Reader<'_>) -> Result<Vec<usize>> + Send>;

/// The rows with given keys.
pub(crate) struct Wanted {
    /// The keys as they are bound to a statement.
    pub(crate) list: Param,
    /// Reads the key of a row from its next columns: the places of the row among the keys that were given.
    pub(crate) places: Places,
}

impl RowKey {
    pub(super) fn new<K: Key>(key: K) -> RowKey {
        RowKey { key: Arc::new(key), wanted: wanted::<K> }
    }

    /// What is the same for two keys only if they are of one row that was read once.
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.key).addr()
    }

    /// The rows with these keys, all of one model.
    pub(crate) fn wanted(keys: &[&RowKey]) -> Option<Wanted> {
        keys.first().map(|first| (first.wanted)(keys))
    }
}

fn wanted<K: Key>(keys: &[&RowKey]) -> Wanted {
    let mut places: HashMap<K, Vec<usize>> = HashMap::new();
    for (place, key) in keys.iter().enumerate() {
        if let Some(key) = key.key.downcast_ref::<K>() {
            places.entry(key.clone()).or_default().push(place);
        }
    }
    let list = K::key_list(places.keys().cloned().collect());
    let places = move |reader: &mut Reader<'_>| Ok(places.remove(&K::read_key(reader)?).unwrap_or_default());
    Wanted { list, places: Box::new(places) }
}

impl fmt::Debug for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowKey")
    }
}
