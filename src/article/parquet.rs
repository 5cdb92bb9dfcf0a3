//! Parquet as a stream: one row at a time, of the columns that hold an article's parts and no others.
//!
//! A column in a group goes by `group.column`; a list of texts is its paragraphs. The tables of columns stand at the end,
//! so the file has to be one, or small enough to be held. Behind the feature `parquet`.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field as Cell, Row as ParquetRow};
use parquet::schema::types::Type;

use super::stream::{Stream, read_at_most};
use super::table::{Columns, Row};
use super::unpack::{self, Meter, Metered};
use super::{Format, Reading, Reason, Skipped, Source};

/// Largest file that is held in memory, where it lies in an archive or comes through a pipe.
const MAX_HELD: usize = 64_000_000;

/// Rows that are unpacked at once.
const BATCH: usize = 32;

/// Groups nested deeper hold no article.
const MAX_DEPTH: usize = 8;

/// The rows of a file, each a [`Source`].
pub(super) struct Rows {
    place: String,
    reading: Arc<Reading>,
    rows: RowIter<'static>,
    columns: Arc<Columns>,
    paths: Vec<Column>,
    number: u64,
    is_over: bool,
}

/// A column that may hold a part of an article.
struct Column {
    path: Vec<String>,
    /// Whether its numbers are nanoseconds since 1970, which the rows do not say.
    is_nanoseconds: bool,
    is_used: bool,
}

impl Rows {
    /// Reads what stands at the end of the file: columns, and where they are.
    pub(super) fn open(mut stream: Stream, reading: &Arc<Reading>) -> Result<Rows, Skipped> {
        let place = stream.place.clone();
        let at = |reason: Reason| reason.at(place.clone());
        let bytes = Bytes::of(&mut stream).map_err(at)?;
        if bytes.len() == 0 {
            return Err(at(Reason::Empty));
        }
        let opened = quietly(|| SerializedFileReader::new(bytes)).map_err(at)?;
        let schema = opened.metadata().file_metadata().schema();
        let mut paths = Vec::new();
        columns_of(schema, &mut Vec::new(), &mut paths);
        let names: Vec<String> = paths.iter().map(|column| column.path.join(".")).collect();
        let columns = Columns::new(&names, &reading.fields).map_err(at)?;
        for (i, column) in paths.iter_mut().enumerate() {
            column.is_used = columns.is_used(i);
        }
        check_packing(&opened, &paths).map_err(at)?;
        let roots = schema.get_fields().iter().filter(|root| {
            paths.iter().any(|column| column.is_used && column.path.first().is_some_and(|name| name == root.name()))
        });
        let wanted = Type::group_type_builder(schema.name()).with_fields(roots.cloned().collect()).build();
        let wanted = wanted.map_err(|_| at(Reason::Damaged("Parquet file")))?;
        let rows = quietly(|| RowIter::from_file_into(Box::new(opened)).project(Some(wanted))).map_err(at)?;
        Ok(Rows {
            place,
            reading: Arc::clone(reading),
            rows: rows.with_batch_size(BATCH),
            columns: Arc::new(columns),
            paths,
            number: 0,
            is_over: false,
        })
    }

    fn source(&self, row: &ParquetRow, place: String) -> Result<Source, Skipped> {
        let (mut cells, mut ends) = (Vec::new(), Vec::with_capacity(self.paths.len()));
        for column in &self.paths {
            if column.is_used
                && let Some(cell) = cell_at(row, &column.path)
            {
                write_cell(cell, column.is_nanoseconds, &mut cells);
            }
            if cells.len() > Format::Parquet.max_bytes() {
                let max_mb = Format::Parquet.max_bytes() / 1_000_000;
                return Err(Reason::RecordTooLarge { what: "row", max_mb }.at(place));
            }
            ends.push(cells.len());
        }
        let row = Row { columns: Arc::clone(&self.columns), ends };
        let source = Source::new(place, Format::Parquet, cells, String::new(), &self.reading);
        Ok(source.told_first(self.number == 1).with_row(row))
    }
}

impl Iterator for Rows {
    type Item = Result<Source, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        self.number += 1;
        let place = format!("{}, row {}", self.place, self.number);
        match quietly(|| self.rows.next().transpose()) {
            Ok(Some(row)) => Some(self.source(&row, place)),
            Ok(None) => {
                self.is_over = true;
                None
            }
            Err(reason) => {
                self.is_over = true;
                Some(Err(reason.at(place)))
            }
        }
    }
}

/// Bytes that nobody vouches for can bring the decoder to a panic, which costs the file and not the run.
fn quietly<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Reason> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|_| Reason::Damaged("Parquet file")),
        Err(_) => Err(Reason::Damaged("Parquet file")),
    }
}

/// The columns below a group: leaves by their path, lists as one column.
fn columns_of(group: &Type, path: &mut Vec<String>, columns: &mut Vec<Column>) {
    for field in group.get_fields() {
        let info = field.get_basic_info();
        path.push(field.name().to_owned());
        let is_repeated = info.has_repetition() && info.repetition() == Repetition::REPEATED;
        let is_list = info.converted_type() == ConvertedType::LIST;
        let is_map = matches!(info.converted_type(), ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE);
        if field.is_group() && !is_list && !is_repeated && !is_map && path.len() < MAX_DEPTH {
            columns_of(field, path, columns);
        } else if field.is_primitive() || is_list {
            let is_nanoseconds =
                matches!(info.logical_type_ref(), Some(LogicalType::Timestamp(kind)) if kind.unit == TimeUnit::NANOS);
            columns.push(Column { path: path.clone(), is_nanoseconds, is_used: false });
        }
        path.pop();
    }
}

/// Columns that are packed in a way that is not known, or that say of themselves that they unpack to more than any text.
fn check_packing(file: &SerializedFileReader<Bytes>, paths: &[Column]) -> Result<(), Reason> {
    for group in file.metadata().row_groups() {
        for chunk in group.columns() {
            let root = chunk.column_path().parts().first();
            let is_used = paths.iter().any(|column| column.is_used && column.path.first() == root);
            let (packed, unpacked) = (chunk.compressed_size(), chunk.uncompressed_size());
            let is_known = matches!(
                chunk.compression(),
                Compression::UNCOMPRESSED
                    | Compression::SNAPPY
                    | Compression::GZIP(_)
                    | Compression::ZSTD(_)
                    | Compression::LZ4
                    | Compression::LZ4_RAW
            );
            if is_used && !is_known {
                return Err(Reason::Codec(format!("{:?}", chunk.compression())));
            }
            if is_used && unpack::is_bomb(packed.unsigned_abs(), unpacked.unsigned_abs()) {
                return Err(Reason::Bomb);
            }
        }
    }
    Ok(())
}

fn cell_at<'r>(row: &'r ParquetRow, path: &[String]) -> Option<&'r Cell> {
    let (first, rest) = path.split_first()?;
    let (_, cell) = row.get_column_iter().find(|(name, _)| *name == first)?;
    match (rest, cell) {
        ([], cell) => Some(cell),
        (rest, Cell::Group(row)) => cell_at(row, rest),
        _ => None,
    }
}

/// Writes what a cell holds as text; nothing for what is none.
fn write_cell(cell: &Cell, is_nanoseconds: bool, text: &mut Vec<u8>) {
    match cell {
        Cell::Str(value) => text.extend_from_slice(value.as_bytes()),
        Cell::Bytes(value) => text.extend_from_slice(value.data()),
        Cell::Long(value) if is_nanoseconds => write_time(Timestamp::from_nanosecond(i128::from(*value)), text),
        Cell::TimestampMillis(value) => write_time(Timestamp::from_millisecond(*value), text),
        Cell::TimestampMicros(value) => write_time(Timestamp::from_microsecond(*value), text),
        Cell::Date(days) => {
            if let Ok(day) = date(1970, 1, 1).checked_add((*days).days()) {
                text.extend_from_slice(day.to_string().as_bytes());
            }
        }
        Cell::Byte(_)
        | Cell::Short(_)
        | Cell::Int(_)
        | Cell::Long(_)
        | Cell::UByte(_)
        | Cell::UShort(_)
        | Cell::UInt(_)
        | Cell::ULong(_) => text.extend_from_slice(cell.to_string().as_bytes()),
        Cell::ListInternal(list) => {
            for (i, element) in list.elements().iter().enumerate() {
                if i > 0 {
                    text.extend_from_slice(b"\n\n");
                }
                write_cell(element, is_nanoseconds, text);
            }
        }
        _ => {}
    }
}

fn write_time(time: Result<Timestamp, jiff::Error>, text: &mut Vec<u8>) {
    if let Ok(time) = time {
        text.extend_from_slice(time.round(jiff::Unit::Second).unwrap_or(time).to_string().as_bytes());
    }
}

/// A file's bytes, of which readers stand at many places.
enum Bytes {
    File { file: File, meter: Arc<Meter> },
    Held(bytes::Bytes),
}

impl Bytes {
    fn of(stream: &mut Stream) -> Result<Bytes, Reason> {
        match stream.file.take() {
            Some(file) => Ok(Bytes::File { file, meter: Arc::clone(&stream.meter) }),
            None => {
                let held = read_at_most(&mut stream.reader, MAX_HELD)?.ok_or(Reason::ParquetTooLarge)?;
                Ok(Bytes::Held(held.into()))
            }
        }
    }
}

impl Length for Bytes {
    fn len(&self) -> u64 {
        match self {
            Bytes::File { file, .. } => Length::len(file),
            Bytes::Held(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Bytes {
    type T = Box<dyn Read + Send>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        match self {
            Bytes::File { file, meter } => {
                let mut file = file.try_clone()?;
                file.seek(SeekFrom::Start(start))?;
                Ok(Box::new(BufReader::new(Metered::new(file, Arc::clone(meter)))))
            }
            Bytes::Held(bytes) => Ok(Box::new(bytes.get_read(start)?)),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes, ParquetError> {
        match self {
            Bytes::File { .. } => {
                let mut bytes = Vec::new();
                self.get_read(start)?.take(length as u64).read_to_end(&mut bytes)?;
                if bytes.len() < length {
                    return Err(ParquetError::EOF("the file ends before its columns".to_owned()));
                }
                Ok(bytes.into())
            }
            Bytes::Held(bytes) => bytes.get_bytes(start, length),
        }
    }
}
