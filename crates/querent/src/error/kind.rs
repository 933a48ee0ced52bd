//! The kinds of errors, to match on.

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// No row was found where one was asked for.
    DoesNotExist,
    /// More than one row was found where one was asked for.
    MultipleObjectsReturned,
    /// Somebody else has saved the row since it was read: its `version` is another one.
    Stale,
    /// A relation or a deferred field was read that no query has loaded, or `load` of it is refused by
    /// [`FetchMode::Raise`](crate::FetchMode::Raise).
    NotLoaded,
    /// A relation, a field or a query is loaded for one row after another, where that is to be an error.
    NPlusOne,
    /// A query or handle was used in a way that has no meaning; nothing was written.
    Misuse,
    /// What came from outside is not what the query can use: the cursor, the number or the size of a page, the name of an
    /// ordering, or the stream of a `copy_in`, which has failed.
    InvalidInput,
    /// A value in the database does not fit the model's field.
    Decode,
    /// A unique constraint or index was violated.
    UniqueViolation,
    /// A foreign key points at no row, or a row that is still pointed at was deleted.
    ForeignKeyViolation,
    /// A CHECK constraint was violated.
    CheckViolation,
    /// NULL was written to a NOT NULL column.
    NotNullViolation,
    /// An exclusion constraint was violated.
    ExclusionViolation,
    /// The transaction lost against another one (40001) and can be run again.
    SerializationFailure,
    /// The transaction was chosen to end a deadlock (40P01) and can be run again.
    Deadlock,
    /// A lock was not free within `lock_timeout`, or under NOWAIT.
    LockNotAvailable,
    /// The prepared form of a statement was out of date in a transaction: since it was prepared a table was altered, or
    /// the session was told to forget it. The transaction can be run again; outside of one the statement runs again by
    /// itself.
    OutdatedStatement,
    /// There was no answer within the time of `timeout`, and the statement was given up.
    Timeout,
    /// The server cancelled the statement, which took longer than `statement_timeout`.
    ///
    /// Both this and [`Cancelled`](Kind::Cancelled) are 57014, and nothing but the message tells them apart: where the
    /// server does not speak English (`lc_messages`), this is `Cancelled`, too.
    StatementTimeout,
    /// The server cancelled the statement, because somebody asked it to.
    Cancelled,
    /// A write was sent in a read-only transaction, or to a server that is read-only (25006).
    ReadOnly,
    /// A value is too long, too large or not one of its type, or a function has no answer for it (class 22).
    DataException,
    /// The role may not do what was asked, or a policy of row-level security forbids it (42501).
    InsufficientPrivilege,
    /// A table, column, function or type of the statement is not there: migrations that are not applied, for instance.
    UndefinedObject,
    /// The server has no more disk space, memory or connections to give (class 53).
    InsufficientResources,
    /// The server refused the statement for another reason; see [`Error::code`](crate::Error::code).
    Database,
    /// No connection could be made, or it was lost.
    Connection,
    /// No connection of the pool became free in time.
    PoolTimeout,
    /// The pool was closed.
    PoolClosed,
    /// The database's address or an option of the connection is missing or wrong.
    Configuration,
    /// A handle was used after its transaction had ended.
    TransactionOver,
    /// A handle was used while a block nested in it is open.
    SavepointOpen,
    /// The pool's handle was used inside its own `atomic` block, and no connection is free.
    PoolInsideTransaction,
    /// A statement of this transaction was dropped before its answer; the block can only roll back.
    Interrupted,
    /// Another statement of this block has failed, so that the next one is refused, and a block that returns `Ok` all the
    /// same is rolled back.
    Aborted,
    /// Work that was spawned inside the block was still running when it ended; it was rolled back.
    StillRunning,
    /// The connection was lost while COMMIT was under way: it may or may not have happened.
    CommitUnknown,
    /// BEGIN failed, or the settings that came with it did.
    BeginFailed,
    /// A hook of `on_commit` failed; the transaction is committed all the same.
    HookFailed,
}
