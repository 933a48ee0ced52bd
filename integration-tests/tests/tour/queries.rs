//! The tour: what is asked of the database, line by line.

use axum::extract::State;
use querent::prelude::*;
use rust_decimal::{Decimal, dec};

use crate::models::{Category, Product, ProductFields, ProductQuerySet, Review, Tag};

pub async fn dear(State(db): State<Db>) -> querent::Result<axum::Json<Vec<Product>>> {
    let products = Product::objects(&db)
        .active()
        .filter(|p| p.category.name.eq("Electronics") & p.price.gt(dec!(1000)))
        .exclude(|p| p.stock.eq(0))
        .order_by(|p| (p.price.desc(), p.name))
        .select_related(|p| p.category)
        .prefetch_related(|p| (p.tags, p.reviews.order_by(|r| r.rating.desc()).limit(3))) // three per product
        .await?;
    Ok(axum::Json(products))
}

pub fn routes(db: Db) -> axum::Router {
    axum::Router::new().route("/dear", axum::routing::get(dear)).with_state(db)
}

pub async fn streamed(db: Db) -> querent::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut rows = Product::objects(&db).filter(|p| p.stock.gt(0)).stream(); // a Stream of Result<Product>
    while let Some(product) = rows.try_next().await? {
        names.push(product.to_string());
    }
    Ok(names)
}

pub async fn one_row(db: Db) -> querent::Result<(Product, Product, Option<Product>)> {
    let one = Product::objects(&db).by_key(7).await?; // or .get(|p| …)
    let same = Product::objects(&db).get(|p| p.name.eq("Radio")).await?;
    let maybe = Product::objects(&db).by_key(8).optional().await?; // DoesNotExist becomes None
    Ok((one, same, maybe))
}

/// The name without I/O, the name with I/O once, and the raw key.
pub async fn related(db: Db, one: Product) -> querent::Result<(Option<String>, String, i64)> {
    let loaded = one.category.loaded().map(|category| category.name.clone()).ok(); // never I/O
    let name = one.category.load(&db).await?.name.clone(); // I/O once, remembered in the instance
    let again = &one.category.loaded()?.name;
    assert_eq!(&name, again);
    Ok((loaded, name, one.category.key()))
}

pub async fn related_manager(db: Db, mut one: Product, new: Tag, sale: Tag) -> querent::Result<Vec<Tag>> {
    one.tags.add(&db, [&new, &sale]).await?; // related manager: add remove set clear, and .objects(&db) to query
    one.tags.remove(&db, [&new]).await?;
    one.tags.set(&db, [&new]).await?;
    one.tags.clear(&db).await?;
    one.tags.add(&db, [new.id, sale.id]).await?; // keys will do
    one.tags.objects(&db).filter(|t| t.label.ne("new")).await
}

pub async fn conditions_as_values(db: Db, search: Option<&str>) -> querent::Result<u64> {
    let p = Product::fields(); // the handles as a value
    let mut wanted = Q::<Product>::all(); // Q objects are values: & | !
    if let Some(text) = search {
        wanted &= p.name.icontains(text)
    }
    Product::objects(&db)
        .filter(|_| wanted)
        .update(|p| (p.stock.set(p.stock - 1), p.is_active.set(false)))
        .await // F expressions
}

pub async fn values(db: Db) -> querent::Result<Vec<(String, Option<String>)>> {
    let names: Vec<(String, Option<String>)> =
        Product::objects(&db).values(|p| (p.name, p.supplier.name)).await?;
    Ok(names) // Option exactly where the path can be NULL, never twice
}

/// Conditions on a relation that need no join, and what they select.
pub fn on_keys(db: &Db, electronics: &Category) -> Vec<querent::Result<String>> {
    let products = || Product::objects(db);
    vec![
        products().filter(|p| p.category.eq(electronics)).sql(),
        products().filter(|p| p.category.eq(3)).sql(),
        products().filter(|p| p.category.is_in([1, 2])).sql(),
        products().filter(|p| p.category.is_in(Category::objects(db))).sql(),
        products().filter(|p| p.supplier.is_null()).sql(),
        products().values(|p| p.category.key()).sql(),
    ]
}

/// A reusable condition is a function over the path.
pub fn cheap<P: Path<Model = Product>>(p: ProductFields<P>) -> Q<P::Scope> {
    p.price.lt(dec!(5)) | p.stock.gt(100)
}

pub async fn reusable(db: Db) -> querent::Result<(Vec<Product>, Vec<Review>)> {
    let products = Product::objects(&db).filter(cheap).await?;
    let reviews = Review::objects(&db).filter(|r| cheap(*r.product)).await?;
    Ok((products, reviews))
}

/// An absent condition is the identity of its operator.
pub async fn absent(db: Db) -> querent::Result<[i64; 4]> {
    let p = Product::fields();
    let nothing: Option<Q<Product>> = None;
    Ok([
        Product::objects(&db).filter(|_| nothing.clone()).count().await?,
        Product::objects(&db).exclude(|_| nothing.clone()).count().await?,
        Product::objects(&db).filter(|_| p.stock.gt(0) | nothing.clone()).count().await?,
        Product::objects(&db).filter(|_| p.stock.gt(0) & Vec::<Q<Product>>::new()).count().await?,
    ])
}

pub fn page(mut q: QuerySet<Product>, page: Option<u64>) -> QuerySet<Product> {
    if let Some(n) = page {
        q = q.limit(n)
    }
    q
}

/// `filter` and `order_by` after a slice apply to the slice; `limit` and `offset` take an `Option` too.
pub async fn sliced(db: Db, from: Option<u64>, count: Option<u64>) -> querent::Result<Vec<Decimal>> {
    let dearest = Product::objects(&db).order_by(|p| p.price.desc()).offset(from).limit(count);
    dearest.filter(|p| p.stock.gt(0)).order_by(|p| p.price).values(|p| p.price).await
}
