//! The derive and the attributes of Querent.
//!
//! Each macro goes the same way: `parse` turns the user's tokens into plain data and reports every mistake at its own
//! place, `expand` turns the data into code. What is generated is thin: constants, field reads, and calls of one line
//! into `querent::codegen`.

mod names;
mod attributes;
mod self_type;
mod function;
mod model_type;
mod model;
mod choices;
mod column_type;
mod values;
mod queryset;
mod test;
mod migrations_folder;
mod project;
mod historical;

use proc_macro::TokenStream;

/// Makes a struct a model: its fields are the columns and relations of a table.
///
/// The derive writes the `Model` implementation, the handles that closures receive (`ProductFields`), the builder of
/// new rows (`ProductDraft`), and the functions `objects`, `draft` and `fields`.
///
/// # `#[model(…)]`, on the struct
///
/// | | |
/// |---|---|
/// | `table = "products"` | the table; the struct's name in snake case if not said |
/// | `ordering = [name, -price, category.name]` | the order of queries that name none |
/// | `primary_key = [tenant, id]` | a key of two or three fields, keys of relations among them: `Model::Key` is a tuple, and closures have the columns as `c.pk()`. No relation leads to such a model but the other side of its own keys |
/// | `check(price_not_negative = "price >= 0", …)` | CHECK constraints, in SQL |
/// | `unique(product_slug = [category, slug])` | a unique constraint; options are `include = [name]`, `where = "is_active"`, `nulls_not_distinct` and `deferrable`, the last of which goes with no `where` |
/// | `index(product_recent = [-created_at, "lower(name)"])` | an index of fields, `-field` for the largest first, and SQL as it stands in `CREATE INDEX`; options are `using = "gin"`, `include = […]` and `where = "…"` |
/// | `exclude(booking_once = "room_id WITH =, during WITH &&")` | an exclusion constraint, in SQL; options are `using`, `gist` if not said, `where = "…"` and `deferrable` |
/// | `managed = false` | the table is somebody else's, and migrations leave it alone |
/// | `comment = "what is for sale"` | the table's comment |
/// | `renamed_from = "Article"` | what the struct was called before, for `makemigrations` |
///
/// There may be several of `unique`, `index` and `exclude`; options follow after commas: `unique(product_slug = [slug],
/// where = "is_active")`.
///
/// # `#[field(…)]`, on a column
///
/// | | |
/// |---|---|
/// | `primary_key` | the key; a field called `id` is it unless another one says so |
/// | `identity` | the database counts the key. A key that is an `i16`, `i32` or `i64` is counted anyway; this is for one of a type of your own that is stored as such |
/// | `column = "…"` | the column; the field's name if not said |
/// | `max_length = 100` | `varchar(100)` |
/// | `max_digits = 10, decimal_places = 2` | `numeric(10, 2)` |
/// | `unique`, `index` | a unique constraint, an index, of this column alone |
/// | `default = 0` | what the database writes without a value: a literal, a list of them for an array, a variant of choices (`Status::New`), or `sql("gen_random_uuid()")` |
/// | `auto_now_add`, `auto_now` | the database's clock when the row is created; whenever it is saved |
/// | `generated = "price * stock"` | the database computes the column of others of the row: `GENERATED ALWAYS AS (…) STORED` |
/// | `version` | an integer that counts the saves of the row: a save of what somebody else has saved since is an error of the kind `Stale` |
/// | `comment = "…"` | the column's comment |
/// | `renamed_from = "title"` | what the field was called before, for `makemigrations` |
///
/// A column of the type `Deferred<T>` is left out of rows until it is asked for.
///
/// # `#[relation(…)]`, on a relation
///
/// | | on | |
/// |---|---|---|
/// | `on_delete = Cascade` | `ForeignKey`, `OneToOne` | what becomes of the row when the other one is deleted: `Cascade`, `SetNull`, `SetDefault`, `Restrict` or `NoAction`; it must be said |
/// | `column = "…"` | `ForeignKey`, `OneToOne` | the column; the field's name and `_id` if not said |
/// | `index = false` | `ForeignKey` | the key brings no index |
/// | `default = 1` | `ForeignKey`, `OneToOne` | a literal or `sql("…")` |
/// | `constraint = false` | `ForeignKey`, `OneToOne` | the database does not check the key, and nothing becomes of it when the other row is deleted: with `on_delete = NoAction` |
/// | `deferrable` | `ForeignKey`, `OneToOne` | `DEFERRABLE`: it is checked at once until a transaction says otherwise |
/// | `comment = "…"` | `ForeignKey`, `OneToOne` | the column's comment |
/// | `by = category` | `HasMany`, `HasOne` | the field of the key at the other end |
/// | `by = tags` | `ManyToMany` | the field of the relation at the other end, which says all the rest |
/// | `table = "…"` | `ManyToMany` | the table of pairs |
/// | `through = ProductTag` | `ManyToMany` | the model of the pairs, in place of a table |
/// | `columns = (product_id, tag_id)` | `ManyToMany` | the two keys of the pairs, this side's first |
/// | `symmetrical` | `ManyToMany` | of a model to itself: each pair is written both ways |
/// | `renamed_from = "group"` | all but `HasMany`, `HasOne` | what the field was called before, for `makemigrations` |
#[proc_macro_derive(Model, attributes(model, field, relation))]
pub fn model(input: TokenStream) -> TokenStream {
    model::derive(input.into()).into()
}

/// Makes the variants of an enum the values that a column may have: Django's choices.
///
/// The derive writes the `Choices` implementation, what columns need, and `FromStr`, or `TryFrom` of the integer.
///
/// - `#[choices(text)]`, `#[choices(smallint)]`, `#[choices(integer)]`, `#[choices(bigint)]` or
///   `#[choices(postgres = "order_status")]` on the enum. Without it, choices are text.
/// - `#[choice(value = "…", label = "…")]` on a variant. Without it, `InTransit` is stored as `in_transit` and reads
///   `In Transit`.
#[proc_macro_derive(Choices, attributes(choices, choice))]
pub fn choices(input: TokenStream) -> TokenStream {
    choices::derive(input.into()).into()
}

/// Makes a struct of one field a type that columns can hold, and primary keys can be; it is stored as its field.
#[proc_macro_derive(ColumnType)]
pub fn column_type(input: TokenStream) -> TokenStream {
    column_type::derive(input.into()).into()
}

/// Makes a struct with named fields a row of `values`, `annotate` and `aggregate`.
///
/// The derive writes a struct that is filled with columns, expressions and aggregates: `CardValues { name: p.name, n:
/// p.reviews.count() }` gives a `Card`, and what later closures are handed has fields of the same names. A field may be
/// another such struct, or a tuple.
#[proc_macro_derive(Values)]
pub fn values(input: TokenStream) -> TokenStream {
    values::derive(input.into()).into()
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
/// - `project = shop::PROJECT`: the database has what the migrations of this project make of it.
/// - `models = [Category, Product]`: the tables that the database has, for models without migrations.
/// - `sql = "…"`, or a constant of them: statements that are run once the tables are there.
/// - `worker_threads = 2`: how many threads the runtime has.
/// - `n_plus_one = "deny"`: the test runs in a scope of the N+1 watch, and all that is found is one failure at its end.
///   `"strict"` finds a relation that is loaded for one row, too, where the query could have found several; with `"error"`
///   the load or query that is one too many is an error, and with `"panic"` it panics.
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test::expand(arguments.into(), item.into()).into()
}

/// A project: its applications, and the files of its migrations.
///
/// ```text
/// pub static PROJECT: querent_migrate::Project =
///     querent_migrate::project!(apps: [APP, blog::APP], migrations: "migrations");
/// ```
///
/// The folder is a path from the package's; one that is not there yet holds no migrations. Its files are part of the program,
/// and cargo builds it again when one has changed. A file with a mistake does not keep it from being built: the
/// program says what is wrong. The functions that migrations run are looked for where this is written, and rustc says
/// which of them is missing.
#[proc_macro]
pub fn project(arguments: TokenStream) -> TokenStream {
    let declared = proc_macro::Span::call_site().local_file();
    let declared = declared.and_then(|file| std::path::absolute(file).ok());
    project::expand(arguments.into(), declared.as_deref()).into()
}

/// The models of an application as they were at one point of its migrations, for data migrations.
///
/// ```text
/// mod then {
///     querent_migrate::historical!("shop.0002_product_title_sku:2");
/// }
/// ```
///
/// These are the models after two operations of that migration; without a number, after all of it. They are structs with `#[derive(Model)]`, each with the
/// columns, keys and tables of pairs that it had, so that a field that did not exist then is a mistake that rustc
/// reports. They have no methods and no other side of relations. The models of other applications that they refer to stand
/// in a module each, which has the application's label; enums of the database are enums with `#[derive(Choices)]`. An array
/// is a `Vec<Option<T>>`: no column forbids an element to be NULL.
///
/// Migrations are looked for in the folder `migrations` of the package; `, migrations: "…"` names another one.
#[proc_macro]
pub fn historical(arguments: TokenStream) -> TokenStream {
    historical::expand(arguments.into()).into()
}
