//! Rows that refer to a row that is deleted, in every way.

use querent::prelude::*;

#[derive(Model, Debug)]
#[model(table = "oracle_r")]
pub struct R {
    pub id: i64,
    #[field(max_length = 20)]
    pub name: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_s")]
pub struct S {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub r: ForeignKey<R>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_t")]
pub struct T {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub s: ForeignKey<S>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_refnull")]
pub struct RefNull {
    pub id: i64,
    #[relation(on_delete = SetNull)]
    pub r: ForeignKey<Option<R>>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_refdefault")]
pub struct RefDefault {
    pub id: i64,
    #[relation(on_delete = SetDefault, default = 1)]
    pub r: ForeignKey<R>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_refprotect")]
pub struct RefProtect {
    pub id: i64,
    #[relation(on_delete = Restrict)]
    pub r: ForeignKey<R>,
    #[relation(on_delete = Cascade)]
    pub s: ForeignKey<Option<S>>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_refnothing")]
pub struct RefNothing {
    pub id: i64,
    #[relation(on_delete = NoAction)]
    pub r: ForeignKey<R>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_rtag")]
pub struct RTag {
    pub id: i64,
    #[relation(table = "oracle_rtag_rs", columns = (rtag_id, r_id))]
    pub rs: ManyToMany<R>,
}
