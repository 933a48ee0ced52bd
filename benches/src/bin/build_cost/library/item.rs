//! A model, whatever the library.

/// A model: `Item7` of the table `item7`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) number: usize,
    /// The number of the one that it has a foreign key to.
    pub(super) parent: Option<usize>,
}

impl Item {
    /// So many of them.
    pub(super) fn all(count: usize) -> impl Iterator<Item = Item> {
        (0..count).map(|number| Item { number, parent: (number % 10 == 9).then(|| number - 1) })
    }
}
