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

/// What only this module knows.
#[derive(Model, Debug, Clone)]
struct Audit {
    id: i64,
    #[relation(by = audit)]
    documents: HasMany<Document>,
}

/// A model whose private fields lead to models that nobody else can see.
#[derive(Model, Debug, Clone)]
pub struct Document {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    audit: ForeignKey<Audit>,
    #[relation(on_delete = SetNull)]
    last: OneToOne<Option<Audit>>,
    audits: ManyToMany<Audit>,
    #[relation(by = document)]
    stamps: HasMany<Stamp>,
    #[relation(on_delete = Restrict)]
    pub owner: ForeignKey<Account>,
    #[relation(on_delete = Restrict)]
    second: ForeignKey<Account>,
}

#[derive(Model, Debug, Clone)]
pub(crate) struct Stamp {
    id: i64,
    #[relation(on_delete = Cascade)]
    document: ForeignKey<Document>,
}

pub async fn audits(db: Db) -> querent::Result<usize> {
    let audit = Audit::draft().create(&db).await?;
    let owner = Account::objects(&db).get(|a| a.id.eq(1)).await?;
    let document = Document::draft().audit(&audit).owner(&owner).second(&owner).create(&db).await?;
    Stamp::draft().document(&document).create(&db).await?;
    let documents = Document::objects(&db)
        .filter(|d| d.audit.documents.stamps.id.eq(1) & d.second.id.eq(1))
        .select_related(|d| (d.audit, d.last))
        .prefetch_related(|d| (d.audits, d.stamps))
        .await?;
    let documents = documents.into_iter().filter(|document| document.stamps.loaded().is_ok());
    Ok(documents.count() + audit.documents.load(&db).await?.len())
}
