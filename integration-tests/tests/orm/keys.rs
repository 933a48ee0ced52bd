//! Keys of every type work everywhere: created, found, pointed at, prefetched, paired.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use uuid::{Uuid, uuid};

const ONE: Uuid = uuid!("00000000-0000-0000-0000-000000000001");
const TWO: Uuid = uuid!("ffffffff-ffff-ffff-ffff-fffffffffff2");

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ColumnType)]
struct Number(i32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ColumnType)]
struct Token(Uuid);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ColumnType)]
struct Slug(String);

/// A module for each type of key: a parent, its children in a tree, and labels in pairs with them.
macro_rules! keys {
    ($($test:ident: $module:ident, $key:ident, $first:expr, $second:expr;)*) => { $(
        mod $module {
            use super::*;

            #[derive(Model, Debug, Clone, PartialEq)]
            pub(super) struct Parent {
                pub(super) id: $key,
                pub(super) name: String,
                #[relation(by = parent)]
                pub(super) children: HasMany<Child>,
                #[relation(by = parent)]
                pub(super) passport: HasOne<Passport>,
            }

            #[derive(Model, Debug, Clone, PartialEq)]
            pub(super) struct Child {
                pub(super) id: $key,
                #[relation(on_delete = Cascade)]
                pub(super) parent: ForeignKey<Parent>,
                #[relation(on_delete = SetNull)]
                pub(super) sibling: ForeignKey<Option<Child>>,
                pub(super) labels: ManyToMany<Label>,
            }

            #[derive(Model, Debug, Clone, PartialEq)]
            pub(super) struct Passport {
                pub(super) id: $key,
                #[relation(on_delete = Cascade)]
                pub(super) parent: OneToOne<Parent>,
            }

            #[derive(Model, Debug, Clone, PartialEq)]
            pub(super) struct Label {
                pub(super) id: $key,
                #[relation(by = labels)]
                pub(super) children: ManyToMany<Child>,
            }
        }

        #[querent_testkit::test(models = [$module::Child, $module::Passport])]
        async fn $test(db: Db) {
            use $module::{Child, Label, Parent, Passport};
            let (first, second): ($key, $key) = ($first, $second);

            let one = Parent::draft().id(first.clone()).name("one").create(&db).await.unwrap();
            let mut two = Parent::draft().id(second.clone()).name("two").create(&db).await.unwrap();
            assert_eq!((&one.id, &two.id), (&first, &second));
            assert_eq!(Parent::objects(&db).by_key(first.clone()).await.unwrap(), one);
            assert_eq!(Parent::objects(&db).by_key(&two).await.unwrap().name, "two");
            two.name = "second".to_owned();
            two.save(&db).await.unwrap();
            two.refresh(&db).await.unwrap();
            assert_eq!(two.name, "second");

            let child = |id: &$key| Child::draft().id(id.clone());
            let elder = child(&first).parent(&one).create(&db).await.unwrap();
            let mut younger = child(&second).parent(first.clone()).sibling(&elder).create(&db).await.unwrap();
            assert_eq!((younger.parent.key(), younger.sibling.key()), (first.clone(), Some(first.clone())));
            Passport::draft().id(second.clone()).parent(&one).create(&db).await.unwrap();
            let found = Child::objects(&db).filter(|c| c.parent.eq(first.clone()) & c.sibling.is_null());
            assert_eq!(found.await.unwrap().first(), Some(&elder));
            let found = Child::objects(&db).filter(|c| c.sibling.is_in([&elder]) & c.id.ne(first.clone()));
            assert_eq!(found.count().await.unwrap(), 1);
            assert_eq!(Child::objects(&db).filter(|c| c.parent.is_in([second.clone()])).count().await.unwrap(), 0);

            let children = Child::objects(&db).order_by(|c| c.sibling.key().asc().nulls_first());
            let children = db.assert_statements(1, async {
                children.select_related(|c| (c.parent, c.sibling.parent)).await
            });
            let children = children.await.unwrap();
            assert_eq!(children[1].sibling.loaded().unwrap().unwrap().parent.loaded().unwrap().name, "one");
            let parents = db.assert_statements(4, async {
                let query = Parent::objects(&db).order_by(|p| p.name);
                query.prefetch_related(|p| (p.children.sibling, p.passport)).await
            });
            let parents = parents.await.unwrap();
            assert_eq!(parents[0].children.loaded().unwrap().len(), 2);
            assert_eq!(parents[0].passport.loaded().unwrap().unwrap().parent.key(), first);
            assert!(parents[1].children.loaded().unwrap().is_empty());
            assert!(parents[1].passport.loaded().unwrap().is_none());
            let parents = Parent::objects(&db).prefetch_related(|p| p.children.order_by(|c| c.id.desc()).limit(1));
            let parents = parents.order_by(|p| p.name).await.unwrap();
            assert_eq!(parents[0].children.loaded().unwrap()[0].id, std::cmp::max(first.clone(), second.clone()));

            let label = Label::draft().id(first.clone()).create(&db).await.unwrap();
            let other = Label::draft().id(second.clone()).create(&db).await.unwrap();
            younger.labels.add(&db, [&label, &other]).await.unwrap();
            younger.labels.add(&db, [first.clone()]).await.unwrap();
            assert_eq!(younger.labels.load(&db).await.unwrap().len(), 2);
            younger.labels.remove(&db, [&other]).await.unwrap();
            let labels = Label::objects(&db).order_by(|l| l.id).prefetch_related(|l| l.children.parent);
            let labels = db.assert_statements(3, async { labels.await }).await.unwrap();
            let labelled = labels.iter().find(|l| l.id == first).unwrap().children.loaded().unwrap();
            assert_eq!(labelled[0].parent.loaded().unwrap().name, "one");
            let found = Child::objects(&db).filter(|c| c.labels.eq(&label) & c.labels.id.eq(first.clone()));
            assert_eq!(found.await.unwrap()[0].id, second);
            younger.labels.set(&db, [second.clone()]).await.unwrap();
            assert_eq!(younger.labels.objects(&db).await.unwrap()[0].id, second);
            younger.labels.clear(&db).await.unwrap();
            assert_eq!(younger.labels.objects(&db).count().await.unwrap(), 0);

            one.delete(&db).await.unwrap();
            assert_eq!(one.delete(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
            assert_eq!(Child::objects(&db).count().await.unwrap(), 0, "children go with their parent");
            assert!(Parent::objects(&db).by_key(first).optional().await.unwrap().is_none());
        }
    )* };
}

keys! {
    a_smallint_key_works_everywhere: smallint, i16, -1, i16::MAX;
    an_integer_key_works_everywhere: integer, i32, 1, i32::MAX;
    a_bigint_key_works_everywhere: bigint, i64, i64::MIN, 2;
    a_uuid_key_works_everywhere: uuids, Uuid, ONE, TWO;
    a_text_key_works_everywhere: text, String, String::new(), "Ä'\"\\ %".to_owned();
    an_integer_key_of_ones_own_type_works_everywhere: numbers, Number, Number(1), Number(i32::MAX);
    a_uuid_key_of_ones_own_type_works_everywhere: tokens, Token, Token(ONE), Token(TWO);
    a_text_key_of_ones_own_type_works_everywhere: slugs, Slug, Slug(String::new()), Slug("Ä'\"\\ %".to_owned());
}

#[derive(Model, Debug, Clone)]
struct Country {
    #[field(primary_key, max_length = 2)]
    code: String,
    #[relation(by = countries)]
    players: ManyToMany<Player>,
}

#[derive(Model, Debug, Clone)]
struct Player {
    #[field(primary_key, default = sql("gen_random_uuid()"))]
    token: Uuid,
    name: String,
    countries: ManyToMany<Country>,
    games: ManyToMany<Game>,
}

#[derive(Model, Debug, Clone)]
struct Game {
    #[field(primary_key)]
    number: i32,
    #[relation(by = games)]
    players: ManyToMany<Player>,
}

#[querent_testkit::test(models = [Player])]
async fn a_key_that_the_database_makes_comes_back(db: Db) {
    let first = Player::draft().name("Ann").create(&db).await.unwrap();
    let second = Player::draft().name("Bob").token(ONE).create(&db).await.unwrap();
    assert_ne!(first.token, second.token);
    assert_eq!(first.token.get_version_num(), 4);
    assert_eq!(Player::objects(&db).by_key(first.token).await.unwrap().name, "Ann");
    let more = Player::objects(&db).bulk_create(["C", "D"].map(|name| Player::draft().name(name)));
    let more = db.assert_statements(1, more).await.unwrap();
    assert_eq!(more.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["C", "D"]);
    assert_ne!(more[0].token, more[1].token);
}

#[querent_testkit::test(models = [Player])]
async fn models_with_different_kinds_of_keys_are_paired(db: Db) -> Result<()> {
    let mut ann = Player::draft().name("Ann").create(&db).await?;
    let norway = Country::draft().code("NO").create(&db).await?;
    let peru = Country::draft().code("PE").create(&db).await?;
    let game = Game::draft().number(7).create(&db).await?;
    ann.countries.add(&db, [&norway, &peru]).await?;
    ann.countries.remove(&db, ["PE"]).await?;
    ann.games.add(&db, [7]).await?;
    let players = Player::objects(&db).prefetch_related(|p| (p.countries, p.games.players));
    let players = db.assert_statements(4, async { players.await }).await?;
    assert_eq!(players[0].countries.loaded()?[0].code, "NO");
    assert_eq!(players[0].games.loaded()?[0].players.loaded()?[0].token, ann.token);
    let found = Player::objects(&db).filter(|p| p.countries.is_in(["NO", "DE"]) & p.games.eq(&game));
    assert_eq!(found.await?[0].name, "Ann");
    let countries =
        Country::objects(&db).prefetch_related(|c| c.players.limit(1)).order_by(|c| c.code).await?;
    assert_eq!(countries[0].players.loaded()?[0].token, ann.token);
    assert!(countries[1].players.loaded()?.is_empty());
    Ok(())
}

/// A handle with one connection, which keeps what it has prepared.
fn single(db: &Db) -> Db {
    db.to_builder().max_connections(1).build().unwrap()
}

#[querent_testkit::test(models = [integer::Child, integer::Passport])]
async fn related_managers_and_conditions_bind_a_key_as_one_type(db: Db) -> Result<()> {
    use integer::{Child, Label, Parent, Passport};
    let parent = Parent::draft().id(1).name("one").create(&db).await?;
    let mut child = Child::draft().id(2).parent(&parent).create(&db).await?;
    Passport::draft().id(3).parent(&parent).create(&db).await?;
    Label::draft().id(4).create(&db).await?;
    child.labels.add(&db, [4]).await?;
    let managers = async |db: &Db| -> Result<_> {
        let children = parent.children.objects(db).await?;
        let passport = parent.clone().passport.load(db).await?.unwrap().id;
        Ok((children, passport, child.labels.objects(db).await?.len()))
    };
    let conditions = async |db: &Db| -> Result<_> {
        let children = Child::objects(db).filter(|c| c.parent.eq(1)).await?;
        let passport = Passport::objects(db).filter(|p| p.parent.eq(1)).await?[0].id;
        Ok((children, passport, Label::objects(db).filter(|l| l.children.eq(2)).await?.len()))
    };
    let one = single(&db);
    assert_eq!(managers(&one).await?, conditions(&one).await?);
    let one = single(&db);
    assert_eq!(conditions(&one).await?, managers(&one).await?);
    Ok(())
}

#[querent_testkit::test(models = [integer::Child, integer::Passport])]
async fn the_keys_of_a_prefetch_are_sent_as_what_they_are(db: Db) -> Result<()> {
    use integer::{Child, Parent};
    let parent = Parent::draft().id(1).name("one").create(&db).await?;
    Child::draft().id(2).parent(&parent).create(&db).await?;
    let one = single(&db);
    Parent::objects(&one).prefetch_related(|p| (p.children.labels, p.passport)).await?;
    let types = async |client: &tokio_postgres::Client| -> Result<Vec<String>> {
        let lists = "SELECT DISTINCT parameter_types::text FROM pg_prepared_statements
                     WHERE statement LIKE '%ANY($1)%' AND statement NOT LIKE '%pg_%'";
        Ok(client.query(lists, &[]).await?.iter().map(|row| row.get(0)).collect())
    };
    assert_eq!(one.with_client(types).await?, ["{integer[]}"]);
    Ok(())
}

/// One table, and two ideas of what its number is.
#[derive(Model, Debug)]
#[model(table = "counters")]
struct Counter {
    id: i64,
    number: i32,
}

#[derive(Model, Debug)]
#[model(table = "counters")]
struct LargeCounter {
    id: i64,
    number: i64,
}

#[querent_testkit::test(models = [Counter])]
async fn one_text_with_values_of_two_types_is_prepared_for_each(db: Db) -> Result<()> {
    Counter::draft().number(7).create(&db).await?;
    let one = single(&db);
    for _ in 0..2 {
        assert_eq!(Counter::objects(&one).filter(|c| c.number.eq(7)).count().await?, 1);
        assert_eq!(LargeCounter::objects(&one).filter(|c| c.number.eq(7)).count().await?, 1);
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ColumnType)]
struct UserId(i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ColumnType)]
struct TeamId(i16);

#[derive(Model, Debug, Clone, PartialEq)]
struct User {
    #[field(identity)]
    id: UserId,
    #[relation(on_delete = SetNull)]
    team: ForeignKey<Option<Team>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Team {
    #[field(primary_key, identity)]
    number: TeamId,
    #[relation(by = team)]
    users: HasMany<User>,
}

#[querent_testkit::test(models = [User])]
async fn the_database_counts_keys_of_ones_own_type_that_are_integers(db: Db) -> Result<()> {
    let mut team = Team::draft().create(&db).await?;
    assert_eq!(team.number, TeamId(1));
    let ann = User::draft().team(TeamId(1)).create(&db).await?;
    let bob = User::draft().team(&team).create(&db).await?;
    assert_eq!((ann.id, bob.id, bob.team.key()), (UserId(1), UserId(2), Some(TeamId(1))));
    assert_eq!(User::objects(&db).by_key(bob.id).await?, bob);
    let ids = vec![UserId(1), UserId(2), UserId(3)];
    assert_eq!(User::objects(&db).in_bulk(&ids).await?.len(), 2);
    assert_eq!(team.users.remove(&db, [UserId(1)]).await?, 1);
    let teams = Team::objects(&db).filter(|t| t.users.eq(UserId(2))).prefetch_related(|t| t.users).await?;
    assert_eq!(teams[0].users.loaded()?.iter().map(|user| user.id).collect::<Vec<_>>(), [UserId(2)]);
    assert_eq!(ForeignKey::<Team>::new(TeamId(7)).key(), TeamId(7));
    Ok(())
}
