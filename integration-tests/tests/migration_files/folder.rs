//! A folder of migrations on the disk.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use querent_migrate::querent_schema::{Folder, Kind, Migration, MigrationName, Operation};

/// A folder that is removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("querent-files-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Scratch(std::env::temp_dir().join(name))
    }

    fn open(&self) -> Folder {
        Folder::open(&self.0).unwrap()
    }

    /// A folder with migrations that come one after another.
    fn with(names: &[&'static str]) -> (Self, Folder) {
        let scratch = Scratch::new();
        let mut folder = scratch.open();
        for (at, name) in names.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| names[before]);
            folder.write(&migration(name, before)).unwrap();
        }
        (scratch, folder)
    }

    fn file(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    /// What is wrong with the migrations.
    fn fault(&self) -> String {
        self.open().source().graph().err().unwrap().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn migration(name: &str, after: impl IntoIterator<Item = &'static str> + Clone) -> Migration {
    let name_of = |name: &str| MigrationName::new("shop", name);
    Migration {
        name: name_of(name),
        after: after.into_iter().map(name_of).collect(),
        atomic: true,
        operations: vec![Operation::RunSql {
            sql: format!("SELECT '{name}'"),
            reverse: None,
            transaction: true,
        }],
    }
}

#[test]
fn a_folder_that_is_not_there_is_empty() {
    let folder = Scratch::new().open();
    assert_eq!(folder.source().files().count(), 0);
    assert_eq!(folder.source().graph().unwrap().plan().count(), 0);
}

#[test]
fn what_was_written_is_read_again() {
    let (scratch, folder) = Scratch::with(&["0001_initial", "0002_more"]);
    assert_eq!(scratch.text("HEAD"), "shop 0002_more\n");
    let again = scratch.open();
    assert_eq!(again.source(), folder.source());
    assert_eq!(again.source().graph().unwrap().plan().count(), 2);
    assert_eq!(again.source().migrations().unwrap()[1], migration("0002_more", ["0001_initial"]));
    let left: Vec<_> = fs::read_dir(&scratch.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn nothing_is_written_over() {
    let (scratch, mut folder) = Scratch::with(&["0001_initial"]);
    let before = scratch.text("shop/0001_initial.toml");
    let error = folder.write(&migration("0001_initial", [])).unwrap_err();
    assert_eq!(error.kind(), Kind::Folder);
    assert!(error.to_string().contains("shop/0001_initial.toml` is there already"), "{error}");
    assert_eq!(scratch.text("shop/0001_initial.toml"), before);
}

#[test]
fn what_does_not_fit_is_not_written() {
    let (scratch, mut folder) = Scratch::with(&["0001_initial"]);
    assert!(folder.write(&migration("0003_lost", ["0002_missing"])).is_err());
    assert!(!scratch.0.join("shop/0003_lost.toml").exists());
    assert_eq!(scratch.text("HEAD"), "shop 0001_initial\n");
}

#[test]
fn other_files_are_left_alone() {
    let (scratch, folder) = Scratch::with(&["0001_initial"]);
    for file in
        ["README.md", "notes.toml", "shop/.0002_x.toml", "shop/0002_x.toml.new", "shop/deep/0002_x.toml"]
    {
        scratch.file(file, "not a migration");
    }
    assert_eq!(scratch.open().source(), folder.source());
}

#[test]
fn a_name_with_a_dot_is_refused() {
    let scratch = Scratch::new();
    scratch.file("shop/0001.initial.toml", "format = 1");
    let error = Folder::open(&scratch.0).unwrap_err();
    assert_eq!(error.kind(), Kind::Folder);
    assert!(error.to_string().contains("shop/0001.initial.toml"), "{error}");
}

#[test]
fn a_file_that_head_does_not_know_is_told_with_the_way_out() {
    let (scratch, _) = Scratch::with(&["0001_initial"]);
    // As if the program had ended before `HEAD` was written.
    scratch.file("shop/0002_more.toml", &migration("0002_more", ["0001_initial"]).to_toml());
    let fault = scratch.fault();
    assert!(fault.contains("HEAD") && fault.contains("0002_more"), "{fault}");
    // The next migration sets it right.
    scratch.open().write(&migration("0003_last", ["0002_more"])).unwrap();
    assert_eq!(scratch.text("HEAD"), "shop 0003_last\n");
    assert!(scratch.open().source().graph().is_ok());
}

#[test]
fn a_head_that_is_missing_is_told() {
    let (scratch, _) = Scratch::with(&["0001_initial"]);
    fs::remove_file(scratch.0.join("HEAD")).unwrap();
    let fault = scratch.fault();
    assert!(fault.contains("HEAD") && fault.contains("0001_initial"), "{fault}");
}

#[test]
fn a_head_whose_migration_is_gone_is_told() {
    let (scratch, _) = Scratch::with(&["0001_initial", "0002_more"]);
    fs::remove_file(scratch.0.join("shop/0002_more.toml")).unwrap();
    let fault = scratch.fault();
    assert!(fault.contains("HEAD") && fault.contains("0002_more"), "{fault}");
}

#[test]
fn a_head_with_a_conflict_is_told() {
    let (scratch, _) = Scratch::with(&["0001_initial"]);
    scratch.file("HEAD", "<<<<<<< HEAD\nshop 0002_a\n=======\nshop 0002_b\n>>>>>>> other\n");
    let fault = scratch.fault();
    assert!(fault.contains("HEAD"), "{fault}");
}

#[test]
fn what_comes_later_is_no_part_of_a_history() {
    let (scratch, _) = Scratch::with(&["0001_initial", "0002_more"]);
    scratch.file("shop/0003_broken.toml", "<<<<<<< HEAD");
    let source = scratch.open();
    let history = source.source().history(&MigrationName::new("shop", "0002_more")).unwrap();
    assert_eq!(history.iter().map(|one| &*one.name.name).collect::<Vec<_>>(), ["0001_initial", "0002_more"]);
    let error = source.source().history(&MigrationName::new("shop", "0003_broken")).unwrap_err();
    assert!(error.to_string().contains("0003_broken"), "{error}");
}

#[test]
fn a_parent_that_is_missing_is_told_with_its_child() {
    let (scratch, _) = Scratch::with(&["0001_initial"]);
    scratch.file("shop/0003_more.toml", &migration("0003_more", ["0002_gone"]).to_toml());
    let folder = scratch.open();
    let error = folder.source().history(&MigrationName::new("shop", "0003_more")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no migration `shop.0002_gone`, which `shop.0003_more` comes after"
    );
}
