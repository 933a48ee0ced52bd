//! The parameters of a database's address that the driver does not know.

/// What a URL begins with; the driver takes everything else for libpq's `key=value` form.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Takes the parameter `name` out of an address, a URL or libpq's `key=value` form: the rest, and its last value.
///
/// It reads an address as the driver does: a parameter that only one of both finds would be lost without a word.
pub(super) fn take_parameter(address: &str, name: &str) -> (String, Option<String>) {
    match SCHEMES.iter().find(|scheme| address.starts_with(**scheme)) {
        Some(scheme) => take_from_url(address, scheme.len(), name),
        None => take_from_pairs(address, name),
    }
}

fn take_from_url(address: &str, scheme: usize, name: &str) -> (String, Option<String>) {
    let Some(at) = parameters_of(&address[scheme..]) else { return (address.to_owned(), None) };
    let (before, query) = (&address[..scheme + at], &address[scheme + at + 1..]);
    let is_it = |pair: &&str| pair.split_once('=').is_some_and(|(key, _)| decoded(key) == name);
    let value =
        query.split('&').rfind(is_it).and_then(|pair| pair.split_once('=')).map(|(_, value)| decoded(value));
    let rest: Vec<_> = query.split('&').filter(|pair| !is_it(pair)).collect();
    match rest.is_empty() {
        true => (before.to_owned(), value),
        // The driver would take an `@` in a parameter for the end of the credentials.
        false => (format!("{before}?{}", rest.join("&").replace('@', "%40")), value),
    }
}

/// Where the `?` is that the parameters of a URL stand after: not one of a password, which may hold any, and ends with
/// the first `@`. An `@` after a path and its `?` ends none, and is one of the parameters.
fn parameters_of(url: &str) -> Option<usize> {
    let behind_path = url.find('/').and_then(|path| Some(path + url[path..].find('?')?));
    let credentials = url.find('@').filter(|at| behind_path.is_none_or(|question| *at < question));
    let begin = credentials.unwrap_or(0);
    Some(begin + url[begin..].find('?')?)
}

/// `%2F` and the like as the bytes that they stand for.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn take_from_pairs(address: &str, name: &str) -> (String, Option<String>) {
    let (mut rest, mut value, mut left) = (String::new(), None, address.trim_start());
    while let Some((key, behind)) = left.split_once('=') {
        let behind = behind.trim_start();
        let (this, length) = value_of(behind);
        let (raw, next) = behind.split_at(length);
        match key.trim() {
            key if key == name => value = Some(this),
            key => rest.push_str(&format!("{key}={raw} ")),
        }
        left = next.trim_start();
    }
    rest.push_str(left); // what is no pair is the driver's to refuse
    (rest.trim_end().to_owned(), value)
}

/// The value that a text begins with, in quotes or up to a space, and how long it is as it stands there.
fn value_of(text: &str) -> (String, usize) {
    let quoted = text.starts_with('\'');
    let mut value = String::new();
    let mut chars = text.char_indices().skip(usize::from(quoted));
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => value.extend(chars.next().map(|(_, char)| char)),
            '\'' if quoted => return (value, at + 1),
            char if !quoted && char.is_whitespace() => return (value, at),
            char => value.push(char),
        }
    }
    (value, text.len())
}

#[cfg(test)]
mod tests {
    use super::take_parameter;

    #[track_caller]
    fn takes(address: &str, rest: &str, value: Option<&str>) {
        assert_eq!(
            take_parameter(address, "sslrootcert"),
            (rest.to_owned(), value.map(str::to_owned)),
            "{address}"
        );
    }

    #[test]
    fn a_parameter_is_taken_out_of_either_form() {
        takes("postgres://a/b", "postgres://a/b", None);
        takes("postgres://a/b?sslrootcert=%2Fa%20b.pem", "postgres://a/b", Some("/a b.pem"));
        takes("postgres://a/b?x=1&sslrootcert=c&y=2", "postgres://a/b?x=1&y=2", Some("c"));
        takes("postgres://a/b?xsslrootcert=c", "postgres://a/b?xsslrootcert=c", None);
        takes("host=a sslrootcert=c user=b", "host=a user=b", Some("c"));
        takes(r"sslrootcert='c\'d e' password='sslrootcert=x'", "password='sslrootcert=x'", Some("c'd e"));
        takes("host = a  sslrootcert = c", "host=a", Some("c"));
        takes("nonsense", "nonsense", None);
    }

    #[test]
    fn a_question_mark_in_a_password_begins_no_parameters() {
        takes("postgres://u:p?w@a/b?sslrootcert=c", "postgres://u:p?w@a/b", Some("c"));
        takes("postgresql://u:p?w@a?x=1&sslrootcert=c", "postgresql://u:p?w@a?x=1", Some("c"));
        takes("postgres://u:?sslrootcert=c@a/b", "postgres://u:?sslrootcert=c@a/b", None);
        takes("postgres://u:p/w@a/b?sslrootcert=c", "postgres://u:p/w@a/b", Some("c"));
    }

    #[test]
    fn an_at_sign_in_a_parameter_ends_no_credentials() {
        takes("postgres://a/b?sslrootcert=c&x=d@e", "postgres://a/b?x=d%40e", Some("c"));
        takes("postgres://u:p@a/b?x=d@e&sslrootcert=c", "postgres://u:p@a/b?x=d%40e", Some("c"));
    }

    #[test]
    fn the_name_of_a_parameter_may_be_encoded() {
        takes("postgres://a/b?ssl%72oot%63ert=c", "postgres://a/b", Some("c"));
    }

    #[test]
    fn an_address_in_a_value_makes_no_url() {
        takes("host=a x=https://b sslrootcert=c", "host=a x=https://b", Some("c"));
        takes("password=x://y?z sslrootcert=c", "password=x://y?z", Some("c"));
    }
}
