use crate::column::Default;
use crate::enumeration::Enum;
use crate::error::Kind as ErrorKind;
use crate::operation::{Constraint, Operation};
use crate::sql_type::SqlType;
use crate::state::{
    Check, Element, Field, ForeignKey, Index, Kind, Model, Pairs, PairsBy, Plain, State, Unique,
};
use crate::table::OnDelete;

fn plain(name: &str, sql_type: SqlType) -> Field {
    let plain = Plain {
        column: name.to_owned(),
        sql_type,
        nullable: false,
        default: None,
        unique: false,
        index: false,
    };
    Field { name: name.to_owned(), kind: Kind::Plain(plain), comment: None }
}

fn key(name: &str, to: &str) -> Field {
    let key = ForeignKey {
        column: format!("{name}_id"),
        to: to.parse().unwrap(),
        on_delete: OnDelete::Cascade,
        nullable: false,
        default: None,
        unique: false,
        index: true,
        constraint: true,
        deferrable: false,
    };
    Field { name: name.to_owned(), kind: Kind::ForeignKey(key), comment: None }
}

fn model(table: &str, fields: impl IntoIterator<Item = Field>) -> Model {
    let mut model = Model::new(table);
    model.fields.push(plain("id", SqlType::BigInt));
    model.fields.extend(fields);
    model.primary_key = vec!["id".to_owned()];
    model
}

fn create(name: &str, definition: Model) -> Operation {
    Operation::CreateModel { model: name.to_owned(), definition }
}

/// `Category`, and `Product` with a key to it, tags, a constraint and an index.
fn shop() -> State {
    let tags = Pairs {
        to: "shop.Tag".parse().unwrap(),
        by: PairsBy::Table {
            table: "product_tags".to_owned(),
            from: "product_id".to_owned(),
            to: "tag_id".to_owned(),
        },
    };
    let mut product = model("product", [key("category", "shop.Category"), plain("stock", SqlType::Integer)]);
    product.fields.push(Field { name: "tags".to_owned(), kind: Kind::ManyToMany(tags), comment: None });
    product.checks.push(Check { name: "positive".to_owned(), condition: "stock >= 0".to_owned() });
    product.indexes.push(Index {
        name: "by_category".to_owned(),
        elements: vec![
            Element::Field { name: "category".to_owned(), descending: false },
            Element::Sql("abs(stock)".to_owned()),
        ],
        method: None,
        include: Vec::new(),
        condition: Some("stock > 0".to_owned()),
    });
    let mut state = State::default();
    for operation in [
        create("Category", model("category", [])),
        create("Tag", model("tag", [])),
        create("Product", product),
    ] {
        state.apply("shop", &operation).unwrap();
    }
    state
}

fn product(state: &State) -> &Model {
    &state.models[&"shop.Product".parse().unwrap()]
}

fn refused(operation: Operation) -> String {
    let error = shop().apply("shop", &operation).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Replay);
    error.to_string()
}

fn rename_field(from: &str, to: &str) -> Operation {
    Operation::RenameField {
        model: "Product".to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        column: None,
    }
}

#[test]
fn a_renamed_field_is_renamed_in_lists_and_in_sql() {
    let mut state = shop();
    state.apply("shop", &rename_field("stock", "amount")).unwrap();
    state.apply("shop", &rename_field("category", "shelf")).unwrap();
    let product = product(&state);
    assert_eq!(product.column("shelf"), Some("shelf_id"));
    assert_eq!(product.checks[0].condition, "amount >= 0");
    assert_eq!(product.indexes[0].condition.as_deref(), Some("amount > 0"));
    assert_eq!(
        product.indexes[0].elements,
        [
            Element::Field { name: "shelf".to_owned(), descending: false },
            Element::Sql("abs(amount)".to_owned())
        ]
    );
}

#[test]
fn a_column_of_its_own_name_stays_when_its_field_is_renamed() {
    let mut state = shop();
    let column = Some("stock".to_owned());
    let rename = Operation::RenameField {
        model: "Product".to_owned(),
        from: "stock".to_owned(),
        to: "amount".to_owned(),
        column,
    };
    state.apply("shop", &rename).unwrap();
    state.apply("shop", &rename_field("amount", "quantity")).unwrap();
    assert_eq!(product(&state).column("quantity"), Some("stock"));
    assert_eq!(product(&state).checks[0].condition, "stock >= 0");
}

#[test]
fn a_renamed_model_is_followed_by_tables_pairs_and_references() {
    let mut state = shop();
    let rename = |from: &str, to: &str| Operation::RenameModel { from: from.to_owned(), to: to.to_owned() };
    state.apply("shop", &rename("Product", "Article")).unwrap();
    state.apply("shop", &rename("Category", "Shelf")).unwrap();
    state.apply("shop", &rename("Tag", "Label")).unwrap();
    let article = &state.models[&"shop.Article".parse().unwrap()];
    assert_eq!(article.table, "article");
    let refers: Vec<_> = article.fields.iter().flat_map(Field::refers_to).map(ToString::to_string).collect();
    assert_eq!(refers, ["shop.Shelf", "shop.Label"]);
    let tables: Vec<_> = state.schema().unwrap().tables.into_iter().map(|table| table.name).collect();
    assert_eq!(tables, ["article", "article_tags", "label", "shelf"]);
    let Kind::ManyToMany(Pairs { by: PairsBy::Table { from, to, .. }, .. }) =
        &article.field("tags").unwrap().kind
    else {
        panic!("it has pairs")
    };
    assert_eq!((from.as_str(), to.as_str()), ("article_id", "label_id"));
}

#[test]
fn a_table_of_its_own_name_stays_when_its_model_is_renamed() {
    let mut state = State::default();
    state.apply("shop", &create("Tag", model("labels", []))).unwrap();
    state.apply("shop", &Operation::RenameModel { from: "Tag".to_owned(), to: "Mark".to_owned() }).unwrap();
    assert_eq!(state.models[&"shop.Mark".parse().unwrap()].table, "labels");
}

#[test]
fn what_is_not_there_cannot_be_changed() {
    let (model, field) = ("Product".to_owned(), "size".to_owned());
    assert_eq!(
        refused(Operation::RemoveField { model: model.clone(), field }),
        "there is no field `shop.Product.size`"
    );
    assert_eq!(
        refused(Operation::DeleteModel { model: "Order".to_owned() }),
        "there is no model `shop.Order`"
    );
    assert_eq!(
        refused(Operation::RenameIndex { model, from: "old".to_owned(), to: "new".to_owned() }),
        "there is no index `old` of `shop.Product`"
    );
    assert_eq!(refused(Operation::DropEnum { name: "mood".to_owned() }), "there is no enum `mood`");
}

#[test]
fn what_is_there_cannot_be_made_again() {
    let model = || "Product".to_owned();
    assert_eq!(refused(create("Tag", self::model("tags", []))), "there is a model `shop.Tag` already");
    assert_eq!(
        refused(create("Label", self::model("tag", []))),
        "`shop.Label` has the table `tag`, and so has `shop.Tag`"
    );
    assert_eq!(
        refused(Operation::AddField { model: model(), field: plain("stock", SqlType::Text), one_off: None }),
        "there is a field `shop.Product.stock` already"
    );
    assert_eq!(refused(rename_field("stock", "id")), "there is a field `shop.Product.id` already");
    let check = Check { name: "by_category".to_owned(), condition: "true".to_owned() };
    assert_eq!(
        refused(Operation::AddConstraint { model: model(), constraint: Constraint::Check(check) }),
        "`shop.Product` has two constraints or indexes `by_category`"
    );
}

#[test]
fn what_is_still_needed_cannot_go() {
    let remove =
        |field: &str| Operation::RemoveField { model: "Product".to_owned(), field: field.to_owned() };
    assert_eq!(
        refused(remove("stock")),
        "`shop.Product.stock` is still needed by `positive`; remove that before"
    );
    assert_eq!(
        refused(remove("category")),
        "`by_category` of `shop.Product` needs the column of `category`, which there is not"
    );
    assert_eq!(
        refused(Operation::DeleteModel { model: "Tag".to_owned() }),
        "`shop.Tag` is still referred to by `shop.Product.tags`; remove or alter that field before"
    );
}

#[test]
fn a_field_that_is_not_as_was_says_is_not_altered() {
    let alter = |was: Field| Operation::AlterField {
        model: "Product".to_owned(),
        was,
        field: plain("stock", SqlType::BigInt),
        one_off: None,
        using: None,
    };
    assert_eq!(
        refused(alter(plain("stock", SqlType::SmallInt))),
        "`shop.Product.stock` is not as `was` says; it was changed before"
    );
    shop().apply("shop", &alter(plain("stock", SqlType::Integer))).unwrap();
}

#[test]
fn enums_are_followed_by_their_columns_and_defaults() {
    let mut state = State::default();
    let mut mood = plain("mood", SqlType::Array(Box::new(SqlType::Enum("mood".to_owned()))));
    let mut one = plain("one", SqlType::Enum("mood".to_owned()));
    if let Kind::Plain(plain) = &mut one.kind {
        plain.default = Some(Default::text("sad"));
    }
    state.apply("shop", &Operation::CreateEnum { definition: Enum::new("mood", ["sad", "glad"]) }).unwrap();
    mood.comment = Some("of each day".to_owned());
    state.apply("shop", &create("Day", model("day", [mood, one]))).unwrap();
    let value = |before: Option<&str>, value: &str| Operation::AddEnumValue {
        name: "mood".to_owned(),
        value: value.to_owned(),
        before: before.map(str::to_owned),
    };
    state.apply("shop", &value(Some("glad"), "fair")).unwrap();
    let rename =
        Operation::RenameEnumValue { name: "mood".to_owned(), from: "sad".to_owned(), to: "blue".to_owned() };
    state.apply("shop", &rename).unwrap();
    let refused = state.clone().apply("shop", &Operation::DropEnum { name: "mood".to_owned() }).unwrap_err();
    assert_eq!(refused.to_string(), "`shop.Day.mood` is still a `mood`; remove or alter that field before");
    state.apply("shop", &Operation::RenameEnum { from: "mood".to_owned(), to: "humour".to_owned() }).unwrap();
    let schema = state.schema().unwrap();
    assert_eq!(schema.enums, [Enum::new("humour", ["blue", "fair", "glad"])]);
    let columns: Vec<_> = schema.tables[0].columns.iter().map(|column| column.sql_type.to_string()).collect();
    assert_eq!(columns, ["bigint", r#""humour"[]"#, r#""humour""#]);
    assert_eq!(schema.tables[0].columns[2].default, Some(Default::text("blue")));
}

#[test]
fn a_key_of_several_columns_cannot_be_referred_to() {
    let key = Operation::AlterPrimaryKey {
        model: "Category".to_owned(),
        was: vec!["id".to_owned()],
        primary_key: vec!["id".to_owned(), "shop".to_owned()],
    };
    let mut state = shop();
    let field = Operation::AddField {
        model: "Category".to_owned(),
        field: plain("shop", SqlType::BigInt),
        one_off: Some("1".to_owned()),
    };
    state.apply("shop", &field).unwrap();
    assert_eq!(
        state.apply("shop", &key).unwrap_err().to_string(),
        "`shop.Product.category` refers to `shop.Category`, whose primary key has 2 columns"
    );
}

#[test]
fn fields_of_two_orders_are_the_same_state() {
    let (mut one, mut other) = (State::default(), State::default());
    let (a, b) = (plain("a", SqlType::Text), plain("b", SqlType::Text));
    one.apply("shop", &create("T", model("t", [a.clone(), b.clone()]))).unwrap();
    other.apply("shop", &create("T", model("t", [b]))).unwrap();
    let add = Operation::AddField { model: "T".to_owned(), field: a, one_off: Some("''".to_owned()) };
    other.apply("shop", &add).unwrap();
    assert_ne!(one, other);
    assert_eq!(one.canonical(), other.canonical());
}

#[test]
fn the_tables_of_a_model_have_all_that_it_declares() {
    let mut state = shop();
    let unique = |name: &str, condition: Option<&str>| Unique {
        name: name.to_owned(),
        fields: vec!["category".to_owned()],
        include: vec!["stock".to_owned()],
        condition: condition.map(str::to_owned),
        nulls_not_distinct: true,
        deferrable: false,
    };
    for unique in [unique("whole", None), unique("partial", Some("stock > 0"))] {
        let constraint = Constraint::Unique(unique);
        state.apply("shop", &Operation::AddConstraint { model: "Product".to_owned(), constraint }).unwrap();
    }
    let schema = state.schema().unwrap();
    schema.check().unwrap();
    let product = schema.tables.iter().find(|table| table.name == "product").unwrap();
    assert_eq!(product.unique[0].columns, ["category_id"]);
    assert_eq!(product.foreign_keys[0].name, "product_category_id_fkey");
    let indexes: Vec<_> = product.all_indexes().into_iter().map(|index| (index.name, index.unique)).collect();
    // The key's own index is not there, since another constraint begins with its column.
    assert_eq!(indexes, [("partial".to_owned(), true), ("by_category".to_owned(), false)]);
}

#[test]
fn a_table_of_somebody_else_is_referred_to_and_not_made() {
    let mut state = State::default();
    let mut users = model("auth_user", []);
    users.managed = false;
    state.apply("shop", &create("User", users)).unwrap();
    state.apply("shop", &create("Order", model("order", [key("user", "shop.User")]))).unwrap();
    let schema = state.schema().unwrap();
    assert_eq!(schema.tables.len(), 1);
    assert_eq!(schema.ordered().unwrap().steps[0].inline[0].to_table, "auth_user");
}
