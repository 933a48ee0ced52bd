//! What to tell somebody who has no PostgreSQL.

use crate::error::{Error, Kind};

/// The address of the server that `docker-compose.yml` describes.
const COMPOSE_URL: &str = "postgres://postgres:postgres@localhost:54320/postgres";

/// There is no PostgreSQL: `reasons` go on after "DATABASE_URL is not set", and `refused` are those of no use.
pub(crate) fn no_postgres(reasons: &str, refused: &[String]) -> Error {
    let refused = match refused {
        [] => String::new(),
        _ => format!("\n\nFound, but of no use:\n  {}", refused.join("\n  ")),
    };
    Error::new(
        Kind::NoPostgres,
        format!(
            "no PostgreSQL to work with: DATABASE_URL is not set, {reasons}.

Do one of these and run the same command again:

  install it   Debian, Ubuntu   sudo apt-get install postgresql
               Fedora, RHEL     sudo dnf install postgresql-server postgresql-contrib
               Arch             sudo pacman -S postgresql
               Alpine           sudo apk add postgresql postgresql-contrib
               macOS            brew install postgresql@17
  Docker       docker compose up -d --wait
               export DATABASE_URL={COMPOSE_URL}
  your own     export DATABASE_URL=postgres://user:password@host:5432/dbname   (tests need CREATEDB)

Looked in $QUERENT_POSTGRES_BIN, $PATH, `pg_config --bindir`, /usr/lib/postgresql/*/bin, /usr/pgsql-*/bin, Homebrew,
Postgres.app, MacPorts, EDB. Installing is enough: the server is started and stopped for you, without a service, a
password or a port.{refused}"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_gives_the_address_that_docker_compose_yml_opens() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docker-compose.yml");
        let compose = std::fs::read_to_string(path).unwrap();
        let says = |text: &str| assert!(compose.contains(text), "{text}\n\n{compose}");
        says(&format!("export DATABASE_URL={COMPOSE_URL}\n"));
        let (password, place) =
            COMPOSE_URL.strip_prefix("postgres://postgres:").unwrap().split_once('@').unwrap();
        says(&format!("POSTGRES_PASSWORD: {password}\n"));
        let port = place.strip_prefix("localhost:").unwrap().strip_suffix("/postgres").unwrap();
        says(&format!("\"127.0.0.1:{port}:5432\""));
        assert!(no_postgres("and so on", &[]).to_string().contains(&format!("DATABASE_URL={COMPOSE_URL}\n")));
    }

    #[test]
    fn the_text_names_what_was_found_and_is_of_no_use() {
        let refused = ["/old/bin: PostgreSQL 9.6.24 is older than 14".to_owned()];
        let text = no_postgres("and so on", &refused).to_string();
        assert!(
            text.starts_with("no PostgreSQL to work with: DATABASE_URL is not set, and so on.\n"),
            "{text}"
        );
        assert!(text.ends_with("\n  /old/bin: PostgreSQL 9.6.24 is older than 14"), "{text}");
    }
}
