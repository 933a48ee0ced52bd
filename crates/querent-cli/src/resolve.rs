//! The migrations that are meant by what is written on a command line.

use querent_migrate::querent_schema::{Graph, Migration};

use crate::failure::{Failure, Result};

/// Whether the application has migrations.
pub(crate) fn check_app(graph: &Graph, app: &str) -> Result<()> {
    let apps = graph.apps();
    if apps.contains(app) {
        return Ok(());
    }
    let known = match apps.is_empty() {
        true => "there are no migrations yet, and `makemigrations` writes the first".to_owned(),
        false => format!("there are: {}", apps.into_iter().collect::<Vec<_>>().join(", ")),
    };
    Err(Failure::told(format!("there is no application `{app}` with migrations; {known}")))
}

/// The migration of that name, or the only one whose name begins so.
pub(crate) fn migration<'g>(graph: &'g Graph, app: &str, name: &str) -> Result<&'g Migration> {
    check_app(graph, app)?;
    let name = name.strip_suffix(".toml").unwrap_or(name);
    let own = || graph.plan().filter(|migration| migration.name.app == app);
    if let Some(exact) = own().find(|migration| migration.name.name == name) {
        return Ok(exact);
    }
    let mut found = own().filter(|migration| migration.name.name.starts_with(name));
    match (found.next(), found.next()) {
        (Some(migration), None) => Ok(migration),
        (None, _) => Err(Failure::told(format!(
            "`{app}` has no migration `{name}`; it has: {}",
            names(own()).join(", ")
        ))),
        (Some(one), Some(other)) => Err(Failure::told(format!(
            "`{name}` may be any of {}; write more of its name",
            names([one, other].into_iter().chain(found)).join(", ")
        ))),
    }
}

fn names<'g>(migrations: impl Iterator<Item = &'g Migration>) -> Vec<&'g str> {
    migrations.map(|migration| migration.name.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use querent_migrate::querent_schema::MigrationName;

    use super::*;

    fn graph() -> Graph {
        let migration = |app: &str, name: &str, after: &[&str]| Migration {
            name: MigrationName::new(app, name),
            after: after.iter().map(|name| MigrationName::new(app, *name)).collect(),
            atomic: true,
            operations: Vec::new(),
        };
        let second = migration("shop", "0002_product", &["0001_initial"]);
        let third = migration("shop", "0002_product_sku", &["0002_product"]);
        Graph::of([migration("shop", "0001_initial", &[]), second, third]).unwrap()
    }

    fn found(name: &str) -> std::result::Result<String, String> {
        let graph = graph();
        let found = migration(&graph, "shop", name).map(|migration| migration.name.name.clone());
        found.map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_migration_is_named_by_its_beginning_or_by_all_of_it() {
        assert_eq!(found("0001"), Ok("0001_initial".to_owned()));
        assert_eq!(found("0002_product"), Ok("0002_product".to_owned()));
        assert_eq!(found("0002_product_sku.toml"), Ok("0002_product_sku".to_owned()));
    }

    #[test]
    fn what_names_none_or_several_is_told_with_those_that_there_are() {
        let several = "`0002` may be any of 0002_product, 0002_product_sku; write more of its name";
        assert_eq!(found("0002"), Err(several.to_owned()));
        let none = "`shop` has no migration `0003`; it has: 0001_initial, 0002_product, 0002_product_sku";
        assert_eq!(found("0003"), Err(none.to_owned()));
        let app = migration(&graph(), "blog", "0001").map(|_| ()).unwrap_err().to_string();
        assert_eq!(app, "there is no application `blog` with migrations; there are: shop");
        let first = check_app(&Graph::of([]).unwrap(), "blog").unwrap_err().to_string();
        assert!(
            first.ends_with("there are no migrations yet, and `makemigrations` writes the first"),
            "{first}"
        );
    }
}
