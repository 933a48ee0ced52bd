//! The names of keys and indexes: a function of the tables, the same on every machine.
//!
//! They are the names that PostgreSQL gives by itself, `products_category_id_fkey`. Where such a name is longer than an
//! identifier may be, PostgreSQL cuts it and two names may become one; here the cut name carries a hash of the whole.

/// The bytes that PostgreSQL keeps of an identifier.
pub const MAX_NAME_BYTES: usize = 63;

/// The name of a table's primary key: `products_pkey`.
pub fn primary_key_name(table: &str) -> String {
    derived(table, &[], "pkey")
}

/// The name of a unique constraint: `products_category_id_name_key`.
pub fn unique_name<S: AsRef<str>>(table: &str, columns: &[S]) -> String {
    derived(table, &parts(columns), "key")
}

/// The name of a foreign key: `products_category_id_fkey`.
pub fn foreign_key_name<S: AsRef<str>>(table: &str, columns: &[S]) -> String {
    derived(table, &parts(columns), "fkey")
}

/// The name of an index: `products_category_id_idx`.
pub fn index_name<S: AsRef<str>>(table: &str, columns: &[S]) -> String {
    derived(table, &parts(columns), "idx")
}

fn parts<S: AsRef<str>>(columns: &[S]) -> Vec<&str> {
    columns.iter().map(AsRef::as_ref).collect()
}

fn derived(table: &str, columns: &[&str], suffix: &str) -> String {
    let stem = [&[table], columns].concat().join("_");
    let whole = format!("{stem}_{suffix}");
    if whole.len() <= MAX_NAME_BYTES {
        return whole;
    }
    let hash = hash(table, columns);
    let room = MAX_NAME_BYTES - format!("_{hash:08x}_{suffix}").len();
    let cut = &stem[..stem.floor_char_boundary(room)];
    format!("{cut}_{hash:08x}_{suffix}")
}

/// FNV-1a, folded to 32 bits: stable across machines and releases, which the standard hasher is not.
///
/// A zero byte ends each part, so that `a`, `b_c` and `a_b`, `c` differ.
fn hash(table: &str, columns: &[&str]) -> u32 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let bytes = [&[table], columns].concat().into_iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    let [a, b, c, d, e, f, g, h] = hash.to_be_bytes();
    u32::from_be_bytes([a ^ e, b ^ f, c ^ g, d ^ h])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_those_that_postgresql_gives() {
        assert_eq!(primary_key_name("products"), "products_pkey");
        assert_eq!(unique_name("products", &["category_id", "name"]), "products_category_id_name_key");
        assert_eq!(foreign_key_name("products", &["category_id"]), "products_category_id_fkey");
        assert_eq!(index_name("products", &["category_id"]), "products_category_id_idx");
    }

    #[test]
    fn a_name_of_sixty_three_bytes_stays_whole() {
        let table = "t".repeat(63 - "_pkey".len());
        assert_eq!(primary_key_name(&table), format!("{table}_pkey"));
    }

    #[test]
    fn a_long_name_is_cut_and_keeps_its_suffix() {
        let name = index_name(&"t".repeat(60), &["category_id"]);
        assert_eq!(name, format!("{}_cc3c53cd_idx", "t".repeat(50)));
        assert_eq!(name.len(), MAX_NAME_BYTES);
    }

    #[test]
    fn long_names_that_begin_alike_stay_apart() {
        let table = "t".repeat(60);
        assert_ne!(index_name(&table, &["a"]), index_name(&table, &["b"]));
        assert_ne!(index_name(&table, &["a", "b"]), index_name(&table, &["a_b"]));
    }

    #[test]
    fn a_name_is_never_cut_inside_a_character() {
        for length in 20..40 {
            let name = unique_name(&"ö".repeat(length), &["x"]);
            assert!(name.len() <= MAX_NAME_BYTES, "{name}");
            assert!(name.ends_with("_key"), "{name}");
        }
    }
}
