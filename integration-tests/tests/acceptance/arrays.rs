//! Columns that hold lists.

use querent::prelude::*;

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::ArrayDoc;

#[test]
fn pgx_01_lists_are_compared_searched_measured_and_cut() {
    on_the_data(async |db| {
        let all = ArrayDoc::objects(&db);
        let filter = async |condition: Q<ArrayDoc>| ids(&db, all.clone().filter(|_| condition)).await;
        let (nums, tags) = (ArrayDoc::fields().nums, ArrayDoc::fields().tags);
        assert_eq!(filter(nums.contains([2])).await, [2, 3]);
        assert_eq!(filter(nums.contains([2, 3])).await, [3]);
        assert_eq!(filter(nums.contained_by([1, 2, 3])).await, [1, 2, 3, 6]);
        assert_eq!(filter(nums.overlap([2, 40])).await, [2, 3, 4]);
        assert_eq!(filter(nums.len().lte(2)).await, [1, 2, 3, 6]);
        assert_eq!(filter(nums.len().eq(0)).await, [6]);
        assert_eq!(filter(nums.at(0).eq(2)).await, [2, 3]);
        assert_eq!(filter(nums.slice(0..2).eq([2, 3])).await, [3]);
        let first = all.clone().filter(|_| nums.slice(0..1).eq([2])).exclude(|_| nums.len().eq(2));
        assert_eq!(ids(&db, first).await, [2]);
        assert_eq!(filter(nums.eq([1])).await, [1]);
        assert_eq!(filter(nums.eq(None)).await, [5]);
        assert_eq!(filter(nums.is_in([vec![1], vec![2]])).await, [1, 2]);
        assert_eq!(ids(&db, all.clone().exclude(|_| nums.contains([2]))).await, [1, 4, 5, 6]);
        assert_eq!(filter(tags.contains(["django"])).await, [2, 3, 6]);
        let text = tags.cast::<String>();
        assert_eq!(filter(text.icontains("DJANGO")).await, [2, 3, 6]);
    });
}
