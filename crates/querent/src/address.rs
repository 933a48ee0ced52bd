//! Constants told apart by where they are.

/// Where a constant is: what tells it from others, without a look at it. One that stands in the program twice has two.
pub(crate) fn address<T>(constant: &'static T) -> usize {
    std::ptr::from_ref(constant).addr()
}
