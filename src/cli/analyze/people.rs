//! An analysis as people read it: for each sentence a table of its tokens, its tree and its names.

use anstyle::Style;

use super::{span, tree};
use crate::cli::print::{STRONG, clean};
use crate::cli::table::{self, Column, Line};
use crate::language::conllu::{self, name_marks};
use crate::language::{CharIndex, Sentence, Token};

/// A heading, the sentence, its tokens, its tree and its names, a blank line between sentences.
pub fn analysis(text: &str, sentences: &[Sentence], width: Option<u16>) -> String {
    let chars = CharIndex::new(text);
    let blocks = sentences.iter().enumerate().map(|(i, sentence)| {
        let (start, end) = (chars.at(sentence.span.start), chars.at(sentence.span.end));
        let place = format!("Sentence {}, paragraph {}, characters {start} to {end}", i + 1, sentence.paragraph + 1);
        let mut lines = vec![format!("{STRONG}{place}{STRONG:#}")];
        lines.extend(paragraph(&clean(&text[sentence.span.start..sentence.span.end]), width));
        lines.push(String::new());
        lines.extend(tokens_and_tree(sentence, width));
        if !sentence.names.is_empty() {
            lines.push(String::new());
            lines.extend(paragraph(&names(text, sentence), width));
        }
        lines.push(String::new());
        lines.join("\n")
    });
    blocks.collect::<Vec<String>>().join("\n")
}

fn paragraph(text: &str, width: Option<u16>) -> Vec<String> {
    width.map_or_else(|| vec![text.to_owned()], |width| table::wrapped(text, 0, width, usize::MAX))
}

const COLUMNS: &[Column] = &[
    Column::Number("no"),
    Column::Words("form"),
    Column::Words("lemma"),
    Column::Code("tag"),
    Column::Words("features"),
    Column::Number("head"),
    Column::Code("relation"),
    Column::Code("name"),
];

/// The table of a sentence's tokens, and its tree beside it where the terminal is wide enough, else under it.
fn tokens_and_tree(sentence: &Sentence, width: Option<u16>) -> Vec<String> {
    let tree = drawn_tree(sentence);
    let rows = rows(sentence);
    if let Some(width) = width {
        let columns = [COLUMNS, &[Column::Code("tree")]].concat();
        let mut rows = rows.clone();
        for (i, row) in rows.iter_mut().enumerate() {
            row.cells.push(tree.get(i).cloned().unwrap_or_default());
        }
        if table::fits(&columns, &rows, width) {
            return table::laid_out(&columns, &rows, Some(width));
        }
    }
    let mut lines = table::laid_out(COLUMNS, &rows, width);
    lines.push(String::new());
    lines.extend(tree.into_iter().flat_map(|line| match width {
        Some(width) => table::wrapped(&line, 0, width, 1),
        None => vec![line],
    }));
    lines
}

fn rows(sentence: &Sentence) -> Vec<Line> {
    let names = name_marks(sentence);
    let cells = sentence.tokens.iter().zip(names).enumerate().map(|(i, (token, name))| {
        vec![
            (i + 1).to_string(),
            clean(token.text),
            clean(&token.lemma),
            token.tag.to_string(),
            features(token),
            token.head.map_or(0, |head| head + 1).to_string(),
            token.relation.to_string(),
            name,
        ]
    });
    cells.map(|cells| Line { cells, style: Style::new() }).collect()
}

/// Values of a token's features: `Past Fin Act`, and `Poss` for what is only said or not.
fn features(token: &Token) -> String {
    let shown = conllu::features(&token.features).into_iter();
    let shown = shown.map(|(name, value)| if value == "Yes" { name } else { value });
    shown.collect::<Vec<&str>>().join(" ")
}

/// `├─ 3 ally  NOUN nsubj`, a line a token.
fn drawn_tree(sentence: &Sentence) -> Vec<String> {
    let heads: Vec<Option<usize>> = sentence.tokens.iter().map(|token| token.head).collect();
    let line = |branch: &tree::Branch| {
        let token = &sentence.tokens[branch.token];
        format!("{}{} {}  {} {}", branch.lines, branch.token + 1, clean(token.text), token.tag, token.relation)
    };
    tree::branches(&heads).iter().map(line).collect()
}

/// `Names: Hassan Rouhani (PER), Iran (LOC)`.
fn names(text: &str, sentence: &Sentence) -> String {
    let shown = sentence.names.iter().map(|name| {
        let span = span(sentence, name);
        format!("{} ({})", clean(&text[span.start..span.end]), name.kind)
    });
    format!("Names: {}", shown.collect::<Vec<String>>().join(", "))
}
