//! How much of one text stands in another, from a few numbers a text: for copies of a story under other mastheads.
//!
//! A text's shingles are its runs of four words; its signature the lowest 128 of their hashes (Broder 1997, bottom-k).
//! Below the lower of two signatures' ends both are whole, so the share of the smaller text's hashes that the larger one
//! has there estimates how much of it stands in the larger: a copy cut to its first half is found as surely as a whole
//! one, which Jaccard similarity and bands of MinHash values (0.5, one in eight missed) do not give.

/// Words in a row that make one shingle. With five, an edited copy amid boilerplate is missed twice as often; with three,
/// phrases of the trade count as copies.
const N_WORDS: usize = 4;

/// Most values in a signature; the share that it estimates is off by some 0.04.
const MAX_VALUES: usize = 128;

/// Values that are looked up for candidates: half a text shares about half of them.
const N_BANDS: usize = 16;

/// So many of those two copies share, unless one has fewer. An outlet's boilerplate seldom gives as many.
const MIN_SHARED_BANDS: usize = 3;

/// From this similarity on two articles are one story: see `tests/near_duplicates.rs` for what it keeps apart.
const SAME_STORY: f64 = 0.55;

/// A text of less than this share of the other is no copy of it, however much of it stands there: it is one piece of a
/// digest or a live page.
const MIN_SHARE: f64 = 0.25;

/// What a text's copies are known by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// Shingles in the text, repeated ones as often as they stand there.
    n_shingles: u32,
    /// The lowest hashes, ascending, each once.
    values: Vec<u32>,
}

/// The signature of a text: the same for every text of the same words, whatever their case and punctuation.
///
/// A text of fewer than four words has one shingle, a text without words none.
pub fn signature(text: &str) -> Signature {
    let mut lowest = Lowest::default();
    let mut last_words = [0_u64; N_WORDS];
    let mut n_words = 0;
    each_word(text, |word| {
        last_words.rotate_left(1);
        last_words[N_WORDS - 1] = word;
        n_words += 1;
        if n_words >= N_WORDS {
            lowest.add(shingle(&last_words));
        }
    });
    if (1..N_WORDS).contains(&n_words) {
        lowest.add(shingle(&last_words));
    }
    let n_shingles = n_words.saturating_sub(N_WORDS - 1).max(n_words.min(1));
    Signature { n_shingles: u32::try_from(n_shingles).unwrap_or(u32::MAX), values: lowest.values() }
}

impl Signature {
    /// Keys by which copies are found in an index, at most 16, each once: two texts that share none are no copies.
    ///
    /// A key may be that of an outlet's boilerplate, which all of its articles have.
    pub fn bands(&self) -> impl Iterator<Item = u32> {
        self.values.iter().take(N_BANDS).copied()
    }

    /// How many keys another text must share at the least to be a copy.
    pub fn min_shared_bands(&self) -> usize {
        // Of a text with fewer keys than that, one of so many shingles is no copy.
        let is_long = f64::from(self.n_shingles) * MIN_SHARE >= MIN_SHARED_BANDS as f64;
        if is_long { MIN_SHARED_BANDS } else { 1 }
    }

    /// Whether one text is a copy of the other or of a part of it. The same from either side.
    pub fn is_copy(&self, other: &Signature) -> bool {
        let keys = |signature: &Signature| signature.values.len().min(N_BANDS);
        let n_shared = self.bands().filter(|key| other.values[..keys(other)].binary_search(key).is_ok()).count();
        n_shared >= MIN_SHARED_BANDS.min(keys(self)).min(keys(other)) && self.similarity(other) >= SAME_STORY
    }

    /// How much of the shorter text stands in the longer one, estimated, 0 to 1; 0 where one is empty or less than a
    /// quarter of the other. The same from either side.
    pub fn similarity(&self, other: &Signature) -> f64 {
        let (short, long) = (self.n_shingles.min(other.n_shingles), self.n_shingles.max(other.n_shingles));
        if short == 0 || f64::from(short) < MIN_SHARE * f64::from(long) {
            return 0.0;
        }
        let end = self.end().min(other.end());
        let (ours, theirs) = (self.up_to(end), other.up_to(end));
        let (mut i, mut j, mut n_shared) = (0, 0, 0_u32);
        while i < ours.len() && j < theirs.len() {
            n_shared += u32::from(ours[i] == theirs[j]);
            (i, j) = (i + usize::from(ours[i] <= theirs[j]), j + usize::from(theirs[j] <= ours[i]));
        }
        // The end is a value of one of them, but the other may have none up to it.
        f64::from(n_shared) / (ours.len().min(theirs.len()).max(1)) as f64
    }

    /// The hash up to which the signature has all of the text's.
    fn end(&self) -> u32 {
        if self.values.len() < MAX_VALUES { u32::MAX } else { self.values[MAX_VALUES - 1] }
    }

    fn up_to(&self, end: u32) -> &[u32] {
        &self.values[..self.values.partition_point(|value| *value <= end)]
    }
}

/// Gives the hash of each word: letters and digits in lower case; an apostrophe inside one is left out.
fn each_word(text: &str, mut give: impl FnMut(u64)) {
    // FNV-1a; the hashes are stored, so they must never change.
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let mut hash = START;
    let add = |hash: &mut u64, byte: u8| *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            add(&mut hash, c.to_ascii_lowercase() as u8);
        } else if !c.is_ascii() && c.is_alphanumeric() {
            for lower in c.to_lowercase() {
                u32::from(lower).to_le_bytes().into_iter().for_each(|byte| add(&mut hash, byte));
            }
        } else if hash != START && !matches!(c, '\'' | '’') {
            give(hash);
            hash = START;
        }
    }
    if hash != START {
        give(hash);
    }
}

/// The hash of a run of words: the upper half of SplitMix64's mix of them.
fn shingle(words: &[u64; N_WORDS]) -> u32 {
    let joined =
        words.iter().fold(0_u64, |joined, word| joined.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(*word));
    let mut mixed = joined;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed >> 32) as u32
}

/// The lowest values of many.
#[derive(Default)]
struct Lowest {
    /// The lowest so far among others, not sorted; cut back when it has grown to several times what is wanted.
    values: Vec<u32>,
    /// Higher values are none of the lowest; `None` until there are enough.
    bound: Option<u32>,
}

impl Lowest {
    fn add(&mut self, value: u32) {
        if self.bound.is_some_and(|bound| value >= bound) {
            return;
        }
        self.values.push(value);
        if self.values.len() >= 4 * MAX_VALUES {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.values.sort_unstable();
        self.values.dedup();
        self.values.truncate(MAX_VALUES);
        if self.values.len() == MAX_VALUES {
            self.bound = self.values.last().copied();
        }
    }

    fn values(mut self) -> Vec<u32> {
        self.cut();
        self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of so many words, none of which stands twice.
    fn text(words: std::ops::Range<u32>) -> String {
        words.map(|n| format!("word{n} ")).collect()
    }

    #[track_caller]
    fn check(a: &str, b: &str, expected: std::ops::RangeInclusive<f64>) {
        let (a, b) = (signature(a), signature(b));
        assert_eq!(a.similarity(&b), b.similarity(&a));
        assert!(expected.contains(&a.similarity(&b)), "{}", a.similarity(&b));
    }

    #[test]
    fn a_cut_copy_is_as_similar_as_a_whole_one() {
        check(&text(0..600), &text(0..600), 1.0..=1.0);
        check(&text(0..600), &text(0..300), 0.99..=1.0);
        check(&text(0..5000), &text(0..2500), 0.99..=1.0);
        check(&text(0..600), &text(300..900), 0.35..=0.65);
        check(&text(0..600), &text(600..1200), 0.0..=0.0);
    }

    #[test]
    fn a_piece_of_a_digest_is_no_copy_of_it() {
        check(&text(0..2000), &text(0..200), 0.0..=0.0);
    }

    #[test]
    fn case_punctuation_and_apostrophes_do_not_count() {
        let plain = signature("Russia's army said on Monday: it left");
        assert_eq!(plain, signature("russias ARMY – said, on Monday; it left."));
        assert_eq!(plain, signature("Russia’s army said on Monday it left"));
    }

    #[test]
    fn copies_share_keys_and_much_of_their_words() {
        let is_copy = |a: &str, b: &str| signature(a).is_copy(&signature(b)) && signature(b).is_copy(&signature(a));
        assert!(is_copy(&text(0..600), &text(0..300)) && is_copy("Two words", "two words!"));
        assert!(!is_copy(&text(0..600), &text(500..1100)) && !is_copy(&text(0..600), &text(600..1200)));
        assert_eq!((signature("Two words").min_shared_bands(), signature(&text(0..40)).min_shared_bands()), (1, 3));
    }

    #[test]
    fn short_and_empty_texts_have_a_signature() {
        assert_eq!(signature(" ... "), Signature::default());
        check("", "", 0.0..=0.0);
        check("Two words", "two words!", 1.0..=1.0);
        check("Two words", "Other words", 0.0..=0.0);
    }

    /// Keys are stored: a change here would lose the copies of articles that are in databases already.
    #[test]
    fn hashes_never_change() {
        let keys: Vec<u32> = signature("Finland joined NATO on Tuesday, doubling its border.").bands().collect();
        assert_eq!(keys, [817019294, 2270802976, 2673345847, 3170012524, 3372746714]);
    }
}
