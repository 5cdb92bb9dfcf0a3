//! Lists of numbers in a few bytes: ascending numbers as steps, each in base 128 with the low digits first (LEB128).

/// Appends a number.
pub(super) fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The next number and what follows it; `None` at the end, and where the bytes break off.
pub(super) fn next(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (i, byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[i + 1..]));
        }
    }
    None
}

/// Ascending numbers as bytes.
pub(super) fn pack(ascending: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut last = 0;
    for number in ascending {
        push(&mut bytes, u64::from(number.saturating_sub(last)));
        last = number;
    }
    bytes
}

/// The numbers that [`pack`] was given.
pub(super) fn unpack(mut bytes: &[u8]) -> impl Iterator<Item = u32> {
    let mut last = 0_u32;
    std::iter::from_fn(move || {
        let (step, rest) = next(bytes)?;
        bytes = rest;
        last = last.wrapping_add(step as u32);
        Some(last)
    })
}

/// Where names stand, as bytes: in any order, smallest when ascending.
pub(super) fn pack_spans(spans: &[(usize, usize)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut last = 0;
    for (start, end) in spans {
        let step = (*start as i64).wrapping_sub(last);
        // The sign goes into the lowest bit.
        push(&mut bytes, ((step << 1) ^ (step >> 63)) as u64);
        push(&mut bytes, end.wrapping_sub(*start) as u64);
        last = *start as i64;
    }
    bytes
}

/// The spans that [`pack_spans`] was given.
pub(super) fn unpack_spans(mut bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut last = 0_i64;
    std::iter::from_fn(move || {
        let (step, rest) = next(bytes)?;
        let (length, rest) = next(rest)?;
        bytes = rest;
        last = last.wrapping_add((step >> 1) as i64 ^ -((step & 1) as i64));
        Some((last as usize, (last as usize).wrapping_add(length as usize)))
    })
}

/// Numbers with counts, ascending, as bytes.
pub(super) fn pack_counts<'a>(counts: impl IntoIterator<Item = (&'a u32, &'a u32)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut last = 0;
    for (number, count) in counts {
        push(&mut bytes, u64::from(number.saturating_sub(last)));
        push(&mut bytes, u64::from(*count));
        last = *number;
    }
    bytes
}

/// The numbers and counts that [`pack_counts`] was given.
pub(super) fn unpack_counts(mut bytes: &[u8]) -> impl Iterator<Item = (u32, u32)> {
    let mut last = 0_u32;
    std::iter::from_fn(move || {
        let (step, rest) = next(bytes)?;
        let (count, rest) = next(rest)?;
        bytes = rest;
        last = last.wrapping_add(step as u32);
        Some((last, count as u32))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn what_is_packed_comes_out(numbers: BTreeSet<u32>, counts: BTreeMap<u32, u32>, spans: Vec<(usize, usize)>) {
            prop_assert_eq!(unpack_spans(&pack_spans(&spans)).collect::<Vec<_>>(), spans);
            prop_assert_eq!(unpack(&pack(numbers.iter().copied())).collect::<BTreeSet<u32>>(), numbers);
            prop_assert_eq!(unpack_counts(&pack_counts(&counts)).collect::<BTreeMap<u32, u32>>(), counts);
        }

        #[test]
        fn broken_bytes_end_the_list(bytes: Vec<u8>) {
            prop_assert!(unpack(&bytes).count() <= bytes.len() && unpack_counts(&bytes).count() <= bytes.len());
            prop_assert!(unpack_spans(&bytes).count() <= bytes.len());
        }
    }
}
