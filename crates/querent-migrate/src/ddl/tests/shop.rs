//! Operations on the models of a shop, written as in a file.

use querent_schema::{Migration, MigrationName, Operation, State};

use crate::ddl::{Change, Statement, Step, backwards, forwards};
use crate::error::Result;

/// What is there before the operations of the tests.
const SHOP: &str = r#"
[[op]]
op = "create_enum"
name = "mood"
labels = ["sad", "glad"]

[[op]]
op = "create_model"
model = "Category"
table = "category"
primary_key = ["id"]
fields = [
  { name = "id", type = "bigint", identity = true },
  { name = "name", type = "varchar(100)", unique = true },
]

[[op]]
op = "create_model"
model = "Product"
table = "product"
primary_key = ["id"]
fields = [
  { name = "id", type = "bigint", identity = true },
  { name = "category", fk = "shop.Category", on_delete = "cascade" },
  { name = "name", type = "text" },
  { name = "stock", type = "integer", default = "0" },
  { name = "note", type = "text", null = true },
  { name = "mood", type = "\"mood\"", default = "'glad'" },
  { name = "tags", m2m = "shop.Category" },
]
checks = [{ name = "stocked", check = "stock >= 0" }]
indexes = [{ name = "product_by_name", fields = ["name"] }]
"#;

/// Operations, and the models around each.
pub(super) struct Shop {
    operations: Vec<Operation>,
    /// The models before the first operation, and after each.
    states: Vec<State>,
}

impl Shop {
    /// The shop, and operations on it without their `[[op]]`.
    pub(super) fn after(operations: &[&str]) -> Self {
        let read = |text: &str| {
            let text = format!("format = 1\nafter = []\n{text}");
            Migration::read(MigrationName::new("shop", "0001_x"), &text).unwrap().operations
        };
        let mut states = vec![State::default()];
        for operation in read(SHOP) {
            states[0].apply("shop", &operation).unwrap();
        }
        let operations: Vec<_> =
            operations.iter().flat_map(|text| read(&format!("[[op]]\n{text}"))).collect();
        for operation in &operations {
            let mut state = states[states.len() - 1].clone();
            state.apply("shop", operation).unwrap();
            states.push(state);
        }
        Shop { operations, states }
    }

    /// The steps of the last operation.
    pub(super) fn forwards(&self) -> Result<Vec<Step>> {
        forwards(&self.change())
    }

    /// The steps that undo the last operation.
    pub(super) fn backwards(&self) -> Result<Vec<Step>> {
        backwards(&self.change())
    }

    fn change(&self) -> Change<'_> {
        let [.., before, after] = self.states.as_slice() else { panic!("there is an operation") };
        let operation = self.operations.last().unwrap();
        Change { before, after, app: "shop", operation }
    }
}

/// The statements of the last of operations on the shop.
pub(super) fn statements(operations: &[&str]) -> Vec<String> {
    texts(&Shop::after(operations).forwards().unwrap())
}

/// The statements that undo the last of operations on the shop.
pub(super) fn undoing(operations: &[&str]) -> Vec<String> {
    texts(&Shop::after(operations).backwards().unwrap())
}

fn texts(steps: &[Step]) -> Vec<String> {
    let text = |step: &Step| match step {
        Step::Sql(Statement { sql, .. }) => sql.clone(),
        Step::Rust { path } => format!("rust {path}"),
    };
    steps.iter().map(text).collect()
}
