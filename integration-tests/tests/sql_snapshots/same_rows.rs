//! Two texts of one condition find the same rows.

use querent::prelude::*;

use crate::models::{Category, Product, ROWS, Review, Supplier, Tag};

/// More of the shop: values that are NULL, and a category without products.
const MORE: &str = "
    INSERT INTO category (name, parent_id) VALUES ('Empty', 2);
    UPDATE product SET note = 'new' WHERE id = 1;
    UPDATE product SET note = 'zz' WHERE id = 2";

/// The keys of the rows of a model that fulfil a condition.
macro_rules! keys {
    ($query:expr) => {
        $query.order_by(|row| row.id).values(|row| row.id).distinct().await.unwrap()
    };
}

/// What is not in a set is every other row, whether `not_in` or `exclude` asks for it.
macro_rules! complements {
    ($db:expr, $model:ident, $($what:literal: |$row:ident| $value:expr, $set:expr;)*) => { $(
        let inside: Vec<i64> = keys!($model::objects($db).filter(|$row| $value.is_in($set)));
        let mut others: Vec<i64> = keys!($model::objects($db));
        others.retain(|key| !inside.contains(key));
        assert_eq!(keys!($model::objects($db).exclude(|$row| $value.is_in($set))), others, "{}", $what);
        assert_eq!(keys!($model::objects($db).filter(|$row| $value.not_in($set))), others, "{}", $what);
    )* };
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn what_is_not_in_a_set_is_every_other_row(db: Db) {
    db.batch_execute(MORE).await.unwrap();
    let (categories, products) = (|| Category::objects(&db), || Product::objects(&db));
    let radio = products().by_key(1).await.unwrap();
    complements! { &db, Product,
        "names of tags": |p| p.name, Tag::objects(&db).values(|t| t.name);
        "a note that may be NULL": |p| p.note, Tag::objects(&db).values(|t| t.name);
        "behind joins": |p| p.category, categories().filter(|c| c.products.supplier.name.eq("Acme"));
        "excluded ones": |p| p.category, categories().exclude(|c| c.products.tags.name.eq("sale"));
        "distinct ones": |p| p.category, categories().filter(|c| c.products.stock.gt(0)).distinct();
        "either of two": |p| p.category, categories().filter(|c| c.products.stock.gt(4) | c.name.eq("Empty"));
        "a slice": |p| p.category, categories().order_by(|c| c.name).limit(1);
        "groups": |p| p.category, categories().annotate(|c| c.products.count()).filter(|(_, n)| n.gt(1));
        "a union": |p| p.category, categories().filter(|c| c.id.eq(1)).union(categories().filter(|c| c.id.eq(3)));
        "computed values": |p| p.stock, products().values(|q| q.stock + 3);
        "no rows": |p| p.category, categories().none();
        "all rows": |p| p.supplier, Supplier::objects(&db);
        "nested ones": |p| p.category, categories().filter(|c| c.parent.not_in(categories().filter(|d| d.id.eq(2))));
        "a nullable path": |p| p.category.parent.parent, categories();
        "a filtered relation": |p| p.category, categories()
            .filtered_relation(|c| c.products.filter(|q| q.stock.gt(3)))
            .filter(|(_, some)| some.is_not_null());
        "the row's own others": |p| p.stock, Product::within(p).filter(|q| q.id.ne(p.id)).values(|q| q.stock + 3);
    }
    complements! { &db, Category,
        "parents": |c| c.parent, categories().filter(|d| d.products.stock.gt(0));
        "keys that may be NULL": |c| c.id, categories().values(|d| d.parent.key());
        "values of related rows": |c| c.name, products().values(|p| p.category.parent.name);
    }
    complements! { &db, Tag,
        "notes that may be NULL": |t| t.name, products().values(|p| p.note);
        "values of many rows": |t| t.name, products().values(|p| p.tags.name);
        "the rows of one instance": |t| t.id, radio.tags.objects(&db).values(|t| t.id);
    }
}

/// A condition finds the same rows behind an aggregate, where it multiplies nothing.
macro_rules! behind {
    ($db:expr, $($what:literal: |$c:ident| $condition:expr;)*) => { $(
        let before: Vec<i64> = keys!(Category::objects($db).filter(|$c| $condition));
        let counted = Category::objects($db).annotate(|c| c.products.count());
        let counted = counted.filter(|($c, _)| $condition).order_by(|(c, _)| c.id).await.unwrap();
        let behind: Vec<_> = counted.into_iter().map(|(category, n)| (category.id, n)).collect();
        let whole = [(1, 1), (2, 2), (3, 0)];
        let expected: Vec<_> = whole.into_iter().filter(|(key, _)| before.contains(key)).collect();
        assert_eq!(behind, expected, "{}", $what);
    )* };
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_condition_behind_an_aggregate_finds_the_rows_that_it_finds_before_it(db: Db) {
    db.batch_execute(MORE).await.unwrap();
    behind! { &db,
        "many rows": |c| c.products.stock.gt(3);
        "two of one row": |c| c.products.stock.gt(3) & c.products.price.gt(50);
        "negated": |c| !c.products.stock.gt(3);
        "no rows": |c| c.products.is_null();
        "some rows": |c| c.products.is_not_null();
        "NULL": |c| c.products.note.is_null();
        "behind them": |c| c.products.supplier.country.is_null();
        "pairs": |c| c.products.tags.name.eq("sale");
        "no pairs": |c| c.products.tags.is_null();
        "coalesced": |c| c.products.note.coalesce("x").eq("x");
        "another one": |c| c.products.note.ne("zz");
        "its own column, too": |c| c.products.stock.gt(3) & c.name.eq("Audio");
        "either": |c| c.products.stock.gt(3) | c.name.eq("nobody");
        "either, of itself": |c| c.products.stock.gt(100) | c.name.eq("Empty");
        "either but not both": |c| c.products.stock.gt(3) ^ c.name.eq("nobody");
        "neither": |c| !(c.products.stock.gt(3) | c.name.eq("nobody"));
        "either NULL": |c| c.products.note.is_null() | c.products.stock.gt(100);
    }
}
