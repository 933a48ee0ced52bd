//! Models whose primary key is two columns.

use querent::prelude::*;

#[derive(Model, Debug)]
#[model(table = "oracle_tenant")]
pub struct Tenant {
    pub id: i64,
    #[field(max_length = 10)]
    pub name: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_tuser", primary_key = [tenant, id])]
pub struct TUser {
    #[relation(on_delete = Cascade)]
    pub tenant: ForeignKey<Tenant>,
    pub id: i16,
    #[field(max_length = 254, unique)]
    pub email: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_tcomment", primary_key = [tenant, comment_id])]
pub struct TComment {
    #[relation(on_delete = Cascade)]
    pub tenant: ForeignKey<Tenant>,
    pub comment_id: i16,
    pub user_id: i16,
    pub text: String,
}
