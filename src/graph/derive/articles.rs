//! What edges count of articles: date, outlet, story.

use rusqlite::{Connection, Row};
use rustc_hash::FxHashMap;

/// What an edge counts of one article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Published {
    /// YYYYMMDD with 00 for what the date does not say; 0 for no date.
    pub(super) day: u32,
    /// Number of the outlet; 0 where it is not known.
    pub(super) outlet: u32,
    /// Number of the story that it tells, which near-duplicates share; its own number where it has none.
    pub(super) story: u32,
}

/// Articles by number, each read once.
pub(super) struct Articles<'c> {
    connection: &'c Connection,
    known: FxHashMap<u32, Published>,
}

const SELECT: &str = "SELECT a.number, a.date, CASE o.name WHEN '' THEN 0 ELSE o.number END, IFNULL(a.story, a.number)
    FROM article a JOIN outlet o ON o.number = a.outlet";

impl<'c> Articles<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Articles { connection, known: FxHashMap::default() }
    }

    /// Reads all at once, which is faster where most are asked for.
    pub(super) fn read_all(&mut self) -> rusqlite::Result<()> {
        let mut query = self.connection.prepare(SELECT)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (number, published) = read(row)?;
            self.known.insert(number, published);
        }
        Ok(())
    }

    pub(super) fn get(&mut self, number: u32) -> rusqlite::Result<Published> {
        if let Some(published) = self.known.get(&number) {
            return Ok(*published);
        }
        let mut query = self.connection.prepare_cached(&format!("{SELECT} WHERE a.number = ?"))?;
        let (_, published) = query.query_row([number], read)?;
        self.known.insert(number, published);
        Ok(published)
    }
}

fn read(row: &Row) -> rusqlite::Result<(u32, Published)> {
    let day = row.get_ref(1)?.as_str_or_null()?.map_or(0, day);
    Ok((row.get(0)?, Published { day, outlet: row.get(2)?, story: row.get(3)? }))
}

/// "2024-09" as 20240900: numbers sort as dates do.
pub(super) fn day(date: &str) -> u32 {
    let mut parts = date.split('-').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0_u32);
    next() * 10_000 + next() * 100 + next()
}

/// The date of which [`day`] made the number.
pub(in crate::graph) fn date(day: u32) -> Option<String> {
    match (day / 10_000, day / 100 % 100, day % 100) {
        (0, _, _) => None,
        (year, 0, _) => Some(format!("{year:04}")),
        (year, month, 0) => Some(format!("{year:04}-{month:02}")),
        (year, month, day) => Some(format!("{year:04}-{month:02}-{day:02}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_keeps_the_precision_of_its_date() {
        for text in ["2024-09-01", "2024-09", "2024", "0987-12-31"] {
            assert_eq!(date(day(text)).as_deref(), Some(text));
        }
        assert_eq!(date(0), None);
        assert!(day("2023") < day("2023-05") && day("2023-05") < day("2023-05-01"));
    }
}
