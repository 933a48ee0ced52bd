//! Companies and the people who work there.

use querent::prelude::*;
use time::Date;

#[derive(Model, Debug)]
#[model(table = "oracle_employee")]
pub struct Employee {
    pub id: i64,
    #[field(max_length = 50)]
    pub firstname: String,
    #[field(max_length = 50)]
    pub lastname: String,
    pub salary: Option<i32>,
    #[relation(on_delete = Cascade)]
    pub manager: ForeignKey<Option<Employee>>,
    #[relation(by = ceo)]
    pub companies_led: HasMany<Company>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_company")]
pub struct Company {
    pub id: i64,
    #[field(max_length = 100)]
    pub name: String,
    pub num_employees: i32,
    pub num_chairs: i32,
    #[relation(on_delete = Cascade)]
    pub ceo: ForeignKey<Employee>,
    #[relation(on_delete = SetNull)]
    pub point_of_contact: ForeignKey<Option<Employee>>,
    pub based_in_eu: bool,
}

#[derive(Model, Debug)]
#[model(table = "oracle_emp")]
pub struct Emp {
    pub id: i64,
    #[field(max_length = 40)]
    pub name: String,
    pub salary: i32,
    #[field(max_length = 40)]
    pub department: String,
    pub hire_date: Date,
    pub age: i32,
}

#[derive(Model, Debug)]
#[model(table = "oracle_client")]
pub struct Client {
    pub id: i64,
    #[field(max_length = 50)]
    pub name: String,
    #[field(max_length = 1)]
    pub account_type: String,
    pub joined: Date,
}
