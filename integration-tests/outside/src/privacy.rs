//! A model that shows less than it has.

use querent::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Secret(u32);

#[derive(Model, Debug, Clone)]
pub struct Account {
    pub id: i64,
    secret: Jsonb<Secret>,
}

/// A model that only this function knows.
pub async fn secrets(db: Db) -> querent::Result<u32> {
    #[derive(Model)]
    struct Session {
        id: i64,
        #[relation(on_delete = Cascade)]
        account: ForeignKey<Account>,
    }
    let session = Session::objects(&db).select_related(|s| s.account).get(|s| s.id.eq(1)).await?;
    Ok(session.account.loaded()?.secret.0.0)
}
