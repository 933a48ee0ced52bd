//! A folder of migrations, the models that they are made for, and a database.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use integration_tests::migrations::notation;
use querent_cli::{Console, Exit, Manage, Subject};
use querent_migrate::Target;
use querent_migrate::querent_schema::{Migration, MigrationName, State};
use querent_testkit::{Setup, Tables, TestDb};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls};

/// What a command has shown, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Its output, for machines.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The output of a command that ended so.
    #[track_caller]
    pub(crate) fn ended(self, exit: Exit) -> Ran {
        assert_eq!(self.exit, exit, "{}{}", self.out, self.err);
        self
    }
}

/// A folder that is removed together with this value.
pub(crate) struct Ground {
    folder: PathBuf,
    models: Target,
    database: Option<String>,
}

impl Ground {
    pub(crate) fn new() -> Ground {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("querent-manage-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Ground { folder: std::env::temp_dir().join(name), models: Target::default(), database: None }
    }

    /// The models are from now on what these operations of `shop` make.
    pub(crate) fn models(&mut self, operations: &str) {
        let text = format!("format = 1\nafter = []\n{operations}");
        let migration = Migration::read(MigrationName::new("shop", "models"), &text).unwrap();
        let mut state = State::default();
        migration.replay(&mut state).unwrap();
        self.models.state = state;
    }

    /// The models are from now on what this text says, in the notation of [`integration_tests::migrations::notation`].
    pub(crate) fn state(&mut self, text: &str) {
        self.models.state = notation::state(text).unwrap_or_else(|fault| panic!("{fault}"));
    }

    /// The applications that have migrations, by name.
    pub(crate) fn apps(&self) -> Vec<String> {
        let read = self.read("HEAD");
        read.lines().filter_map(|line| Some(line.split_once(' ')?.0.to_owned())).collect()
    }

    /// Two migrations: a product, and its SKU.
    pub(crate) fn two_migrations(&mut self) {
        self.models(&product(NAME));
        self.run(&["makemigrations"]).ended(Exit::Done);
        self.models(&product(&[NAME, SKU].concat()));
        self.run(&["makemigrations"]).ended(Exit::Done);
    }

    pub(crate) fn target(&mut self) -> &mut Target {
        &mut self.models
    }

    /// Runs a command that nobody can be asked by.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, None)
    }

    /// Runs a command, and answers its questions with these lines.
    pub(crate) fn answer(&self, answers: &str, arguments: &[&str]) -> Ran {
        self.run_with(arguments, Some(answers))
    }

    fn run_with(&self, arguments: &[&str], answers: Option<&str>) -> Ran {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut console = Console::plain(&mut out, &mut err);
        if let Some(answers) = answers {
            console = console.answered_by(answers.as_bytes());
        }
        let subject = Subject::folder(&self.folder).with_models(self.models.clone());
        let mut all: Vec<&str> = arguments.to_vec();
        if let Some(url) = &self.database {
            all.extend(["--database-url", url]);
        }
        let exit = Manage::on(subject).run_with(all, &mut console);
        drop(console);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { exit, out: text(out), err: text(err) }
    }

    /// The text of a file.
    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap()
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, file: &str) {
        fs::remove_file(self.folder.join(file)).unwrap();
    }

    /// Changes a part of a file.
    #[track_caller]
    pub(crate) fn edit(&self, file: &str, part: &str, other: &str) {
        let text = self.read(file);
        assert!(text.contains(part), "{text}");
        self.write(file, &text.replace(part, other));
    }

    /// The files, by name.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files: Vec<_> = fs::read_dir(self.folder.join("shop")).into_iter().flatten().collect();
        files.sort_by_key(|entry| entry.as_ref().unwrap().file_name());
        files.into_iter().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The database of a test.
pub(crate) struct Database {
    runtime: Runtime,
    database: TestDb,
}

impl Database {
    /// The first column of all rows, with spaces between them.
    pub(crate) fn ask(&self, sql: &str) -> String {
        let asked = async |client: &Client| -> querent::Result<_> { Ok(client.query(sql, &[]).await?) };
        let rows = self.runtime.block_on(self.database.db().with_client(asked)).unwrap();
        rows.iter().map(|row| row.get(0)).collect::<Vec<String>>().join(" ")
    }

    /// Runs statements in a session of its own, which lasts as long as the returned client.
    pub(crate) fn hold(&self, sql: &str) -> Client {
        self.runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(self.database.url(), NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(sql).await.unwrap();
            client
        })
    }
}

/// Runs a test with an empty database. It is no `async fn`, because commands bring their own runtime.
pub(crate) fn with_database(test: impl FnOnce(&mut Ground, &Database)) {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let setup = Setup { name: "manage", tables: Tables::default(), sql: Vec::new(), worker_threads: 1 };
    let database = runtime.block_on(TestDb::create(&setup)).unwrap();
    let mut ground = Ground::new();
    ground.database = Some(database.url().to_owned());
    test(&mut ground, &Database { runtime, database });
}

/// A product, with these fields besides its key.
pub(crate) fn product(fields: &str) -> String {
    format!(
        r#"
        [[op]]
        op = "create_model"
        model = "Product"
        table = "product"
        primary_key = ["id"]
        fields = [
          {{ name = "id", type = "bigint", identity = true }},
          {fields}
        ]
        "#
    )
}

pub(crate) const NAME: &str = r#"{ name = "name", type = "varchar(100)" },"#;
pub(crate) const TITLE: &str = r#"{ name = "title", type = "varchar(100)" },"#;
pub(crate) const SKU: &str = r#"{ name = "sku", type = "text", default = "''" },"#;
pub(crate) const RANK: &str = r#"{ name = "rank", type = "integer" },"#;
