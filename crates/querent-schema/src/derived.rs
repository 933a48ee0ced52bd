//! The names that follow from a model's: of its table, its key columns and its tables of pairs.

/// The table of a model that names none: `product_tag` for `ProductTag`.
pub fn table_name(model: &str) -> String {
    snake_case(model)
}

/// The column of a foreign key that names none: `category_id` for `category`.
pub fn key_column_name(field: &str) -> String {
    format!("{field}_id")
}

/// The table of a many-to-many relation that names none: `products_tags` for `tags` of the table `products`.
pub fn pairs_table_name(table: &str, field: &str) -> String {
    format!("{table}_{field}")
}

/// The columns of a table of pairs, the owner's first: `product_id` and `tag_id`.
///
/// They are Django's names; between rows of one model `from_tag_id` and `to_tag_id`.
pub fn pairs_column_names(owner: &str, target: &str) -> (String, String) {
    let (owner, target) = (snake_case(owner), snake_case(target));
    if owner == target {
        (format!("from_{owner}_id"), format!("to_{target}_id"))
    } else {
        (format!("{owner}_id"), format!("{target}_id"))
    }
}

/// `ProductTag` as `product_tag`, `HTTPLog` as `http_log`.
pub fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if at > 0 && begins_word(&letters, at) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn begins_word(letters: &[char], at: usize) -> bool {
    let before = letters[at - 1];
    let ends_acronym = before.is_uppercase() && letters.get(at + 1).is_some_and(|next| next.is_lowercase());
    letters[at].is_uppercase() && before != '_' && (!before.is_uppercase() || ends_acronym)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_acronyms_are_joined_by_underscores() {
        let cases = [
            ("Product", "product"),
            ("ProductTag", "product_tag"),
            ("HTTPLog", "http_log"),
            ("UserID", "user_id"),
            ("Page2Text", "page2_text"),
            ("already_snake", "already_snake"),
            ("Straße", "straße"),
        ];
        for (name, snake) in cases {
            assert_eq!(snake_case(name), snake);
        }
    }

    #[test]
    fn the_columns_of_pairs_between_rows_of_one_model_say_the_direction() {
        assert_eq!(pairs_column_names("Product", "Tag"), ("product_id".into(), "tag_id".into()));
        assert_eq!(pairs_column_names("Tag", "Tag"), ("from_tag_id".into(), "to_tag_id".into()));
    }
}
