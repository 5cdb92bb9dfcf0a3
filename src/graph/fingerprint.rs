//! Fingerprints of texts as the file keeps them: the bytes of their hexadecimal digits, half as long.
//!
//! Both sort alike, so a range of digits is a range of bytes. What is no even number of lower-case digits, such as
//! another program may give, stays text.

use rusqlite::Row;
use rusqlite::types::{Value, ValueRef};

/// A fingerprint as it is stored.
pub(super) fn stored(fingerprint: &str) -> Value {
    match bytes(fingerprint) {
        Some(bytes) => Value::Blob(bytes),
        None => Value::Text(fingerprint.to_owned()),
    }
}

/// The fingerprint in a column.
pub(super) fn read(row: &Row, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Blob(bytes) => digits(bytes),
        other => other.as_str()?.to_owned(),
    })
}

/// What is stored of all fingerprints that begin with these digits: the least and the highest; of a text that has other
/// letters, itself.
pub(super) fn range(beginning: &str) -> (Value, Value) {
    let is_odd = !beginning.len().is_multiple_of(2);
    let ends = ["0", "f"].map(|last| bytes(&format!("{beginning}{}", if is_odd { last } else { "" })));
    match ends {
        [Some(least), Some(mut highest)] => {
            highest.resize(highest.len().max(MAX_BYTES), u8::MAX);
            (Value::Blob(least), Value::Blob(highest))
        }
        _ => (Value::Text(beginning.to_owned()), Value::Text(beginning.to_owned())),
    }
}

/// More bytes than any fingerprint has.
const MAX_BYTES: usize = 65;

fn bytes(fingerprint: &str) -> Option<Vec<u8>> {
    let value = |digit: &u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let values: Vec<u8> = fingerprint.as_bytes().iter().map(value).collect::<Option<_>>()?;
    (!values.is_empty() && values.len().is_multiple_of(2))
        .then(|| values.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

fn digits(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_become_bytes_and_digits_again() {
        let Value::Blob(bytes) = stored("00ff1a") else { panic!("not stored as bytes") };
        assert_eq!((bytes.as_slice(), digits(&bytes).as_str()), ([0, 255, 26].as_slice(), "00ff1a"));
        for text in ["", "f", "0g", "AB", "an article"] {
            assert_eq!(stored(text), Value::Text(text.to_owned()));
        }
    }

    #[test]
    fn a_range_holds_what_begins_with_its_digits() {
        let bytes = |value: Value| if let Value::Blob(bytes) = value { bytes } else { panic!("not bytes") };
        for beginning in ["12", "123", "1234"] {
            let (least, highest) = range(beginning);
            let (least, highest) = (bytes(least), bytes(highest));
            let is_within = |text: &str| (&least..=&highest).contains(&&bytes(stored(text)));
            assert!(is_within("12340000") && is_within(&"1234ffff".repeat(8)), "{beginning}");
            assert!(!is_within("11ffffff") && !is_within("13000000"), "{beginning}");
        }
    }
}
