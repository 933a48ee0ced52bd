//! Databases that tests get copies of, one for each different contents.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use querent_migrate::querent::Db;
use querent_migrate::querent_schema::{quote_identifier, quote_literal};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use crate::administer::{drop_database, execute, refused, wait_until_unused};
use crate::error::Result;
use crate::names::{TEMPLATES, next_name, short_hash};
use crate::server::Server;
use crate::setup::Contents;

/// Changes when something else is made of the same contents than before.
const REVISION: &str = "1";

/// How long templates are kept on a server that lasts; one that is still used is then built again.
const AGE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The first server that can be told how to copy a database.
const WITH_STRATEGY: u32 = 15;

/// Creates the database `name` with these contents.
pub(crate) async fn create_database(
    server: &Server,
    client: &Client,
    name: &str,
    contents: &Contents,
) -> Result<()> {
    let (version, role) = version_and_role(client).await?;
    // Nobody but its owner and superusers may copy a database.
    let hash = short_hash([REVISION, &role].into_iter().chain(contents.key.iter().map(String::as_str)));
    let templates = Templates { server, client, version };
    let template = format!("{TEMPLATES}{hash}");
    let (quoted, strategy) = (quote_identifier(name), templates.strategy());
    let sql = format!("CREATE DATABASE {quoted} TEMPLATE {}{strategy}", quote_identifier(&template));
    match client.batch_execute(&sql).await {
        Err(error) if error.code() == Some(&SqlState::UNDEFINED_DATABASE) => (),
        result => return result.map_err(|error| refused("create the database of a test", error)),
    }
    // For one after the other, so that only the first has the work. The number is any that nobody else uses.
    let lock = i64::from_str_radix(&hash[..15], 16).expect("fifteen digits fit");
    let failed = |error| refused("lock the template of a test", error);
    client.execute("SELECT pg_advisory_lock($1)", &[&lock]).await.map_err(failed)?;
    let built = templates.build(&template, contents).await;
    client.execute("SELECT pg_advisory_unlock($1)", &[&lock]).await.map_err(failed)?;
    built?;
    execute(client, &sql, "create the database of a test").await
}

/// The server's major version, and who asks.
async fn version_and_role(client: &Client) -> Result<(u32, String)> {
    let sql = "SELECT current_setting('server_version_num')::int / 10000, current_user::text";
    let row = client.query_one(sql, &[]).await;
    let row = row.map_err(|error| refused("ask for the server's version", error))?;
    Ok((row.get::<_, i32>(0).unsigned_abs(), row.get(1)))
}

/// The templates of a server.
struct Templates<'a> {
    server: &'a Server,
    client: &'a Client,
    version: u32,
}

impl Templates<'_> {
    /// How a database is copied. File by file is fastest where nothing waits for a disk, and costs two checkpoints.
    fn strategy(&self) -> &'static str {
        match self.server {
            Server::Own(_) if self.version >= WITH_STRATEGY => " STRATEGY FILE_COPY",
            _ => "",
        }
    }

    /// Builds the template under another name first, so that whoever finds it finds it whole.
    async fn build(&self, template: &str, contents: &Contents) -> Result<()> {
        if self.exists(template).await? {
            return Ok(());
        }
        sweep(self.client).await?;
        let draft = next_name();
        self.create_empty(&draft).await?;
        let finished = match self.fill(&draft, contents).await {
            Ok(()) => finish(self.client, &draft, template).await,
            Err(error) => Err(error),
        };
        if finished.is_err() {
            drop_database(self.client, &draft).await?;
            // Locks are a database's, so somebody who came by another database may have been faster.
            if self.exists(template).await? {
                return Ok(());
            }
        }
        finished
    }

    async fn exists(&self, name: &str) -> Result<bool> {
        let found = self.client.query_opt("SELECT FROM pg_database WHERE datname = $1", &[&name]).await;
        Ok(found.map_err(|error| refused("look for a database", error))?.is_some())
    }

    /// Creates a database that sorts and lowers by code point, whatever language the server was made for.
    async fn create_empty(&self, name: &str) -> Result<()> {
        let provider = match self.version {
            17.. => " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'",
            15.. => " LOCALE_PROVIDER libc",
            _ => "",
        };
        let (quoted, strategy) = (quote_identifier(name), self.strategy());
        let sql = |language: &str| {
            format!(
                "CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'{provider} LC_COLLATE '{language}' \
                 LC_CTYPE '{language}'{strategy}"
            )
        };
        // Not every system has the language; from 17 on the server itself knows it.
        match self.client.batch_execute(&sql("C.UTF-8")).await {
            Err(error) if error.code() == Some(&SqlState::WRONG_OBJECT_TYPE) => {
                execute(self.client, &sql("C"), "create a database").await
            }
            result => result.map_err(|error| refused("create a database", error)),
        }
    }

    async fn fill(&self, name: &str, contents: &Contents) -> Result<()> {
        if contents.is_empty() {
            return Ok(());
        }
        let db = Db::builder().url(self.server.address().of_database(name)).max_connections(1).build()?;
        let filled = contents.fill(&db).await;
        db.close();
        filled
    }
}

/// Gives a finished template its name. A server copies only what nobody is connected to, so nobody can be.
async fn finish(client: &Client, draft: &str, template: &str) -> Result<()> {
    wait_until_unused(client, draft).await?;
    let (quoted, action) = (quote_identifier(draft), "finish a template");
    let created = quote_literal(&now().as_secs().to_string());
    execute(client, &format!("ALTER DATABASE {quoted} ALLOW_CONNECTIONS false"), action).await?;
    execute(client, &format!("COMMENT ON DATABASE {quoted} IS {created}"), action).await?;
    execute(client, &format!("ALTER DATABASE {quoted} RENAME TO {}", quote_identifier(template)), action)
        .await
}

/// Drops templates that are too old to be of use.
async fn sweep(client: &Client) -> Result<()> {
    let sql = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)
               AND shobj_description(oid, 'pg_database') ~ '^[0-9]+$'
               AND shobj_description(oid, 'pg_database')::bigint < $2";
    let limit = now().saturating_sub(AGE).as_secs() as i64;
    let found = client.query(sql, &[&TEMPLATES, &limit]).await;
    for row in found.map_err(|error| refused("list the templates", error))? {
        let name = quote_identifier(row.get(0));
        // Somebody else may drop it as well, or be another user's, and it is in nobody's way.
        let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await;
    }
    Ok(())
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
