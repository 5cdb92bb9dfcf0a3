//! Tables for people, laid out by comfy-table: in a pipe every cell is whole; a terminal's width is kept.
//!
//! Where a terminal is too narrow for a sentence at the end of its line, the sentence goes under the line.

use std::io::{IsTerminal, Write};

use anstyle::Style;
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Row, Table, presets};

use super::print::{STRONG, clean};

/// Width of a terminal that does not say its own.
const DEFAULT_WIDTH: u16 = 120;
/// Longest cell of words on a terminal, in characters.
const MAX_WORDS: usize = 36;
/// Columns of the terminal that a sentence needs at the end of a line; with fewer it goes under it.
const MIN_SENTENCE: u16 = 40;
/// What goes under a line is set in by so much, and cut after so many lines.
const INDENT: u16 = 4;
const MAX_UNDER: usize = 2;
/// Spaces between columns.
const GAP: u16 = 2;

/// A column by its heading, and what becomes of it where the terminal is too narrow.
#[derive(Debug, Clone, Copy)]
pub enum Column {
    /// Words, which are cut.
    Words(&'static str),
    /// A number, flush right, which stays whole.
    Number(&'static str),
    /// A code, which stays whole.
    Code(&'static str),
    /// What goes under the line; at the end of a table, a sentence.
    Detail(&'static str),
}

/// A line of a table, all in one style.
#[derive(Debug, Clone)]
pub struct Line {
    /// Cells, one a column.
    pub cells: Vec<String>,
    /// How it looks on a terminal.
    pub style: Style,
}

/// Prints lines under headings on stdout.
pub fn print(columns: &[Column], lines: &[Line]) -> std::io::Result<()> {
    let cleaned = |line: &Line| Line { cells: line.cells.iter().map(|cell| clean(cell)).collect(), style: line.style };
    let lines: Vec<Line> = lines.iter().map(cleaned).collect();
    let mut out = anstream::stdout().lock();
    laid_out(columns, &lines, width()).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// The lines of a table, headings first: on a terminal of a width, or whole. What is in the cells must be clean.
pub fn laid_out(columns: &[Column], lines: &[Line], width: Option<u16>) -> Vec<String> {
    let cells: Vec<Vec<String>> = lines.iter().map(|line| line.cells.clone()).collect();
    let blocks = match width {
        None => one_a_line(table(columns, &cells)),
        Some(width) => fitted(columns, cells, width),
    };
    let styles = std::iter::once(STRONG).chain(lines.iter().map(|line| line.style));
    let styled = |(block, style): (&Vec<String>, Style)| -> Vec<String> {
        block.iter().map(|text| format!("{style}{text}{style:#}")).collect()
    };
    blocks.iter().zip(styles).flat_map(styled).collect()
}

/// Whether every cell of a table is whole on a terminal of a width.
pub fn fits(columns: &[Column], lines: &[Line], width: u16) -> bool {
    let cells: Vec<Vec<String>> = lines.iter().map(|line| line.cells.clone()).collect();
    n_needed(columns, &cells) <= width
}

/// The width of the terminal that stdout is; `None` where it is none.
pub fn width() -> Option<u16> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let told = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|n| *n > 0);
    let measured = terminal_size::terminal_size().map(|(width, _)| width.0);
    Some(measured.or_else(told).unwrap_or(DEFAULT_WIDTH))
}

/// Text in lines of at most `width`, each set in by `indent`; what does not go into `max_lines` is cut.
pub fn wrapped(text: &str, indent: u16, width: u16, max_lines: usize) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut table = new_table();
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(indent + MIN_SENTENCE));
    table.add_row(std::mem::take(Row::from([text]).max_height(max_lines)));
    table.column_mut(0).expect("the row has made a column").set_padding((indent, 0));
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// For the headings and for each line, what is printed of it on a terminal. Columns without content are left out.
fn fitted(columns: &[Column], mut cells: Vec<Vec<String>>, width: u16) -> Vec<Vec<String>> {
    for line in &mut cells {
        for (cell, column) in line.iter_mut().zip(columns) {
            if matches!(column, Column::Words(_)) {
                *cell = shorten(std::mem::take(cell));
            }
        }
    }
    let is_shown = |i: usize, _: Column| cells.is_empty() || cells.iter().any(|line| !line[i].is_empty());
    let (columns, cells) = part(columns, &cells, is_shown);
    if n_needed(&columns, &cells) <= width {
        return one_a_line(squeezed(&columns, &cells, width));
    }
    let is_detail = |_, column| matches!(column, Column::Detail(_));
    let (heads, head_cells) = part(&columns, &cells, |i, column| !is_detail(i, column));
    let (_, details) = part(&columns, &cells, is_detail);
    let mut blocks = one_a_line(squeezed(&heads, &head_cells, width));
    for (block, mut details) in blocks.iter_mut().skip(1).zip(details) {
        details.retain(|detail| !detail.is_empty() && detail != "-");
        details.dedup();
        block.extend(wrapped(&details.join("  "), INDENT, width, MAX_UNDER));
    }
    blocks
}

fn shorten(cell: String) -> String {
    if cell.chars().count() <= MAX_WORDS {
        return cell;
    }
    cell.chars().take(MAX_WORDS - 1).chain(['…']).collect()
}

/// The columns, with their cells, that are asked for by place and kind.
fn part(
    columns: &[Column],
    cells: &[Vec<String>],
    is_wanted: impl Fn(usize, Column) -> bool,
) -> (Vec<Column>, Vec<Vec<String>>) {
    let places: Vec<usize> = (0..columns.len()).filter(|i| is_wanted(*i, columns[*i])).collect();
    let of_line = |line: &Vec<String>| places.iter().map(|i| line[*i].clone()).collect();
    (places.iter().map(|i| columns[*i]).collect(), cells.iter().map(of_line).collect())
}

/// Width of a table whose cells are whole, but for the sentence at the end.
fn n_needed(columns: &[Column], cells: &[Vec<String>]) -> u16 {
    let mut widths = table(columns, cells).column_max_content_widths();
    if let (Some(Column::Detail(_)), Some(last)) = (columns.last(), widths.last_mut()) {
        *last = MIN_SENTENCE.min(*last);
    }
    widths.into_iter().reduce(|sum, width| sum.saturating_add(GAP).saturating_add(width)).unwrap_or(0)
}

/// A table that keeps the width: a sentence at the end gives way first, words only where that is not enough.
fn squeezed(columns: &[Column], cells: &[Vec<String>], width: u16) -> Table {
    let mut table = table(columns, cells);
    // The gap behind the last column is not printed.
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width + GAP);
    let is_enough = n_needed(columns, cells) <= width;
    for (i, column) in columns.iter().enumerate() {
        let gives_way = match column {
            Column::Words(_) => !is_enough,
            Column::Number(_) | Column::Code(_) => false,
            Column::Detail(_) => i + 1 == columns.len(),
        };
        if !gives_way {
            let column = table.column_mut(i).expect("the headings have made a column each");
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table
}

fn table(columns: &[Column], cells: &[Vec<String>]) -> Table {
    let mut table = new_table();
    let heading = |column: &Column| match *column {
        Column::Words(text) | Column::Number(text) | Column::Code(text) | Column::Detail(text) => text,
    };
    table.set_header(std::mem::take(Row::from(columns.iter().map(heading)).max_height(1)));
    table.add_rows(cells.iter().map(|line| std::mem::take(Row::from(line.iter().map(Cell::new)).max_height(1))));
    for (i, column) in columns.iter().enumerate() {
        let in_table = table.column_mut(i).expect("the headings have made a column each");
        in_table.set_padding((0, GAP));
        if matches!(column, Column::Number(_)) {
            in_table.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn new_table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_truncation_indicator("…");
    table
}

fn one_a_line(table: Table) -> Vec<Vec<String>> {
    table.lines().map(|line| vec![line.trim_end().to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column::Words("who"),
        Column::Number("articles"),
        Column::Detail("first"),
        Column::Detail("last"),
        Column::Words("said as"),
        Column::Detail("evidence"),
    ];

    /// How a table of one line looks in a terminal of `width` columns.
    #[track_caller]
    fn check_table(width: u16, cells: [&str; 6], expected: &[&str]) {
        let cells = vec![cells.map(str::to_owned).to_vec()];
        assert_eq!(fitted(COLUMNS, cells, width).concat(), expected, "in {width} columns");
    }

    #[test]
    fn a_table_fits_the_width_of_the_terminal() {
        let sentence = "Turkish President Recep Tayyip Erdogan called Putin on Saturday, the Kremlin said.";
        let cells = ["Recep Tayyip Erdogan", "5", "2023-04-04", "2024-02-27", "", sentence];
        check_table(
            100,
            cells,
            &[
                "who                   articles  first       last        evidence",
                "Recep Tayyip Erdogan         5  2023-04-04  2024-02-27  Turkish President Recep Tayyip Erdogan…",
            ],
        );
        check_table(
            60,
            cells,
            &[
                "who                   articles",
                "Recep Tayyip Erdogan         5",
                "    2023-04-04  2024-02-27  Turkish President Recep Tayyip",
                "    Erdogan called Putin on Saturday, the Kremlin said.",
            ],
        );
        check_table(60, ["Iran", "1", "-", "-", "", ""], &["who   articles  first  last", "Iran         1  -      -"]);
    }
}
