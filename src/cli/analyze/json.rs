//! An analysis as JSON: an object a sentence, one a line. Sentences, paragraphs and tokens are counted from 1, as in CoNLL-U.

use std::collections::BTreeMap;

use serde::Serialize;

use super::span;
use crate::article::Article;
use crate::language::{CharIndex, Name, Sentence, Token, conllu};

/// A line for each sentence of an article.
pub fn lines(article: &Article, sentences: &[Sentence]) -> String {
    let chars = CharIndex::new(&article.text);
    let records = sentences.iter().enumerate().map(|(i, sentence)| SentenceRecord {
        article: &article.id,
        sentence: i + 1,
        paragraph: sentence.paragraph + 1,
        text: &article.text[sentence.span.start..sentence.span.end],
        start: chars.at(sentence.span.start),
        end: chars.at(sentence.span.end),
        tokens: sentence.tokens.iter().enumerate().map(|(i, token)| token_record(i, token, &chars)).collect(),
        names: sentence.names.iter().map(|name| name_record(&article.text, sentence, name, &chars)).collect(),
    });
    let line = |record| serde_json::to_string(&record).expect("all keys of a record are text") + "\n";
    records.map(line).collect()
}

/// Offsets count the article's characters.
#[derive(Serialize)]
struct SentenceRecord<'s> {
    article: &'s str,
    sentence: usize,
    paragraph: usize,
    text: &'s str,
    start: usize,
    end: usize,
    tokens: Vec<TokenRecord<'s>>,
    names: Vec<NameRecord<'s>>,
}

#[derive(Serialize)]
struct TokenRecord<'s> {
    id: usize,
    text: &'s str,
    start: usize,
    end: usize,
    lemma: &'s str,
    tag: &'s str,
    features: BTreeMap<&'s str, &'s str>,
    /// Id of a token; null for the root.
    head: Option<usize>,
    relation: &'s str,
}

#[derive(Serialize)]
struct NameRecord<'s> {
    kind: &'s str,
    text: &'s str,
    start: usize,
    end: usize,
    /// Ids of the tokens.
    tokens: Vec<usize>,
}

fn token_record<'s>(i: usize, token: &'s Token, chars: &CharIndex) -> TokenRecord<'s> {
    TokenRecord {
        id: i + 1,
        text: token.text,
        start: chars.at(token.span.start),
        end: chars.at(token.span.end),
        lemma: &token.lemma,
        tag: token.tag.as_str(),
        features: conllu::features(&token.features).into_iter().collect(),
        head: token.head.map(|head| head + 1),
        relation: token.relation.as_str(),
    }
}

fn name_record<'s>(text: &'s str, sentence: &Sentence, name: &Name, chars: &CharIndex) -> NameRecord<'s> {
    let span = span(sentence, name);
    NameRecord {
        kind: name.kind.as_str(),
        text: &text[span.start..span.end],
        start: chars.at(span.start),
        end: chars.at(span.end),
        tokens: (name.start + 1..=name.end).collect(),
    }
}
