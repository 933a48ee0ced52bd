//! Applications by module.

use querent_migrate::detect::{Detected, detect};
use querent_migrate::{Kind, ddl, state_of};
use querent_schema::State;

mod shop {
    querent::app!(pub APP = "shop", extensions = ["citext"]);

    pub mod models {
        use querent::prelude::*;

        #[derive(Model, Debug)]
        pub struct Product {
            pub id: i64,
            #[relation(on_delete = Cascade)]
            pub kind: ForeignKey<super::kinds::Kind>,
            pub tags: ManyToMany<super::kinds::Tag>,
        }

        /// A second struct for the same rows.
        #[derive(Model, Debug)]
        #[model(table = "product", managed = false)]
        pub struct Card {
            pub id: i64,
        }

        #[derive(Model, Debug)]
        #[model(historical, table = "product")]
        pub struct ProductBefore {
            pub id: i64,
        }
    }

    pub mod kinds {
        use querent::prelude::*;

        querent::app!(pub APP = "kinds");

        #[derive(Model, Debug)]
        pub struct Kind {
            pub id: i64,
        }

        #[derive(Model, Debug)]
        pub struct Tag {
            pub id: i64,
        }
    }
}

mod shopping {
    use querent::prelude::*;

    #[derive(Model, Debug)]
    pub struct Product {
        pub id: i64,
    }
}

mod of_others {
    querent::app!(pub APP = "others");

    use querent::prelude::*;

    #[derive(Model, Debug)]
    pub struct Wish {
        pub id: i64,
        #[relation(on_delete = Cascade)]
        pub product: ForeignKey<super::shopping::Product>,
    }
}

mod legacy {
    use querent::prelude::*;

    querent::app!(pub APP = "legacy");

    #[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
    #[choices(postgres = "status")]
    pub enum Status {
        Open,
        Done,
    }

    #[derive(Model, Debug)]
    #[model(table = "orders", managed = false)]
    pub struct Order {
        pub id: i64,
        pub status: Status,
    }
}

mod twice {
    use querent::prelude::*;

    querent::app!(pub APP = "shop");

    #[derive(Model, Debug)]
    #[model(table = "twice")]
    pub struct One {
        pub id: i64,
    }

    pub mod below {
        use querent::prelude::*;

        #[derive(Model, Debug)]
        #[model(table = "twice")]
        pub struct Other {
            pub id: i64,
        }
    }
}

mod namesakes {
    querent::app!(pub APP = "namesakes");

    pub mod one {
        use querent::prelude::*;

        #[derive(Model, Debug)]
        #[model(table = "namesake_one")]
        pub struct Namesake {
            pub id: i64,
        }
    }

    pub mod other {
        use querent::prelude::*;

        #[derive(Model, Debug)]
        #[model(table = "namesake_other")]
        pub struct Namesake {
            pub id: i64,
        }
    }
}

#[test]
fn a_model_belongs_to_the_nearest_app_above_it() {
    let names = |app: &querent::App| app.models().iter().map(|model| model.name).collect::<Vec<_>>();
    assert_eq!(names(&shop::APP), ["Card", "Product"]);
    assert_eq!(names(&shop::kinds::APP), ["Kind", "Tag"]);
}

#[test]
fn the_models_of_apps_are_a_state() {
    let target = state_of(&[&shop::APP, &shop::kinds::APP]).unwrap();
    let models: Vec<_> = target.state.models.keys().map(ToString::to_string).collect();
    assert_eq!(models, ["kinds.Kind", "kinds.Tag", "shop.Product"]);
    assert_eq!(target.state.extensions.iter().collect::<Vec<_>>(), ["citext"]);
}

#[test]
fn an_enum_of_a_table_of_somebody_elses_is_left_alone() {
    let target = state_of(&[&legacy::APP]).unwrap();
    let created = ddl::create_statements(&target.state.schema().unwrap()).unwrap();
    assert_eq!(created, [""; 0]);
    let Detected::Changes(changes) = detect(&State::default(), &target, &[]).unwrap() else {
        panic!("nothing is asked")
    };
    let mut before = State::default();
    for operation in changes.drafts.iter().flat_map(|draft| &draft.operations) {
        let mut after = before.clone();
        after.apply("legacy", operation).unwrap();
        let change = ddl::Change { before: &before, after: &after, app: "legacy", operation };
        assert_eq!(ddl::forwards(&change).unwrap(), [], "{}", operation.name());
        assert_eq!(ddl::backwards(&change).unwrap(), [], "{}", operation.name());
        before = after;
    }
    assert_eq!(before, target.state);
}

fn fault(apps: &[&querent::App]) -> String {
    let error = state_of(apps).unwrap_err();
    assert_eq!(error.kind(), Kind::Model);
    error.to_string()
}

#[test]
fn a_model_of_no_listed_app_is_refused_where_it_is_referred_to() {
    assert_eq!(
        fault(&[&shop::APP]),
        "`shop.Product.kind` refers to `model_schema::apps::shop::kinds::Kind` of the app `kinds`, which is not listed; \
         list `kinds`, too"
    );
    assert_eq!(
        fault(&[&of_others::APP]),
        "`others.Wish.product` refers to `model_schema::apps::shopping::Product`, which belongs to no app; write \
         `querent::app!(pub APP = \"…\")` in its module or in one above, and list that app"
    );
}

#[test]
fn what_two_apps_or_models_would_share_is_refused() {
    assert_eq!(
        fault(&[&shop::APP, &twice::APP]),
        "two apps are called `shop`: that of `model_schema::apps::shop` and that of `model_schema::apps::twice`; give \
         one another label"
    );
    assert_eq!(fault(&[&shop::APP, &shop::APP]), "the app `shop` is listed twice");
    assert_eq!(
        fault(&[&twice::APP]),
        "`shop.One` and `shop.Other` have one table, `twice`; name another one by `#[model(table = \"…\")]`, or let one \
         of them be a second struct for the table: `#[model(managed = false)]`"
    );
    assert_eq!(
        fault(&[&namesakes::APP]),
        "two models of `namesakes` are called `Namesake`: one of the module `model_schema::apps::namesakes::one` and \
         one of `model_schema::apps::namesakes::other`; rename one, or give one of the modules an app of its own"
    );
}
