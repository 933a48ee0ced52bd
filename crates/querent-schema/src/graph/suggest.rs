//! The names of new migrations.

use crate::derived::snake_case;
use crate::migration::MigrationName;
use crate::operation::Operation;

/// The longest name that is made of what operations do.
const LONGEST: usize = 52;

/// A name that says what operations do, as Django makes them: `product_sku_and_more`.
///
/// There is none for operations that say nothing of themselves, such as SQL.
pub fn suggest_name(operations: &[Operation]) -> Option<String> {
    let mut fragments = operations.iter().map(fragment);
    let mut name = fragments.next()??;
    let rest: Vec<_> = fragments.collect::<Option<_>>()?;
    for fragment in rest {
        let longer = format!("{name}_{fragment}");
        if longer.len() > LONGEST {
            return Some(format!("{name}_and_more"));
        }
        name = longer;
    }
    Some(name)
}

/// The number after that of an application's last migration: 3 after `0002_product_sku`.
pub fn next_number(head: Option<&MigrationName>) -> u32 {
    let digits =
        |name: &MigrationName| name.name.chars().take_while(char::is_ascii_digit).collect::<String>();
    head.and_then(|head| digits(head).parse::<u32>().ok()).unwrap_or(0).saturating_add(1)
}

fn fragment(operation: &Operation) -> Option<String> {
    let model = |name: &str| snake_case(name);
    let words = match operation {
        Operation::CreateModel { model: name, .. } => model(name),
        Operation::DeleteModel { model: name } => format!("delete_{}", model(name)),
        Operation::RenameModel { from, to } => format!("rename_{}_{}", model(from), model(to)),
        Operation::AlterTable { model: name, .. } => format!("alter_{}_table", model(name)),
        Operation::AlterComment { model: name, .. } => format!("alter_{}_comment", model(name)),
        Operation::AdoptModel { model: name } => format!("adopt_{}", model(name)),
        Operation::ReleaseModel { model: name } => format!("release_{}", model(name)),
        Operation::AlterPrimaryKey { model: name, .. } => format!("alter_{}_primary_key", model(name)),
        Operation::AddField { model: name, field, .. } => format!("{}_{}", model(name), field.name),
        Operation::RemoveField { model: name, field } => format!("remove_{}_{field}", model(name)),
        Operation::AlterField { model: name, field, .. } => format!("alter_{}_{}", model(name), field.name),
        Operation::RenameField { model: name, from, to, .. } => format!("rename_{from}_{}_{to}", model(name)),
        Operation::AddIndex { model: name, index, .. } => format!("{}_{}", model(name), index.name),
        Operation::RemoveIndex { model: name, index, .. } => format!("remove_{}_{index}", model(name)),
        Operation::RenameIndex { from, to, .. } | Operation::RenameConstraint { from, to, .. } => {
            format!("rename_{from}_{to}")
        }
        Operation::AddConstraint { model: name, constraint } => {
            format!("{}_{}", model(name), constraint.name())
        }
        Operation::RemoveConstraint { model: name, constraint } => {
            format!("remove_{}_{constraint}", model(name))
        }
        Operation::CreateEnum { definition } => model(&definition.name),
        Operation::DropEnum { name } | Operation::DropExtension { name } => format!("drop_{}", model(name)),
        Operation::RenameEnum { from, to } => format!("rename_{}_{}", model(from), model(to)),
        Operation::AddEnumValue { name, value, .. } => format!("{}_{value}", model(name)),
        Operation::RenameEnumValue { name, from, to } => format!("rename_{from}_{}_{to}", model(name)),
        Operation::ReplaceEnum { name, .. } => format!("alter_{}", model(name)),
        Operation::CreateExtension { name } => name.clone(),
        Operation::RunSql { .. } | Operation::RunRust { .. } => return None,
    };
    // A name is a file's.
    Some(words.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect())
}
