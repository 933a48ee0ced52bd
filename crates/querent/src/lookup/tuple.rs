//! Tuples of one to twelve, for traits that take one thing or several.

/// Calls a macro with the names of one to twelve type parameters.
macro_rules! up_to_twelve {
    ($macro:ident) => {
        $macro! {
            (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
            (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
        }
    };
}

pub(crate) use up_to_twelve;
