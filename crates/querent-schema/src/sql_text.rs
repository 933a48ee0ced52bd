//! What a piece of the user's SQL speaks of: its columns, and how many statements it is.

use crate::quote::quote_identifier;
use crate::sql_columns::{has_rows, identifiers};
use crate::sql_token::tokens;

/// Whether a piece of SQL mentions a column.
///
/// ```
/// use querent_schema::mentions;
///
/// assert!(mentions("lower(name) <> 'x'", "name"));
/// assert!(!mentions("note <> 'name'", "name"));
/// ```
pub fn mentions(sql: &str, name: &str) -> bool {
    identifiers(sql).iter().any(|found| found.name == name)
}

/// Whether a piece of SQL can only be computed where rows can be read: it has a query in it, or a column after the name of its
/// table.
///
/// ```
/// use querent_schema::reads_rows;
///
/// assert!(reads_rows("(SELECT count(*) FROM review)"));
/// assert!(reads_rows("product.price * 2"));
/// assert!(!reads_rows("shop.next_code('product.price')"));
/// ```
pub fn reads_rows(sql: &str) -> bool {
    has_rows(sql)
}

/// A piece of SQL with a column by another name.
///
/// What stands in quotes, comments and after a dot is left alone, and so is a function or a type of that name.
pub fn rename_column(sql: &str, from: &str, to: &str) -> String {
    let plain = is_plain(to);
    let mut renamed = String::with_capacity(sql.len());
    let mut done = 0;
    for found in identifiers(sql).into_iter().filter(|found| found.name == from) {
        renamed.push_str(&sql[done..found.place.start]);
        if plain && !found.quoted {
            renamed.push_str(to)
        } else {
            renamed.push_str(&quote_identifier(to))
        }
        done = found.place.end;
    }
    renamed.push_str(&sql[done..]);
    renamed
}

/// Whether a text is more than one statement.
///
/// ```
/// use querent_schema::is_several_statements;
///
/// assert!(is_several_statements("VACUUM product; VACUUM line"));
/// assert!(!is_several_statements("DO $$ BEGIN PERFORM 1; END $$;"));
/// ```
pub fn is_several_statements(sql: &str) -> bool {
    let (mut depth, mut ended) = (0_usize, false);
    for token in tokens(sql) {
        match &sql[token.place] {
            ";" if depth == 0 => ended = true,
            _ if ended => return true,
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Whether a name needs no quotes.
fn is_plain(name: &str) -> bool {
    let begins = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    let word =
        name.starts_with(begins) && name.chars().all(|letter| begins(letter) || letter.is_ascii_digit());
    word && RESERVED.split_whitespace().all(|reserved| reserved != name)
}

/// The words that are no names of columns. (PostgreSQL manual, "SQL Key Words": the reserved ones of 14 to 18.)
const RESERVED: &str = "
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check
    collate collation column concurrently constraint create cross current_catalog current_date
    current_role current_schema current_time current_timestamp current_user default deferrable desc
    distinct do else end except false fetch for foreign freeze from full grant group having ilike in
    initially inner intersect into is isnull join lateral leading left like limit localtime
    localtimestamp natural not notnull null offset on only or order outer overlaps placing primary
    references returning right select session_user similar some symmetric system_user table
    tablesample then to trailing true union unique user using variadic verbose when where window
    with
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_renamed_wherever_it_stands() {
        let cases = [
            ("stock >= 0", "quantity >= 0"),
            ("STOCK>0 AND (Stock<9)", "quantity>0 AND (quantity<9)"),
            (r#""stock" > 0"#, r#""quantity" > 0"#),
            ("lower(stock::text) text_pattern_ops DESC", "lower(quantity::text) text_pattern_ops DESC"),
            ("data::stock > stock", "data::stock > quantity"),
            (
                "CAST(stock AS int) < extract(stock FROM stock)",
                "CAST(quantity AS int) < extract(stock FROM quantity)",
            ),
            ("stock COLLATE stock DESC NULLS stock", "quantity COLLATE stock DESC NULLS stock"),
        ];
        for (before, after) in cases {
            assert_eq!(rename_column(before, "stock", "quantity"), after);
        }
    }

    #[test]
    fn what_only_looks_like_the_column_is_left_alone() {
        let same = [
            "in_stock > 0 AND stock2 > 0",
            "note = 'stock' OR note = E'it\\'s stock'",
            "note = $$stock$$ OR note = $q$ stock $q$",
            "stock(1) + other.stock /* stock */ -- stock",
            r#""Stock" > 0"#,
        ];
        for sql in same {
            assert_eq!(rename_column(sql, "stock", "quantity"), sql);
            assert!(!mentions(sql, "stock"), "{sql}");
        }
    }

    #[test]
    fn a_type_and_the_words_about_it_are_no_columns() {
        let same = [
            ("data::text <> '{}'", "text"),
            ("data::public.text <> '{}'", "text"),
            (r#"data::"text" <> '{}'"#, "text"),
            ("cast(data AS text) <> '{}'", "text"),
            ("data::double precision > 0", "precision"),
            ("data::character varying(10) > ''", "varying"),
            ("at < data::timestamp(3) without time zone", "time"),
            ("data < data::interval year to month", "month"),
            ("at < date '2000-01-01'", "date"),
            ("extract(year FROM at) > 2000", "year"),
            ("data AT TIME ZONE 'UTC' > data", "at"),
            ("data AT TIME ZONE 'UTC' > data", "time"),
            ("data AT TIME ZONE data > at", "zone"),
        ];
        for (sql, word) in same {
            assert_eq!(rename_column(sql, word, "other"), sql, "{word}");
        }
        assert_eq!(rename_column("at AT TIME ZONE 'UTC'", "at", "due"), "due AT TIME ZONE 'UTC'");
        assert_eq!(rename_column("a::text || text", "text", "body"), "a::text || body");
        assert_eq!(rename_column("extract(year FROM year)", "year", "born"), "extract(year FROM born)");
        assert_eq!(rename_column("b[a::int:a]", "a", "n"), "b[n::int:n]");
    }

    #[test]
    fn a_query_and_a_column_of_a_named_table_read_rows() {
        for sql in [
            "(SELECT 1)",
            "EXISTS (select from r)",
            "ARRAY(TABLE r)",
            "p.n + 1",
            "\"p\".\"n\"",
            "shop.p.n",
            "lower(p.name)",
            "extract(year FROM p.at)",
            "p.n::text",
        ] {
            assert!(reads_rows(sql), "{sql}");
        }
        for sql in [
            "1.5",
            "now() AT TIME ZONE 'UTC'",
            "'select p.n'",
            "\"select\"('x')",
            "shop.next_code()",
            "'a'::shop.mood",
            "cast('a' AS shop.mood)",
            "shop.mood 'a'",
            "1 -- select p.n",
        ] {
            assert!(!reads_rows(sql), "{sql}");
        }
    }

    #[test]
    fn statements_end_at_a_semicolon_that_nothing_is_around() {
        let several = ["a; b", "a;;b", "'a'; b -- c", "a(;); b"];
        let one = [
            "",
            ";",
            "a",
            "a;",
            "a; -- b; c",
            "a 'b;c'",
            "$x$ a; b $x$;",
            "a (b; c)",
            "/* a; /* b; */ c; */ d",
        ];
        for sql in several {
            assert!(is_several_statements(sql), "{sql}");
        }
        for sql in one {
            assert!(!is_several_statements(sql), "{sql}");
        }
    }

    #[test]
    fn a_new_name_that_needs_quotes_gets_them() {
        assert_eq!(rename_column("a > b", "a", "Größe"), r#""Größe" > b"#);
        assert_eq!(rename_column("a > b", "a", "order"), r#""order" > b"#);
    }

    #[test]
    fn text_that_is_no_sql_is_no_trouble() {
        for sql in ["", "'", "\"", "$", "$a", "/*", "e'", "E'\\", "--", "é'", "$é$"] {
            assert_eq!(rename_column(sql, "z", "b"), sql);
        }
    }
}
