//! The tables, as `diesel print-schema` has them.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    users (id) {
        id -> Int8,
        name -> Text,
        hair_color -> Nullable<Text>,
    }
}

table! {
    posts (id) {
        id -> Int8,
        user_id -> Int8,
        title -> Text,
    }
}

table! {
    comments (id) {
        id -> Int8,
        post_id -> Int8,
        text -> Text,
    }
}

table! {
    categories (id) {
        id -> Int8,
        name -> Text,
    }
}

table! {
    products (id) {
        id -> Int8,
        category_id -> Int8,
        name -> Text,
        description -> Text,
        price -> Int4,
        stock -> Int4,
        rating -> Float8,
        is_active -> Bool,
    }
}

table! {
    tags (id) {
        id -> Int8,
        name -> Text,
    }
}

table! {
    products_tags (product_id, tag_id) {
        product_id -> Int8,
        tag_id -> Int8,
    }
}

table! {
    images (id) {
        id -> Int8,
        product_id -> Int8,
        url -> Text,
    }
}

table! {
    reviews (id) {
        id -> Int8,
        product_id -> Int8,
        rating -> Int4,
        text -> Text,
    }
}

table! {
    wide (id) {
        id -> Int8,
        price -> Numeric,
        created_at -> Timestamptz,
        day -> Date,
        token -> Uuid,
        facts -> Jsonb,
        numbers -> Array<Int4>,
        words -> Array<Text>,
        is_active -> Bool,
        ratio -> Float8,
        note -> Nullable<Text>,
    }
}

table! {
    narrow (id) {
        id -> Int8,
        v -> Int8,
        label -> Text,
    }
}

table! {
    inserted (id) {
        id -> Int8,
        name -> Text,
        amount -> Int4,
        score -> Float8,
        note -> Nullable<Text>,
    }
}

table! {
    updated (id) {
        id -> Int8,
        batch -> Int4,
        value -> Int8,
    }
}

table! {
    deleted (id) {
        id -> Int8,
        batch -> Int4,
        value -> Int8,
    }
}

joinable!(products -> categories (category_id));
joinable!(products_tags -> tags (tag_id));
allow_tables_to_appear_in_same_query!(products, categories);
allow_tables_to_appear_in_same_query!(products_tags, tags);
