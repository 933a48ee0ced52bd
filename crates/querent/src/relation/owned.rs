//! Whose slot it is, where the key is on the other side.

use std::sync::Arc;

use crate::ast::{OwnerKeys, Owners, Plan};
use crate::error::{Error, Result};
use crate::meta::RelationMeta;
use crate::model::{Model, OwnerKey, Root};
use crate::peers::{Loadable, Peer, Spot};
use crate::watch::Origin;

/// What a query says for an instance that has no related rows, for it is no row itself.
const UNSAVED: &str = "this relation belongs to an instance that is no row of the database yet; create the row first \
                       and use the instance that `create` returns";

/// The instance that a slot belongs to, of a relation whose key is on the other side.
#[derive(Clone, Default)]
pub(crate) struct Owned {
    relation: Option<&'static RelationMeta>,
    owner: OwnerKey,
    origin: Origin,
}

impl Owned {
    /// The slot of a row that was read from the database.
    pub(super) fn hydrate(owner: OwnerKey, relation: &'static RelationMeta, origin: Origin) -> Self {
        Owned { relation: Some(relation), owner, origin }
    }

    /// The slot that is loaded together with those of other rows, where rows are loaded for together.
    #[inline]
    pub(super) fn enter<S: Loadable>(&self, twin: impl FnOnce() -> S) -> Option<Arc<Peer<S>>> {
        let (peers, relation) = (self.origin.peers()?, self.relation?);
        peers.enter(Spot::Relation(relation.index), twin)
    }

    /// The key of the instance.
    pub(crate) fn owner(&self) -> &OwnerKey {
        &self.owner
    }

    /// Where the row of the instance comes from.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Tells the watch that somebody looks at the related rows.
    pub(super) fn look(&self) {
        if let Some(relation) = self.relation {
            self.origin.looked_at(relation);
        }
    }

    /// The relation; `None` if the instance was made by hand.
    pub(super) fn known_relation(&self) -> Option<&'static RelationMeta> {
        self.relation
    }

    /// The relation.
    ///
    /// # Errors
    ///
    /// Misuse for slots of instances that are no rows of the database.
    pub(crate) fn relation(&self) -> Result<&'static RelationMeta> {
        self.relation.ok_or_else(|| Error::misuse(UNSAVED))
    }

    /// The query for the related rows.
    pub(crate) fn plan<T: Model>(&self) -> Plan {
        let mut plan = Plan::of(T::META, T::ordering::<Root<T>>);
        let key = |relation: &RelationMeta| self.owner.param((relation.model)().key_column());
        match self.relation.and_then(|relation| Some((relation, key(relation)?))) {
            Some((relation, key)) => {
                plan.owners = Some(Owners { relation, way: Vec::new(), keys: OwnerKeys::One(key) })
            }
            None => plan.mistake = Some(UNSAVED),
        }
        plan
    }
}
