//! Models and fields that are called like everything else.

use querent::prelude::*;
use serde::Serialize;

#[derive(Model, Debug, Clone, Serialize)]
pub struct Result {
    pub id: i64,
    pub r#type: std::string::String,
    pub eq: i32,
    pub count: i32,
    pub filter: bool,
    pub key: i32,
    pub all: i32,
    pub set: i32,
    pub row: i32,
    pub given: i32,
    pub value: i32,
    pub reader: i32,
    pub column: i32,
    pub keys: i32,
    pub owner: i32,
    #[relation(on_delete = Cascade)]
    pub r#match: ForeignKey<Product>,
    #[relation(on_delete = SetNull)]
    pub relation: ForeignKey<std::option::Option<Option>>,
}

/// Choices that are called like what generated code speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Choices)]
pub enum Choices {
    Ok,
    None,
    Scalar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Choices)]
#[choices(bigint)]
pub enum Iterator {
    Some = -1,
    Err = 1,
}

#[derive(Clone, Debug, PartialEq, Serialize, ColumnType)]
pub struct Param {
    pub stored: std::string::String,
}

#[derive(Model, Debug, Clone, Serialize)]
pub struct Chosen {
    pub id: i64,
    #[field(default = Choices::None)]
    pub some: Choices,
    pub all: std::option::Option<Iterator>,
    pub value: std::vec::Vec<Param>,
}

/// The other name for the relation `category` of `Product`.
#[derive(Model, Debug, Clone, Serialize)]
pub struct ProductCategory {
    pub id: i64,
    #[relation(by = category)]
    pub products: HasMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
pub struct Product {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub category: ForeignKey<ProductCategory>,
    pub options: ManyToMany<Option>,
    #[relation(by = r#match)]
    pub results: HasMany<Result>,
}

/// A model called `Option`: the derive tells it from the other one by its argument.
#[derive(Model, Debug, Clone, Serialize)]
#[model(ordering = [some, -none])]
pub struct Option {
    pub id: i64,
    pub some: std::string::String,
    pub none: std::option::Option<i32>,
    #[relation(on_delete = Cascade)]
    pub parent: ForeignKey<std::option::Option<Option>>,
    #[relation(by = options)]
    pub products: ManyToMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
pub struct String {
    #[field(primary_key)]
    pub text: std::string::String,
    #[relation(on_delete = Cascade)]
    pub option: OneToOne<Option>,
}

#[derive(Model, Debug, Clone, Serialize)]
pub struct Vec {
    pub id: i64,
    pub bytes: std::vec::Vec<u8>,
}

#[derive(Model, Debug, Clone, Serialize)]
pub struct Model {
    pub id: i64,
    pub meta: i32,
}

#[derive(Model, Debug, Clone, Serialize)]
pub struct Path {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub p: ForeignKey<Self_>,
}

#[derive(Model, Debug, Clone, Serialize)]
pub struct Self_ {
    pub id: i64,
    #[relation(by = p)]
    pub paths: HasMany<Path>,
}

/// Constants and functions that are called like what the derive writes.
pub const META: i32 = 1;
pub fn ascending() {}
pub mod missing {}
pub mod querent_ {}

pub async fn used(db: Db) -> querent::Result<std::vec::Vec<Result>> {
    let product = Product::objects(&db).first().await?;
    Result::draft()
        .r#type("x")
        .eq(1)
        .count(2)
        .filter(true)
        .key(3)
        .all(4)
        .set(5)
        .row(6)
        .given(7)
        .value(8)
        .reader(9)
        .column(10)
        .keys(11)
        .owner(12)
        .r#match(product.as_ref().map_or(1, |product| product.id))
        .relation(Some(1))
        .create(&db)
        .await?;
    Result::objects(&db)
        .filter(|r| r.r#type.eq("x") & r.eq.eq(1) & r.count.gt(1) & r.filter & r.relation.some.eq("y"))
        .filter(|r| r.r#match.category.key().eq(3) & r.key.eq(3) & r.r#match.options.none.eq(None))
        .order_by(|r| (r.filter.desc(), r.r#match.id))
        .select_related(|r| (r.r#match.category, r.relation.parent))
        .prefetch_related(|r| r.r#match.options.filter(|o| o.none.is_null()))
        .await
}

/// A type that is called like what `#[queryset]` writes.
pub struct Written;

/// Methods whose type parameters are called like those of generated code.
#[queryset]
impl QuerySet<Path> {
    pub fn named<S: Into<i64>>(self, id: S) -> Self {
        let id = id.into();
        self.filter(|p| p.id.eq(id))
    }

    pub fn beside<P, R: Into<i64>>(self, _: P, other: R) -> Self
    where
        P: Into<std::option::Option<Written>>,
    {
        let other = other.into();
        self.exclude(|p| p.id.eq(other))
    }

    pub async fn count_of<M: Into<i64> + Send>(self, id: M) -> querent::Result<i64> {
        self.named(id).count().await
    }
}

pub async fn managed(db: Db) -> querent::Result<i64> {
    let paths = Path::objects(&db).named(1_i32).beside(Written, 2_u32);
    Self_::objects(&db).prefetch_related(|s| s.paths.named(3)).await?;
    paths.count_of(1).await
}

/// Relations whose markers would be called like the handles and the draft of their model.
#[derive(Model, Debug, Clone, Serialize)]
pub struct Form {
    pub id: i64,
    #[relation(by = form)]
    pub fields: HasMany<FormField>,
    #[relation(on_delete = Cascade)]
    pub draft: OneToOne<std::option::Option<Path>>,
    #[relation(on_delete = SetNull)]
    pub parent: ForeignKey<std::option::Option<Self>>,
    #[relation(by = parent)]
    pub children: HasMany<Self>,
    pub similar: ManyToMany<Self>,
}

#[derive(Model, Debug, Clone, Serialize)]
pub struct FormField {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub form: ForeignKey<Form>,
}

pub async fn forms(db: Db) -> querent::Result<std::vec::Vec<Form>> {
    let form = Form::draft().draft(None::<i64>).create(&db).await?;
    FormField::draft().form(&form).create(&db).await?;
    Form::draft().parent(&form).create(&db).await?;
    Form::objects(&db)
        .filter(|f| f.fields.form.draft.id.eq(1) & f.parent.parent.id.eq(2) & f.children.id.gt(3))
        .select_related(|f| f.parent.draft)
        .prefetch_related(|f| (f.fields, f.children, f.similar))
        .await
}

/// Models that a macro writes: its tokens have locals of their own.
macro_rules! lookup_tables {
    ($($name:ident: $field:ident $ty:ty),*) => { $(
        #[derive(Model, Debug, Clone, Serialize)]
        #[model(ordering = [$field, -id])]
        pub struct $name {
            pub id: i64,
            #[field(unique)]
            pub $field: $ty,
            #[field(default = 3)]
            pub keys: i32,
            #[relation(on_delete = SetNull)]
            pub parent: ForeignKey<std::option::Option<$name>>,
            #[relation(by = parent)]
            pub children: HasMany<$name>,
        }

        #[queryset]
        impl QuerySet<$name> {
            pub fn roots(self) -> Self {
                self.filter(|row| row.parent.is_null())
            }
        }
    )* };
}

lookup_tables!(Colour: label std::string::String, Grade: rank i32);
