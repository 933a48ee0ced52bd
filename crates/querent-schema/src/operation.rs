//! The operations that migrations are made of.

use crate::enumeration::Enum;
use crate::state::{Check, Exclude, Field, Index, Model, Unique};

/// A step of a migration: what it changes in the models, and thereby in the database.
///
/// A model is named by its struct; it belongs to the migration's application. [`State::apply`](crate::State::apply) says what each
/// one does and what must be there before.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// A new model with its table; one that is not managed has its table already.
    CreateModel {
        /// The struct's name.
        model: String,
        /// All of the model.
        definition: Model,
    },
    /// A model goes with its table.
    DeleteModel {
        /// The struct's name.
        model: String,
    },
    /// A model has another name.
    ///
    /// A table, a table of pairs or a column of one that is named after the model is renamed with it.
    RenameModel {
        /// The struct's name before.
        from: String,
        /// The struct's name afterwards.
        to: String,
    },
    /// A model's table has another name.
    AlterTable {
        /// The struct's name.
        model: String,
        /// The table's new name.
        table: String,
    },
    /// What the database says of a table.
    AlterComment {
        /// The struct's name.
        model: String,
        /// The new comment; without one there is none.
        comment: Option<String>,
    },
    /// A model's table is ours from now on, and is created, unless it was ours before and was left.
    AdoptModel {
        /// The struct's name.
        model: String,
    },
    /// A model's table is somebody else's from now on, and is left as it is.
    ReleaseModel {
        /// The struct's name.
        model: String,
    },
    /// A model has another primary key.
    AlterPrimaryKey {
        /// The struct's name.
        model: String,
        /// The fields of the key before.
        was: Vec<String>,
        /// The fields of the key afterwards.
        primary_key: Vec<String>,
    },
    /// A new field.
    AddField {
        /// The struct's name.
        model: String,
        /// All of the field.
        field: Field,
        /// What the rows that are there get, in SQL, where that is not the field's default.
        one_off: Option<String>,
    },
    /// A field goes with its column, or with its table of pairs.
    RemoveField {
        /// The struct's name.
        model: String,
        /// The field's name.
        field: String,
    },
    /// A field changes and keeps its name and its values.
    AlterField {
        /// The struct's name.
        model: String,
        /// The field before.
        was: Field,
        /// The field afterwards.
        field: Field,
        /// What the NULLs that are there become, in SQL, where the field cannot be NULL any more.
        one_off: Option<String>,
        /// How a value of the old type becomes one of the new type, in SQL, where PostgreSQL does not know it.
        using: Option<String>,
    },
    /// A field has another name; a column that is named after it is renamed with it.
    RenameField {
        /// The struct's name.
        model: String,
        /// The field's name before.
        from: String,
        /// The field's name afterwards.
        to: String,
        /// The column's name afterwards, where it does not follow.
        column: Option<String>,
    },
    /// A new index.
    AddIndex {
        /// The struct's name.
        model: String,
        /// All of the index.
        index: Index,
        /// Whether writes go on while it is built; not in a transaction.
        concurrently: bool,
    },
    /// An index goes.
    RemoveIndex {
        /// The struct's name.
        model: String,
        /// The index's name.
        index: String,
        /// Whether nobody waits for it; not in a transaction.
        concurrently: bool,
    },
    /// An index has another name.
    RenameIndex {
        /// The struct's name.
        model: String,
        /// The index's name before.
        from: String,
        /// The index's name afterwards.
        to: String,
    },
    /// A new constraint.
    AddConstraint {
        /// The struct's name.
        model: String,
        /// All of the constraint.
        constraint: Constraint,
    },
    /// A constraint goes.
    RemoveConstraint {
        /// The struct's name.
        model: String,
        /// The constraint's name.
        constraint: String,
    },
    /// A constraint has another name.
    RenameConstraint {
        /// The struct's name.
        model: String,
        /// The constraint's name before.
        from: String,
        /// The constraint's name afterwards.
        to: String,
    },
    /// A new enum.
    CreateEnum {
        /// All of the enum.
        definition: Enum,
    },
    /// An enum goes; no field may be of it.
    DropEnum {
        /// The enum's name.
        name: String,
    },
    /// An enum has another name.
    RenameEnum {
        /// The enum's name before.
        from: String,
        /// The enum's name afterwards.
        to: String,
    },
    /// A new label of an enum. No statement of the same transaction can use it.
    AddEnumValue {
        /// The enum's name.
        name: String,
        /// The label.
        value: String,
        /// The label that it stands before; without one it is the last.
        before: Option<String>,
    },
    /// A label of an enum has another name.
    RenameEnumValue {
        /// The enum's name.
        name: String,
        /// The label before.
        from: String,
        /// The label afterwards.
        to: String,
    },
    /// An enum has other labels, or another order of them: its columns are written anew.
    ReplaceEnum {
        /// The enum's name.
        name: String,
        /// The labels before.
        was: Vec<String>,
        /// The labels afterwards, smallest first.
        labels: Vec<String>,
    },
    /// An extension of PostgreSQL.
    CreateExtension {
        /// The extension's name.
        name: String,
    },
    /// An extension goes.
    DropExtension {
        /// The extension's name.
        name: String,
    },
    /// SQL of one's own, which changes nothing that models know of.
    RunSql {
        /// The statements.
        sql: String,
        /// What undoes them; empty, if nothing needs to be undone.
        reverse: Option<String>,
        /// Whether they run in a transaction. Some statements cannot.
        transaction: bool,
    },
    /// A function of one's own, by its path in the crate of the migrations: `crate::data::fill_sku`.
    RunRust {
        /// The function's path.
        run: String,
        /// The path of the function that undoes it.
        reverse: Option<Undo>,
    },
}

/// What undoes a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// Nothing needs to be undone.
    Noop,
    /// Another function, by its path.
    Run(String),
}

/// A constraint that a model names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// A unique constraint.
    Unique(Unique),
    /// A CHECK constraint.
    Check(Check),
    /// An exclusion constraint.
    Exclude(Exclude),
}

impl Constraint {
    /// The constraint's name.
    pub fn name(&self) -> &str {
        match self {
            Constraint::Unique(unique) => &unique.name,
            Constraint::Check(check) => &check.name,
            Constraint::Exclude(exclude) => &exclude.name,
        }
    }
}

impl Operation {
    /// The names of all operations.
    pub const NAMES: [&str; 30] = [
        "create_model",
        "delete_model",
        "rename_model",
        "alter_table",
        "alter_comment",
        "adopt_model",
        "release_model",
        "alter_primary_key",
        "add_field",
        "remove_field",
        "alter_field",
        "rename_field",
        "add_index",
        "remove_index",
        "rename_index",
        "add_unique",
        "add_check",
        "add_exclude",
        "remove_constraint",
        "rename_constraint",
        "create_enum",
        "drop_enum",
        "rename_enum",
        "add_enum_value",
        "rename_enum_value",
        "replace_enum",
        "create_extension",
        "drop_extension",
        "run_sql",
        "run_rust",
    ];

    /// The operation's name in migration files: `create_model`.
    pub fn name(&self) -> &'static str {
        match self {
            Operation::CreateModel { .. } => "create_model",
            Operation::DeleteModel { .. } => "delete_model",
            Operation::RenameModel { .. } => "rename_model",
            Operation::AlterTable { .. } => "alter_table",
            Operation::AlterComment { .. } => "alter_comment",
            Operation::AdoptModel { .. } => "adopt_model",
            Operation::ReleaseModel { .. } => "release_model",
            Operation::AlterPrimaryKey { .. } => "alter_primary_key",
            Operation::AddField { .. } => "add_field",
            Operation::RemoveField { .. } => "remove_field",
            Operation::AlterField { .. } => "alter_field",
            Operation::RenameField { .. } => "rename_field",
            Operation::AddIndex { .. } => "add_index",
            Operation::RemoveIndex { .. } => "remove_index",
            Operation::RenameIndex { .. } => "rename_index",
            Operation::AddConstraint { constraint: Constraint::Unique(_), .. } => "add_unique",
            Operation::AddConstraint { constraint: Constraint::Check(_), .. } => "add_check",
            Operation::AddConstraint { constraint: Constraint::Exclude(_), .. } => "add_exclude",
            Operation::RemoveConstraint { .. } => "remove_constraint",
            Operation::RenameConstraint { .. } => "rename_constraint",
            Operation::CreateEnum { .. } => "create_enum",
            Operation::DropEnum { .. } => "drop_enum",
            Operation::RenameEnum { .. } => "rename_enum",
            Operation::AddEnumValue { .. } => "add_enum_value",
            Operation::RenameEnumValue { .. } => "rename_enum_value",
            Operation::ReplaceEnum { .. } => "replace_enum",
            Operation::CreateExtension { .. } => "create_extension",
            Operation::DropExtension { .. } => "drop_extension",
            Operation::RunSql { .. } => "run_sql",
            Operation::RunRust { .. } => "run_rust",
        }
    }
}
