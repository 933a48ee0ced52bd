//! UPDATE and DELETE of rows that conditions on related rows choose.

use querent::prelude::*;

use crate::ask::{ids, names_in_order};
use crate::database::on_the_data;
use crate::models::{Blog, Item, Membership, Person, Tag};

#[test]
fn update_concerns_each_row_once_however_many_related_rows_fulfil_the_condition() {
    on_the_data(async |db| {
        let lennon = Blog::objects(&db).filter(|b| b.entries.headline.contains("Lennon"));
        let recording = db.record_statements();
        assert_eq!(lennon.update(|b| b.name.set("x")).await.unwrap(), 2);
        assert_eq!(recording.statements().len(), 1);
        let blogs = Blog::objects(&db).order_by(|b| b.id);
        assert_eq!(names_in_order(&db, blogs).await, ["x", "x", "Cheddar Talk", "Silent"]);
    });
}

#[test]
fn update_of_rows_that_no_related_row_excludes() {
    on_the_data(async |db| {
        let others = Blog::objects(&db).exclude(|b| b.entries.headline.contains("Lennon"));
        assert_eq!(others.update(|b| b.name.set("x")).await.unwrap(), 2);
        let blogs = Blog::objects(&db).order_by(|b| b.id);
        assert_eq!(names_in_order(&db, blogs).await, ["Beatles Blog", "Pop Music Blog", "x", "x"]);
    });
}

#[test]
fn update_across_a_key_to_the_own_table_reads_the_rows_as_they_were() {
    on_the_data(async |db| {
        let children = Tag::objects(&db).filter(|t| t.parent.name.eq("t1") | t.name.eq("t1"));
        assert_eq!(children.update(|t| t.name.set("x")).await.unwrap(), 3);
        let tags = Tag::objects(&db).order_by(|t| t.id);
        assert_eq!(names_in_order(&db, tags).await, ["x", "x", "x", "t4", "t5"]);
    });
}

#[test]
fn delete_across_many_to_many_deletes_each_row_once() {
    on_the_data(async |db| {
        db.batch_execute(
            "ALTER TABLE oracle_item_tags DROP CONSTRAINT oracle_item_tags_item_id_238ca44f_fk_oracle_item_id",
        )
        .await
        .unwrap();
        let tagged = Item::objects(&db).filter(|i| i.tags.name.is_in(["t1", "t2"]));
        assert_eq!(tagged.delete().await.unwrap(), 2);
        assert_eq!(ids(&db, Item::objects(&db)).await, [3, 4]);
    });
}

#[test]
fn delete_with_conditions_on_other_pairs_of_the_same_table() {
    on_the_data(async |db| {
        let beside_jane = Membership::objects(&db)
            .filter(|m| m.group.members.name.eq("Jane"))
            .exclude(|m| m.person.name.eq("Jane"));
        assert_eq!(beside_jane.delete().await.unwrap(), 2);
        assert_eq!(ids(&db, Membership::objects(&db)).await, [1, 2, 3, 4, 7, 8]);
    });
}

#[test]
fn update_through_a_related_manager_concerns_its_rows_alone() {
    on_the_data(async |db| {
        let alex = Person::objects(&db).get(|p| p.name.eq("Alex")).await.unwrap();
        let developing = alex.groups.objects(&db).filter(|g| g.memberships.invite_reason.eq("Developer"));
        assert_eq!(developing.update(|g| g.name.set("x")).await.unwrap(), 1);
        let groups = crate::models::Group::objects(&db).order_by(|g| g.id);
        assert_eq!(names_in_order(&db, groups).await, ["x", "google", "microsoft", "intel"]);
    });
}
