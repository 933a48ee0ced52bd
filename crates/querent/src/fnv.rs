//! A hash of texts that stays the same: of what is kept outside of the process.

/// The hash of texts one after another: FNV-1a, 32 bits.
pub(crate) struct Fnv(u32);

impl Fnv {
    pub(crate) fn new() -> Fnv {
        Fnv(0x811c_9dc5)
    }

    /// Adds a text and its end.
    pub(crate) fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0]) {
            self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }

    pub(crate) fn finish(&self) -> u32 {
        self.0
    }
}
