//! A quick reader of the plain part of TOML that tables are written in: records of strings, lists of strings, whole
//! numbers, `true` and `false`.
//!
//! It reads no more than that and says nothing of what is wrong: where it gives up, the full reader of TOML decides and
//! words the error. What both read, they read alike.

use std::borrow::Cow;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use super::table::Row;

/// The records `[[name]]` of a table that holds no others, each with the line of its head; `None` where the table is not
/// plain or a record is not as it should be.
pub(super) fn records<T: for<'de> Deserialize<'de>>(text: &str, name: &str) -> Option<Vec<Row<T>>> {
    let mut reader = Reader { text, at: 0, line: 1 };
    let mut rows = Vec::new();
    let mut fields = Vec::new();
    reader.skip_blank();
    while reader.at < text.len() {
        let line = reader.line;
        reader.head(name)?;
        while !matches!(reader.peek(), None | Some(b'[')) {
            fields.push(reader.field()?);
        }
        let value = T::deserialize(MapDeserializer::<_, Error>::new(fields.drain(..))).ok()?;
        rows.push(Row { line, value });
    }
    Some(rows)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, expected: &str) -> Option<()> {
        self.text[self.at..].starts_with(expected).then(|| self.at += expected.len())
    }

    /// Goes over what matches, and gives it.
    fn run(&mut self, matches: impl Fn(u8) -> bool) -> &'t str {
        let rest = &self.text.as_bytes()[self.at..];
        let len = rest.iter().position(|byte| !matches(*byte)).unwrap_or(rest.len());
        let start = self.at;
        self.at += len;
        &self.text[start..self.at]
    }

    fn skip_spaces(&mut self) {
        self.run(|byte| matches!(byte, b' ' | b'\t'));
    }

    /// Over white space, ends of lines and comments. A control character that a comment may not hold stops it.
    fn skip_blank(&mut self) {
        loop {
            self.skip_spaces();
            match self.peek() {
                Some(b'\n') => {
                    self.at += 1;
                    self.line += 1;
                }
                Some(b'\r') if self.text.as_bytes().get(self.at + 1) == Some(&b'\n') => self.at += 1,
                Some(b'#') => drop(self.run(|byte| byte == b'\t' || byte >= b' ' && byte != 0x7f)),
                _ => return,
            }
        }
    }

    /// Over what must end a line, and to the next thing.
    fn end_line(&mut self) -> Option<()> {
        let line = self.line;
        self.skip_blank();
        (self.line > line || self.at == self.text.len()).then_some(())
    }

    fn head(&mut self, name: &str) -> Option<()> {
        self.take("[[")?;
        self.take(name)?;
        self.take("]]")?;
        self.end_line()
    }

    fn field(&mut self) -> Option<(&'t str, Value<'t>)> {
        let key = self.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        self.skip_spaces();
        self.take("=")?;
        self.skip_spaces();
        let value = match self.peek()? {
            b'"' => Value::Text(self.string()?),
            b'[' => Value::List(self.list()?),
            b't' => self.take("true").map(|()| Value::Truth(true))?,
            b'f' => self.take("false").map(|()| Value::Truth(false))?,
            b'1'..=b'9' => Value::Whole(self.run(|byte| byte.is_ascii_digit()).parse().ok()?),
            _ => return None,
        };
        self.end_line()?;
        (!key.is_empty()).then_some((key, value))
    }

    fn list(&mut self) -> Option<Vec<Cow<'t, str>>> {
        self.take("[")?;
        let mut values = Vec::new();
        loop {
            self.skip_blank();
            if self.take("]").is_some() {
                return Some(values);
            }
            values.push(self.string()?);
            self.skip_blank();
            if self.take(",").is_none() && self.peek() != Some(b']') {
                return None;
            }
        }
    }

    /// A string on one line in which quotation marks and backslashes alone are escaped.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        self.take("\"")?;
        let is_plain = |byte: u8| byte == b'\t' || byte >= b' ' && !matches!(byte, b'"' | b'\\' | 0x7f);
        let mut text = Cow::Borrowed(self.run(is_plain));
        while self.take("\\").is_some() {
            let escaped = self.peek().filter(|byte| matches!(byte, b'"' | b'\\'))?;
            self.at += 1;
            let text = text.to_mut();
            text.push(char::from(escaped));
            text.push_str(self.run(is_plain));
        }
        self.take("\"")?;
        // Three quotation marks open a string of several lines.
        (!text.is_empty() || self.peek() != Some(b'"')).then_some(text)
    }
}

/// The value of a field.
enum Value<'t> {
    Text(Cow<'t, str>),
    List(Vec<Cow<'t, str>>),
    Whole(i64),
    Truth(bool),
}

impl<'de> IntoDeserializer<'de, Error> for Value<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Value::Text(Cow::Borrowed(text)) => visitor.visit_str(text),
            Value::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Value::List(values) => visitor.visit_seq(SeqDeserializer::new(values.into_iter().map(Value::Text))),
            Value::Whole(number) => visitor.visit_i64(number),
            Value::Truth(truth) => visitor.visit_bool(truth),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Value::Text(text) => visitor.visit_enum(text.as_ref().into_deserializer()),
            _ => Err(Error::custom("a word is expected")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::table::{Source, records_in_full};
    use crate::ontology::Polarity;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Record {
        name: String,
        #[serde(default)]
        also: Vec<String>,
        #[serde(default)]
        since: Option<u16>,
        #[serde(default)]
        is_open: bool,
        #[serde(default)]
        polarity: Polarity,
    }

    fn read(text: &str) -> Option<Vec<(usize, Record)>> {
        Some(records(text, "thing")?.into_iter().map(|row| (row.line, row.value)).collect())
    }

    /// What the full reader of TOML makes of the records.
    fn read_in_full(text: &str) -> Vec<Record> {
        toml::from_str::<std::collections::BTreeMap<String, Vec<Record>>>(text).unwrap().remove("thing").unwrap()
    }

    #[track_caller]
    fn check(text: &str, lines: &[usize]) {
        let rows = read(text).unwrap_or_else(|| panic!("gave up on {text:?}"));
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), lines);
        assert_eq!(rows.into_iter().map(|row| row.1).collect::<Vec<_>>(), read_in_full(text));
    }

    #[test]
    fn plain_records_are_read_as_the_full_reader_does() {
        check(
            "# head\n\n[[thing]]\nname = \"a\"\nalso = []\n\n[[thing]] # b\nname = \"b # \\\"c\\\" \\\\\"\n",
            &[3, 7],
        );
        check("[[thing]]\r\nname = \"\"\r\nalso = [\r\n  \"x\", # first\r\n  \"é\",\r\n]\r\n", &[1]);
        check("[[thing]]\nname=\"a\"\nsince = 1990\nis_open = true\npolarity = \"negated\"", &[1]);
    }

    #[test]
    fn the_built_in_tables_are_plain() {
        use crate::knowledge::{TABLES, names, predicates::Predicate};
        for (table, text) in TABLES.iter().filter(|(table, _)| table.ends_with(".toml")) {
            let source = Source::built_in(table, text);
            let shown = match *table {
                "countries.toml" => both::<names::Country>(source, "country"),
                "groups.toml" => both::<names::Group>(source, "group"),
                _ => both::<Predicate>(source, "predicate"),
            };
            assert!(shown.0 == shown.1, "{table}");
        }
    }

    /// The rows of a table by the quick reader and by the full one, as they are shown.
    fn both<T: serde::de::DeserializeOwned + std::fmt::Debug>(source: Source, name: &str) -> (String, String) {
        let quick: Vec<Row<T>> = records(source.text, name).unwrap_or_else(|| panic!("gave up on {}", source.name));
        (format!("{quick:?}"), format!("{:?}", records_in_full::<T>(source, name).unwrap()))
    }

    #[test]
    fn what_is_not_plain_or_not_right_is_left_to_the_full_reader() {
        for text in [
            "[[thing]]\nname = 'a'",
            "[[thing]]\nname = \"\"\"a\"\"\"",
            "[[thing]]\nname = \"\\u00e9\"",
            "[[thing]]\nname = \"a\" also = []",
            "[[thing]]\nname = \"a\"\nname = \"b\"",
            "[[thing]]\nname = \"a\"\nother = \"b\"",
            "[[thing]]\nname = \"a\"\nalso = \"b\"",
            "[[thing]]\nname = \"a\"\nalso = [\"b\" \"c\"]",
            "[[thing]]\nname = \"a\"\nsince = 0x10",
            "[[thing]]\nname = \"a\"\npolarity = \"negatd\"",
            "[[thing]]\nalso = []",
            "[[other]]\nname = \"a\"",
            "name = \"a\"",
            "[[thing]]\nname = \"a\nb\"",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
