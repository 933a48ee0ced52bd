//! The Rust types of columns.

use proc_macro2::TokenStream;
use querent_schema::SqlType;
use quote::quote;

use super::scope::Scope;

/// The type of a column's values in a model of the application `app`; some types of PostgreSQL have none.
pub(super) fn rust_type(scope: &Scope<'_>, app: &str, sql: &SqlType) -> Option<TokenStream> {
    Some(match sql {
        SqlType::SmallInt => quote!(::core::primitive::i16),
        SqlType::Integer => quote!(::core::primitive::i32),
        SqlType::BigInt => quote!(::core::primitive::i64),
        SqlType::Real => quote!(::core::primitive::f32),
        SqlType::DoublePrecision => quote!(::core::primitive::f64),
        SqlType::Numeric(_) => quote!(::querent::rust_decimal::Decimal),
        SqlType::Boolean => quote!(::core::primitive::bool),
        SqlType::Text | SqlType::Varchar(_) => quote!(::std::string::String),
        SqlType::Bytea => quote!(::std::vec::Vec<::core::primitive::u8>),
        SqlType::Date => quote!(::querent::time::Date),
        SqlType::Time => quote!(::querent::time::Time),
        SqlType::Timestamp => quote!(::querent::time::PrimitiveDateTime),
        SqlType::TimestampTz => quote!(::querent::time::OffsetDateTime),
        SqlType::Uuid => quote!(::querent::uuid::Uuid),
        SqlType::Interval => quote!(::querent::time::Duration),
        SqlType::Inet => quote!(::std::net::IpAddr),
        SqlType::Jsonb => quote!(::querent::codegen::JsonValue),
        SqlType::Enum(name) => scope.enumeration(app, name)?,
        SqlType::Array(element) => {
            // No column forbids an element to be NULL, and files do not tell what the model of then made of them.
            let element = rust_type(scope, app, element)?;
            quote!(::std::vec::Vec<::core::option::Option<#element>>)
        }
        _ => return None,
    })
}

/// The arguments of `#[field(…)]` for a type's length or digits.
pub(super) fn sizes(sql: &SqlType) -> TokenStream {
    match sql {
        SqlType::Varchar(length) => quote!(max_length = #length,),
        SqlType::Numeric(Some((digits, places))) => {
            quote!(max_digits = #digits, decimal_places = #places,)
        }
        SqlType::Array(element) => sizes(element),
        _ => TokenStream::new(),
    }
}
