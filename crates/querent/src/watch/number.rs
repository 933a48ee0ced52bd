//! Numbers that tell scopes apart.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many a thread takes at once: threads that took one by one would wait for each other.
const BLOCK: u64 = 1 << 10;

/// The first of the next block that nobody has taken; 0 is no number.
static NEXT: AtomicU64 = AtomicU64::new(BLOCK);

thread_local! {
    /// The next number of the thread's block, or the one after its last one.
    static OWN: Cell<u64> = const { Cell::new(0) };
}

/// A number that no other scope has.
pub(super) fn another() -> u64 {
    let own = OWN.get();
    let number = if own.is_multiple_of(BLOCK) { NEXT.fetch_add(BLOCK, Ordering::Relaxed) } else { own };
    OWN.set(number + 1);
    number
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_scopes_have_one_number() {
        let of_a_thread = || (0..3 * BLOCK).map(|_| another()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(of_a_thread)).collect();
        let numbers: Vec<_> = threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("it has no reason to panic"))
            .collect();
        assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
        assert!(!numbers.contains(&0));
    }
}
