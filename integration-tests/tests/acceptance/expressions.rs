//! Arithmetic of columns.

use querent::prelude::*;

use crate::ask::names;
use crate::database::on_the_data;
use crate::models::Company;

#[test]
fn exp_01_comparisons_and_arithmetic_of_columns_keep_precedence_and_parentheses() {
    on_the_data(async |db| {
        let all = Company::objects(&db).order_by(|c| c.id);
        let crowded = all.clone().filter(|c| c.num_employees.gt(c.num_chairs));
        assert_eq!(names(&db, crowded).await, ["Example Inc.", "Test GmbH"]);
        let n = Company::fields().num_employees;
        let product_first = all.clone().values(|_| n + 2 * n).await.unwrap();
        assert_eq!(product_first, [6900, 9, 96]);
        let sum_first = all.clone().values(|_| (n + 2) * n).await.unwrap();
        assert_eq!(sum_first, [5294600, 15, 1088]);
        let negated = all.clone().values(|_| 0 - n).await.unwrap();
        assert_eq!(negated, [-2300, -3, -32]);
        let from_a_number = all.values(|_| 15 - n).await.unwrap();
        assert_eq!(from_a_number, [-2285, 12, -17]);
    });
}
