//! Values that depend on conditions, and conditions as values.

use querent::prelude::*;
use time::macros::date;

use crate::ask::names;
use crate::database::on_the_data;
use crate::models::{Book, Client, Company, Entry};

#[test]
fn exp_05_the_first_condition_that_holds_decides_and_without_a_default_it_is_null() {
    on_the_data(async |db| {
        let all = Client::objects(&db);
        let discounts = all
            .clone()
            .order_by(|c| c.name)
            .annotate(|c| {
                when(c.account_type.eq("G"), "5%").when(c.account_type.eq("P"), "10%").otherwise("0%")
            })
            .values(|(c, discount)| (c.name, discount));
        let expected =
            [("Jack Black", "10%"), ("James Smith", "0%"), ("Jane Doe", "5%"), ("Jean Grey", "0%")];
        let expected = expected.map(|(name, discount)| (name.to_owned(), discount.to_owned()));
        assert_eq!(discounts.await.unwrap(), expected);
        let no_default = all
            .clone()
            .order_by(|c| c.id)
            .annotate(|c| when(c.account_type.eq("G"), "gold").end())
            .values(|(_, status)| status);
        assert_eq!(no_default.await.unwrap(), [Some("gold".to_owned()), None, None, None]);
        let first = all.clone().annotate(|c| when(c.id.gte(1), "A").when(c.id.eq(1), "B").end());
        assert_eq!(first.get(|(c, _)| c.id.eq(1)).await.unwrap().1.as_deref(), Some("A"));
        let rich = Company::objects(&db)
            .order_by(|c| c.id)
            .annotate(|c| when(c.ceo.salary.is_in([10, 30]), "rich").end())
            .values(|(_, rich)| rich);
        let expected = [Some("rich".to_owned()), None, Some("rich".to_owned())];
        assert_eq!(rich.await.unwrap(), expected);
        let early = all.filter(|c| {
            let limit = when(c.account_type.eq("P"), date!(2020 - 01 - 01))
                .when(c.account_type.eq("G"), date!(2024 - 06 - 01));
            c.joined.lt(limit.end())
        });
        assert_eq!(names(&db, early).await, ["Jack Black", "Jane Doe"]);
    });
}

/// As an ordering, a condition is the number that it decides.
#[test]
fn lkp_15_a_condition_is_a_filter_an_annotation_and_an_ordering() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let long = || Book::fields().pages.gt(900);
        assert_eq!(
            names(&db, all.clone().filter(|_| long())).await,
            ["AI Modern Approach", "Paradigms of AI"]
        );
        let annotated =
            all.clone().annotate(|_| long()).order_by(|(b, _)| b.id).values(|(b, long)| (b.id, long));
        let expected = [(1, false), (2, false), (3, false), (4, false), (5, true), (6, true)];
        assert_eq!(annotated.await.unwrap(), expected.map(|(id, long)| (id, Some(long))));
        let ordered = all.order_by(|b| (when(long(), 1).otherwise(0).desc(), b.id)).values(|b| b.id);
        assert_eq!(ordered.await.unwrap(), [5, 6, 1, 2, 3, 4]);
    });
}

#[test]
fn nul_13_an_annotation_of_a_condition_on_a_null_column_is_null_and_not_false() {
    on_the_data(async |db| {
        let high = Entry::objects(&db).annotate(|e| e.rating.gte(4)).order_by(|(e, _)| e.id);
        let expected = [(1, Some(true)), (2, Some(true)), (3, None), (4, Some(false)), (5, Some(false))];
        assert_eq!(high.clone().values(|(e, high)| (e.id, high)).await.unwrap(), expected);
        let low = high.filter(|(_, high)| high.eq(false));
        assert_eq!(low.values(|(e, _)| e.id).await.unwrap(), [4, 5]);
    });
}
