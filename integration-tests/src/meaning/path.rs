//! Paths of a condition as steps from table to table.

use querent::meta::{JoinTable, Link, ModelMeta, RelationMeta};

use super::tables::Tables;

/// One table further: its rows in which `column` equals the column `from` of the row before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) from: usize,
    pub(super) table: usize,
    pub(super) column: usize,
    /// Whether it can lead to several rows.
    pub(super) many: bool,
}

/// A column at the end of some steps.
#[derive(Debug)]
pub(super) struct Path {
    pub(super) steps: Vec<Step>,
    pub(super) column: usize,
}

impl Path {
    /// The steps of a dotted path from a model.
    pub(super) fn of(tables: &Tables, model: &'static ModelMeta, path: &str) -> Path {
        let (mut model, mut steps) = (model, Vec::new());
        for name in path.split('.') {
            if let Some(relation) = model.relations.iter().find(|relation| relation.name == name) {
                steps.extend(steps_of(tables, relation));
                model = (relation.target)();
            } else {
                let column = model.columns.iter().position(|column| column.field == name);
                let column = column.unwrap_or_else(|| panic!("{} has no field {name}", model.name));
                return Path { steps, column: tables.column(model, column) };
            }
        }
        Path { steps, column: tables.column(model, model.key) }.shortened()
    }

    /// A key is read where it is referred to: no table is joined for the key that it is joined by.
    fn shortened(mut self) -> Path {
        if let Some(last) = self.steps.pop_if(|last| !last.many && last.column == self.column) {
            self.column = last.from;
        }
        self
    }

    /// Whether it passes many rows.
    pub(super) fn is_many(&self) -> bool {
        self.steps.iter().any(|step| step.many)
    }
}

fn steps_of(tables: &Tables, relation: &RelationMeta) -> Vec<Step> {
    let (model, target, many) = ((relation.model)(), (relation.target)(), relation.is_many());
    let (own_key, key) = (tables.column(model, model.key), tables.column(target, target.key));
    let table = tables.position(target.table);
    match relation.link {
        Link::Forward { column, .. } => {
            vec![Step { from: tables.column(model, column), table, column: key, many }]
        }
        Link::Reverse { by } => {
            let Link::Forward { column, .. } = by().link else { unreachable!("only keys have another side") };
            vec![Step { from: own_key, table, column: tables.column(target, column), many }]
        }
        Link::Through { join, .. } => {
            let JoinTable { table: pairs, from, to, .. } = join();
            let pairs = tables.position(pairs);
            let column = |name| tables.0[pairs].column(name);
            vec![
                Step { from: own_key, table: pairs, column: column(from), many },
                Step { from: column(to), table, column: key, many: false },
            ]
        }
    }
}
