//! The derive and the attributes of Querent.
//!
//! Each macro goes the same way: `parse` turns the user's tokens into plain data and reports every mistake at its own
//! place, `expand` turns the data into code. What is generated is thin: constants, field reads, and calls of one line
//! into `querent::codegen`.

mod names;
mod self_type;
mod function;
mod model_type;
mod model;
mod queryset;
mod test;

use proc_macro::TokenStream;

/// Makes a struct a model: its fields are the columns and relations of a table.
///
/// The derive writes the `Model` implementation, the handles that closures receive (`ProductFields`), the builder of
/// new rows (`ProductDraft`), and the functions `objects`, `draft` and `fields`.
///
/// - `#[model(table = "products", ordering = [name, -price, category.name])]` on the struct. Without `table`, the
///   table is the struct's name in snake case.
/// - `#[field(primary_key, column = "…", max_length = 100, max_digits = 10, decimal_places = 2, unique, index,
///   default = 0, auto_now, auto_now_add)]` on a column. A default is a literal, or `sql("gen_random_uuid()")`. A
///   field called `id` is the key unless another one says `primary_key`.
/// - `#[relation(on_delete = Cascade, column = "…", index = false, default = 1)]` on a `ForeignKey` or `OneToOne`;
///   `on_delete` is `Cascade`, `SetNull`, `SetDefault`, `Restrict` or `NoAction`.
/// - `#[relation(by = category)]` on a `HasMany` or `HasOne`: the key at the other end.
/// - `#[relation(table = "…", columns = (product_id, tag_id))]`, `#[relation(through = ProductTag)]` or, on the other
///   side, `#[relation(by = tags)]` on a `ManyToMany`.
#[proc_macro_derive(Model, attributes(model, field, relation))]
pub fn model(input: TokenStream) -> TokenStream {
    model::derive(input.into()).into()
}

/// Makes the methods of an `impl QuerySet<Product>` methods of every queryset of products: Django's custom manager.
///
/// The methods become a trait, `ProductQuerySet` unless the attribute names another one; import it where you chain. A
/// method that returns `Self` works on querysets of any shape and on relations inside closures. A method that returns
/// anything else works where rows are instances.
#[proc_macro_attribute]
pub fn queryset(arguments: TokenStream, item: TokenStream) -> TokenStream {
    queryset::expand(arguments.into(), item.into()).into()
}

/// Runs an `async fn(db: Db)` as a test with a database of its own.
///
/// - `models = [Category, Product]`: the tables that the database has.
/// - `sql = "…"`, or a constant of them: statements that are run once the tables are there.
/// - `worker_threads = 2`: how many threads the runtime has.
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test::expand(arguments.into(), item.into()).into()
}
