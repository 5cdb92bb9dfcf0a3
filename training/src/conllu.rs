//! Reads treebanks in CoNLL-U: sentences of words with tags and trees, as <https://universaldependencies.org/format.html> lays down.
//!
//! A *surface token* is what stands between spaces and marks ("don't"); it holds one or more *words* ("do", "n't"),
//! which are what tags and trees are about. Empty nodes and enhanced dependencies are passed over.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, anyhow, bail};

use crate::corpus;

/// What starts with a sentence, beside the sentence itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Opens {
    /// Nothing.
    #[default]
    Sentence,
    /// A paragraph.
    Paragraph,
    /// A document, and with it a paragraph.
    Document,
}

/// A sentence of a treebank, or of a system in the same form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// What starts here.
    pub opens: Opens,
    /// Surface tokens, in order; their words are all of `words`.
    pub surfaces: Vec<Surface>,
    /// Words, in order.
    pub words: Vec<Word>,
}

/// A stretch of text between spaces and marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surface {
    /// As it stands in the text.
    pub form: String,
    /// Its words, by index in the sentence.
    pub words: Range<usize>,
    /// Whether white space follows.
    pub is_spaced: bool,
}

/// A syntactic word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// Column FORM.
    pub form: String,
    /// Column LEMMA.
    pub lemma: String,
    /// Column UPOS.
    pub tag: String,
    /// Column XPOS: in English, the tag of the Penn Treebank.
    pub detail: String,
    /// Column FEATS.
    pub features: String,
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Column DEPREL, with its subtype.
    pub relation: String,
}

/// Relations of the universal set, so without what follows the colon.
pub fn universal(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

/// The sentences of a file.
///
/// # Errors
/// When the file cannot be read, and with file and line where a row breaks the format.
pub fn read(path: &Path) -> anyhow::Result<Vec<Sentence>> {
    parse(&path.display().to_string(), &corpus::read(path)?)
}

/// The sentences of a text in CoNLL-U; `name` is what messages call it.
///
/// # Errors
/// With name and line where a row breaks the format.
pub fn parse(name: &str, text: &str) -> anyhow::Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    let mut block = Vec::new();
    for line in text.lines().enumerate().map(|(i, line)| (i + 1, line.trim_end_matches('\r'))) {
        if !line.1.is_empty() {
            block.push(line);
        } else if !block.is_empty() {
            sentences.extend(sentence(name, &std::mem::take(&mut block))?);
        }
    }
    sentences.extend(sentence(name, &block)?);
    Ok(sentences)
}

/// The documents of a treebank: the stretches between those sentences that open one.
pub fn documents(sentences: &[Sentence]) -> Vec<&[Sentence]> {
    sentences.chunk_by(|_, next| next.opens != Opens::Document).collect()
}

/// The text of a document as it was before it was cut, paragraphs with a blank line between them.
pub fn text(document: &[Sentence]) -> String {
    let mut text = String::new();
    for (i, sentence) in document.iter().enumerate() {
        if i > 0 && sentence.opens != Opens::Sentence {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
        }
        text.push_str(&sentence.text());
    }
    text
}

impl Sentence {
    /// Its text, with the space that follows it.
    pub fn text(&self) -> String {
        let space = |surface: &Surface| if surface.is_spaced { " " } else { "" };
        self.surfaces.iter().flat_map(|surface| [surface.form.as_str(), space(surface)]).collect()
    }
}

impl fmt::Display for Sentence {
    /// Writes the sentence in CoNLL-U, with a blank line after it.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.opens {
            Opens::Document => writeln!(f, "# newdoc\n# newpar")?,
            Opens::Paragraph => writeln!(f, "# newpar")?,
            Opens::Sentence => {}
        }
        writeln!(f, "# text = {}", self.text().trim())?;
        for surface in &self.surfaces {
            let misc = if surface.is_spaced { "_" } else { "SpaceAfter=No" };
            let (first, last) = (surface.words.start + 1, surface.words.end);
            if first < last {
                writeln!(f, "{first}-{last}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", surface.form)?;
            }
            for (i, word) in self.words.iter().enumerate().take(last).skip(first - 1) {
                let Word { form, lemma, tag, detail, features, head, relation } = word;
                let head = head.map_or(0, |head| head + 1);
                let misc = if first < last { "_" } else { misc };
                let row = [form, lemma, tag, detail, features].map(|cell| if cell.is_empty() { "_" } else { cell });
                writeln!(f, "{}\t{}\t{head}\t{relation}\t_\t{misc}", i + 1, row.join("\t"))?;
            }
        }
        writeln!(f)
    }
}

/// The sentence of the lines up to a blank one; `None` where they are comments only.
fn sentence(name: &str, lines: &[(usize, &str)]) -> anyhow::Result<Option<Sentence>> {
    let mut sentence = Sentence::default();
    let mut text = None;
    for &(line, row) in lines {
        match row.strip_prefix('#') {
            Some(comment) => match comment.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
                Some(("text", value)) => text = Some((line, value)),
                _ => read_start(comment.trim(), &mut sentence),
            },
            None => read_row(row, &mut sentence).with_context(|| format!("{name}:{line}"))?,
        }
    }
    let Some(&(last, _)) = lines.last().filter(|_| !sentence.words.is_empty()) else { return Ok(None) };
    check(&sentence).with_context(|| format!("{name}:{last}"))?;
    match text {
        Some((line, text)) if !text.split_whitespace().eq(sentence.text().split_whitespace()) => {
            bail!("{name}:{line}: the tokens below do not make \"{text}\" but \"{}\"", sentence.text().trim())
        }
        _ => Ok(Some(sentence)),
    }
}

/// Reads comments that tell where documents and paragraphs start.
fn read_start(comment: &str, sentence: &mut Sentence) {
    match comment.split_whitespace().next() {
        Some("newdoc") => sentence.opens = Opens::Document,
        Some("newpar") => sentence.opens = sentence.opens.max(Opens::Paragraph),
        _ => {}
    }
}

/// Checks what can only be seen at the end of a sentence.
fn check(sentence: &Sentence) -> anyhow::Result<()> {
    let n_words = sentence.words.len();
    if sentence.surfaces.iter().any(|surface| surface.words.end > n_words) {
        bail!("the sentence ends within the range of a surface token");
    }
    match sentence.words.iter().filter_map(|word| word.head).find(|head| *head >= n_words) {
        Some(head) => bail!("expected a head among the {n_words} words, found {}", head + 1),
        None => Ok(()),
    }
}

fn read_row(row: &str, sentence: &mut Sentence) -> anyhow::Result<()> {
    let columns: Vec<&str> = row.split('\t').collect();
    let n_columns = columns.len();
    let [id, form, lemma, tag, detail, features, head, relation, _, misc] = columns[..] else {
        bail!("expected 10 columns, found {n_columns}");
    };
    if id.contains('.') {
        return Ok(());
    }
    let is_spaced = !misc.split('|').any(|entry| entry == "SpaceAfter=No");
    let n_words = sentence.words.len();
    if let Some((first, last)) = id.split_once('-') {
        let words = number(first)?.saturating_sub(1)..number(last)?;
        if words.start != n_words || words.is_empty() {
            bail!("expected a range from {}, found \"{id}\"", n_words + 1);
        }
        sentence.surfaces.push(Surface { form: form.to_owned(), words, is_spaced });
        return Ok(());
    }
    if number(id)? != n_words + 1 {
        bail!("expected word {}, found \"{id}\"", n_words + 1);
    }
    if sentence.surfaces.last().is_none_or(|surface| surface.words.end <= n_words) {
        sentence.surfaces.push(Surface { form: form.to_owned(), words: n_words..n_words + 1, is_spaced });
    }
    sentence.words.push(Word {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        tag: tag.to_owned(),
        detail: detail.to_owned(),
        features: features.to_owned(),
        head: number(head)?.checked_sub(1),
        relation: relation.to_owned(),
    });
    Ok(())
}

fn number(text: &str) -> anyhow::Result<usize> {
    text.parse().map_err(|_| anyhow!("expected a number, found \"{text}\""))
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Two documents, three paragraphs, a surface token of two words.
    pub const TREEBANK: &str = "\
# newdoc id = a
# newpar
# sent_id = a-1
# text = Iran didn't attack Iraq.
1	Iran	Iran	PROPN	NNP	Number=Sing	4	nsubj	_	_
2-3	didn't	_	_	_	_	_	_	_	_
2	did	do	AUX	VBD	VerbForm=Fin	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	attack	attack	VERB	VB	VerbForm=Inf	0	root	_	_
5	Iraq	Iraq	PROPN	NNP	Number=Sing	4	obj	_	SpaceAfter=No
6	.	.	PUNCT	.	_	4	punct	_	_

# sent_id = a-2
# text = Oman was praised by Qatar.
1	Oman	Oman	PROPN	NNP	Number=Sing	3	nsubj:pass	_	_
2	was	be	AUX	VBD	VerbForm=Fin	3	aux:pass	_	_
3	praised	praise	VERB	VBN	Voice=Pass	0	root	_	_
3.1	silently	silently	ADV	RB	_	_	_	3:advmod	_
4	by	by	ADP	IN	_	5	case	_	_
5	Qatar	Qatar	PROPN	NNP	Number=Sing	3	obl:agent	_	SpaceAfter=No
6	.	.	PUNCT	.	_	3	punct	_	_

# newpar
# text = Talks failed
1	Talks	talk	NOUN	NNS	Number=Plur	2	nsubj	_	_
2	failed	fail	VERB	VBD	VerbForm=Fin	0	root	_	_

# newdoc id = b
# newpar
1	No	no	INTJ	UH	_	0	root	_	SpaceAfter=No
2	.	.	PUNCT	.	_	1	punct	_	_
";

    /// The sentences of [`TREEBANK`].
    pub fn treebank() -> Vec<Sentence> {
        parse("own.conllu", TREEBANK).unwrap()
    }

    #[test]
    fn words_surface_tokens_and_trees_are_read() {
        let sentences = treebank();
        let first = &sentences[0];
        assert_eq!(first.words.len(), 6);
        assert_eq!(first.surfaces[1].form, "didn't");
        assert_eq!(first.surfaces[1].words, 1..3);
        assert_eq!(first.words[3].head, None);
        assert_eq!(first.words[0].head, Some(3));
        assert_eq!(sentences[1].words.len(), 6, "the empty node is passed over");
    }

    #[test]
    fn documents_and_paragraphs_give_their_text_back() {
        let sentences = treebank();
        let texts: Vec<String> = documents(&sentences).into_iter().map(text).collect();
        assert_eq!(texts, ["Iran didn't attack Iraq. Oman was praised by Qatar.\n\nTalks failed ", "No. "]);
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let written: String = treebank().iter().map(Sentence::to_string).collect();
        assert_eq!(parse("written.conllu", &written).unwrap(), treebank());
    }

    #[track_caller]
    fn check_error(rows: &str, expected: &str) {
        assert_eq!(format!("{:#}", parse("own.conllu", rows).unwrap_err()), expected);
    }

    #[test]
    fn broken_rows_are_named_with_their_line() {
        check_error("# text = a\n1\ta\n", "own.conllu:2: expected 10 columns, found 2");
        check_error(
            "# text = b\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n",
            "own.conllu:1: the tokens below do not make \"b\" but \"a\"",
        );
        check_error("1\ta\ta\tX\t_\t_\t_\troot\t_\t_\n", "own.conllu:1: expected a number, found \"_\"");
        check_error("2\ta\ta\tX\t_\t_\t0\troot\t_\t_\n", "own.conllu:1: expected word 1, found \"2\"");
        check_error("1\ta\ta\tX\t_\t_\t7\tdep\t_\t_\n", "own.conllu:1: expected a head among the 1 words, found 7");
    }
}
