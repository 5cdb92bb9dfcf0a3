//! CSV and its kin as a stream: one row at a time in bounded memory.
//!
//! The first line names the columns; what stands between cells (comma, semicolon, tab, bar) is what that line has most
//! of. Cells may be quoted and hold line breaks, as RFC 4180 has it; `csv-core` cuts them.

use std::io::{self, BufRead};
use std::sync::Arc;

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::fields::{Field, Fields, plain};
use super::stream::Reader;
use super::{Draft, Format, MAX_SHOWN, Reading, Reason, Remark, Skipped, Source, html};

/// More columns than any table has.
const MAX_COLUMNS: usize = 2000;

/// The rows of a table, each a [`Source`].
pub(super) struct Table {
    place: String,
    reader: Reader,
    reading: Arc<Reading>,
    cutter: csv_core::Reader,
    columns: Arc<Columns>,
    /// Line breaks that the cutter has not seen.
    n_breaks: u64,
    is_first: bool,
    is_over: bool,
}

/// The columns of a table and what they hold.
#[derive(Debug)]
pub(super) struct Columns {
    n_columns: usize,
    of_field: [Option<usize>; Field::ALL.len()],
    /// What was guessed, for a remark; empty for nothing.
    guessed: String,
}

/// One row: its cells without quotes, one after the other, and where each ends.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) columns: Arc<Columns>,
    pub(super) ends: Vec<usize>,
}

/// A row as it was cut.
enum Cut {
    Row { cells: Vec<u8>, ends: Vec<usize> },
    TooLarge,
    End,
}

impl Table {
    /// Reads the line with the names of the columns.
    pub(super) fn open(place: String, mut reader: Reader, reading: &Arc<Reading>) -> Result<Table, Skipped> {
        let at = |reason: Reason| reason.at(place.clone());
        if reader.fill_buf().map_err(|error| at(error.into()))?.starts_with(b"\xef\xbb\xbf") {
            reader.consume(3);
        }
        let delimiter = delimiter(reader.fill_buf().map_err(|error| at(error.into()))?);
        let mut cutter = ReaderBuilder::new().delimiter(delimiter).build();
        let (cells, ends) = match cut(&mut cutter, &mut *reader).map_err(|error| at(error.into()))? {
            Cut::Row { cells, ends } => (cells, ends),
            Cut::TooLarge => return Err(at(too_large())),
            Cut::End => return Err(at(Reason::Empty)),
        };
        let names: Vec<String> = cells_of(&cells, &ends).map(|cell| cell.trim().to_owned()).collect();
        let columns = Arc::new(Columns::new(&names, &reading.fields).map_err(at)?);
        Ok(Table {
            place,
            reader,
            reading: Arc::clone(reading),
            cutter,
            columns,
            n_breaks: 0,
            is_first: true,
            is_over: false,
        })
    }
}

impl Iterator for Table {
    type Item = Result<Source, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        // The cutter stops between "\r" and "\n" and would count the line too late.
        while self.reader.fill_buf().is_ok_and(|rest| rest.starts_with(b"\n")) {
            self.reader.consume(1);
            self.n_breaks += 1;
        }
        let place = format!("{}:{}", self.place, self.cutter.line() + self.n_breaks);
        let cut = cut(&mut self.cutter, &mut *self.reader);
        match cut {
            Ok(Cut::Row { cells, ends }) => {
                let row = Row { columns: Arc::clone(&self.columns), ends };
                let is_first = std::mem::take(&mut self.is_first);
                let source = Source::new(place, Format::Csv, cells, String::new(), &self.reading);
                Some(Ok(source.told_first(is_first).with_row(row)))
            }
            Ok(Cut::TooLarge) => Some(Err(too_large().at(place))),
            Ok(Cut::End) => {
                self.is_over = true;
                None
            }
            Err(error) => {
                self.is_over = true;
                Some(Err(Reason::from(error).at(place)))
            }
        }
    }
}

fn too_large() -> Reason {
    Reason::RecordTooLarge { what: "row", max_mb: Format::Csv.max_bytes() / 1_000_000 }
}

/// Cuts the next row; of one that is too large nothing is kept but that it was there.
fn cut(cutter: &mut csv_core::Reader, reader: &mut dyn BufRead) -> io::Result<Cut> {
    let (mut cells, mut ends) = (vec![0; 16 * 1024], vec![0; 64]);
    let (mut n_bytes, mut n_ends) = (0, 0);
    let mut is_too_large = false;
    loop {
        let input = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            input => input?,
        };
        let (result, n_in, n_out, n_new) = cutter.read_record(input, &mut cells[n_bytes..], &mut ends[n_ends..]);
        reader.consume(n_in);
        n_bytes += n_out;
        n_ends += n_new;
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull if cells.len() >= Format::Csv.max_bytes() => {
                is_too_large = true;
                n_bytes = 0;
            }
            ReadRecordResult::OutputFull => cells.resize(cells.len() * 2, 0),
            ReadRecordResult::OutputEndsFull if ends.len() >= MAX_COLUMNS => {
                is_too_large = true;
                n_ends = 0;
            }
            ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            ReadRecordResult::Record if is_too_large => return Ok(Cut::TooLarge),
            ReadRecordResult::Record => {
                cells.truncate(n_bytes);
                ends.truncate(n_ends);
                return Ok(Cut::Row { cells, ends });
            }
            ReadRecordResult::End if is_too_large => return Ok(Cut::TooLarge),
            ReadRecordResult::End => return Ok(Cut::End),
        }
    }
}

/// What the first line has most of, outside of quotes.
fn delimiter(head: &[u8]) -> u8 {
    let mut counts = [(0, b','), (0, b';'), (0, b'\t'), (0, b'|')];
    let mut is_quoted = false;
    for &byte in head.iter().take_while(|&&b| b != b'\n') {
        is_quoted ^= byte == b'"';
        if let Some((count, _)) = counts.iter_mut().find(|(_, known)| *known == byte && !is_quoted) {
            *count += 1;
        }
    }
    counts.into_iter().rev().max_by_key(|(count, _)| *count).map_or(b',', |(_, delimiter)| delimiter)
}

fn cells_of<'c>(cells: &'c [u8], ends: &'c [usize]) -> impl Iterator<Item = std::borrow::Cow<'c, str>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| String::from_utf8_lossy(&cells[start..end]))
}

impl Columns {
    /// What the columns of these names hold, by the user's word, their names, or guesses.
    pub(super) fn new(names: &[String], fields: &Fields) -> Result<Columns, Reason> {
        let (mut of_field, mut guessed) = ([None; Field::ALL.len()], Vec::new());
        for (i, field) in Field::ALL.into_iter().enumerate() {
            of_field[i] = match fields.of(field) {
                Some(name) => {
                    Some(names.iter().position(|column| column == name).ok_or_else(|| no_column(name, names))?)
                }
                None => {
                    let documented =
                        field.names().iter().find_map(|name| names.iter().position(|column| column == name));
                    documented.or_else(|| guess(field, names, &mut guessed))
                }
            };
        }
        if of_field[0].is_none() {
            return Err(Reason::NoTextColumn(listed(names)));
        }
        Ok(Columns { n_columns: names.len(), of_field, guessed: guessed.join(", ") })
    }

    /// Whether a column holds a part of the article.
    #[cfg(feature = "parquet")]
    pub(super) fn is_used(&self, column: usize) -> bool {
        self.of_field.contains(&Some(column))
    }
}

fn guess(field: Field, names: &[String], guessed: &mut Vec<String>) -> Option<usize> {
    let column = field.guesses().iter().find_map(|guess| names.iter().position(|column| plain(column) == *guess))?;
    guessed.push(format!("{:?} as {}", names[column], field.name()));
    Some(column)
}

fn no_column(name: &str, names: &[String]) -> Reason {
    Reason::NoColumn { name: name.to_owned(), found: listed(names) }
}

fn listed(names: &[String]) -> String {
    let shown = |name: &String| format!("{:?}", name.chars().take(MAX_SHOWN).collect::<String>());
    names.iter().take(12).map(shown).collect::<Vec<_>>().join(", ")
}

/// The draft of a row, whose cells are already text.
pub(super) fn draft(cells: &str, row: &Row, is_first: bool) -> Result<Draft, Reason> {
    let Row { columns, ends } = row;
    if ends.len() != columns.n_columns {
        return Err(Reason::Cells { expected: columns.n_columns, found: ends.len() });
    }
    let cell = |field: Field| {
        let i = columns.of_field[Field::ALL.iter().position(|known| *known == field)?]?;
        let start = if i == 0 { 0 } else { ends[i - 1] };
        cells.get(start..ends[i])
    };
    let text = cell(Field::Text).unwrap_or_default();
    let particular = |field: Field| cell(field).unwrap_or_default().to_owned();
    let mut draft = Draft {
        text: if html::is_markup(text) { html::fragment(text) } else { text.to_owned() },
        id: particular(Field::Id),
        title: particular(Field::Title),
        date: particular(Field::Date),
        url: particular(Field::Url),
        outlet: particular(Field::Outlet),
        author: particular(Field::Author),
        ..Draft::default()
    };
    if is_first && !columns.guessed.is_empty() {
        draft.remarks.push(Remark::Guessed(columns.guessed.clone()));
    }
    Ok(draft)
}

impl Row {
    /// The same row after its cells were decoded one by one, which may have changed their lengths.
    pub(super) fn decoded(self, cells: &[u8], decode: impl Fn(&[u8]) -> String) -> (String, Row) {
        let (mut text, mut ends, mut start) = (String::new(), Vec::with_capacity(self.ends.len()), 0);
        for &end in &self.ends {
            text.push_str(&decode(&cells[start..end]));
            ends.push(text.len());
            start = end;
        }
        (text, Row { columns: self.columns, ends })
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Place, title, date and text of each article of a table that is read in chunks of five bytes.
    fn articles(table: &str, fields: &str) -> Vec<String> {
        let reader: Reader = Box::new(BufReader::with_capacity(
            5.max(table.find('\n').unwrap_or(5)),
            std::io::Cursor::new(table.to_owned()),
        ));
        let reading = Arc::new(Reading { fields: fields.parse().unwrap(), ..Reading::default() });
        let table = match Table::open("t.csv".to_owned(), reader, &reading) {
            Ok(table) => table,
            Err(skipped) => return vec![skipped.to_string()],
        };
        let found = table.flat_map(|source| source.map_or_else(|skipped| vec![Err(skipped)], Source::articles));
        let shown = found.map(|found| match found {
            Ok(found) => {
                let article = found.article;
                let date = article.date.map(String::from).unwrap_or_default();
                let remarks = found.remarks.iter().map(ToString::to_string).collect();
                [found.place, article.title, date, article.text, remarks].join(" | ")
            }
            Err(skipped) => skipped.to_string(),
        });
        shown.collect()
    }

    #[test]
    fn cells_may_be_quoted_and_hold_anything() {
        let table = "title,text,date\r\nTalks,\"Iran, he said, \"\"met\"\"\nIraq.\",2024-05-01\r\nEnd,Mali.,\r\n";
        assert_eq!(
            articles(table, ""),
            ["t.csv:2 | Talks | 2024-05-01 | Iran, he said, \"met\"\nIraq. | ", "t.csv:4 | End |  | Mali. | "]
        );
    }

    #[test]
    fn delimiters_are_told_by_the_first_line() {
        for delimiter in [";", "\t", "|"] {
            let table = "title,text\nTalks,Iran met Iraq.\n".replace(',', delimiter);
            assert_eq!(articles(&table, ""), ["t.csv:2 | Talks |  | Iran met Iraq. | "], "{delimiter}");
        }
    }

    #[test]
    fn columns_are_guessed_aloud_or_named() {
        let table = "Headline,Full Text,pub_date\nTalks,Iran.,2024\nEnd,Iraq.,2023\n";
        assert_eq!(
            articles(table, ""),
            [
                "t.csv:2 | Talks | 2024 | Iran. | read \"Full Text\" as text, \"Headline\" as title, \"pub_date\" as date; \
                 --map names others",
                "t.csv:3 | End | 2023 | Iraq. | ",
            ]
        );
        assert_eq!(articles("a,b\nIran.,T\n", "text=a,title=b"), ["t.csv:2 | T |  | Iran. | "]);
    }

    #[test]
    fn what_is_no_table_of_articles_says_what_it_has() {
        assert_eq!(
            articles("a,b\n1,2\n", ""),
            ["t.csv: expected a column \"text\", found \"a\", \"b\"; name the one that holds it: --map text=COLUMN"]
        );
        assert_eq!(articles("a,b\n1,2\n", "text=c"), ["t.csv: no column is called \"c\"; there are \"a\", \"b\""]);
        assert_eq!(
            articles("title,text\na\nb,Iran.\n", ""),
            [
                "t.csv:2: expected 2 cells as in the first line, found 1; check the quotes around cells",
                "t.csv:3 | b |  | Iran. | "
            ]
        );
    }

    #[test]
    fn cells_in_other_encodings_are_read() {
        let reader: Reader =
            Box::new(std::io::Cursor::new(b"title,text\nS\xe3o,Fran\xe7ois met S\xe3o Paulo's mayor.\n"));
        let table = Table::open("t.csv".to_owned(), reader, &Arc::default()).unwrap();
        let found = table.map(|source| source.unwrap().articles().remove(0).unwrap()).next().unwrap();
        assert_eq!(
            (found.article.title.as_str(), found.article.text.as_str()),
            ("São", "François met São Paulo's mayor.")
        );
    }
}
