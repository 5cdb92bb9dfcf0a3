//! What near-duplicates of a text are known by: MinHash over runs of five words, in one permutation.
//!
//! Each run of words falls into one of 64 bins by its hash, and each bin keeps the smallest; two texts agree in about as
//! many bins as they share runs (A. Broder, "On the resemblance and containment of documents", 1997; P. Li, A. Owen and
//! C.-H. Zhang, "One permutation hashing", 2012). Empty bins take the value of the next full one (A. Shrivastava and P.
//! Li, "Densifying one permutation hashing", 2014). Texts that share much share a band, a pair of bins, by which they are
//! found without comparing all with all.

/// Bins of a signature.
const N_BINS: usize = 64;

/// Words of a run.
const N_WORDS: usize = 5;

/// Bands, of two bins each: of texts that share 40 % of their runs, 97 % share one.
const N_BANDS: usize = 20;

/// Runs that a text must have to be compared at all.
const MIN_RUNS: usize = 16;

/// A text as near-duplicates are found by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature(Option<[u32; N_BINS]>);

impl Signature {
    /// The signature of a text; one of fewer than 20 words resembles no other.
    pub fn of(text: &str) -> Signature {
        let mut bins = [u32::MAX; N_BINS];
        let mut last = [0_u64; N_WORDS];
        let mut n_words = 0;
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        for word in words {
            last[n_words % N_WORDS] = hash_of(word);
            n_words += 1;
            if n_words >= N_WORDS {
                let run = (0..N_WORDS).fold(0, |run, i| mixed(run ^ last[(n_words + i) % N_WORDS]));
                let (bin, value) = ((run >> 58) as usize, (run >> 20) as u32 & 0x7fff_ffff);
                bins[bin] = bins[bin].min(value);
            }
        }
        Signature((n_words >= MIN_RUNS + N_WORDS - 1).then(|| densified(bins)))
    }

    /// How much of their runs of words two texts share, about, 0 to 1.
    pub fn similarity(&self, other: &Signature) -> f64 {
        let (Some(a), Some(b)) = (&self.0, &other.0) else { return 0.0 };
        a.iter().zip(b).filter(|(a, b)| a == b).count() as f64 / N_BINS as f64
    }

    /// Keys of which texts that share much have one in common; the key of band `i` lies between those of the bands before
    /// and after it. Empty for a text that resembles no other.
    pub fn bands(&self) -> impl Iterator<Item = i64> {
        let key = |bins: &[u32; N_BINS], band: usize| {
            let pair = u64::from(bins[2 * band]) << 32 | u64::from(bins[2 * band + 1]);
            ((band as i64) << 56) | (mixed(pair) >> 8) as i64
        };
        self.0.iter().flat_map(move |bins| (0..N_BANDS).map(move |band| key(bins, band)))
    }

    /// The signature as bytes; empty for a text that resembles no other.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flatten().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// The signature that these are the bytes of; other bytes give one that resembles no other.
    pub fn from_bytes(bytes: &[u8]) -> Signature {
        let (values, rest) = bytes.as_chunks::<4>();
        let bins = values.iter().map(|value| u32::from_le_bytes(*value)).collect::<Vec<u32>>().try_into();
        Signature(bins.ok().filter(|_| rest.is_empty()))
    }
}

/// An FNV-1a hash of a word in lower case.
fn hash_of(word: &str) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        return word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| add(hash, byte.to_ascii_lowercase()));
    }
    word.to_lowercase().bytes().fold(0xcbf2_9ce4_8422_2325, add)
}

/// The finalizer of SplitMix64: every bit of the number moves every bit of the result.
fn mixed(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn densified(bins: [u32; N_BINS]) -> [u32; N_BINS] {
    let mut full = bins;
    for (i, bin) in full.iter_mut().enumerate() {
        if *bin == u32::MAX {
            let steps = (1..N_BINS).find(|step| bins[(i + step) % N_BINS] != u32::MAX).unwrap_or(0);
            // The distance goes in, so that two empty bins agree only where the texts do.
            *bin = bins[(i + steps) % N_BINS].wrapping_add(0x0100_0193_u32.wrapping_mul(steps as u32));
        }
    }
    full
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many different sentences.
    fn text(words: std::ops::Range<u64>) -> String {
        words.map(|n| format!("w{:x}", mixed(n) >> 40)).collect::<Vec<String>>().join(" ")
    }

    fn similarity(a: &str, b: &str) -> f64 {
        Signature::of(a).similarity(&Signature::of(b))
    }

    #[test]
    fn a_copy_is_like_its_original_and_another_text_is_not() {
        let original = text(0..400);
        assert_eq!(similarity(&original, &original.to_uppercase().replace(' ', ", ")), 1.0);
        let half = similarity(&original, &text(0..200));
        assert!((0.3..0.7).contains(&half), "{half}");
        assert!(similarity(&original, &text(1000..1400)) < 0.1);
    }

    #[test]
    fn texts_that_share_much_share_a_band() {
        let bands = |text: &str| Signature::of(text).bands().collect::<std::collections::BTreeSet<i64>>();
        let shared = |a: &str, b: &str| bands(a).intersection(&bands(b)).count();
        assert!(shared(&text(0..400), &text(0..250)) > 0);
        assert_eq!(shared(&text(0..400), &text(1000..1400)), 0);
        assert_eq!(bands(&text(0..400)).len(), N_BANDS);
    }

    #[test]
    fn a_short_text_resembles_nothing() {
        assert_eq!(similarity("Subscribe to read on.", "Subscribe to read on."), 0.0);
        assert_eq!(Signature::of("one two").bands().count(), 0);
    }

    #[test]
    fn bytes_give_the_signature_back() {
        for text in [text(0..100), String::new()] {
            let signature = Signature::of(&text);
            assert_eq!(Signature::from_bytes(&signature.to_bytes()), signature);
        }
        assert_eq!(Signature::from_bytes(&[1, 2, 3]), Signature(None));
    }
}
