//! What may be written as a key, beside instances.

/// Calls a macro with each literal, the type of the keys it stands for, and how it becomes one.
macro_rules! key_literals {
    ($macro:ident) => {
        $macro! {
            i16 => i16, |key| key;
            i32 => i32, |key| key;
            i64 => i64, |key| key;
            Uuid => Uuid, |key| key;
            String => String, |key| key;
            &i16 => i16, |key| *key;
            &i32 => i32, |key| *key;
            &i64 => i64, |key| *key;
            &Uuid => Uuid, |key| *key;
            &String => String, |key| key.clone();
            &str => String, |key| key.to_owned();
        }
    };
}

pub(crate) use key_literals;
