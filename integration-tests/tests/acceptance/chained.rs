//! Several calls: each of them may speak of another related row.

use querent::prelude::*;

use crate::ask::{Joins, ids, joins, names, names_in_order};
use crate::database::on_the_data;
use crate::models::{Blog, Creator, Entry, Item, Person, Tag};

#[test]
fn chained_filters_on_many_to_many_ask_for_two_related_rows_and_one_filter_for_one() {
    on_the_data(async |db| {
        let entries = Entry::objects(&db);
        let by_both =
            entries.clone().filter(|e| e.authors.name.eq("Joe")).filter(|e| e.authors.name.eq("Bob"));
        assert_eq!(joins(&by_both), Joins { inner: 4, left: 0 });
        assert_eq!(ids(&db, by_both).await, [2]);
        let by_one = entries.filter(|e| e.authors.name.eq("Joe") & e.authors.name.contains("B"));
        assert_eq!(joins(&by_one), Joins { inner: 2, left: 0 });
        assert_eq!(ids(&db, by_one).await, [0; 0]);
    });
}

#[test]
fn a_row_comes_once_for_each_pair_of_related_rows_of_two_calls() {
    on_the_data(async |db| {
        let items = Item::objects(&db)
            .filter(|i| i.tags.name.is_in(["t1", "t2"]))
            .filter(|i| i.tags.name.is_in(["t1", "t2", "t3"]));
        assert_eq!(ids(&db, items.clone()).await, [1, 1, 1, 1, 2, 2]);
        assert_eq!(items.clone().count().await.unwrap(), 6);
        assert_eq!(items.distinct().count().await.unwrap(), 2);
    });
}

#[test]
fn orderings_and_values_show_the_related_rows_of_the_last_call() {
    on_the_data(async |db| {
        let items = Item::objects(&db)
            .filter(|i| i.tags.name.eq("t1"))
            .filter(|i| i.tags.name.is_in(["t1", "t2", "t3"]));
        let ordered = items.clone().order_by(|i| (i.tags.name, i.id));
        assert_eq!(joins(&ordered), Joins { inner: 4, left: 0 });
        assert_eq!(names_in_order(&db, ordered).await, ["one", "two", "one", "two"]);
        let values = items.order_by(|i| (i.id, i.tags.name)).values(|i| (i.id, i.tags.name)).await.unwrap();
        let expected = [(1, "t1"), (1, "t2"), (2, "t1"), (2, "t3")];
        assert_eq!(values, expected.map(|(id, name)| (id, Some(name.to_owned()))));
    });
}

#[test]
fn ordering_by_many_related_rows_repeats_the_rows_and_keeps_those_without() {
    on_the_data(async |db| {
        let items = Item::objects(&db).order_by(|i| (i.tags.name, i.id));
        assert_eq!(names_in_order(&db, items).await, ["one", "two", "one", "two", "four", "three"]);
        let wanted = Item::objects(&db).filter(|i| i.tags.name.is_in(["t2", "t3"])).order_by(|i| i.tags.name);
        assert_eq!(joins(&wanted), Joins { inner: 2, left: 0 });
        assert_eq!(names_in_order(&db, wanted).await, ["one", "two"]);
    });
}

#[test]
fn a_count_counts_the_rows_that_values_of_many_related_rows_make() {
    on_the_data(async |db| {
        let headlines = Blog::objects(&db).values(|b| b.entries.headline);
        assert_eq!(headlines.clone().await.unwrap().len(), 6);
        assert_eq!(headlines.clone().count().await.unwrap(), 6);
        assert!(headlines.clone().offset(5).exists().await.unwrap());
        assert!(!headlines.offset(6).exists().await.unwrap());
        let ratings = Blog::objects(&db).values(|b| b.entries.rating).distinct();
        assert_eq!(ratings.count().await.unwrap(), 5);
    });
}

#[test]
fn exists_of_a_slice_of_distinct_values_counts_values_and_not_rows() {
    on_the_data(async |db| {
        let categories = Tag::objects(&db).order_by(|_| ()).values(|t| t.category.key()).distinct();
        assert_eq!(categories.clone().await.unwrap().len(), 2);
        assert!(categories.clone().offset(1).exists().await.unwrap());
        assert!(!categories.offset(2).exists().await.unwrap());
    });
}

#[test]
fn distinct_rows_in_another_order_are_a_set_of_keys_too() {
    on_the_data(async |db| {
        let tagged = Item::objects(&db).filter(|i| i.tags.name.eq("t1")).distinct();
        let makers = Creator::objects(&db).filter(|c| c.items.is_in(tagged.clone()));
        assert_eq!(ids(&db, makers).await, [1, 2]);
        let first = Creator::objects(&db).filter(|c| c.items.is_in(tagged.limit(1)));
        assert_eq!(ids(&db, first).await, [1]);
    });
}

#[test]
fn a_slice_of_distinct_rows_in_the_order_of_another_table_can_be_filtered() {
    on_the_data(async |db| {
        let items = Item::objects(&db).order_by(|i| (i.creator.name, i.name)).distinct().limit(3);
        let some = items.filter(|i| i.name.ne("two")).order_by(|i| i.name);
        assert_eq!(names_in_order(&db, some).await, ["one", "three"]);
    });
}

#[test]
fn the_first_call_on_a_related_manager_speaks_of_its_pair_and_the_next_of_any() {
    on_the_data(async |db| {
        let alex = Person::objects(&db).get(|p| p.name.eq("Alex")).await.unwrap();
        let groups = alex.groups.objects(&db);
        let all = ["google", "google", "intel", "microsoft", "oracle", "oracle"];
        assert_eq!(names(&db, groups.clone()).await, all);

        let developing = groups.clone().filter(|g| g.memberships.invite_reason.eq("Developer"));
        assert_eq!(joins(&developing), Joins { inner: 1, left: 0 });
        assert_eq!(names(&db, developing).await, ["oracle"]);
        let with_developers = groups
            .clone()
            .filter(|g| g.memberships.joined.gt(2000))
            .filter(|g| g.memberships.invite_reason.eq("Developer"));
        assert_eq!(names(&db, with_developers.distinct()).await, ["microsoft", "oracle"]);

        let not_developing = groups.clone().exclude(|g| g.memberships.invite_reason.eq("Developer"));
        assert_eq!(names(&db, not_developing.distinct()).await, ["google", "intel", "microsoft", "oracle"]);
        let without_developers = groups
            .clone()
            .filter(|g| g.name.eq("microsoft"))
            .exclude(|g| g.memberships.invite_reason.eq("Developer"));
        assert_eq!(names(&db, without_developers).await, [""; 0]);

        let either =
            groups.clone().filter(|g| g.memberships.invite_reason.eq("Developer") | g.name.eq("intel"));
        assert_eq!(names(&db, either.distinct()).await, ["intel", "oracle"]);
        assert_eq!(names(&db, groups.filter(|g| g.members.name.eq("Jane"))).await, [""; 0]);
    });
}
