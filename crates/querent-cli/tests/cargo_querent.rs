//! `cargo querent`, in a folder that has migrations and no program.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that is removed together with this value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("cargo-querent-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// A folder with one migration, or with that one and others after it.
    fn with_migrations(name: &str, others: &[&str]) -> Folder {
        let folder = Folder::new(name);
        let first = "format = 1\nafter = []\n\n[[op]]\nop = \"create_model\"\nmodel = \"Tag\"\ntable = \"tag\"\n\
                     primary_key = [\"id\"]\nfields = [{ name = \"id\", type = \"bigint\", identity = true }]\n";
        folder.write("migrations/shop/0001_initial.toml", first);
        for other in others {
            let text = format!(
                "format = 1\nafter = [\"shop.0001_initial\"]\n\n[[op]]\nop = \"add_field\"\nmodel = \"Tag\"\n\
                 field = {{ name = \"{other}\", type = \"text\", null = true }}\n"
            );
            folder.write(&format!("migrations/shop/0002_{other}.toml"), &text);
        }
        folder.write("migrations/HEAD", "shop 0001_initial\n");
        folder
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The exit code of a command, and all that it has said.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-querent"));
        command.current_dir(&self.0).env_remove("DATABASE_URL").arg("querent").args(arguments);
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code(), text(stdout) + &text(stderr))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn files_are_listed_checked_and_shown_as_sql_without_a_program() {
    let folder = Folder::with_migrations("shown", &[]);
    let (code, text) = folder.run(&["showmigrations"]);
    assert!(code == Some(0) && text.starts_with("shop\n [?] 0001_initial\n"), "{text}");
    let (code, text) = folder.run(&["check"]);
    assert!(code == Some(0) && text.starts_with("1 migration of 1 application replay"), "{text}");
    let (code, text) = folder.run(&["sqlmigrate", "shop", "0001"]);
    assert!(code == Some(0) && text.contains("CREATE TABLE \"tag\""), "{text}");
    let (code, text) = folder.run(&["migrate"]);
    assert!(code == Some(1) && text.contains("DATABASE_URL"), "{text}");
}

#[test]
fn branches_are_joined_without_a_program() {
    let folder = Folder::with_migrations("merge", &["color", "size"]);
    let (code, text) = folder.run(&["check"]);
    assert!(code == Some(1) && text.contains("makemigrations --merge"), "{text}");
    let (code, text) = folder.run(&["makemigrations", "--merge"]);
    let wrote = Path::new("migrations/shop/0003_merge.toml");
    assert!(code == Some(0) && text.contains(&format!("wrote {}", wrote.display())), "{text}");
    assert!(folder.0.join(wrote).is_file());
    assert_eq!(folder.run(&["check"]).0, Some(0));
}

#[test]
fn what_needs_the_models_says_who_has_them() {
    let folder = Folder::with_migrations("models", &[]);
    let (code, text) = folder.run(&["makemigrations"]);
    assert!(code == Some(1) && text.contains("src/bin/manage.rs"), "{text}");
}

#[test]
fn a_folder_without_migrations_is_told_with_the_way_out() {
    let folder = Folder::new("empty");
    let (code, text) = folder.run(&["showmigrations"]);
    assert!(code == Some(1) && text.contains("--migrations FOLDER"), "{text}");
    let other = Folder::with_migrations("other", &[]);
    let path = other.0.join("migrations").display().to_string();
    assert_eq!(folder.run(&["showmigrations", "--migrations", &path]).0, Some(0));
}
