//! Query strings that make no sense.

use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::client::Visitor;

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_value_that_makes_no_sense_is_told_with_what_is_allowed(db: Db) {
    let visitor = Visitor::of(&db);
    let cases = [
        ("min_price", "cheap", "price such as 19.99"),
        ("max_price", "", "price such as 19.99"),
        ("in_stock", "maybe", "`true` or `false`"),
        ("order_by", "colour", "name, -name, price, -price"),
        ("order_by", "price,", "with commas between"),
        ("limit", "0", "from 1 to 100"),
        ("limit", "101", "from 1 to 100"),
        ("limit", "-1", "from 1 to 100"),
        ("offset", "99999999999999999999", "from 0 to 1000000"),
        ("colour", "red", "search, category, supplier, tag, min_price"),
        ("search", "%00", "NUL"),
        ("tag", "%00", "NUL"),
    ];
    for (parameter, value, allowed) in cases {
        let address = format!("/products?{parameter}={value}");
        let answer = db.assert_statements(0, async { visitor.get(&address).await }).await.json(400);
        assert_eq!(answer["parameter"], parameter, "{address}");
        assert_eq!(answer["value"], value.replace("%00", "\0"), "{address}");
        assert!(answer["allowed"].as_str().unwrap().contains(allowed), "{address}: {answer}");
        assert!(answer["error"].as_str().unwrap().contains(parameter), "{address}: {answer}");
    }
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_parameter_for_one_value_is_not_given_twice(db: Db) {
    let answer = Visitor::of(&db).get("/products?limit=1&search=a&limit=2").await.json(400);
    assert_eq!(answer["error"], "`limit=2` is not understood: it can be given only once");
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn an_address_that_leads_nowhere_is_told_in_json(db: Db) {
    let visitor = Visitor::of(&db);
    assert!(visitor.get("/baskets").await.json(404)["error"].is_string());
    assert!(visitor.get("/orders").await.json(405)["error"].is_string());
    assert!(visitor.get("/products/seven").await.json(400)["error"].as_str().unwrap().contains("seven"));
}
