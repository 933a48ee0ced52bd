//! From the tables of some models to those of others, and back.

use querent::Db;
use querent_migrate::ddl::{self, Change};
use querent_schema::State;

use super::failure::Failure;
use super::fingerprint::Fingerprint;
use super::kept::Kept;
use super::notation::{self, Step};
use super::rows::put_rows;

/// Operations that lead from some models to others.
#[derive(Clone, Copy, Debug)]
pub struct Trip<'a> {
    /// The models before.
    pub before: &'a State,
    /// The models afterwards.
    pub after: &'a State,
    /// The operations, by migrations.
    pub migrations: &'a [Vec<Step>],
    /// What is in the tables before.
    pub rows: Rows,
    /// What is done to the rows before, in SQL.
    pub prepare: &'a str,
    /// The way back.
    pub back: Back<'a>,
}

/// What is in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Three rows in each.
    Three,
    /// None.
    None,
}

/// Whether there is a way back.
#[derive(Clone, Copy, Debug)]
pub enum Back<'a> {
    /// There is, once this is done to the rows, in SQL.
    Prepared(&'a str),
    /// There is none: what was there before does not follow from what is there.
    None,
}

/// An operation, and the models before and after it.
struct Stage<'a> {
    before: State,
    after: State,
    step: &'a Step,
}

impl Trip<'_> {
    /// Makes the tables of the models before with rows, goes forwards and backwards, and looks at what is there.
    ///
    /// The database's schema is dropped before.
    ///
    /// # Errors
    ///
    /// What is otherwise than if the tables were created as they are to be, or which rows are lost.
    pub async fn travel(&self, db: &Db) -> Result<(), Failure> {
        let stages = self.stages()?;
        let foreign = [foreign(self.before)?, foreign(self.after)?].concat();
        let look = async || Ok::<_, Failure>(Fingerprint::of(db).await?.without(&foreign));
        let given_away = self::foreign(self.after)?;
        let look_away = async || Ok::<_, Failure>(Fingerprint::of(db).await?.only(&given_away));

        create(db, self.after).await.map_err(|failure| failure.during("creating the tables afterwards"))?;
        let after = look().await?;
        create(db, self.before).await.map_err(|failure| failure.during("creating the tables before"))?;
        let before = look().await?;
        let away = look_away().await?;
        if self.rows == Rows::Three {
            put_rows(db, &self.before.schema()?).await.map_err(|failure| failure.during("rows"))?;
        }
        db.batch_execute(self.prepare).await?;

        let mut kept = Kept::read(db, &self.before.schema()?).await?;
        for stage in stages.iter().flatten() {
            kept.follow((&stage.before, &stage.after), &stage.step.app, &stage.step.operation)?;
        }
        for migration in &stages {
            run(db, migration.iter().map(|stage| (stage, ddl::forwards(&stage.change()))))
                .await
                .map_err(|failure| failure.during("forwards"))?;
        }
        after.expect(&look().await?).map_err(|failure| failure.during("forwards, + is migrated"))?;
        away.expect(&look_away().await?)
            .map_err(|failure| failure.during("forwards, + is somebody else's"))?;
        kept.check(db).await?;

        if let Back::Prepared(prepare) = self.back {
            db.batch_execute(prepare).await?;
            for migration in stages.iter().rev() {
                run(db, migration.iter().rev().map(|stage| (stage, ddl::backwards(&stage.change()))))
                    .await
                    .map_err(|failure| failure.during("backwards"))?;
            }
            before.expect(&look().await?).map_err(|failure| failure.during("backwards, + is migrated"))?;
        }
        Ok(())
    }

    /// Replays the operations.
    fn stages(&self) -> Result<Vec<Vec<Stage<'_>>>, Failure> {
        let mut state = self.before.clone();
        let mut stages = Vec::new();
        for migration in self.migrations {
            stages.push(replay(&mut state, migration)?);
        }
        if state.canonical() != self.after.clone().canonical() {
            return Err(Failure::new("the operations do not lead to the models afterwards"));
        }
        Ok(stages)
    }
}

impl Stage<'_> {
    fn change(&self) -> Change<'_> {
        Change {
            before: &self.before,
            after: &self.after,
            app: &self.step.app,
            operation: &self.step.operation,
        }
    }
}

/// Runs operations in the notation on tables that are as `state` says, and tells the models afterwards.
///
/// # Errors
///
/// Whatever does not fit, and what the database says.
pub async fn run_all(db: &Db, mut state: State, operations: &[&str]) -> Result<State, Failure> {
    for text in operations {
        let step = notation::operation(text, &state)?;
        let stages = replay(&mut state, std::slice::from_ref(&step))?;
        run(db, stages.iter().map(|stage| (stage, ddl::forwards(&stage.change())))).await?;
    }
    Ok(state)
}

/// The tables and enums of somebody else.
fn foreign(state: &State) -> Result<Vec<String>, Failure> {
    let enums = state.enums.keys().filter(|name| state.is_foreign_enum(name)).cloned();
    Ok(state.schema()?.external.into_iter().chain(enums).collect())
}

/// Applies operations, and tells the models around each.
fn replay<'s>(state: &mut State, steps: &'s [Step]) -> Result<Vec<Stage<'s>>, Failure> {
    let mut stages = Vec::new();
    for step in steps {
        let before = state.clone();
        state.apply(&step.app, &step.operation)?;
        stages.push(Stage { before, after: state.clone(), step });
    }
    Ok(stages)
}

/// Makes the tables of models in an empty schema.
async fn create(db: &Db, state: &State) -> Result<(), Failure> {
    let statements = ddl::create_statements(&state.schema()?)?;
    let reset = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n";
    Ok(db.batch_execute(&format!("{reset}{}", statements.join(";\n"))).await?)
}

/// Runs the steps of a migration in one transaction, those apart that can be in none.
async fn run<'s>(
    db: &Db,
    steps: impl Iterator<Item = (&'s Stage<'s>, querent_migrate::Result<Vec<ddl::Step>>)>,
) -> Result<(), Failure> {
    let mut together: Vec<String> = Vec::new();
    for (stage, steps) in steps {
        let name = stage.step.operation.name();
        for step in steps.map_err(|error| Failure::from(error).during(name))? {
            match step {
                ddl::Step::Sql(statement) if statement.transaction => together.push(statement.sql),
                ddl::Step::Sql(statement) => {
                    run_together(db, std::mem::take(&mut together)).await?;
                    db.batch_execute(&statement.sql)
                        .await
                        .map_err(|e| Failure::from(e).during(&statement.sql))?;
                }
                ddl::Step::Rust { path } => return Err(Failure::new(format!("`{path}` cannot be run here"))),
            }
        }
    }
    run_together(db, together).await
}

async fn run_together(db: &Db, statements: Vec<String>) -> Result<(), Failure> {
    db.atomic(async |tx| -> Result<(), Failure> {
        for sql in &statements {
            tx.batch_execute(sql).await.map_err(|error| Failure::from(error).during(sql))?;
        }
        Ok(())
    })
    .await
}
