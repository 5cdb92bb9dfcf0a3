//! Offsets as users count them: in characters (Unicode scalar values), where the code counts bytes.

/// From byte offsets to character offsets.
pub struct CharIndex {
    /// Offsets of the bytes that go on with a character, in order.
    continuations: Vec<usize>,
}

impl CharIndex {
    /// Reads a text once.
    pub fn new(text: &str) -> Self {
        let continuations =
            text.bytes().enumerate().filter(|(_, byte)| byte & 0xC0 == 0x80).map(|(at, _)| at).collect();
        CharIndex { continuations }
    }

    /// Number of characters before a byte offset.
    pub fn at(&self, byte: usize) -> usize {
        byte - self.continuations.partition_point(|&at| at < byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_of_a_text_is_counted() {
        let text = "Erdo\u{11f}an\u{2019}s \u{1f1f9}\u{1f1f7}";
        let chars = CharIndex::new(text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(chars.at(at), n);
        }
        assert_eq!(chars.at(text.len()), text.chars().count());
    }
}
