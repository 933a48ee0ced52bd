//! What is read and written by the futures that are dropped: a ledger.

use querent::prelude::*;

/// Whose money it is.
#[derive(Model, Clone, Debug)]
#[model(table = "accounts", ordering = [id])]
pub(super) struct Account {
    /// The key.
    pub id: i64,
    /// A text that is written together with the balance.
    #[field(max_length = 50)]
    pub owner: String,
    /// A number that is written together with the owner.
    pub balance: i64,
    /// What happened to it.
    #[relation(by = account)]
    pub entries: HasMany<Entry>,
    /// What it is for.
    pub labels: ManyToMany<Label>,
    /// What is written of it.
    pub notes: ManyToMany<Note>,
    /// What was written on its behalf.
    #[relation(by = owner)]
    pub owned: HasMany<Note>,
}

/// Something that happened to an account.
#[derive(Model, Clone, Debug)]
#[model(table = "entries", ordering = [id])]
pub(super) struct Entry {
    /// The key.
    pub id: i64,
    /// The account.
    #[relation(on_delete = Cascade)]
    pub account: ForeignKey<Account>,
    /// Which try it belongs to.
    #[field(index)]
    pub round: i64,
    /// A column that a draft may leave out.
    #[field(default = 0)]
    pub amount: i32,
}

/// What an account is for.
#[derive(Model, Clone, Debug)]
#[model(table = "labels", ordering = [id])]
pub(super) struct Label {
    /// The key.
    pub id: i64,
    /// The name.
    #[field(max_length = 50)]
    pub name: String,
    /// A text that is read when it is asked for.
    pub about: Deferred<Option<String>>,
}

/// What is written of accounts.
#[derive(Model, Clone, Debug)]
#[model(table = "notes", ordering = [id])]
pub(super) struct Note {
    /// The key.
    pub id: i64,
    /// The text.
    #[field(max_length = 50, unique)]
    pub text: String,
    /// On whose behalf it was written.
    #[relation(on_delete = SetNull)]
    pub owner: ForeignKey<Option<Account>>,
    /// What it is written of.
    #[relation(by = notes)]
    pub accounts: ManyToMany<Account>,
}

/// The rows that are there before anything is dropped: one account for each kind of work.
pub(super) const ROWS: &str = "
    INSERT INTO accounts (owner, balance) SELECT '0', 0 FROM generate_series(1, 4);
    INSERT INTO labels (name, about) SELECT 'label ' || i, 'about label ' || i FROM generate_series(1, 4) AS i;
    INSERT INTO entries (account_id, round) SELECT 2, -2 FROM generate_series(1, 1200);
    INSERT INTO entries (account_id, round) SELECT 3, -3 FROM generate_series(1, 5);
    INSERT INTO entries (account_id, round) VALUES (4, -4);
    INSERT INTO accounts_labels (account_id, label_id) VALUES (4, 1), (4, 2);
    INSERT INTO notes (text, owner_id) VALUES ('a', 4), ('b', 4), ('c', NULL), ('d', NULL);";

/// The account that new entries belong to.
pub(super) const WRITTEN: i64 = 1;
/// The account with the entries that are only read.
pub(super) const READ: i64 = 2;
/// The account whose entries are all changed at once.
pub(super) const CHANGED: i64 = 3;
/// The account whose labels and notes change.
pub(super) const LABELLED: i64 = 4;
/// An entry of each account whose entries are only read or changed.
pub(super) const ENTRIES: [i64; 3] = [1, 1201, 1206];
