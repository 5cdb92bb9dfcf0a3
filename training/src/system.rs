//! Runs the analyzer of whom on texts and on given tokens, and gives its answer in the form of the gold files.

use std::path::Path;

use anyhow::Context;
use whom::knowledge::Knowledge;
use whom::language::tag::read_reduced;
use whom::language::{Analyzer, Name, NameKind, Sentence, Span, Token};

use crate::bio;
use crate::conllu::{self, Opens, Surface, Word};
use crate::corpus;
use crate::reduced::reduced;
use crate::surface::is_joined;

/// The analyzer with the tables that it reads.
pub struct System {
    analyzer: Analyzer,
    knowledge: Knowledge,
}

impl System {
    /// The compiled-in tables with a model, or with the compiled-in one.
    ///
    /// # Errors
    /// When the model cannot be read or is damaged.
    pub fn new(model: Option<&Path>) -> anyhow::Result<Self> {
        let analyzer = match model {
            Some(path) => read_model(path)?,
            None => Analyzer::built_in()?,
        };
        Ok(System { analyzer, knowledge: Knowledge::built_in()? })
    }

    /// The sentences of a text, from its characters on.
    pub fn analyzed(&self, text: &str) -> Vec<conllu::Sentence> {
        let sentences = self.analyzer.analyze(text, &self.knowledge);
        let words = sentences.iter().flat_map(|sentence| &sentence.tokens).collect::<Vec<_>>();
        let mut starts = words.iter().skip(1).map(|next| next.span.start);
        sentences.iter().map(|sentence| cut_anew(sentence, &mut starts)).collect()
    }

    /// A document of a treebank with its tokens kept and all else as the analyzer has it.
    pub fn annotated(&self, document: &[conllu::Sentence]) -> Vec<conllu::Sentence> {
        let mut sentences = Vec::new();
        let (mut at, mut paragraph) = (0, 0);
        for (i, gold) in document.iter().enumerate() {
            let is_paragraph = i > 0 && gold.opens != Opens::Sentence;
            paragraph += usize::from(is_paragraph);
            at += usize::from(is_paragraph);
            let tokens = tokens(gold, &mut at);
            sentences.push(bare(tokens, paragraph));
        }
        self.analyzer.annotate(&mut sentences, &self.knowledge);
        let both = document.iter().zip(&sentences);
        both.map(|(gold, found)| conllu::Sentence { words: words(found), ..gold.clone() }).collect()
    }

    /// The names in the sentences of a document, with its tokens kept.
    pub fn names(&self, document: &[bio::Sentence]) -> Vec<Vec<bio::Name>> {
        let mut at = 0;
        let mut sentences: Vec<Sentence> = document
            .iter()
            .map(|gold| {
                bare(gold.tokens.iter().map(|form| Token::bare(form, next_span(&mut at, form, true))).collect(), 0)
            })
            .collect();
        self.analyzer.annotate(&mut sentences, &self.knowledge);
        sentences.iter().map(|sentence| sentence.names.iter().map(bio_name).collect()).collect()
    }
}

fn read_model(path: &Path) -> anyhow::Result<Analyzer> {
    let file = std::fs::read(path).with_context(|| format!("cannot read \"{}\"", path.display()))?;
    let particulars = corpus::read(&path.with_extension("toml"))?;
    Ok(Analyzer::from_model(&file, &particulars)?)
}

/// A sentence of the analyzer with its surface tokens; `starts` gives where the tokens after each of them start.
fn cut_anew(sentence: &Sentence, starts: &mut impl Iterator<Item = usize>) -> conllu::Sentence {
    let mut surfaces: Vec<Surface> = Vec::new();
    let mut before: Option<&Token> = None;
    for (i, token) in sentence.tokens.iter().enumerate() {
        let is_spaced = starts.next().is_none_or(|start| start > token.span.end);
        let is_part = before.is_some_and(|before| {
            before.span.end == token.span.start && is_joined(&before.plain, &token.plain, token.tag.as_str())
        });
        match surfaces.last_mut().filter(|_| is_part) {
            Some(surface) => {
                surface.form.push_str(token.text);
                surface.words.end = i + 1;
                surface.is_spaced = is_spaced;
            }
            None => surfaces.push(Surface { form: token.text.to_owned(), words: i..i + 1, is_spaced }),
        }
        before = Some(token);
    }
    conllu::Sentence { opens: Opens::Sentence, surfaces, words: words(sentence) }
}

fn words(sentence: &Sentence) -> Vec<Word> {
    let word = |token: &Token| Word {
        form: token.text.to_owned(),
        lemma: token.lemma.clone(),
        tag: token.tag.as_str().to_owned(),
        head: token.head,
        relation: token.relation.as_str().to_owned(),
        ..Word::default()
    };
    sentence.tokens.iter().map(word).collect()
}

/// The words of a gold sentence with their gold tags and features, as the models would give them.
pub fn tagged_tokens(gold: &conllu::Sentence) -> Vec<Token<'_>> {
    let mut tokens = tokens(gold, &mut 0);
    for (token, word) in tokens.iter_mut().zip(&gold.words) {
        (token.tag, token.features) = read_reduced(&reduced(&word.tag, &word.detail)).unwrap_or_default();
    }
    tokens
}

/// The words of a gold sentence whose text starts at byte `at`, which moves behind it.
fn tokens<'g>(gold: &'g conllu::Sentence, at: &mut usize) -> Vec<Token<'g>> {
    let mut tokens = Vec::new();
    for surface in &gold.surfaces {
        let whole = next_span(at, &surface.form, surface.is_spaced);
        let words = &gold.words[surface.words.clone()];
        // "Dunno" holds "do", "n't", "know": where the words do not make the token, each covers all of it.
        let is_made = words.iter().map(|word| word.form.as_str()).collect::<String>() == surface.form;
        let mut start = whole.start;
        for word in words {
            let span = if is_made { Span { start, end: start + word.form.len() } } else { whole };
            start = span.end;
            tokens.push(Token::bare(&word.form, span));
        }
    }
    tokens
}

/// The span of a form that stands at byte `at`, which moves behind it and the space that follows.
fn next_span(at: &mut usize, form: &str, is_spaced: bool) -> Span {
    let span = Span { start: *at, end: *at + form.len() };
    *at = span.end + usize::from(is_spaced);
    span
}

/// A sentence of these words, a space between them.
pub fn bare_sentence<'w>(words: impl Iterator<Item = &'w str>) -> Sentence<'w> {
    let mut at = 0;
    bare(words.map(|word| Token::bare(word, next_span(&mut at, word, true))).collect(), 0)
}

fn bare(tokens: Vec<Token>, paragraph: usize) -> Sentence {
    let start = tokens.first().map_or(0, |token| token.span.start);
    let end = tokens.last().map_or(start, |token| token.span.end);
    Sentence { span: Span { start, end }, tokens, names: Vec::new(), paragraph }
}

fn bio_name(name: &Name) -> bio::Name {
    let class = match name.kind {
        NameKind::Person => "PER",
        NameKind::Organisation => "ORG",
        NameKind::Place => "LOC",
        NameKind::Other => "MISC",
    };
    bio::Name { start: name.start, end: name.end, class }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::tests::treebank;
    use crate::score;

    fn system() -> System {
        System::new(None).unwrap()
    }

    #[test]
    fn given_tokens_stay_as_they_are() {
        let gold = treebank();
        let found: Vec<_> = conllu::documents(&gold).into_iter().flat_map(|d| system().annotated(d)).collect();
        let scores = score::treebank(&gold, &found).unwrap();
        for (key, count) in scores.iter().filter(|(key, _)| ["tokens_f1", "sentences_f1", "words_f1"].contains(key)) {
            assert_eq!(count.f1(), 1.0, "{key}");
        }
    }

    #[test]
    fn spans_of_given_tokens_are_those_of_the_text() {
        let gold = treebank();
        let document = conllu::documents(&gold)[0];
        let text = conllu::text(document);
        let mut at = 0;
        for word in tokens(&document[0], &mut at) {
            assert_eq!(&text[word.span.start..word.span.end], word.text);
        }
    }

    #[test]
    fn a_text_is_cut_anew() {
        let found = system().analyzed("Iran didn't attack. Rebels fled.");
        let forms: Vec<Vec<&str>> =
            found.iter().map(|s| s.surfaces.iter().map(|surface| surface.form.as_str()).collect()).collect();
        assert_eq!(forms, [vec!["Iran", "didn't", "attack", "."], vec!["Rebels", "fled", "."]]);
    }

    #[test]
    fn names_are_asked_for_by_sentence() {
        let gold = bio::parse("own.txt", "Jane\tB-PER\nleft\tO\n\nOman\tB-LOC\n").unwrap();
        assert_eq!(system().names(&gold[0]).len(), 2);
    }
}
