//! The row that is created behind a `HasOne`.

use crate::exec::{Db, Run};
use crate::model::Model;
use crate::relation::HasOne;

use super::completed::answered;
use super::create::create;
use super::draft::DraftBehind;
use super::pointing::Pointing;

impl<T: Model> HasOne<T> {
    /// Creates the row that points here: the draft leaves its key out, and `INSERT … RETURNING` writes it. What was
    /// loaded is forgotten.
    ///
    /// # Errors
    ///
    /// [`Kind::UniqueViolation`](crate::Kind::UniqueViolation) if there is one already, and
    /// [`Kind::Misuse`](crate::Kind::Misuse) if the draft lacks the key of another relation.
    #[track_caller]
    pub fn create<D: DraftBehind<T>>(&mut self, db: &Db, draft: D) -> Run<'_, T> {
        let completed = Pointing::at(self.of()).and_then(|key| key.complete(draft));
        self.forget();
        match completed {
            Ok(draft) => create(db, draft),
            Err(error) => answered(Err(error)),
        }
    }
}
