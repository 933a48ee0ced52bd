//! Instances and plans from SQL.

use querent::prelude::*;
use querent::{Explain, Kind};

use crate::database::on_the_data;
use crate::models::Author;

/// What is read besides the model's columns is left out, and every column of the model must be there: `AS` names one.
#[test]
fn raw_01_columns_are_read_by_name_in_any_order_and_parameters_are_bound() {
    on_the_data(async |db| {
        let old = "SELECT age, name, rating, id FROM oracle_author WHERE age > {} ORDER BY id";
        let names: Vec<_> = Author::raw(&db, old, (45,)).await.unwrap().into_iter().map(|a| a.name).collect();
        assert_eq!(names, ["Peter Norvig", "Stuart Russell"]);
        let more = Author::raw(&db, "SELECT *, age * 2 AS twice FROM oracle_author WHERE id = {}", (8i64,));
        assert_eq!(more.await.unwrap()[0].age, 57);
        let missing = Author::raw(&db, "SELECT name FROM oracle_author", ()).await;
        assert_eq!(missing.unwrap_err().kind(), Kind::Decode);
        let bound = Author::raw(&db, "SELECT * FROM oracle_author WHERE name = {}", ("Brad Dayley",));
        assert_eq!(bound.await.unwrap()[0].id, 3);
        let nick = "SELECT nick AS name, age, rating, id FROM (SELECT name AS nick, age, rating, id FROM \
                    oracle_author) AS a WHERE id = 1";
        assert_eq!(Author::raw(&db, nick, ()).await.unwrap()[0].name, "Adrian Holovaty");
        let percent = "SELECT id, age, rating, 'x%' AS name FROM oracle_author WHERE id = {}";
        assert_eq!(Author::raw(&db, percent, (1i64,)).await.unwrap()[0].name, "x%");
    });
}

/// The options are methods: one that there is not does not compile.
#[test]
fn qry_03_explain_is_the_plan_of_the_query() {
    on_the_data(async |db| {
        let adults = Author::objects(&db).filter(|a| a.age.gt(1));
        assert!(adults.clone().explain().await.unwrap().contains("Seq Scan"));
        let json = adults.clone().explain_with(Explain::new().json()).await.unwrap();
        assert!(json.contains("\"Plan\""), "{json}");
        let run = adults.explain_with(Explain::new().analyze()).await.unwrap();
        assert!(run.contains("actual"), "{run}");
    });
}
