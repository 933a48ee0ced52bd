//! Pairs of a many-to-many relation through a model, with values for the fields of its own.

use crate::exec::{Db, Run};
use crate::lookup::{Columns, KeyItem};
use crate::model::{Fields, Handles, Model};
use crate::queryset::QuerySet;
use crate::relation::ManyToMany;

use super::completed::answered;
use super::draft::{Draft, DraftBehind};
use super::get_or_create::Sought;
use super::many_to_many::{OrCreate, keys};
use super::pairs::pairs_with;

/// The draft is one of the model that the relation goes through, without its two keys: Django's `through_defaults`.
///
/// Which model that is is not known to the type of the relation, so a draft of another one is a
/// [`Misuse`](crate::Kind::Misuse) before anything is sent.
impl<T: Model> ManyToMany<T> {
    /// Adds rows, as [`add`](ManyToMany::add) does, whose pairs have the draft's values. Pairs that are there stay as
    /// they are.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Group { id: i64, #[relation(through = Membership)] members: ManyToMany<Person> }
    /// # #[derive(Model)] struct Person { id: i64 }
    /// # #[derive(Model)]
    /// # struct Membership {
    /// #     id: i64,
    /// #     #[relation(on_delete = Cascade)] person: ForeignKey<Person>,
    /// #     #[relation(on_delete = Cascade)] group: ForeignKey<Group>,
    /// #     joined: i32,
    /// # }
    /// # async fn example(db: &Db, mut group: Group, bob: Person, alex: Person) -> querent::Result<()> {
    /// group.members.add_with(db, [&bob, &alex], Membership::draft().joined(1999)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) if the draft is of another model, or lacks the key of another relation;
    /// [`Kind::ForeignKeyViolation`](crate::Kind::ForeignKeyViolation) for a key that no row has.
    #[track_caller]
    pub fn add_with<I: KeyItem<T>, M: Model, D: DraftBehind<M>>(
        &mut self,
        db: &Db,
        items: impl IntoIterator<Item = I>,
        defaults: D,
    ) -> Run<'_, ()> {
        let pairs = pairs_with(self, "add_with", defaults);
        self.add_pairs(db, keys(items), pairs)
    }

    /// Makes these the related rows, as [`set`](ManyToMany::set) does; the pairs that are added have the draft's values.
    ///
    /// # Errors
    ///
    /// As those of [`add_with`](ManyToMany::add_with).
    #[track_caller]
    pub fn set_with<I: KeyItem<T>, M: Model, D: DraftBehind<M>>(
        &mut self,
        db: &Db,
        items: impl IntoIterator<Item = I>,
        defaults: D,
    ) -> Run<'_, ()> {
        let others = keys(items);
        match pairs_with(self, "set_with", defaults) {
            Err(error) if others.is_none() => answered(Err(error)), // none is added, and it is wrong all the same
            pairs => self.set_pairs(db, others, pairs),
        }
    }

    /// Creates a row and its pair, as [`create`](ManyToMany::create) does; the pair has the values of the second draft.
    ///
    /// # Errors
    ///
    /// As those of [`add_with`](ManyToMany::add_with).
    #[track_caller]
    pub fn create_with<N: Draft<T>, M: Model, D: DraftBehind<M>>(
        &mut self,
        db: &Db,
        draft: N,
        defaults: D,
    ) -> Run<'_, T> {
        let pairs = pairs_with(self, "create_with", defaults);
        self.create_pair(db, draft, pairs)
    }

    /// Finds or creates a row and adds its pair, as [`get_or_create`](ManyToMany::get_or_create) does; the pair, if it is
    /// not there, has the values of the second draft.
    ///
    /// # Errors
    ///
    /// As those of [`get_or_create`](ManyToMany::get_or_create) and [`add_with`](ManyToMany::add_with).
    #[track_caller]
    pub fn get_or_create_with<C: Columns<T>, N: Draft<T>, M: Model, D: DraftBehind<M>>(
        &mut self,
        db: &Db,
        fields: impl FnOnce(Fields<T>) -> C,
        draft: N,
        defaults: D,
    ) -> Run<'_, (T, bool)> {
        let pairs = pairs_with(self, "get_or_create_with", defaults);
        let sought = Sought::new(QuerySet::new(db), "get_or_create_with", fields(Handles::NEW), draft);
        self.relate(sought, OrCreate::Get, pairs)
    }

    /// Writes or creates a row and adds its pair, as [`update_or_create`](ManyToMany::update_or_create) does; the pair, if
    /// it is not there, has the values of the second draft.
    ///
    /// # Errors
    ///
    /// As those of [`get_or_create_with`](ManyToMany::get_or_create_with).
    #[track_caller]
    pub fn update_or_create_with<C: Columns<T>, N: Draft<T>, M: Model, D: DraftBehind<M>>(
        &mut self,
        db: &Db,
        fields: impl FnOnce(Fields<T>) -> C,
        draft: N,
        defaults: D,
    ) -> Run<'_, (T, bool)> {
        let pairs = pairs_with(self, "update_or_create_with", defaults);
        let sought = Sought::new(QuerySet::new(db), "update_or_create_with", fields(Handles::NEW), draft);
        self.relate(sought, OrCreate::Update, pairs)
    }
}
