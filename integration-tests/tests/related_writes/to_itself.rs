//! Many-to-many relations of a model to itself: symmetrical ones have a mirror for each pair, others do not.

use querent::prelude::*;
use querent_testkit::StatementCounts;

#[derive(Model, Debug, Clone)]
#[model(ordering = [id])]
struct Person {
    id: i64,
    name: String,
    #[relation(symmetrical)]
    friends: ManyToMany<Person>,
    idols: ManyToMany<Person>,
    #[relation(by = idols)]
    fans: ManyToMany<Person>,
    #[relation(through = Marriage, columns = (one_id, other_id), symmetrical)]
    spouses: ManyToMany<Person>,
}

#[derive(Model, Debug)]
#[model(ordering = [id])]
struct Marriage {
    id: i64,
    #[relation(on_delete = Cascade)]
    one: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    other: ForeignKey<Person>,
    year: i32,
}

const ROWS: &str = "INSERT INTO person (name) VALUES ('Anne'), ('Bill'), ('Chuck'), ('David')";

async fn person(db: &Db, key: i64) -> Person {
    Person::objects(db).by_key(key).await.unwrap()
}

/// The friends of everybody, by keys.
async fn friends(db: &Db) -> Vec<Vec<i64>> {
    let people = Person::objects(db).prefetch_related(|p| p.friends).await.unwrap();
    people.iter().map(|p| p.friends.loaded().unwrap().iter().map(|friend| friend.id).collect()).collect()
}

#[querent_testkit::test(models = [Person, Marriage], sql = ROWS)]
async fn a_symmetrical_pair_is_seen_from_both_rows(db: Db) {
    let mut anne = person(&db, 1).await;
    db.assert_statements(1, anne.friends.add(&db, [2, 3, 2])).await.unwrap();
    assert_eq!(friends(&db).await, [vec![2, 3], vec![1], vec![1], vec![]]);
    let mut bill = person(&db, 2).await;
    db.assert_statements(1, bill.friends.add(&db, [1, 4])).await.unwrap();
    assert_eq!(friends(&db).await, [vec![2, 3], vec![1, 4], vec![1], vec![2]]);
    let befriended = Person::objects(&db).filter(|p| p.friends.name.eq("Bill")).values(|p| p.id);
    assert_eq!(befriended.await.unwrap(), [1, 4]);
}

#[querent_testkit::test(models = [Person, Marriage], sql = ROWS)]
async fn a_friend_of_itself_is_one_pair(db: Db) {
    let mut anne = person(&db, 1).await;
    anne.friends.add(&db, [1, 2]).await.unwrap();
    assert_eq!(friends(&db).await, [vec![1, 2], vec![1], vec![], vec![]]);
    anne.friends.remove(&db, [1]).await.unwrap();
    assert_eq!(friends(&db).await, [vec![2], vec![1], vec![], vec![]]);
}

#[querent_testkit::test(models = [Person, Marriage], sql = ROWS)]
async fn half_a_pair_is_made_whole(db: Db) {
    db.batch_execute("INSERT INTO person_friends VALUES (2, 1)").await.unwrap();
    person(&db, 1).await.friends.add(&db, [2]).await.unwrap();
    assert_eq!(friends(&db).await, [vec![2], vec![1], vec![], vec![]]);
}

#[querent_testkit::test(models = [Person, Marriage], sql = ROWS)]
async fn both_directions_go_together(db: Db) {
    let mut anne = person(&db, 1).await;
    anne.friends.add(&db, [2, 3, 4]).await.unwrap();
    person(&db, 2).await.friends.add(&db, [3]).await.unwrap();
    db.assert_statements(1, anne.friends.remove(&db, [2])).await.unwrap();
    assert_eq!(friends(&db).await, [vec![3, 4], vec![3], vec![1, 2], vec![1]]);
    anne.friends.set(&db, [2, 4]).await.unwrap();
    assert_eq!(friends(&db).await, [vec![2, 4], vec![1, 3], vec![2], vec![1]]);
    db.assert_statements(1, anne.friends.clear(&db)).await.unwrap();
    assert_eq!(friends(&db).await, [vec![], vec![3], vec![2], vec![]]);
}

#[querent_testkit::test(models = [Person, Marriage], sql = ROWS)]
async fn a_friend_is_created_with_both_pairs_in_one_statement(db: Db) {
    let mut anne = person(&db, 1).await;
    let eve = db.assert_statements(1, anne.friends.create(&db, Person::draft().name("Eve"))).await.unwrap();
    assert_eq!(friends(&db).await, [vec![eve.id], vec![], vec![], vec![], vec![1]]);
}

#[querent_testkit::test(models = [Person, Marriage], sql = ROWS)]
async fn a_pair_of_a_relation_that_is_not_symmetrical_has_one_direction(db: Db) {
    let mut anne = person(&db, 1).await;
    anne.idols.add(&db, [4]).await.unwrap();
    let david = person(&db, 4).await;
    assert_eq!(david.idols.objects(&db).count().await.unwrap(), 0);
    assert_eq!(david.fans.objects(&db).values(|p| p.id).await.unwrap(), [1]);
}

#[querent_testkit::test(models = [Person, Marriage], sql = ROWS)]
async fn the_mirror_of_a_pair_that_is_a_row_has_its_values(db: Db) {
    let mut anne = person(&db, 1).await;
    anne.spouses.add_with(&db, [2], Marriage::draft().year(1999)).await.unwrap();
    let eve = Person::draft().name("Eve");
    anne.spouses.create_with(&db, eve, Marriage::draft().year(2005)).await.unwrap();
    let told = Marriage::objects(&db).order_by(|m| (m.year, m.one.key()));
    let told = told.values(|m| (m.one.key(), m.other.key(), m.year)).await.unwrap();
    assert_eq!(told, [(1, 2, 1999), (2, 1, 1999), (1, 5, 2005), (5, 1, 2005)]);
}

#[querent_testkit::test(models = [Person, Marriage], sql = ROWS)]
async fn two_who_befriend_each_other_at_once_do_not_wait_for_each_other(db: Db) {
    for round in 0..20 {
        let (mut anne, mut bill) = (person(&db, 1).await, person(&db, 2).await);
        let both = (anne.friends.add(&db, [3, 2, 4]), bill.friends.add(&db, [4, 1, 3]));
        let (one, other) = futures::join!(both.0, both.1);
        one.and(other).unwrap_or_else(|error| panic!("round {round}: {error:?}"));
        assert_eq!(friends(&db).await, [vec![2, 3, 4], vec![1, 3, 4], vec![1, 2], vec![1, 2]]);
        db.batch_execute("DELETE FROM person_friends").await.unwrap();
    }
}
