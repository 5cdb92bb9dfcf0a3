//! Reads files of names: a row `token TAB tag`, a blank line between sentences, `-DOCSTART-` before a document.
//!
//! Tags are BIO: `B-PER` starts a name, `I-PER` goes on with it, `O` is outside. `I-` after another class or `O` starts
//! a name too, as the scorer of CoNLL reads it.

use std::path::Path;

use anyhow::bail;

use crate::corpus;

/// The classes of names in a file.
pub const CLASSES: [&str; 4] = ["PER", "ORG", "LOC", "MISC"];

/// Sentences from one `-DOCSTART-` to the next.
pub type Document = Vec<Sentence>;

/// A sentence with the names in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Tokens, in order.
    pub tokens: Vec<String>,
    /// Names, in order.
    pub names: Vec<Name>,
}

/// A name: tokens from `start` to `end`, end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Index of the first token.
    pub start: usize,
    /// Index after the last.
    pub end: usize,
    /// One of [`CLASSES`].
    pub class: &'static str,
}

/// The documents of a file.
///
/// # Errors
/// When the file cannot be read, and with file and line where a row breaks the format.
pub fn read(path: &Path) -> anyhow::Result<Vec<Document>> {
    parse(&path.display().to_string(), &corpus::read(path)?)
}

/// The documents of a text; `name` is what messages call it.
///
/// # Errors
/// With name and line where a row breaks the format.
pub fn parse(name: &str, text: &str) -> anyhow::Result<Vec<Document>> {
    let mut documents: Vec<Document> = vec![Vec::new()];
    let mut sentence = Sentence::default();
    for (i, row) in text.lines().enumerate() {
        let is_start = row.starts_with("-DOCSTART-");
        if row.is_empty() || is_start {
            finish(&mut sentence, &mut documents);
            if is_start {
                documents.push(Vec::new());
            }
            continue;
        }
        let Some((token, tag)) = row.split_once('\t') else {
            bail!("{name}:{}: expected a token, a tab and a tag, found \"{row}\"", i + 1);
        };
        if !add(&mut sentence, token, tag) {
            bail!("{name}:{}: expected a tag such as O, B-PER or I-MISC, found \"{tag}\"", i + 1);
        }
    }
    finish(&mut sentence, &mut documents);
    documents.retain(|document| !document.is_empty());
    Ok(documents)
}

fn finish(sentence: &mut Sentence, documents: &mut [Document]) {
    if let Some(document) = documents.last_mut().filter(|_| !sentence.tokens.is_empty()) {
        document.push(std::mem::take(sentence));
    }
}

/// Adds a token with its tag; `false` when the tag is none.
fn add(sentence: &mut Sentence, token: &str, tag: &str) -> bool {
    let place = sentence.tokens.len();
    sentence.tokens.push(token.to_owned());
    if tag == "O" {
        return true;
    }
    let Some((position, class)) = tag.split_once('-') else { return false };
    let Some(class) = CLASSES.into_iter().find(|known| *known == class) else { return false };
    match sentence.names.last_mut() {
        Some(name) if position == "I" && name.end == place && name.class == class => name.end += 1,
        _ => sentence.names.push(Name { start: place, end: place + 1, class }),
    }
    matches!(position, "B" | "I")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sentences_and_documents_are_read() {
        let text = "-DOCSTART-\tO\n\nJane\tB-PER\nDoe\tI-PER\nmet\tO\nOman\tI-LOC\n\nNATO\tB-ORG\nUnit\tB-ORG\n\n-DOCSTART-\n\nYes\tO\n";
        let documents = parse("own.txt", text).unwrap();
        assert_eq!(documents.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        let names = |i: usize| documents[0][i].names.iter().map(|n| (n.start, n.end, n.class)).collect::<Vec<_>>();
        assert_eq!(names(0), [(0, 2, "PER"), (3, 4, "LOC")]);
        assert_eq!(names(1), [(0, 1, "ORG"), (1, 2, "ORG")]);
    }

    #[test]
    fn broken_rows_are_named_with_their_line() {
        let error = |text| parse("own.txt", text).unwrap_err().to_string();
        assert_eq!(error("a\tO\nb"), "own.txt:2: expected a token, a tab and a tag, found \"b\"");
        assert_eq!(error("a\tB-CAT"), "own.txt:1: expected a tag such as O, B-PER or I-MISC, found \"B-CAT\"");
    }
}
