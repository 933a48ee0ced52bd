//! A place among a few things, the first of which is the one mostly.

/// The place of the one that `is` it.
#[inline(always)]
pub(super) fn place_of<T>(few: &[T], is: impl Fn(&T) -> bool) -> Option<usize> {
    match few.first() {
        Some(first) if is(first) => Some(0),
        _ => among_all(few, is),
    }
}

#[cold]
fn among_all<T>(few: &[T], is: impl Fn(&T) -> bool) -> Option<usize> {
    few.iter().position(is)
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn each_is_found_at_its_place() {
        let place = |of| place_of(&[7, 8, 9], |number| *number == of);
        assert_eq!([7, 8, 9, 10].map(place), [Some(0), Some(1), Some(2), None]);
        assert_eq!(place_of(&[], |number: &i32| *number == 7), None);
    }
}
