//! The address of a server, and of one database of it.

/// The address of a server, with some database on it: a URL, or libpq's `key=value` form.
#[derive(Clone)]
pub(crate) struct Address(String);

impl Address {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Address(text.into())
    }

    /// The address as it is, with the database that it names.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of the database `name` on the same server.
    pub(crate) fn of_database(&self, name: &str) -> String {
        match self.0.split_once("://") {
            Some((scheme, rest)) => format!("{scheme}://{}", url_of_database(rest, name)),
            // What is said last counts.
            None => format!("{} dbname='{}'", self.0, name.replace('\\', r"\\").replace('\'', r"\'")),
        }
    }
}

/// `rest` is what follows the `://` of a URL.
fn url_of_database(rest: &str, name: &str) -> String {
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let host = place.split_once('/').map_or(place, |(host, _)| host);
    let options: Vec<_> =
        query.split('&').filter(|option| !option.is_empty() && !option.starts_with("dbname=")).collect();
    let mark = if options.is_empty() { "" } else { "?" };
    format!("{host}/{}{mark}{}", percent_encoded(name), options.join("&"))
}

fn percent_encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_of_a_server_has_the_same_address_but_for_its_name() {
        for (address, expected) in [
            (
                "postgres://me:p%40ss@host:5433/shop?sslmode=require",
                "postgres://me:p%40ss@host:5433/t1?sslmode=require",
            ),
            ("postgresql://host", "postgresql://host/t1"),
            ("postgres://me@/shop?host=/tmp/x", "postgres://me@/t1?host=/tmp/x"),
            ("postgres://host/a?dbname=b&user=me", "postgres://host/t1?user=me"),
            ("postgres://a:1,b:2/shop", "postgres://a:1,b:2/t1"),
            ("host=/tmp dbname=shop", "host=/tmp dbname=shop dbname='t1'"),
        ] {
            assert_eq!(Address::new(address).of_database("t1"), expected);
        }
    }

    #[test]
    fn a_name_of_any_characters_survives_in_an_address() {
        let address = Address::new("postgres://host/shop");
        assert_eq!(address.of_database("ü/b?"), "postgres://host/%C3%BC%2Fb%3F");
        assert_eq!(Address::new("host=h").of_database("it's"), r"host=h dbname='it\'s'");
    }
}
