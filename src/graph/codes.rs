//! Words of the ontology as the small numbers that stand for them in the file: their place in `ALL`.
//!
//! The file's vocabulary tables are written from the same lists, so SQL users see words.

use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

use crate::ontology::{Modality, Polarity, RelationType, Status};

/// An enum of the ontology whose values are stored as numbers.
pub(super) trait Coded: Copy + PartialEq + 'static {
    /// Every value, in the order of the ontology.
    const VALUES: &'static [Self];

    /// The number that stands for the value.
    fn code(self) -> i64 {
        Self::VALUES.iter().position(|value| *value == self).expect("ALL holds every value") as i64
    }

    /// The value of a column; a number that stands for none is damage.
    fn read(row: &Row, column: usize) -> rusqlite::Result<Self> {
        let code: i64 = row.get(column)?;
        Self::of(code).ok_or_else(|| {
            let error = format!("no word of the ontology has the number {code}");
            rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, error.into())
        })
    }

    /// The value that a number stands for.
    fn of(code: i64) -> Option<Self> {
        usize::try_from(code).ok().and_then(|code| Self::VALUES.get(code)).copied()
    }
}

impl Coded for RelationType {
    const VALUES: &'static [Self] = RelationType::ALL;
}

impl Coded for Polarity {
    const VALUES: &'static [Self] = Polarity::ALL;
}

impl Coded for Modality {
    const VALUES: &'static [Self] = Modality::ALL;
}

impl Coded for Status {
    const VALUES: &'static [Self] = Status::ALL;
}

/// Fills the vocabulary tables of a new file.
pub(super) fn write_vocabulary(connection: &Connection) -> rusqlite::Result<()> {
    for relation in RelationType::ALL {
        connection.execute(
            "INSERT INTO relation VALUES (?, ?, ?, ?)",
            params![relation.code(), relation.as_str(), relation.family().as_str(), relation.is_symmetric()],
        )?;
    }
    let words = |table: &str, words: Vec<&str>| -> rusqlite::Result<()> {
        for (number, word) in words.into_iter().enumerate() {
            connection.execute(&format!("INSERT INTO {table} VALUES (?, ?)"), params![number as i64, word])?;
        }
        Ok(())
    };
    words("polarity", Polarity::ALL.iter().map(|value| value.as_str()).collect())?;
    words("modality", Modality::ALL.iter().map(|value| value.as_str()).collect())?;
    words("status", Status::ALL.iter().map(|value| value.as_str()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_number_of_its_own() {
        for (number, relation) in RelationType::ALL.iter().enumerate() {
            assert_eq!((relation.code(), RelationType::of(number as i64)), (number as i64, Some(*relation)));
        }
        assert_eq!((Polarity::of(-1), Status::of(99)), (None, None));
    }
}
