//! Messages of PostgreSQL's protocol, told apart in a stream of bytes.

/// What has gone by in one direction of a connection.
#[derive(Debug, Default)]
pub(super) struct Messages {
    /// The first bytes of a message whose length is not known yet.
    head: Vec<u8>,
    /// What is still to come of the message under way.
    rest: usize,
    /// How many of the messages wanted there were.
    pub(super) count: usize,
}

/// A type byte and a length, which counts itself.
const HEAD: usize = 5;

impl Messages {
    /// Reads on, and counts the messages whose type is one of `wanted`.
    pub(super) fn read(&mut self, mut bytes: &[u8], wanted: &[u8]) {
        while !bytes.is_empty() {
            let passed = self.rest.min(bytes.len());
            self.rest -= passed;
            bytes = &bytes[passed..];
            let missing = HEAD - self.head.len();
            let (head, behind) = bytes.split_at(missing.min(bytes.len()));
            self.head.extend_from_slice(head);
            bytes = behind;
            if let [kind, a, b, c, d] = self.head[..] {
                self.count += usize::from(wanted.contains(&kind));
                self.rest = (u32::from_be_bytes([a, b, c, d]) as usize).saturating_sub(HEAD - 1);
                self.head.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Messages;

    #[test]
    fn messages_are_counted_however_the_bytes_are_cut() {
        let bytes = b"Q\0\0\0\x06a\0S\0\0\0\x04P\0\0\0\x05SQ\0\0\0\x08SQS\0";
        for size in 1..=bytes.len() {
            let mut messages = Messages::default();
            bytes.chunks(size).for_each(|chunk| messages.read(chunk, b"QS"));
            assert_eq!(messages.count, 3, "in chunks of {size}");
        }
    }
}
