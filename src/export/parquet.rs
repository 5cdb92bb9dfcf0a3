//! Parquet: the tables of nodes, of edges and of statements with typed columns, for DuckDB, pandas, Polars and Spark.
//!
//! Columns are those of the other tables (`columns`); lists are lists, what is not known is null, and texts are whole: no
//! program runs a cell of Parquet as a formula. A group of rows is held at a time, so memory does not grow with the graph.
//! <https://parquet.apache.org/docs/file-format/>

use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::graph::{Rows, Stopped};

use super::Part;
use super::columns::{self, Column, Kind, Value};

/// The three tables.
pub const PARTS: &[Part] = &[
    Part { name: "nodes.parquet", writer: write_nodes },
    Part { name: "edges.parquet", writer: write_edges },
    Part { name: "statements.parquet", writer: write_statements },
];

/// Rows that are written together.
const GROUP: usize = 1 << 16;

/// Writes the table of all statements.
pub fn write_statements(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let mut table = Table::new(out, &[], columns::STATEMENT)?;
    rows.each_statement(&mut |row| table.row(&[], columns::STATEMENT.iter().map(|column| (column.value)(row))))?;
    Ok(table.end()?)
}

fn write_nodes(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let mut table = Table::new(out, &["id"], columns::NODE)?;
    rows.each_node(&mut |row| table.row(&[&row.node.id], columns::NODE.iter().map(|column| (column.value)(row))))?;
    Ok(table.end()?)
}

fn write_edges(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let mut table = Table::new(out, &["id", "source", "target"], columns::EDGE)?;
    rows.each_edge(&mut |row| {
        let ends = [&super::edge_id(row), row.source.id, row.target.id];
        table.row(&ends, columns::EDGE.iter().map(|column| (column.value)(row)))
    })?;
    Ok(table.end()?)
}

/// A table on its way to `out`.
struct Table<'o> {
    out: &'o mut dyn Write,
    /// Writes into memory, from where whole groups go out: the crate wants a writer that may change threads.
    file: SerializedFileWriter<Vec<u8>>,
    cells: Vec<Cells>,
    n_rows: usize,
}

impl<'o> Table<'o> {
    /// `keys` are columns of text that every row has, before the others.
    fn new<F>(out: &'o mut dyn Write, keys: &[&str], columns: &[Column<F>]) -> io::Result<Table<'o>> {
        let keys = keys.iter().map(|name| (*name, Kind::Text));
        let columns: Vec<(&str, Kind)> = keys.chain(columns.iter().map(|column| (column.name, column.kind))).collect();
        let fields: String = columns.iter().map(|(name, kind)| field(name, *kind)).collect();
        let schema = parse_message_type(&format!("message whom {{ {fields} }}")).map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("whom ", env!("CARGO_PKG_VERSION")).to_owned());
        let file =
            SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build())).map_err(failed)?;
        let cells = columns.iter().map(|(_, kind)| Cells::new(*kind)).collect();
        Ok(Table { out, file, cells, n_rows: 0 })
    }

    fn row<'r>(&mut self, keys: &[&'r str], values: impl Iterator<Item = Option<Value<'r>>>) -> io::Result<()> {
        let keys = keys.iter().map(|key| Some(Value::Text((*key).into())));
        self.cells.iter_mut().zip(keys.chain(values)).for_each(|(cells, value)| cells.push(value));
        self.n_rows += 1;
        if self.n_rows == GROUP { self.write_group() } else { Ok(()) }
    }

    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.file.next_row_group().map_err(failed)?;
        for cells in &mut self.cells {
            let column = group.next_column().map_err(failed)?;
            let mut column = column.expect("the schema has a column for each of the cells");
            cells.write(column.untyped()).and_then(|()| column.close()).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.n_rows = 0;
        self.file.flush()?;
        self.out.write_all(&mem::take(self.file.inner_mut()))
    }

    fn end(mut self) -> io::Result<()> {
        if self.n_rows > 0 {
            self.write_group()?;
        }
        let rest = self.file.into_inner().map_err(failed)?;
        self.out.write_all(&rest)
    }
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

/// A column of the schema, in the words of Parquet's own description of schemas.
fn field(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Text => format!("optional binary {name} (STRING); "),
        Kind::List => {
            format!("optional group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }} ")
        }
        Kind::Count => format!("optional int64 {name}; "),
        Kind::Real => format!("optional double {name}; "),
        Kind::Flag => format!("optional boolean {name}; "),
    }
}

/// The cells of one column of a group of rows, as Parquet has them: values in a row, and levels that tell where one is
/// missing and where a list goes on.
struct Cells {
    values: Values,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    List(Vec<ByteArray>),
    Count(Vec<i64>),
    Real(Vec<f64>),
    Flag(Vec<bool>),
}

impl Cells {
    fn new(kind: Kind) -> Cells {
        let values = match kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::List => Values::List(Vec::new()),
            Kind::Count => Values::Count(Vec::new()),
            Kind::Real => Values::Real(Vec::new()),
            Kind::Flag => Values::Flag(Vec::new()),
        };
        Cells { values, definitions: Vec::new(), repetitions: Vec::new() }
    }

    fn push(&mut self, value: Option<Value>) {
        let n_values = match (&mut self.values, value) {
            (Values::Text(texts), Some(Value::Text(text))) => push(texts, ByteArray::from(&*text)),
            (Values::Count(counts), Some(Value::Count(count))) => push(counts, count.into()),
            (Values::Real(reals), Some(Value::Real(real))) => push(reals, real),
            (Values::Flag(flags), Some(Value::Flag(flag))) => push(flags, flag),
            (Values::List(texts), Some(Value::List(items))) => {
                texts.extend(items.iter().map(|item| ByteArray::from(item.as_str())));
                items.len()
            }
            // A column's values are of its kind, which a test of the columns checks.
            _ => 0,
        };
        // Of a list: 0 for none, 2 for each item (1 would be an empty one).
        let defined = if matches!(self.values, Values::List(_)) { 2 } else { 1 };
        self.definitions.extend(if n_values == 0 { vec![0] } else { vec![defined; n_values] });
        self.repetitions.extend((0..n_values.max(1)).map(|index| i16::from(index > 0)));
    }

    /// Writes the cells and begins anew.
    fn write(&mut self, column: &mut ColumnWriter) -> Result<(), ParquetError> {
        let definitions = Some(mem::take(&mut self.definitions));
        let (definitions, repetitions) = (definitions.as_deref(), mem::take(&mut self.repetitions));
        match (&mut self.values, column) {
            (Values::Text(texts), ColumnWriter::ByteArrayColumnWriter(column)) => {
                column.write_batch(&mem::take(texts), definitions, None)
            }
            (Values::List(texts), ColumnWriter::ByteArrayColumnWriter(column)) => {
                column.write_batch(&mem::take(texts), definitions, Some(&repetitions))
            }
            (Values::Count(counts), ColumnWriter::Int64ColumnWriter(column)) => {
                column.write_batch(&mem::take(counts), definitions, None)
            }
            (Values::Real(reals), ColumnWriter::DoubleColumnWriter(column)) => {
                column.write_batch(&mem::take(reals), definitions, None)
            }
            (Values::Flag(flags), ColumnWriter::BoolColumnWriter(column)) => {
                column.write_batch(&mem::take(flags), definitions, None)
            }
            _ => return Err(ParquetError::General("a column is not of the kind that its schema says".to_owned())),
        }
        .map(drop)
    }
}

fn push<T>(values: &mut Vec<T>, value: T) -> usize {
    values.push(value);
    1
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, Stating};
    use super::*;
    use crate::graph::rows::{VisitEdge, VisitNode, VisitStatement};
    use crate::graph::{EdgeRow, End, Network};
    use crate::ontology::RelationType;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::{Field, Row};

    fn read_back(rows: &dyn Rows, writer: super::super::Writer) -> Vec<Row> {
        let mut file = tempfile::tempfile().unwrap();
        writer(rows, &mut file).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        reader.get_row_iter(None).unwrap().map(Result::unwrap).collect()
    }

    fn cell<'r>(row: &'r Row, name: &str) -> &'r Field {
        row.get_column_iter().find(|(column, _)| *column == name).unwrap().1
    }

    #[test]
    fn hostile_text_survives_as_it_is() {
        for text in samples::HOSTILE.iter().map(|text| (*text).to_owned()).chain(["long ".repeat(2_000)]) {
            let rows = Stating::of(&text, RelationType::Accuse);
            let whole = Field::Str(text.clone());
            assert_eq!(cell(&read_back(&rows, write_statements)[0], "evidence"), &whole);
            assert_eq!(cell(&read_back(&rows, write_edges)[0], "evidence"), &whole);
            let nodes = read_back(&rows, write_nodes);
            let Field::ListInternal(aliases) = cell(&nodes[1], "aliases") else { panic!("{nodes:?}") };
            assert_eq!(aliases.elements(), [whole]);
            assert_eq!(cell(&nodes[0], "aliases"), &Field::Null);
        }
    }

    /// So many edges of one pair, which no network may have.
    struct Many(Network, u32);

    impl Rows for Many {
        fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
            self.0.each_node(visit)
        }

        fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
            let mut edge = self.0.edges[0].clone();
            (0..self.1).try_for_each(|number| {
                edge.articles = number;
                let [source, target] = [edge.source, edge.target].map(|end| End::from(&self.0.nodes[end]));
                Ok(visit(&EdgeRow { edge: &edge, source, target, types: &[] })?)
            })
        }

        fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
            self.0.each_statement(visit)
        }
    }

    #[test]
    fn rows_go_out_by_groups_and_none_is_lost() {
        let n = GROUP as u32 + 3;
        let rows = read_back(&Many(samples::saying("text"), n), write_edges);
        let weights: Vec<f64> = rows
            .iter()
            .map(|row| match cell(row, "weight") {
                Field::Double(weight) => *weight,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(weights, (0..n).map(f64::from).collect::<Vec<f64>>());
    }
}
