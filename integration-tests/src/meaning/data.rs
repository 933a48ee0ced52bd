//! Random rows of the models.

use super::dice::Dice;
use super::models::MODELS;
use super::tables::{Row, Tables};
use super::value::Value;

/// The texts of all columns: some are in others, one has a wildcard of LIKE, and one is empty.
pub(super) const TEXTS: [&str; 5] = ["a", "b", "ab", "a%", ""];

/// The numbers of all columns are below.
pub(super) const NUMBERS: usize = 3;

/// The keys that are asked for go up to this one; most of them are there.
pub(super) const KEYS: usize = 5;

/// Random rows of the models: keys count from one in each table, and lead anywhere or nowhere.
pub(super) fn random(dice: &mut Dice) -> Tables {
    let mut tables = Tables::of(&MODELS);
    let [clients, projects, budgets, tasks] = [4, 5, 5, 7].map(|most| most - dice.below(2));
    let [comments, labels] = [3 + dice.below(6), 2 + dice.below(3)];
    tables.fill("clients", clients, || vec![dice.text(), dice.maybe_text(), dice.maybe_flag()]);
    tables.fill("projects", projects, || {
        vec![dice.text(), dice.maybe_number(), dice.flag(), dice.maybe_key(clients)]
    });
    // No project has two budgets.
    let mut free = 1 + dice.below(2)..=projects;
    tables.fill("budgets", budgets, || {
        let project = free.next().filter(|_| !dice.once_in(3)).map(|project| project as i64);
        vec![dice.number(), dice.maybe_number(), project.into()]
    });
    tables.fill("tasks", tasks, || {
        let [title, note, done] = [dice.text(), dice.maybe_text(), dice.flag()];
        let [hours, estimate] = [dice.number(), dice.maybe_number()];
        vec![title, note, hours, estimate, done, dice.maybe_key(projects), dice.maybe_key(tasks)]
    });
    tables.fill("comments", comments, || {
        vec![dice.text(), dice.maybe_number(), dice.maybe_flag(), dice.key(tasks)]
    });
    tables.fill("labels", labels, || vec![dice.text(), dice.maybe_number()]);
    tables.pair("tasks_labels", [tasks, labels], || dice.once_in(3));
    tables
}

impl Tables {
    /// Rows with the keys from one on.
    fn fill(&mut self, table: &str, count: usize, mut values: impl FnMut() -> Row) {
        let at = self.position(table);
        let row = |key: usize| [Value::Number(key as i64)].into_iter().chain(values()).collect();
        self.0[at].rows = (1..=count).map(row).collect();
    }

    /// Some of all pairs of the rows of two tables.
    fn pair(&mut self, table: &str, [left, right]: [usize; 2], mut is_one: impl FnMut() -> bool) {
        let at = self.position(table);
        let all = (1..=left as i64).flat_map(|left| (1..=right as i64).map(move |right| [left, right]));
        let some = all.filter(|_| is_one());
        self.0[at].rows = some.map(|pair| pair.map(Value::Number).to_vec()).collect();
    }
}

impl Dice {
    pub(super) fn number(&mut self) -> Value {
        (self.below(NUMBERS) as i64).into()
    }

    pub(super) fn text(&mut self) -> Value {
        (*self.one_of(&TEXTS)).into()
    }

    pub(super) fn flag(&mut self) -> Value {
        self.once_in(2).into()
    }

    /// The key of one of so many rows.
    pub(super) fn key(&mut self, rows: usize) -> Value {
        (1 + self.below(rows) as i64).into()
    }

    fn maybe(&mut self, value: Value) -> Value {
        if self.once_in(4) { Value::Null } else { value }
    }

    fn maybe_number(&mut self) -> Value {
        let number = self.number();
        self.maybe(number)
    }

    fn maybe_text(&mut self) -> Value {
        let text = self.text();
        self.maybe(text)
    }

    fn maybe_flag(&mut self) -> Value {
        let flag = self.flag();
        self.maybe(flag)
    }

    fn maybe_key(&mut self, rows: usize) -> Value {
        let key = self.key(rows);
        self.maybe(key)
    }
}
